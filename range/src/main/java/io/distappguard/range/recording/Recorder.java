package io.distappguard.range.recording;

/** What records the system calls of the containers. */
public enum Recorder {
  /** Nothing does. */
  NONE,
  /** strace, one around the first process of each container: works everywhere, slows them down. */
  STRACE,
  /** The eBPF collector, one for all containers. */
  COLLECTOR
}
