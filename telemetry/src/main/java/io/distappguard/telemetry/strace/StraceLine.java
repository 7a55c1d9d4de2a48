package io.distappguard.telemetry.strace;

import io.distappguard.telemetry.exchange.Syscall;
import org.jspecify.annotations.Nullable;

/**
 * Takes one line of strace apart, on bytes and without allocation; one instance is used for many
 * lines. What it gives are ranges of the buffer it was given.
 *
 * <pre>
 * 29531 1795308870.774425 sendto(5&lt;TCP:[a:1-&gt;b:2]&gt;, ""..., 5, 0, NULL, 0) = 5
 * tid   time              call   argument 0          1     2  3  4     5     result
 * </pre>
 *
 * Payload strings are skipped, never copied. Not thread-safe.
 */
public final class StraceLine {

  static final String NOT_STRACE = "not a line of strace";
  static final String NO_TIMESTAMP = "no time (record with -ttt)";
  static final String RELATIVE_TIME = "time counted from the line before (record with -ttt)";
  static final String SUMMARY_ALONE = "a summary, not the calls (record without -c)";
  static final String ARGUMENTS_OPEN = "arguments do not end";
  static final String NO_RESULT = "no result";

  private static final int MOST_ARGUMENTS = 8;
  private static final byte[] UNFINISHED = ascii("<unfinished ...>");
  private static final byte[] RESUMED = ascii(" resumed>");
  private static final byte[] PERSONALITY = ascii("[ Process PID=");
  private static final byte[] DETACHED = ascii("<detached ...>");
  private static final byte[] PID_CHANGED = ascii("<pid changed to ");

  /** Which characters need a closer look within arguments. */
  private static final boolean[] SPECIAL = new boolean[256];

  static {
    for (char special : "\"([{}]),<".toCharArray()) {
      SPECIAL[special] = true;
    }
  }

  /** What a line says. */
  enum Kind {
    /** A call from beginning to end. */
    CALL,
    /** The first half of a call: {@code <unfinished ...>}. */
    UNFINISHED,
    /** The second half: {@code <... read resumed>}. */
    RESUMED,
    /** A signal was delivered. */
    SIGNAL,
    /** A thread ended, or gave way to another that executed. */
    END,
    /** A call that was under way when strace let go of the process. */
    DETACHED,
    /** The rest of a call whose line a remark of strace broke. */
    REST,
    /** A remark of strace itself. */
    REMARK
  }

  /** How a call ended. */
  enum Outcome {
    SUCCESS,
    /** Nothing was there yet, or a signal came between: the program asks again. */
    RETRY,
    /** A connection that is under way. */
    IN_PROGRESS,
    FAILURE,
    /** {@code = ?}: the thread ended within the call. */
    NEVER
  }

  private byte[] buffer = new byte[0];
  private Kind kind = Kind.REMARK;
  private final LinePrefix prefix = new LinePrefix();
  private int attached;
  private boolean seenCall;
  private Syscall syscall = Syscall.OTHER;
  private int bodyFrom;
  private int bodyTo;
  private int argumentCount;
  private final int[] argumentFrom = new int[MOST_ARGUMENTS];
  private final int[] argumentTo = new int[MOST_ARGUMENTS];
  private Outcome outcome = Outcome.NEVER;
  private long result;
  private int resultAnnotation;
  private int resultTo;

  /**
   * Takes a line apart.
   *
   * @return null where it was understood, else why not
   */
  public @Nullable String parse(byte[] bytes, int from, int to) {
    buffer = bytes;
    attached = -1;
    if (isRemark(from, to)) {
      kind = Kind.REMARK;
      attached = Remarks.attached(bytes, from, to);
      return !seenCall && Remarks.headsSummary(bytes, from, to) ? SUMMARY_ALONE : null;
    }
    if (bytes[from] == ')' || bytes[from] == ',') {
      kind = Kind.REST;
      bodyFrom = from;
      bodyTo = to;
      return null;
    }
    int at = prefix.parse(bytes, from, to);
    if (at < 0 || at >= to) {
      return NOT_STRACE;
    }
    String problem =
        switch (bytes[at]) {
          case '<' -> resumed(at, to);
          case '-' -> mark(at, to, "---", Kind.SIGNAL);
          case '+' -> mark(at, to, "+++", Kind.END);
          case '[' -> personality(at, to);
          default -> call(at, to);
        };
    if (problem != NOT_STRACE) {
      seenCall = true;
    }
    return switch (prefix.clock()) {
      case EPOCH, DAY -> problem;
      case LINE_BEFORE -> problem == NOT_STRACE ? NOT_STRACE : RELATIVE_TIME;
      case NONE -> problem == NOT_STRACE ? NOT_STRACE : NO_TIMESTAMP;
    };
  }

  private boolean isRemark(int from, int to) {
    return from >= to
        || (buffer[from] == ' '
            ? Remarks.isIndented(buffer, from, to)
            : Remarks.is(buffer, from, to) || Remarks.isOfSummary(buffer, from, to));
  }

  /** Takes apart the arguments and result of a call whose halves were put together. */
  @Nullable String parseJoined(Syscall joined, byte[] bytes, int from, int to) {
    buffer = bytes;
    kind = Kind.CALL;
    syscall = joined;
    bodyFrom = from;
    bodyTo = to;
    return argumentsAndResult(from, to);
  }

  byte[] buffer() {
    return buffer;
  }

  Kind kind() {
    return kind;
  }

  /** The kernel's thread id; 0 where the line shows none. */
  int tid() {
    return prefix.tid();
  }

  /** What the line's time counts from. */
  LinePrefix.Clock clock() {
    return prefix.clock();
  }

  /** Microseconds on that clock. */
  long micros() {
    return prefix.micros();
  }

  /** The process that strace says here it attached to; -1 where it says nothing like that. */
  int attached() {
    return attached;
  }

  Syscall syscall() {
    return syscall;
  }

  /** Start of what follows the opening parenthesis, of the second half, or of the mark's text. */
  int bodyFrom() {
    return bodyFrom;
  }

  /** End of the same. */
  int bodyTo() {
    return bodyTo;
  }

  /** Arguments found, at most 8; the others are left out. */
  int argumentCount() {
    return argumentCount;
  }

  int argumentFrom(int index) {
    return index < argumentCount ? argumentFrom[index] : 0;
  }

  int argumentTo(int index) {
    return index < argumentCount ? argumentTo[index] : 0;
  }

  Outcome outcome() {
    return outcome;
  }

  /** The result where the call succeeded. */
  long result() {
    return result;
  }

  /** Start of the annotation behind the result, its {@code <} included; -1 where there is none. */
  int resultAnnotation() {
    return resultAnnotation;
  }

  /** End of the result with its annotation. */
  int resultTo() {
    return resultTo;
  }

  private @Nullable String mark(int from, int to, String sign, Kind found) {
    for (int index = 0; index < 3; index++) {
      if (from + index >= to || buffer[from + index] != sign.charAt(index)) {
        return NOT_STRACE;
      }
    }
    if (to - from < 7 || buffer[to - 1] != sign.charAt(0)) {
      return NOT_STRACE;
    }
    kind = found;
    bodyFrom = from + 4;
    bodyTo = to - 4;
    return null;
  }

  /** {@code [ Process PID=5 runs in 32 bit mode. ]}: calls are of its table from here on. */
  private @Nullable String personality(int from, int to) {
    if (!startsWith(PERSONALITY, from, to)) {
      return NOT_STRACE;
    }
    kind = Kind.REMARK;
    return null;
  }

  private @Nullable String resumed(int from, int to) {
    // "<... NAME resumed>"
    int name = from + 5;
    int at = nameEnd(name, to);
    if (at == name || !startsWith(RESUMED, at, to)) {
      return NOT_STRACE;
    }
    int detached = to - DETACHED.length;
    boolean isDetached = detached > at && startsWith(DETACHED, detached, to);
    kind = isDetached ? Kind.DETACHED : Kind.RESUMED;
    syscall = Syscall.of(buffer, name, at);
    bodyFrom = at + RESUMED.length;
    bodyTo = to;
    return null;
  }

  private @Nullable String call(int from, int to) {
    int at = nameEnd(from, to);
    if (at == from || at >= to || buffer[at] != '(') {
      return NOT_STRACE;
    }
    syscall = Syscall.of(buffer, from, at);
    bodyFrom = at + 1;
    bodyTo = to;
    kind = Kind.UNFINISHED;
    boolean mayBeMarked = buffer[to - 1] == '>';
    int end = mayBeMarked ? unfinished(at, to) : Remarks.within(buffer, at, to);
    if (end > 0) {
      attached = mayBeMarked ? -1 : Remarks.attached(buffer, end, to);
      bodyTo = end;
      if (buffer[bodyTo - 1] == ' ') {
        bodyTo--;
      }
      return null;
    }
    kind = Kind.CALL;
    return argumentsAndResult(at + 1, to);
  }

  /** Where {@code <unfinished ...>} or its like ends the line; -1 where the call is whole. */
  private int unfinished(int from, int to) {
    int end = to - UNFINISHED.length;
    if (end > from && startsWith(UNFINISHED, end, to)) {
      return end;
    }
    end = to - DETACHED.length;
    if (end > from && startsWith(DETACHED, end, to)) {
      kind = Kind.DETACHED;
      return end;
    }
    end = buffer[to - 2] == '.' ? ByteText.lastIndexOf(buffer, from, to, PID_CHANGED) : -1;
    return end;
  }

  private @Nullable String argumentsAndResult(int from, int end) {
    int to = Annotations.withoutTimeSpent(buffer, from, end);
    int at = arguments(from, to);
    if (at < 0) {
      return ARGUMENTS_OPEN;
    }
    at = skipSpaces(at, to);
    if (at + 2 >= to || buffer[at] != '=') {
      return NO_RESULT;
    }
    return result(at + 2, to) ? null : NO_RESULT;
  }

  /** Splits the arguments at commas outside brackets, strings and annotations. */
  private int arguments(int from, int to) {
    byte[] bytes = buffer;
    int depth = 0;
    int start = skipSpaces(from, to);
    argumentCount = 0;
    for (int at = start; at < to; at++) {
      if (!SPECIAL[bytes[at] & 0xff]) {
        continue;
      }
      switch (bytes[at]) {
        case '"' -> {
          at = Annotations.stringEnd(bytes, at, to) - 1;
          if (at < 0) {
            return -1;
          }
        }
        case '<' -> {
          if (at + 1 < to && bytes[at + 1] == '<') {
            at++;
          } else if (annotates(bytes, at)) {
            at = Annotations.end(bytes, at, to) - 1;
            if (at < 0) {
              return -1;
            }
          }
        }
        case '(', '[', '{' -> depth++;
        case ',' -> {
          if (depth == 0) {
            argument(start, at);
            start = at + 1 < to && bytes[at + 1] == ' ' ? at + 2 : at + 1;
          }
        }
        default -> {
          // A closing bracket; the second half of a call may close what the first opened.
          if (depth > 0) {
            depth--;
          } else if (bytes[at] == ')') {
            if (at > start) {
              argument(start, at);
            }
            return at + 1;
          }
        }
      }
    }
    return -1;
  }

  private void argument(int start, int end) {
    if (argumentCount < MOST_ARGUMENTS) {
      argumentFrom[argumentCount] = start;
      argumentTo[argumentCount] = end;
      argumentCount++;
    }
  }

  private boolean result(int from, int to) {
    resultAnnotation = -1;
    resultTo = to;
    result = 0;
    int at = from;
    if (buffer[at] == '?') {
      outcome = at + 5 < to && buffer[at + 2] == 'E' ? Outcome.RETRY : Outcome.NEVER;
      return true;
    }
    if (buffer[at] == '-') {
      return failure(at + 1, to);
    }
    int digits = at;
    if (buffer[at] == '0' && at + 1 < to && buffer[at + 1] == 'x') {
      for (at += 2, digits = at; at < to && Character.digit(buffer[at], 16) >= 0; at++) {
        result = result << 4 | Character.digit(buffer[at], 16);
      }
    } else {
      for (; at < to && buffer[at] >= '0' && buffer[at] <= '9'; at++) {
        result = result * 10 + (buffer[at] - '0');
      }
    }
    if (at == digits || at - digits > 18) {
      return false;
    }
    outcome = Outcome.SUCCESS;
    resultTo = at;
    if (at < to && buffer[at] == '<') {
      int end = Annotations.end(buffer, at, to);
      if (end < 0) {
        return false;
      }
      resultAnnotation = at;
      resultTo = end;
    }
    return true;
  }

  /** {@code -1 ENOENT (No such file or directory)}. */
  private boolean failure(int from, int to) {
    int at = from;
    while (at < to && buffer[at] >= '0' && buffer[at] <= '9') {
      at++;
    }
    if (at == from) {
      return false;
    }
    int name = skipSpaces(at, to);
    if (startsWith(Errors.AGAIN, name, to)
        || startsWith(Errors.INTERRUPTED, name, to)
        || startsWith(Errors.RESTART, name, to)) {
      outcome = Outcome.RETRY;
    } else if (startsWith(Errors.IN_PROGRESS, name, to)) {
      outcome = Outcome.IN_PROGRESS;
    } else {
      outcome = Outcome.FAILURE;
    }
    // Without its message the line was cut off.
    return name < to && buffer[to - 1] == ')';
  }

  private boolean startsWith(byte[] beginning, int from, int to) {
    if (to - from < beginning.length) {
      return false;
    }
    for (int index = 0; index < beginning.length; index++) {
      if (buffer[from + index] != beginning[index]) {
        return false;
      }
    }
    return true;
  }

  private int skipSpaces(int from, int to) {
    int at = from;
    while (at < to && buffer[at] == ' ') {
      at++;
    }
    return at;
  }

  /**
   * End of a call's name; where it starts if there is none. A thread killed while it entered a call
   * leaves strace no time to read which one, and it writes question marks: {@code ???(}.
   */
  private int nameEnd(int from, int to) {
    int at = from;
    while (at < to && buffer[at] == '?') {
      at++;
    }
    if (at > from) {
      return at;
    }
    while (at < to && isNameByte(buffer[at])) {
      at++;
    }
    return at;
  }

  private static boolean isNameByte(byte value) {
    return value >= 'a' && value <= 'z'
        || value >= '0' && value <= '9'
        || value == '_'
        || value >= 'A' && value <= 'Z';
  }

  /** Whether the {@code <} belongs to a descriptor: {@code 5<...>}, {@code AT_FDCWD<...>}. */
  private static boolean annotates(byte[] bytes, int at) {
    byte before = at > 0 ? bytes[at - 1] : 0;
    return before >= '0' && before <= '9' || before == 'D';
  }

  private static byte[] ascii(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  }

  /** Names of errors that are told apart. */
  private static final class Errors {
    static final byte[] AGAIN = ascii("EAGAIN ");
    static final byte[] INTERRUPTED = ascii("EINTR ");
    static final byte[] RESTART = ascii("ERESTART");
    static final byte[] IN_PROGRESS = ascii("EINPROGRESS ");

    private Errors() {}
  }
}
