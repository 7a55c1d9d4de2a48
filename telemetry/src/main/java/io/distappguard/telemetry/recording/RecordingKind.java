package io.distappguard.telemetry.recording;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a recording is for, as its header states it (docs/methods.md, calibration). */
public enum RecordingKind {
  /** Benign, to learn from. */
  TRAINING("training"),
  /** Benign, to end training by and to learn how large errors are. */
  VALIDATION_A("validation-a"),
  /** Benign, to set thresholds by. */
  VALIDATION_B("validation-b"),
  /** Benign, to count false alarms on. */
  BENIGN_TEST("benign-test"),
  /** With an attack in it. */
  ATTACK("attack");

  private final String label;

  RecordingKind(String label) {
    this.label = label;
  }

  /** How it is written in headers and options. */
  public String label() {
    return label;
  }

  /** The kind of this label; none for null or another text. */
  public static Optional<RecordingKind> of(@Nullable String label) {
    return Arrays.stream(values()).filter(kind -> kind.label.equals(label)).findFirst();
  }

  /** All labels, for messages. */
  public static String known() {
    return Arrays.stream(values()).map(RecordingKind::label).collect(Collectors.joining(", "));
  }
}
