package io.distappguard.behaviour.feature;

/** What of an edge is counted. */
public enum Quantity {
  CALLS("calls"),
  BYTES("bytes");

  private final String word;

  Quantity(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }
}
