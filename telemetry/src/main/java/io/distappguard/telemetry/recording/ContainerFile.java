package io.distappguard.telemetry.recording;

import io.distappguard.files.ForeignFile;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.apache.avro.Schema;

/**
 * The outer shape of an Avro object container file (Avro 1.12, "Object container files"): its
 * schema, then blocks, each with its count of records and length before it and the file's marker
 * behind it. No length is believed before that many bytes are there. The file's hash is taken in
 * passing. Not thread-safe.
 */
final class ContainerFile implements Closeable {

  /** What a block may take in the file. */
  static final int MOST_STORED_BYTES = 64 << 20;

  private static final byte[] MAGIC = {'O', 'b', 'j', 1};
  private static final int MARKER_BYTES = 16;
  private static final int MOST_METADATA = 1 << 20;
  private static final int MOST_ENTRIES = 1000;
  private static final int LONGEST_VARINT = 10;

  private final DigestInputStream digested;
  private final InputStream stream;
  private final byte[] marker;
  private final Schema schema;
  private final BlockCodec codec;
  private long at;
  private long blockAt;
  private long records;

  ContainerFile(Path folder, Path path) throws IOException {
    digested = new DigestInputStream(ForeignFile.open(folder, path), AvroFile.sha256());
    stream = new BufferedInputStream(digested, 1 << 16);
    try {
      if (!Arrays.equals(readExactly(MAGIC.length), MAGIC)) {
        throw new IOException("not an Avro container file");
      }
      Map<String, String> metadata = metadata();
      String text = metadata.get("avro.schema");
      if (text == null) {
        throw new IOException("no avro.schema");
      }
      schema = new Schema.Parser().parse(text);
      codec = new BlockCodec(metadata.getOrDefault("avro.codec", "null"));
      marker = readExactly(MARKER_BYTES);
    } catch (IOException | RuntimeException exception) {
      stream.close();
      throw exception;
    }
  }

  Schema schema() {
    return schema;
  }

  /** Where the last block begins in the file, or what stands instead of one. */
  long blockAt() {
    return blockAt;
  }

  /** Records of the last block, as it states. */
  long records() {
    return records;
  }

  /** Content of the last block, {@link BlockCodec#length} bytes of it. */
  BlockCodec content() {
    return codec;
  }

  /**
   * Reads the next block.
   *
   * @return false at the end of the file
   * @throws ContentException where its content is damaged, but not its outer shape: the one after
   *     it can be read
   * @throws IOException where nothing behind can be read
   */
  boolean nextBlock() throws IOException {
    blockAt = at;
    int first = stream.read();
    if (first < 0) {
      return false;
    }
    at++;
    records = number(first);
    long stored = number();
    if (stored < 0 || stored > MOST_STORED_BYTES) {
      throw new IOException(
          "block of " + stored + " bytes (expected: 0 to " + MOST_STORED_BYTES + ")");
    }
    byte[] bytes = readExactly((int) stored);
    if (!Arrays.equals(readExactly(MARKER_BYTES), marker)) {
      throw new IOException("block without the file's marker behind it");
    }
    try {
      codec.decompress(bytes);
      if (records < 0 || records > codec.length()) {
        throw new IOException("block of " + records + " records in " + codec.length() + " bytes");
      }
    } catch (IOException damaged) {
      throw new ContentException(damaged);
    }
    return true;
  }

  /** A block whose content cannot be read, between others that may. */
  static final class ContentException extends IOException {

    private static final long serialVersionUID = 1;

    ContentException(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }

  /** SHA-256 of the whole file, lower-case hex; reads what is left of it. */
  String sha256() throws IOException {
    stream.transferTo(OutputStream.nullOutputStream());
    return HexFormat.of().formatHex(digested.getMessageDigest().digest());
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }

  private Map<String, String> metadata() throws IOException {
    Map<String, String> entries = new HashMap<>();
    int left = MOST_METADATA;
    for (long count = number(); count != 0; count = number()) {
      if (count < 0) {
        number(); // this part's size
        count = -count;
      }
      if (count < 0 || count > MOST_ENTRIES - entries.size()) {
        throw new IOException("metadata of more than " + MOST_ENTRIES + " entries");
      }
      for (long entry = 0; entry < count; entry++) {
        byte[] key = lengthAndBytes(left);
        left -= key.length;
        byte[] value = lengthAndBytes(left);
        left -= value.length;
        entries.put(
            new String(key, StandardCharsets.UTF_8), new String(value, StandardCharsets.UTF_8));
      }
    }
    return entries;
  }

  private byte[] lengthAndBytes(int most) throws IOException {
    long length = number();
    if (length < 0 || length > most) {
      throw new IOException("metadata of more than " + MOST_METADATA + " bytes");
    }
    return readExactly((int) length);
  }

  /** Memory grows with what is there, not with what was asked for. */
  private byte[] readExactly(int count) throws IOException {
    byte[] bytes = stream.readNBytes(count);
    at += bytes.length;
    if (bytes.length < count) {
      throw endsEarly();
    }
    return bytes;
  }

  private long number() throws IOException {
    int first = stream.read();
    if (first < 0) {
      throw endsEarly();
    }
    at++;
    return number(first);
  }

  private long number(int first) throws IOException {
    long value = first & 0x7f;
    int next = first;
    for (int index = 1; next > 0x7f; index++) {
      next = stream.read();
      if (next < 0) {
        throw endsEarly();
      }
      at++;
      if (index == LONGEST_VARINT) {
        throw new IOException("number of more than " + LONGEST_VARINT + " bytes");
      }
      value |= (next & 0x7fL) << 7 * index;
    }
    return value >>> 1 ^ -(value & 1);
  }

  private static EOFException endsEarly() {
    return new EOFException("the file ends early");
  }
}
