package io.distappguard.telemetry.exchange;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The table {@code syscalls.tsv} beside this class: system calls by name and by the number each
 * architecture gives them. The collector's rules are made from the same table.
 */
public final class SyscallTable {

  /** Who numbers system calls in a way of its own. */
  public enum Architecture {
    X86_64("x86-64"),
    /** 64-bit calls with 32-bit pointers; its numbers are marked by {@link #X32_MARK}. */
    X32("x32"),
    I386("i386"),
    /** Not an architecture: what is asked of i386's one call for all of sockets. */
    SOCKETCALL("socketcall"),
    ARM64("arm64"),
    RISCV64("riscv64");

    private final String column;

    Architecture(String column) {
      this.column = column;
    }
  }

  /**
   * A line of the table.
   *
   * @param name as the architecture's own headers have it
   * @param like the call it means the same as; its own name where there is no other
   * @param numbers by architecture, -1 where that does not have the call
   * @param action what the collector does with it, empty for nothing
   * @param operation the operation it is, in lower case; empty for none
   */
  record Row(String name, String like, int[] numbers, String action, String operation) {}

  /** {@code __X32_SYSCALL_BIT} (arch/x86/include/uapi/asm/unistd.h). */
  public static final long X32_MARK = 0x40000000L;

  private static final String TABLE = "syscalls.tsv";
  private static final int NUMBERS = 1024;

  static final List<Row> ROWS = read();

  private SyscallTable() {}

  /** The call of this number; OTHER for one without meaning here. */
  public static Syscall of(Architecture architecture, long number) {
    if (architecture == Architecture.X86_64 && (number & X32_MARK) != 0) {
      return of(Architecture.X32, number & ~X32_MARK);
    }
    return number < 0 || number >= NUMBERS
        ? Syscall.OTHER
        : ByNumber.CALLS[architecture.ordinal()][(int) number];
  }

  /** Made when a number is first looked up: most sources tell names. */
  private static final class ByNumber {

    static final Syscall[][] CALLS = new Syscall[Architecture.values().length][NUMBERS];

    static {
      for (int architecture = 0; architecture < CALLS.length; architecture++) {
        Arrays.fill(CALLS[architecture], Syscall.OTHER);
        for (Row row : ROWS) {
          if (row.numbers[architecture] >= 0) {
            CALLS[architecture][row.numbers[architecture]] = Syscall.of(row.name);
          }
        }
      }
    }
  }

  private static List<Row> read() {
    List<Row> rows = new ArrayList<>();
    InputStream table = SyscallTable.class.getResourceAsStream(TABLE);
    if (table == null) {
      throw new IllegalStateException(TABLE + " is missing beside " + SyscallTable.class.getName());
    }
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(table, StandardCharsets.US_ASCII))) {
      List<String> columns = List.of();
      String line;
      while ((line = lines.readLine()) != null) {
        if (!line.startsWith("#")) {
          List<String> fields = List.of(line.split("\t", -1));
          if (columns.isEmpty()) {
            columns = fields;
          } else {
            rows.add(row(columns, fields));
          }
        }
      }
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
    return List.copyOf(rows);
  }

  private static Row row(List<String> columns, List<String> fields) {
    String name = fields.get(columns.indexOf("name"));
    String like = text(columns, fields, "like");
    int[] numbers = new int[Architecture.values().length];
    for (Architecture architecture : Architecture.values()) {
      String number = text(columns, fields, architecture.column);
      numbers[architecture.ordinal()] = number.isEmpty() ? -1 : Integer.parseInt(number);
    }
    return new Row(
        name,
        like.isEmpty() ? name : like,
        numbers,
        text(columns, fields, "action"),
        text(columns, fields, "operation"));
  }

  private static String text(List<String> columns, List<String> fields, String column) {
    String text = fields.get(columns.indexOf(column));
    return text.equals("-") ? "" : text;
  }
}
