package io.distappguard.telemetry;

/**
 * What a process exchanges data with, or acts upon: the other node of an edge of the behaviour
 * graph. Ids number the entities of one stream or recording from 0 without gaps, over all kinds.
 */
public sealed interface Entity {

  /** Number within its stream or recording. */
  int id();

  /**
   * A file, directory or device.
   *
   * @param container {@link Container#id} whose file system the path is in
   * @param path absolute path as resolved by the source
   */
  record FileEntity(int id, int container, String path) implements Entity {}

  /**
   * One end of a connection, or a listening or unconnected socket.
   *
   * @param container {@link Container#id} that owns this end
   * @param transport {@code tcp}, {@code udp} or {@code unix}
   * @param local own address as {@code ip:port}, IPv6 as {@code [ip]:port}, IPv4-mapped addresses
   *     as plain IPv4, a path or {@code @name} for unix; empty where never seen
   * @param remote peer's address in the same form; empty for a listening socket or where never seen
   */
  record SocketEntity(int id, int container, String transport, String local, String remote)
      implements Entity {}

  /**
   * A way between processes of one container that has no name: pipe, socket pair, eventfd.
   *
   * @param container {@link Container#id} it lives in
   * @param kind {@code pipe}, {@code socketpair}, {@code eventfd}, {@code memfd} or another name
   *     the kernel gives
   * @param name inode or other number that tells it from its like, as text
   */
  record ChannelEntity(int id, int container, String kind, String name) implements Entity {}

  /**
   * A process as target: of fork, ptrace, signals.
   *
   * @param container {@link Container#id} of the target
   * @param process {@link ProcessImage#id} of the target, -1 where it was never seen
   */
  record ProcessEntity(int id, int container, int process) implements Entity {}

  /**
   * The kernel itself, for events without another object: identity, namespaces, mounts.
   *
   * @param container {@link Container#id} of the acting process
   * @param name what was acted upon, such as {@code uid}, {@code mnt} or a mount target
   */
  record KernelEntity(int id, int container, String name) implements Entity {}
}
