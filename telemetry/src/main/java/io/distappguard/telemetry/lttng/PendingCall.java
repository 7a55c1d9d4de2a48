package io.distappguard.telemetry.lttng;

import io.distappguard.telemetry.exchange.Syscall;

/** A call whose entry was seen: what of its arguments its exit needs. */
final class PendingCall {

  Syscall syscall = Syscall.OTHER;
  long descriptor = -1;
  long second = -1;

  /** Name of a file's attribute that is set. */
  String attribute = "";

  String path = "";
  long flags;
  long pid = -1;
  String address = "";

  /** Whether a message was given an address of its own. */
  boolean namesPeer;

  String transport = "";
  String arguments = "";
}
