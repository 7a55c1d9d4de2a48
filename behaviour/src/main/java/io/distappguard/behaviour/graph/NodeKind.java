package io.distappguard.behaviour.graph;

/** Kinds of nodes of the behaviour graph. */
public enum NodeKind {
  PROCESS("process"),
  FILE("file"),
  /** An end of a connection within the application. */
  PEER("peer"),
  /** Anything outside of the application that is reached by network. */
  EXTERNAL("external"),
  /** Pipes, socket pairs, unix sockets and their kind. */
  CHANNEL("channel"),
  KERNEL("kernel");

  private final String word;

  NodeKind(String word) {
    this.word = word;
  }

  /** The kind as it stands in names and files. */
  public String word() {
    return word;
  }
}
