package io.distappguard.cli;

import sun.misc.Signal;

/** Ctrl-C and SIGTERM for commands that run until they are told to end, and then finish. */
final class Interrupts {

  private Interrupts() {}

  /** From now on these do this, rather than end the process at once. */
  @SuppressWarnings("sunapi") // there is no other way; supported by the module jdk.unsupported
  static void handle(Runnable end) {
    for (String name : new String[] {"INT", "TERM"}) {
      try {
        Signal.handle(new Signal(name), signal -> end.run());
      } catch (IllegalArgumentException taken) {
        // a JVM started with -Xrs leaves signals to the system: then they end the process
      }
    }
  }
}
