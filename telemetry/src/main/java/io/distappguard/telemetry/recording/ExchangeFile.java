package io.distappguard.telemetry.recording;

import io.distappguard.telemetry.ExchangeSink;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.Operation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a recording's exchanges and, in between, what they name. */
final class ExchangeFile {

  static final String OUT_OF_RANGE = "number out of range";

  private static final Operation[] OPERATIONS = Operation.values();

  private final Recording recording;
  private final ExchangeSink sink;
  private final List<RecordingHeader.Incomplete> incomplete;
  private final Intake intake = new Intake();
  private int nextIncomplete;
  private long interval = Long.MIN_VALUE;
  private @Nullable String problem;

  private ExchangeFile(Recording recording, ExchangeSink sink) {
    this.recording = recording;
    this.sink = sink;
    this.incomplete = new ArrayList<>(recording.header().incomplete());
    this.incomplete.sort(Comparator.comparingLong(RecordingHeader.Incomplete::intervalMillis));
  }

  static Intake read(Recording recording, ExchangeSink sink) throws IOException {
    return new ExchangeFile(recording, sink).read();
  }

  private Intake read() throws IOException {
    try (RecordedNames names = new RecordedNames(recording, sink)) {
      refuseIncompleteOfNone(names.containers());
      if (recording.mayHave(Recording.EXCHANGES)) {
        readExchanges(names);
      }
    }
    endInterval(Long.MAX_VALUE);
    recording.countLost(Recording.EXCHANGES, problem, received(), intake);
    return intake;
  }

  private void readExchanges(RecordedNames names) {
    try (AvroBlocks file = recording.open(Recording.EXCHANGES, Schemas.EXCHANGE)) {
      while (readNext(file, names)) {
        // one after the other
      }
      if (problem == null && received() >= recording.promised(Recording.EXCHANGES)) {
        names.refuseOtherHashes(intake);
        recording.refuseOtherHash(Recording.EXCHANGES, file, intake);
      }
    } catch (IOException exception) {
      lose(Recording.EXCHANGES + ":" + received());
    }
  }

  private long received() {
    return intake.accepted() + intake.rejections().count(OUT_OF_RANGE);
  }

  /** Gives the next exchange; false where there is none. */
  private boolean readNext(AvroBlocks file, RecordedNames names) {
    BlockDecoder decoder;
    try {
      decoder = file.next();
    } catch (DamageException exception) {
      lose(exception.position());
      return true; // with what is behind the damage, if it can be found
    }
    if (decoder == null) {
      return false;
    }
    long next;
    int process;
    int entity;
    int operation;
    int errors;
    int calls;
    long bytes;
    try {
      next = decoder.readLong();
      process = decoder.readInt();
      entity = decoder.readInt();
      operation = decoder.readEnum();
      errors = decoder.readInt();
      calls = decoder.readInt();
      bytes = decoder.readLong();
    } catch (IOException exception) {
      lose(file.position());
      file.skipBlock();
      return true;
    }
    if (next < Math.max(0, interval)
        || next > RecordingHeader.MOST_MILLIS
        || process < 0
        || entity < 0
        || operation < 0
        || operation >= OPERATIONS.length
        || calls < 1
        || errors < 0
        || errors > calls
        || bytes < 0
        || bytes > 0 && !OPERATIONS[operation].movesData()) {
      intake.reject(OUT_OF_RANGE, file.position());
      return true;
    }
    try {
      names.tell(process, entity);
    } catch (IOException exception) {
      lose(names.position());
      return false; // those behind name what follows there
    }
    if (next != interval) {
      endInterval(next);
      interval = next;
    }
    sink.exchange(interval, process, entity, OPERATIONS[operation], calls, bytes, errors);
    intake.accept();
    return true;
  }

  /** Keeps where the first loss is. */
  private void lose(String position) {
    if (problem == null) {
      problem = position;
    }
  }

  private void refuseIncompleteOfNone(int containers) {
    int before = incomplete.size();
    incomplete.removeIf(gap -> gap.container() >= containers);
    if (incomplete.size() < before) {
      intake
          .rejections()
          .count(
              "incomplete interval of a container that is not there",
              Recording.HEADER + ":1",
              before - incomplete.size());
    }
  }

  /** Closes the interval that is open, and says of those before the next one what they lack. */
  private void endInterval(long next) {
    boolean open = interval != Long.MIN_VALUE;
    while (nextIncomplete < incomplete.size()) {
      RecordingHeader.Incomplete gap = incomplete.get(nextIncomplete);
      if (gap.intervalMillis() >= next) {
        break;
      }
      if (open && gap.intervalMillis() > interval) {
        sink.endInterval(interval);
        open = false;
      }
      sink.incomplete(gap.intervalMillis(), gap.container(), gap.reason(), gap.count());
      nextIncomplete++;
      boolean more =
          nextIncomplete < incomplete.size()
              && incomplete.get(nextIncomplete).intervalMillis() == gap.intervalMillis();
      if (!open && !more) {
        sink.endInterval(gap.intervalMillis());
      }
    }
    if (open) {
      sink.endInterval(interval);
    }
  }
}
