package io.distappguard.traffic.chain;

import java.util.List;

/**
 * The operations through which (nearly) every trace comes in, outermost first: a gateway that only
 * passes on. What they call starts a chain; they themselves belong to none.
 *
 * @param path the first is the root of the traces, each other is called by the one before it; empty
 *     where traces have no common root
 */
public record Entries(List<Operation> path) {

  /** Every root starts a chain. */
  public static final Entries NONE = new Entries(List.of());

  public Entries {
    path = List.copyOf(path);
  }
}
