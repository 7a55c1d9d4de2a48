package io.distappguard.range.recording;

import java.util.List;

/**
 * One start of one container, as {@code containers.json} holds it. A restart or a new replica is an
 * own entry.
 *
 * @param name the container's name; stays over a restart
 * @param host the host it lives on
 * @param role the declared identity
 * @param image with its tag
 * @param cgroup path below the mount of cgroup2
 * @param networkNamespace the kernel's number of it
 * @param addresses its IPv4 addresses
 * @param directory the working directory of its first process
 * @param rootPid its first process, as the host numbers it
 * @param startMillis when it was started, milliseconds since 1970
 * @param strace its system calls, relative to the recording; empty when not recorded
 * @param spans its spans, relative to the recording; empty for a store
 */
public record ContainerEntry(
    String name,
    String host,
    String role,
    String image,
    String cgroup,
    long networkNamespace,
    List<String> addresses,
    String directory,
    long rootPid,
    long startMillis,
    String strace,
    String spans) {}
