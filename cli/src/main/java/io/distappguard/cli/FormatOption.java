package io.distappguard.cli;

import io.distappguard.telemetry.exchange.ExchangeFiles;
import io.distappguard.telemetry.input.InputFormat;
import io.distappguard.telemetry.input.InputOptions;
import io.distappguard.telemetry.input.Inputs;
import io.distappguard.telemetry.input.TelemetryInput;
import io.distappguard.telemetry.table.SpanColumns;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/**
 * The {@code --format}, {@code --columns} and {@code --containers} options, and how an input named
 * on the command line is opened.
 */
final class FormatOption {

  /** Stands for standard input. */
  static final String STANDARD_INPUT = "-";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      converter = Converter.class,
      completionCandidates = Labels.class,
      description =
          "What the input is: ${COMPLETION-CANDIDATES}. Found by looking at it unless given here.")
  private @Nullable InputFormat format;

  @Option(
      names = "--columns",
      paramLabel = "FIELD=COLUMN,...",
      converter = ColumnsConverter.class,
      description =
          "Columns of a table of spans, where their names are not known: trace, span, parent,"
              + " service or pod, instance, operation, kind, start, end, duration, status, error;"
              + " times with their unit, as start:ms=Begin.")
  private SpanColumns columns = SpanColumns.KNOWN;

  @Option(
      names = "--containers",
      paramLabel = "FILE",
      description =
          "A containers.json that says names, hosts, roles and addresses of the containers, where"
              + " there is none beside the input.")
  private @Nullable Path containers;

  InputOptions options(int intervalMillis) {
    return new InputOptions(format, intervalMillis, columns, containers);
  }

  /** Opens a file, a folder or, for {@code -}, standard input. */
  TelemetryInput open(String input, Console console, int intervalMillis) throws IOException {
    return isStandardInput(input)
        ? Inputs.open(console.in(), STANDARD_INPUT, options(intervalMillis))
        : Inputs.open(Path.of(input), options(intervalMillis));
  }

  TelemetryInput open(String input, Console console) throws IOException {
    return open(input, console, ExchangeFiles.DEFAULT_INTERVAL_MILLIS);
  }

  static boolean isStandardInput(String input) {
    return input.equals(STANDARD_INPUT);
  }

  /** Turns a format's label into it. */
  static final class Converter implements ITypeConverter<InputFormat> {

    @Override
    public InputFormat convert(String label) {
      try {
        return InputFormat.of(label);
      } catch (IllegalArgumentException unknown) {
        throw new TypeConversionException(
            "'" + label + "' (expected: one of " + InputFormat.known() + ")");
      }
    }
  }

  /** Turns the columns a user names into what they say. */
  static final class ColumnsConverter implements ITypeConverter<SpanColumns> {

    @Override
    public SpanColumns convert(String text) {
      try {
        return SpanColumns.of(text);
      } catch (IllegalArgumentException wrong) {
        throw new TypeConversionException(wrong.getMessage());
      }
    }
  }

  /** All labels, for help and completion. */
  static final class Labels implements Iterable<String> {

    @Override
    public Iterator<String> iterator() {
      Stream<String> labels = Arrays.stream(InputFormat.values()).map(InputFormat::label);
      return labels.iterator();
    }
  }
}
