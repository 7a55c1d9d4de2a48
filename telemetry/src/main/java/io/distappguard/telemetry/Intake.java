package io.distappguard.telemetry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one reading took in. The identity {@code received = accepted + rejected} holds at every
 * moment, because nothing counts as received but by being accepted or rejected. Not thread-safe.
 */
public final class Intake {

  private static final int MOST_NOTES = 50;

  private final Rejections rejections = new Rejections();
  private final TreeMap<Integer, Long> skipped = new TreeMap<>();
  private final Map<String, Note> notes = new LinkedHashMap<>();
  private long accepted;
  private long firstMicros = Long.MAX_VALUE;
  private long lastMicros = Long.MIN_VALUE;

  /** One event was understood. */
  public void accept() {
    accepted++;
  }

  /** {@code count} events were understood. */
  public void accept(long count) {
    accepted += count;
  }

  /** An accepted event happened at this time, in microseconds since the epoch. */
  public void sawMicros(long micros) {
    firstMicros = Math.min(firstMicros, micros);
    lastMicros = Math.max(lastMicros, micros);
  }

  /** One event was refused; see {@link Rejections#add}. */
  public void reject(String reason, String position) {
    rejections.add(reason, position);
  }

  /** Of the events that were understood these are not taken after all. */
  public void refuse(long count, String reason, String position) {
    if (count > accepted) {
      throw new IllegalArgumentException("count: " + count + " (expected: <= " + accepted + ")");
    }
    accepted -= count;
    rejections.count(reason, position, count);
  }

  /**
   * One event was met that the format keeps to itself: neither accepted nor refused.
   *
   * @param type the format's number for what it is
   */
  public void skip(int type) {
    skip(type, 1);
  }

  /** {@code count} events of this type were met that the format keeps to itself. */
  public void skip(int type, long count) {
    skipped.merge(type, count, Long::sum);
  }

  /**
   * Tells what its reader should know of how an input was read, such as what was taken for what.
   * Equal texts are told once, and no more than fifty different ones.
   *
   * @param text one line, with the mend where there is one
   * @param place the file it is about
   */
  public void note(String text, String place) {
    note(new Note(text, place, 1));
  }

  private void note(Note note) {
    if (notes.size() < MOST_NOTES || notes.containsKey(note.text())) {
      notes.merge(
          note.text(),
          note,
          (known, more) -> new Note(known.text(), known.place(), known.count() + more.count()));
    }
  }

  /** Takes over what a reader counted of a part of this input, refused at one place. */
  public void addAll(Intake part, String position) {
    for (Rejections.Entry entry : part.rejections.entries()) {
      rejections.count(entry.reason(), position, entry.count());
    }
    addAccepted(part);
  }

  /** Takes over what another reader counted. */
  public void addAll(Intake other) {
    rejections.addAll(other.rejections);
    addAccepted(other);
  }

  private void addAccepted(Intake other) {
    other.notes.values().forEach(this::note);
    accepted += other.accepted;
    other.skipped.forEach((type, count) -> skipped.merge(type, count, Long::sum));
    firstMicros = Math.min(firstMicros, other.firstMicros);
    lastMicros = Math.max(lastMicros, other.lastMicros);
  }

  /** Events met: {@link #accepted} and {@link #rejected} together. */
  public long received() {
    return accepted + rejections.total();
  }

  /** Events understood. */
  public long accepted() {
    return accepted;
  }

  /** Events refused. */
  public long rejected() {
    return rejections.total();
  }

  /**
   * Time from the first to the last accepted event in seconds; 0 where fewer than two were seen.
   */
  public double durationSeconds() {
    return lastMicros <= firstMicros ? 0 : (lastMicros - firstMicros) / 1e6;
  }

  /** Why events were refused, and where first. */
  public Rejections rejections() {
    return rejections;
  }

  /** Why nothing at all was understood, and where that shows first; null where something was. */
  public @Nullable String nothingUnderstood() {
    if (accepted > 0) {
      return null;
    }
    List<Rejections.Entry> refused = rejections.entries();
    if (refused.isEmpty()) {
      return "no event in it";
    }
    Rejections.Entry most = refused.getFirst();
    for (Rejections.Entry entry : refused) {
      most = entry.count() > most.count() ? entry : most;
    }
    return most.firstPosition() + ": " + most.reason();
  }

  /** Events that the format keeps to itself, by type, in order. */
  public List<Skipped> skipped() {
    return skipped.entrySet().stream()
        .map(entry -> new Skipped(entry.getKey(), entry.getValue()))
        .toList();
  }

  /** What was told of how the input was read, in the order it was first told. */
  public List<Note> notes() {
    return List.copyOf(notes.values());
  }

  /**
   * What was told of how an input was read.
   *
   * @param text one line
   * @param place the first file it is about
   * @param count how many files it is about
   */
  public record Note(String text, String place, long count) {

    /** One line for people. */
    public String line() {
      return place + (count > 1 ? " and " + (count - 1) + " more: " : ": ") + text;
    }
  }

  /**
   * Events of one type that the format keeps to itself.
   *
   * @param type the format's number for it
   */
  public record Skipped(int type, long count) {}
}
