package io.distappguard.telemetry.input;

import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.lidds.LidDsReader;
import io.distappguard.telemetry.line.DamagedStreamException;
import io.distappguard.telemetry.scap.ScapReader;
import io.distappguard.telemetry.scap.ScapSource;
import io.distappguard.telemetry.strace.StraceReader;
import io.distappguard.telemetry.strace.StraceSource;
import io.distappguard.telemetry.syscall.EventStream;
import io.distappguard.telemetry.sysdig.SysdigReader;
import io.distappguard.telemetry.sysdig.SysdigSource;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * A file of system calls, and what it is.
 *
 * @param container labels of the container whose calls it holds, or of the host where the file tells
 *     its containers apart
 */
record TracedFile(Container container, TextFile file, InputFormat format) {

  /** Without labels the file's name is the container's. */
  static TracedFile unlabelled(TextFile file, InputFormat format) {
    return new TracedFile(
        new Container(0, file.stem(), "", null, null, null, 0, List.of()), file, format);
  }

  /** Opens the stream at once, so that it is closed whatever becomes of the others. */
  EventStream.Opener opener(CountedProgress progress) {
    return outlet -> {
      InputStream stream = stream(progress);
      EventStream.Opener opener =
          switch (format) {
            case STRACE ->
                StraceReader.opener(new StraceSource(container, file.name(), stream));
            case SCAP -> ScapReader.opener(new ScapSource(container, file.name(), stream));
            case SYSDIG -> SysdigReader.textOpener(sysdig(stream));
            case SYSDIG_JSON -> SysdigReader.jsonOpener(sysdig(stream));
            case LID_DS -> LidDsReader.opener(sysdig(stream));
            case OTLP_JSON, OTLP_PROTOBUF, JAEGER, ZIPKIN, CSV, RECORDING, RANGE_RUN ->
                throw new IllegalStateException(
                    "format: " + format + " (expected: one of system calls)");
          };
      return opener.open(outlet);
    };
  }

  private SysdigSource sysdig(InputStream stream) {
    return new SysdigSource(container, file.name(), stream);
  }

  private InputStream stream(CountedProgress progress) throws IOException {
    try {
      return file.open(progress);
    } catch (DamagedStreamException exception) {
      return SpanFile.damaged(exception);
    }
  }
}
