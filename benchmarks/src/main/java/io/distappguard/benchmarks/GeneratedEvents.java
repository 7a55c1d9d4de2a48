package io.distappguard.benchmarks;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Random;

/**
 * The events of a host of 24 pods with five processes of four threads each, as Falco, Tetragon and
 * Tracee write them: with all that their own examples hold (Falco's stock rules with {@code
 * append_output}; Tetragon's use cases, with pod and labels of process and parent, and the
 * ancestors of what executes; Tracee's security_file_open and security_socket_connect, in both
 * shapes). Three tenths are connections, each from a port of its own, half are files, one in twenty
 * of which was never seen before; now and then a process begins that does nothing else.
 */
final class GeneratedEvents {

  private static final int PODS = 24;
  private static final int PROCESSES = 5;
  private static final String[] SERVICES = {
    "compose-post", "home-timeline", "media", "post-storage", "social-graph", "text", "url", "user"
  };
  private static final long START = 1_795_308_870_000_000_000L;

  private final Random random = new Random(1);
  private final String format;
  private long nanos = START;
  private int pod;
  private int process;
  private int thread;
  private long newest = 70_000;

  GeneratedEvents(String format) {
    this.format = format;
  }

  byte[] lines(int count) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(count * 2_000);
    for (int line = 0; line < count; line++) {
      nanos += 20_000 + random.nextInt(200_000);
      pod = random.nextInt(PODS);
      process = random.nextInt(PROCESSES);
      thread = random.nextInt(4);
      String text =
          switch (format) {
            case "falco" -> falco();
            case "tetragon" -> tetragon();
            case "tracee" -> tracee();
            default -> newerTracee();
          };
      bytes.writeBytes((text + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private String service() {
    return SERVICES[pod % SERVICES.length];
  }

  private String podName() {
    return service() + "-57c5987fd" + pod + "-vd66" + pod % 7;
  }

  private String container() {
    return "%02xc7662884b96b0351a3529cf7c38311a48b74681a632135c91879f43da12d61".formatted(pod);
  }

  private int pid() {
    return 4_000 + pod * 16 + process;
  }

  private int port() {
    return 32_768 + random.nextInt(28_232);
  }

  private String file() {
    return random.nextInt(20) == 0
        ? "/tmp/upload-%08x.part".formatted(random.nextInt())
        : "/srv/%s/data/table-%d".formatted(service(), random.nextInt(40));
  }

  private String time() {
    return time(nanos);
  }

  private static String time(long nanos) {
    return String.format(
        Locale.ROOT,
        "2026-11-22T01:%02d:%02d.%09dZ",
        nanos / 60_000_000_000L % 60,
        nanos / 1_000_000_000L % 60,
        nanos % 1_000_000_000L);
  }

  private String falco() {
    boolean connects = random.nextInt(10) < 3;
    int port = port();
    String name =
        connects
            ? "10.244.1.%d:%d->10.96.0.%d:6379".formatted(pod, port, random.nextInt(12))
            : file();
    String details =
        connects
            ? "\"fd.l4proto\":\"tcp\",\"fd.lip\":\"10.244.1.%d\",\"fd.lport\":%d,\"fd.name\":\"%s\",\"fd.type\":\"ipv4\""
                .formatted(pod, port, name)
            : "\"evt.arg.flags\":\"O_RDONLY|O_CLOEXEC|FD_LOWER_LAYER\",\"fd.name\":\"%s\",\"fd.type\":\"file\""
                .formatted(name);
    return "{\"hostname\":\"node-a\",\"output\":\"%1$s: Notice A call of a service was seen (file=%2$s gparent=containerd-shim ggparent=systemd gggparent=<NA> evt_type=%3$s user=root user_uid=0 user_loginuid=-1 process=%4$s proc_exepath=/usr/local/bin/%4$s parent=containerd-shim command=%4$s --port 9103 --config /etc/config/config.json terminal=0 container_id=%5$.12s container_name=%4$s container_image_repository=docker.io/social/%4$s container_image_tag=1.2 k8s_pod_name=%6$s k8s_ns_name=default)\",\"output_fields\":{\"container.id\":\"%5$.12s\",\"container.image.repository\":\"docker.io/social/%4$s\",\"container.image.tag\":\"1.2\",\"container.name\":\"%4$s\",\"evt.res\":\"SUCCESS\",\"evt.time\":%7$d,\"evt.type\":\"%3$s\",%8$s,\"k8s.ns.name\":\"default\",\"k8s.pod.name\":\"%6$s\",\"proc.aname[2]\":\"containerd-shim\",\"proc.aname[3]\":\"systemd\",\"proc.aname[4]\":null,\"proc.cmdline\":\"%4$s --port 9103 --config /etc/config/config.json\",\"proc.exepath\":\"/usr/local/bin/%4$s\",\"proc.name\":\"%4$s\",\"proc.pid\":%9$d,\"proc.pname\":\"containerd-shim\",\"proc.ppid\":%10$d,\"proc.tty\":0,\"user.loginuid\":-1,\"user.name\":\"root\",\"user.uid\":0},\"priority\":\"Notice\",\"rule\":\"Calls of services\",\"source\":\"syscall\",\"tags\":[\"T1555\",\"container\",\"filesystem\",\"host\",\"maturity_stable\",\"mitre_credential_access\"],\"time\":\"%1$s\"}"
        .formatted(
            time(),
            name,
            connects ? "connect" : "openat",
            service(),
            container(),
            podName(),
            nanos,
            details,
            pid(),
            3_900 + pod);
  }

  private String tetragon() {
    int kind = random.nextInt(20);
    if (kind == 0) {
      newest++;
      return event(
          "process_exec",
          "\"process\":%s,\"parent\":%s,\"ancestors\":[%s,%s]"
              .formatted(
                  child(newest), process(pid(), pid()), process(3_900 + pod, 3_900 + pod), shim()));
    }
    if (kind == 1 && newest > 70_000) {
      return event(
          "process_exit",
          "\"process\":%s,\"parent\":%s,\"signal\":\"\",\"status\":0"
              .formatted(child(newest), process(pid(), pid())));
    }
    String call =
        kind < 8
            ? "\"function_name\":\"tcp_connect\",\"args\":[{\"sock_arg\":{\"family\":\"AF_INET\",\"type\":\"SOCK_STREAM\",\"protocol\":\"IPPROTO_TCP\",\"saddr\":\"10.244.1.%d\",\"daddr\":\"10.96.0.%d\",\"sport\":%d,\"dport\":6379,\"cookie\":\"18446623%d\",\"state\":\"TCP_SYN_SENT\"}}]"
                .formatted(
                    pod, random.nextInt(12), port(), 100_000_000 + random.nextInt(900_000_000))
            : "\"function_name\":\"security_file_permission\",\"args\":[{\"file_arg\":{\"path\":\"%s\",\"permission\":\"-rw-r--r--\"}},{\"int_arg\":4}],\"return\":{\"int_arg\":0}"
                .formatted(file());
    return event(
        "process_kprobe",
        "\"process\":%s,\"parent\":%s,%s,\"action\":\"KPROBE_ACTION_POST\",\"policy_name\":\"services\",\"return_action\":\"KPROBE_ACTION_POST\""
            .formatted(
                process(pid(), pid() + thread),
                process == 0 ? shim() : process(pid() - process, pid() - process),
                call));
  }

  private String event(String kind, String body) {
    return "{\"%s\":{%s},\"node_name\":\"kind-control-plane\",\"time\":\"%s\"}"
        .formatted(kind, body, time());
  }

  private String process(int pid, int tid) {
    return process(
        pid, tid, "/usr/local/bin/" + service(), "--port 9103 --config /etc/config/config.json");
  }

  private String child(long pid) {
    return process(pid, pid, "/bin/sh", "-c \\\"exec /usr/local/bin/probe --addr=:9103\\\"");
  }

  private String process(long pid, long tid, String binary, String arguments) {
    return "{\"exec_id\":\"%8$s\",\"pid\":%1$d,\"uid\":0,\"cwd\":\"/\",\"binary\":\"%2$s\",\"arguments\":\"%3$s\",\"flags\":\"execve rootcwd clone\",\"start_time\":\"2026-11-22T01:00:00.24%1$06d7Z\",\"auid\":4294967295,\"pod\":{\"namespace\":\"default\",\"name\":\"%4$s\",\"container\":{\"id\":\"containerd://%5$s\",\"name\":\"%6$s\",\"image\":{\"id\":\"docker.io/social/%6$s@sha256:c3839dd800b9eb7603340509769c43e146a74c63dca3045a8e7dc8ee07e53966\",\"name\":\"docker.io/social/%6$s:1.2\"},\"start_time\":\"2026-11-22T00:59:41Z\",\"pid\":49},\"pod_labels\":{\"app.kubernetes.io/component\":\"backend\",\"app.kubernetes.io/instance\":\"%6$s\",\"app.kubernetes.io/name\":\"%6$s\",\"pod-template-hash\":\"57c5987fd4\"},\"workload\":\"%6$s\",\"workload_kind\":\"Deployment\"},\"docker\":\"%5$.31s\",\"parent_exec_id\":\"a2luZC1jb250cm9sLXBsYW5lOjY5NjM3MTYwMDAwMDAwOjIyMzk2NQ==\",\"tid\":%7$d,\"in_init_tree\":false}"
        .formatted(pid, binary, arguments, podName(), container(), service(), tid, execution(pid));
  }

  private String shim() {
    return "{\"exec_id\":\"%3$s\",\"pid\":%1$d,\"uid\":0,\"cwd\":\"/run/containerd/io.containerd.runtime.v2.task/k8s.io/%2$s\",\"binary\":\"/usr/local/bin/containerd-shim-runc-v2\",\"arguments\":\"-namespace k8s.io -id %2$s -address /run/containerd/containerd.sock\",\"flags\":\"procFS auid\",\"start_time\":\"2026-11-22T00:59:40.110989185Z\",\"auid\":4294967295,\"parent_exec_id\":\"a2luZC1jb250cm9sLXBsYW5lOjY5NjA0NjAwMDAwMDAwOjIyMTU3NQ==\",\"tid\":%1$d,\"in_init_tree\":false}"
        .formatted(3_900 + pod, container(), execution(3_900 + pod));
  }

  /** The node, when it began, its number. */
  private static String execution(long pid) {
    String text = "kind-control-plane:%d:%d".formatted(69_639_200_000_000L + pid * 7_654_321, pid);
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  private String tracee() {
    boolean connects = random.nextInt(10) < 3;
    String arguments =
        traceeArguments(
            connects,
            "{\"name\":\"sockfd\",\"type\":\"int\",\"value\":%d},{\"name\":\"type\",\"type\":\"string\",\"value\":\"SOCK_STREAM\"},{\"name\":\"remote_addr\",\"type\":\"struct"
                + " sockaddr*\",\"value\":{\"sa_family\":\"AF_INET\",\"sin_addr\":\"10.96.0.%d\",\"sin_port\":\"6379\"}}",
            "{\"name\":\"pathname\",\"type\":\"const"
                + " char*\",\"value\":\"%1$s\"},{\"name\":\"flags\",\"type\":\"string\",\"value\":\"O_RDONLY|O_LARGEFILE\"},{\"name\":\"dev\",\"type\":\"dev_t\",\"value\":271581185},{\"name\":\"inode\",\"type\":\"unsigned"
                + " long\",\"value\":%2$d},{\"name\":\"ctime\",\"type\":\"unsigned"
                + " long\",\"value\":1657321027326%2$06d},{\"name\":\"syscall_pathname\",\"type\":\"const"
                + " char*\",\"value\":\"%1$s\"}");
    return "{\"timestamp\":%1$d,\"threadStartTime\":16572902450208%2$d,\"processorId\":%3$d,\"processId\":%4$d,\"cgroupId\":%5$d,\"threadId\":%6$d,\"parentProcessId\":1,\"hostProcessId\":%2$d,\"hostThreadId\":%7$d,\"hostParentProcessId\":%8$d,\"userId\":0,\"mountNamespace\":40265323%5$d,\"pidNamespace\":40265324%5$d,\"processName\":\"%9$.15s\",\"executable\":{\"path\":\"/usr/local/bin/%9$s\"},\"hostName\":\"%10$.15s\",\"containerId\":\"%11$s\",\"container\":{\"id\":\"%11$s\",\"name\":\"%9$s\",\"image\":\"docker.io/social/%9$s:1.2\",\"imageDigest\":\"docker.io/social/%9$s@sha256:c3839dd800b9eb7603340509769c43e146a74c63dca3045a8e7dc8ee07e53966\"},\"kubernetes\":{\"podName\":\"%10$s\",\"podNamespace\":\"default\",\"podUID\":\"0f7ad251-39da-44f7-af28-34a0e971be3e\"},\"eventId\":\"%12$d\",\"eventName\":\"%13$s\",\"matchedPolicies\":[\"services\"],\"argsNum\":%14$d,\"returnValue\":0,\"syscall\":\"%15$s\",\"stackAddresses\":null,\"contextFlags\":{\"containerStarted\":true,\"isCompat\":false},\"threadEntityId\":%16$d,\"processEntityId\":%16$d,\"parentEntityId\":3069802613,\"args\":[%17$s]}"
        .formatted(
            nanos,
            pid(),
            thread,
            7 + process,
            10 + pod,
            7 + process + thread,
            pid() + thread,
            3_900 + pod,
            service(),
            podName(),
            container(),
            connects ? 748 : 730,
            connects ? "security_socket_connect" : "security_file_open",
            connects ? 3 : 6,
            connects ? "connect" : "openat",
            3_489_249_124L + pid() + thread,
            arguments);
  }

  private String newerTracee() {
    boolean connects = random.nextInt(10) < 3;
    String arguments =
        traceeArguments(
            connects,
            "{\"name\":\"sockfd\",\"int32\":%d},{\"name\":\"type\",\"str\":\"SOCK_STREAM\"},{\"name\":\"remote_addr\",\"sockaddr\":{\"sa_family\":\"AF_INET\",\"sin_addr\":\"10.96.0.%d\",\"sin_port\":6379}}",
            "{\"name\":\"pathname\",\"str\":\"%1$s\"},{\"name\":\"flags\",\"str\":\"O_RDONLY|O_LARGEFILE\"},{\"name\":\"dev\",\"u_int32\":271581185},{\"name\":\"inode\",\"u_int64\":\"%2$d\"},{\"name\":\"ctime\",\"u_int64\":\"1657321027326%2$06d\"},{\"name\":\"syscall_pathname\",\"str\":\"%1$s\"}");
    return "{\"timestamp\":{\"seconds\":\"%1$d\",\"nanos\":%2$d},\"id\":\"%3$s\",\"name\":\"%3$s\",\"policies\":{\"matched\":[\"services\"]},\"workload\":{\"process\":{\"executable\":{\"path\":\"/usr/local/bin/%4$s\"},\"unique_id\":%5$d,\"host_pid\":%6$d,\"pid\":%7$d,\"real_user\":{\"id\":0},\"thread\":{\"start_time\":{\"seconds\":\"1795305600\",\"nanos\":24%6$d},\"name\":\"%4$.15s\",\"unique_id\":%8$d,\"host_tid\":%9$d,\"tid\":%10$d,\"syscall\":\"%11$s\"},\"ancestors\":[{\"unique_id\":3069802613,\"host_pid\":%12$d,\"pid\":1}]},\"container\":{\"id\":\"%13$s\",\"name\":\"%4$s\",\"image\":{\"id\":\"sha256:c3839dd800b9eb7603340509769c43e146a74c63dca3045a8e7dc8ee07e53966\",\"repo_digests\":[\"docker.io/social/%4$s@sha256:c3839dd800b9eb7603340509769c43e146a74c63dca3045a8e7dc8ee07e53966\"],\"name\":\"docker.io/social/%4$s:1.2\"},\"started\":true},\"k8s\":{\"pod\":{\"name\":\"%14$s\",\"uid\":\"0f7ad251-39da-44f7-af28-34a0e971be3e\",\"labels\":{\"app.kubernetes.io/instance\":\"%4$s\",\"app.kubernetes.io/name\":\"%4$s\",\"pod-template-hash\":\"57c5987fd4\"}},\"namespace\":{\"name\":\"default\"}}},\"data\":[%15$s]}"
        .formatted(
            nanos / 1_000_000_000,
            nanos % 1_000_000_000,
            connects ? "security_socket_connect" : "security_file_open",
            service(),
            3_489_249_124L + pid(),
            pid(),
            7 + process,
            3_489_249_124L + pid() + thread,
            pid() + thread,
            7 + process + thread,
            connects ? "connect" : "openat",
            3_900 + pod,
            container(),
            podName(),
            arguments);
  }

  /** Of a connection the socket's number and the peer's address; of a file its path and inode. */
  private String traceeArguments(boolean connects, String ofConnection, String ofFile) {
    return connects
        ? ofConnection.formatted(5 + random.nextInt(40), random.nextInt(12))
        : ofFile.formatted(file(), 100_000 + random.nextInt(800_000));
  }
}
