package io.distappguard.range.recording;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The strace command put before a container's first process. It must run in the container's network
 * namespace: it asks the kernel for the names of sockets there.
 */
public final class SystemCallTrace {
  /** What moves data (docs/methods.md, exchanges). */
  private static final List<String> EXCHANGES =
      List.of(
          "read,write,pread64,pwrite64,readv,writev,preadv,pwritev,?preadv2,?pwritev2",
          "sendto,sendmsg,sendmmsg,recvfrom,recvmsg,recvmmsg",
          "sendfile,splice,tee,vmsplice,copy_file_range");

  /** What says which object a descriptor is. */
  private static final List<String> DESCRIPTORS =
      List.of(
          "?open,openat,?openat2,?creat,close,dup,?dup2,dup3",
          "socket,socketpair,?pipe,pipe2,eventfd2,memfd_create",
          "connect,accept,accept4,bind,listen");

  /** Life-cycle and control events. */
  private static final List<String> CONTROL =
      List.of(
          "clone,?clone3,?fork,?vfork,execve,execveat,exit_group",
          "?unlink,unlinkat,?rename,?renameat,renameat2,?link,linkat,?symlink,symlinkat",
          "?chmod,fchmod,fchmodat,?chown,fchown,?lchown,fchownat,?mknod,mknodat",
          "setns,unshare,mount,umount2,pivot_root,chroot,?open_tree,?move_mount,?fsopen,?fsmount",
          "ptrace,process_vm_readv,process_vm_writev,?pidfd_getfd",
          "setuid,setgid,setreuid,setregid,setresuid,setresgid,setgroups,setfsuid,setfsgid,capset",
          "kill,?pidfd_send_signal,bpf,init_module,?finit_module,?io_uring_setup");

  private SystemCallTrace() {}

  /** The command line that runs {@code command} under strace, its calls going to the file. */
  public static List<String> around(List<String> command, Path file) {
    List<String> calls = new ArrayList<>(EXCHANGES);
    calls.addAll(DESCRIPTORS);
    calls.addAll(CONTROL);
    List<String> whole =
        new ArrayList<>(
            List.of(
                "strace",
                "-f",
                "-ttt",
                "-yy",
                "-s",
                "16",
                "--seccomp-bpf",
                "-e",
                "signal=none",
                "-e",
                "trace=" + String.join(",", calls),
                "-o",
                file.toString(),
                "--"));
    whole.addAll(command);
    return whole;
  }
}
