package io.distappguard.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Writes a static program that makes system calls one after the other, so that no compiler and no
 * library of its architecture is needed. One segment, readable, writable and executable:
 *
 * <pre>
 * | ELF header | program header | code → | data → |
 * 0                             HEADERS  CODE     SIZE
 * </pre>
 *
 * (System V ABI, i386 and x86-64 supplements, chapters 4 and A.2.)
 */
final class MachineProgram {

  /** How it makes its calls. */
  enum Way {
    /** {@code int 0x80}; arguments in ebx, ecx, edx, esi, edi, ebp. */
    I386(
        "i386",
        Map.of("getpid", 20, "name_to_handle_at", 341),
        new int[][] {{0x1d}, {0x0d}, {0x15}, {0x35}, {0x3d}, {0x2d}}),
    /** {@code syscall}; arguments in rdi, rsi, rdx, r10, r8, r9. */
    X86_64(
        "x86-64",
        Map.of("getpid", 39, "name_to_handle_at", 303),
        new int[][] {
          {0x3c, 0x25}, {0x34, 0x25}, {0x14, 0x25}, {0x14, 0x25}, {0x04, 0x25}, {0x0c, 0x25}
        });

    /** Its column in the table of system calls. */
    private final String column;

    /** Numbers of calls that are not in it. */
    private final Map<String, Integer> others;

    /** Which register to load, and that from an address. */
    private final int[][] registers;

    Way(String column, Map<String, Integer> others, int[][] registers) {
      this.column = column;
      this.others = others;
      this.registers = registers;
    }
  }

  private static final int ADDRESS = 0x08048000;
  private static final int HEADERS = 128;
  private static final int CODE = 4 * 4096;
  private static final int SIZE = 8 * 4096;

  private final Way way;
  private final ByteBuffer bytes = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
  private int code = HEADERS;
  private int data = CODE;

  MachineProgram(Way way) {
    this.way = way;
    boolean wide = way == Way.X86_64;
    bytes.put(0, new byte[] {0x7f, 'E', 'L', 'F', (byte) (wide ? 2 : 1), 1, 1});
    bytes.putShort(16, (short) 2); // executable
    bytes.putShort(18, (short) (wide ? 62 : 3));
    bytes.putInt(20, 1);
    bytes.putInt(24, ADDRESS + HEADERS);
    if (wide) {
      header64();
    } else {
      header32();
    }
  }

  private void header32() {
    bytes.putInt(28, 52);
    bytes.putShort(40, (short) 52);
    bytes.putShort(42, (short) 32);
    bytes.putShort(44, (short) 1);
    bytes.putInt(52, 1); // loaded
    bytes.putInt(60, ADDRESS);
    bytes.putInt(64, ADDRESS);
    bytes.putInt(68, SIZE);
    bytes.putInt(72, SIZE);
    bytes.putInt(76, 7);
    bytes.putInt(80, 4096);
  }

  private void header64() {
    bytes.putLong(32, 64);
    bytes.putShort(52, (short) 64);
    bytes.putShort(54, (short) 56);
    bytes.putShort(56, (short) 1);
    bytes.putInt(64, 1); // loaded
    bytes.putInt(68, 7);
    bytes.putLong(80, ADDRESS);
    bytes.putLong(88, ADDRESS);
    bytes.putLong(96, SIZE);
    bytes.putLong(104, SIZE);
    bytes.putLong(112, 4096);
  }

  /** Numbers of 32 bits in the data; gives their address. */
  int words(int... words) {
    int address = room(4 * words.length);
    for (int index = 0; index < words.length; index++) {
      bytes.putInt(address - ADDRESS + 4 * index, words[index]);
    }
    return address;
  }

  /** Addresses and lengths in the data, as long as the program's are; gives their address. */
  int addresses(int... values) {
    if (way == Way.I386) {
      return words(values);
    }
    int address = room(8 * values.length);
    for (int index = 0; index < values.length; index++) {
      bytes.putLong(address - ADDRESS + 8 * index, values[index]);
    }
    return address;
  }

  /** A text in the data, ended by a zero; gives its address. */
  int text(Object text) {
    return bytes(text.toString().getBytes(StandardCharsets.UTF_8), text.toString().length() + 1);
  }

  /** Bytes in the data; gives their address. */
  int bytes(byte[] content, int length) {
    int address = room(length);
    bytes.put(address - ADDRESS, content);
    return address;
  }

  /** A call with these arguments; gives the address of its result. */
  int call(String name, int... arguments) {
    int[] addresses = new int[arguments.length];
    for (int index = 0; index < arguments.length; index++) {
      addresses[index] = words(arguments[index]);
    }
    int result = words(0);
    call(name, addresses, result);
    return result;
  }

  /** A call whose first argument is what stands at an address, such as a descriptor. */
  int callOn(int address, String name, int... arguments) {
    int[] addresses = new int[arguments.length + 1];
    addresses[0] = address;
    for (int index = 0; index < arguments.length; index++) {
      addresses[index + 1] = words(arguments[index]);
    }
    int result = words(0);
    call(name, addresses, result);
    return result;
  }

  /** A call whose arguments stand at these addresses; its result goes to the last. */
  void call(String name, int[] arguments, int result) {
    for (int index = 0; index < arguments.length; index++) {
      if (way == Way.X86_64 && index >= 3) {
        put(0x44); // r8 to r15
      }
      put(0x8b);
      put(way.registers[index]);
      putWord(arguments[index]); // mov register, [address]
    }
    put(0xb8);
    putWord(number(name)); // mov eax, number
    if (way == Way.X86_64) {
      put(0x0f, 0x05);
      put(0x89, 0x04, 0x25);
    } else {
      put(0xcd, 0x80);
      put(0xa3);
    }
    putWord(result); // mov [result], eax
  }

  void write(Path file) throws IOException {
    Files.write(file, bytes.array());
    Files.setPosixFilePermissions(
        file, Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_EXECUTE));
  }

  /** The call's number by the table of system calls. */
  private int number(String name) {
    Integer other = way.others.get(name);
    if (other != null) {
      return other;
    }
    try (InputStream table =
        MachineProgram.class.getResourceAsStream(
            "/io/distappguard/telemetry/exchange/syscalls.tsv")) {
      String text =
          new String(Objects.requireNonNull(table).readAllBytes(), StandardCharsets.US_ASCII);
      List<List<String>> lines =
          text.lines()
              .filter(line -> !line.startsWith("#"))
              .map(line -> List.of(line.split("\t", -1)))
              .toList();
      int column = lines.getFirst().indexOf(way.column);
      return lines.stream()
          .filter(line -> line.getFirst().equals(name))
          .mapToInt(line -> Integer.parseInt(line.get(column)))
          .findFirst()
          .orElseThrow();
    } catch (IOException exception) {
      throw new java.io.UncheckedIOException(exception);
    }
  }

  private int room(int length) {
    int address = ADDRESS + data;
    data += length + 7 & ~7;
    return address;
  }

  private void put(int... values) {
    for (int value : values) {
      bytes.put(code++, (byte) value);
    }
  }

  private void putWord(int word) {
    bytes.putInt(code, word);
    code += 4;
  }
}
