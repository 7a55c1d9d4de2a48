package io.distappguard.telemetry.input;

import io.distappguard.telemetry.lidds.LidDsReader;
import io.distappguard.telemetry.line.DamagedStreamException;
import io.distappguard.telemetry.line.LineReader;
import io.distappguard.telemetry.otlp.OtlpProtobufReader;
import io.distappguard.telemetry.scap.ScapReader;
import io.distappguard.telemetry.strace.StraceLine;
import io.distappguard.telemetry.sysdig.SysdigReader;
import io.distappguard.telemetry.table.SpanColumns;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Tells by a file's beginning what it is. */
final class Recognition {

  /** Beginning that is enough to tell any format. */
  static final int SECOND_LOOK = 2 * 1024 * 1024;

  private static final int FIRST_LOOK = 64 * 1024;

  private Recognition() {}

  /** What a file is, or null. */
  static @Nullable InputFormat of(TextFile file, SpanColumns columns) throws IOException {
    InputFormat found = of(beginning(file, FIRST_LOOK), columns);
    return found == null ? of(beginning(file, SECOND_LOOK), columns) : found;
  }

  /** What a file that begins like this is, or null. */
  static @Nullable InputFormat of(byte[] beginning, SpanColumns columns) throws IOException {
    if (ScapReader.recognises(beginning)) {
      return InputFormat.SCAP;
    }
    if (OtlpProtobufReader.recognises(beginning)) {
      return InputFormat.OTLP_PROTOBUF;
    }
    String text = new String(beginning, StandardCharsets.ISO_8859_1).stripLeading();
    if (text.startsWith("{") || text.startsWith("[")) {
      return json(text);
    }
    return columns.fits(firstLine(beginning)) ? InputFormat.CSV : systemCalls(beginning);
  }

  private static @Nullable InputFormat json(String text) {
    if (text.contains("\"evt.type\"") && text.contains("\"thread.tid\"")) {
      return InputFormat.SYSDIG_JSON;
    }
    if (text.contains("\"resourceSpans\"")) {
      return InputFormat.OTLP_JSON;
    }
    if (text.contains("\"spanID\"") && text.contains("\"operationName\"")) {
      return InputFormat.JAEGER;
    }
    return text.contains("\"traceId\"") && text.contains("\"id\"") ? InputFormat.ZIPKIN : null;
  }

  /** What the first line is that is one of system calls. */
  private static @Nullable InputFormat systemCalls(byte[] beginning) throws IOException {
    StraceLine strace = new StraceLine();
    LineReader lines = new LineReader(new ByteArrayInputStream(beginning), "");
    while (lines.next()) {
      byte[] buffer = lines.buffer();
      int from = lines.from();
      int to = lines.to();
      if (from == to) {
        continue;
      }
      if (strace.parse(buffer, from, to) == null) {
        return InputFormat.STRACE;
      }
      if (SysdigReader.recognisesText(buffer, from, to)) {
        return InputFormat.SYSDIG;
      }
      if (LidDsReader.recognises(buffer, from, to)) {
        return InputFormat.LID_DS;
      }
    }
    return null;
  }

  /** The first line that is not blank, as far as it is within a sensible header's length. */
  static String firstLine(byte[] beginning) {
    String text =
        new String(beginning, 0, Math.min(beginning.length, FIRST_LOOK), StandardCharsets.UTF_8);
    return text.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
  }

  /** As much of the beginning as a damaged stream gives. */
  static byte[] beginning(TextFile file, int most) throws IOException {
    byte[] bytes = new byte[most];
    int length = 0;
    try (InputStream stream = file.open()) {
      for (int read = 0; length < most && read >= 0; length += Math.max(0, read)) {
        read = stream.read(bytes, length, most - length);
      }
    } catch (DamagedStreamException exception) {
      // what came before may tell
    }
    return Arrays.copyOf(bytes, length);
  }
}
