package io.distappguard.telemetry.scap;

import io.distappguard.telemetry.scap.EventType.Field;
import io.distappguard.telemetry.syscall.HostThread;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a call: those of the event of leaving it, and where they lack one, those of the
 * event of entering it.
 */
final class Parameters {

  private final ScapEvent kept = new ScapEvent();
  private ScapEvent event = new ScapEvent();
  private @Nullable EventType type;
  private @Nullable EventType entered;
  private @Nullable HostThread thread;

  /** Those of an event that was just taken. */
  void of(ScapEvent taken, EventType takenType, HostThread takenThread) {
    event = taken;
    type = takenType;
    thread = takenThread;
    entered = null;
  }

  /** The descriptor the call is on. */
  long descriptor() {
    EventType known = type;
    int position = known == null ? -1 : known.position(Field.FD);
    if (position >= 0 && position < event.count) {
      return event.number(position, -1);
    }
    HostThread before = enteredThread();
    return before == null ? -1 : before.enteredFirst;
  }

  /** A number, from leaving or entering. */
  long number(Field field, long otherwise) {
    ScapEvent holder = holder(field);
    return holder == null ? otherwise : holder.number(position(holder, field), otherwise);
  }

  /** A number of four bytes or fewer without sign; 0 where there is none. */
  long unsigned(Field field) {
    return number(field, 0) & 0xffffffffL;
  }

  /** A text, from leaving or entering; empty where there is none. */
  String text(Field field) {
    ScapEvent holder = holder(field);
    return holder == null ? "" : holder.text(position(holder, field));
  }

  /** The event that has a parameter, or null. */
  @Nullable ScapEvent holder(Field field) {
    EventType known = type;
    if (known != null && event.has(known.position(field))) {
      return event;
    }
    EventType before = entered();
    return before != null && kept.has(before.position(field)) ? kept : null;
  }

  /** Where a parameter stands in the event that has it. */
  int position(ScapEvent holder, Field field) {
    EventType of = holder == kept ? entered : type;
    return of == null ? -1 : of.position(field);
  }

  /** The thread, if the event of entering came before this one. */
  private @Nullable HostThread enteredThread() {
    HostThread before = thread;
    EventType known = type;
    return before != null && known != null && before.entered == known.number - 1 ? before : null;
  }

  /** The event of entering that was kept, or null. */
  private @Nullable EventType entered() {
    HostThread before = enteredThread();
    if (entered == null && before != null && before.argumentsLength > 0) {
      entered = EventTypes.of(before.entered);
      kept.keep(before.entered, before.arguments, before.enteredCount, 2, before.argumentsLength);
    }
    return entered;
  }
}
