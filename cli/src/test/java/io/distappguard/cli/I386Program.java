package io.distappguard.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/**
 * Writes a static program of i386 that makes system calls one after the other by {@code int 0x80},
 * so that no 32-bit compiler or library is needed. One segment, readable, writable and executable:
 *
 * <pre>
 * | ELF header | program header | code → | data → |
 * 0            52               84       CODE     CODE + DATA
 * </pre>
 */
final class I386Program {

  private static final int ADDRESS = 0x08048000;
  private static final int HEADERS = 84;
  private static final int CODE = 4096;
  private static final int SIZE = 3 * 4096;

  /** {@code mov r32, [address]} of the arguments' registers: ebx, ecx, edx, esi, edi, ebp. */
  private static final int[] LOADS = {0x1d, 0x0d, 0x15, 0x35, 0x3d, 0x2d};

  private final ByteBuffer bytes = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
  private int code = HEADERS;
  private int data = CODE;

  I386Program() {
    byte[] identity = {0x7f, 'E', 'L', 'F', 1, 1, 1};
    bytes.put(0, identity);
    bytes.putShort(16, (short) 2); // executable
    bytes.putShort(18, (short) 3); // i386
    bytes.putInt(20, 1);
    bytes.putInt(24, ADDRESS + HEADERS);
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

  /** Words in the data; gives their address. */
  int words(int... words) {
    int address = room(4 * words.length);
    for (int index = 0; index < words.length; index++) {
      bytes.putInt(address - ADDRESS + 4 * index, words[index]);
    }
    return address;
  }

  /** A text in the data, ended by a zero; gives its address. */
  int text(String text) {
    return bytes(text.getBytes(StandardCharsets.UTF_8), text.length() + 1);
  }

  /** Bytes in the data; gives their address. */
  int bytes(byte[] content, int length) {
    int address = room(length);
    bytes.put(address - ADDRESS, content);
    return address;
  }

  /** A call whose arguments stand at these addresses; its result goes to the last of them. */
  void call(int number, int[] arguments, int result) {
    for (int index = 0; index < arguments.length; index++) {
      put(0x8b, LOADS[index]);
      putWord(arguments[index]);
    }
    put(0xb8);
    putWord(number); // mov eax, number
    put(0xcd, 0x80);
    put(0xa3);
    putWord(result); // mov [result], eax
  }

  /** A call with these arguments; gives the address of its result. */
  int call(int number, int... arguments) {
    int[] addresses = new int[arguments.length];
    for (int index = 0; index < arguments.length; index++) {
      addresses[index] = words(arguments[index]);
    }
    int result = words(0);
    call(number, addresses, result);
    return result;
  }

  /** A call whose first argument is what stands at an address, such as a descriptor. */
  int callOn(int address, int number, int... arguments) {
    int[] addresses = new int[arguments.length + 1];
    addresses[0] = address;
    for (int index = 0; index < arguments.length; index++) {
      addresses[index + 1] = words(arguments[index]);
    }
    int result = words(0);
    call(number, addresses, result);
    return result;
  }

  void write(Path file) throws IOException {
    Files.write(file, bytes.array());
    Files.setPosixFilePermissions(
        file, Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_EXECUTE));
  }

  private int room(int length) {
    int address = ADDRESS + data;
    data += length + 3 & ~3;
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
