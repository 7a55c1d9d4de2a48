package io.distappguard.telemetry.recording;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of an Avro container file, whose fields the caller decodes itself. Records of a
 * file whose schema is another (an older or newer build's) are first turned into the known one by
 * Avro's rules. All damage comes with its place; {@link #next} goes on with the block after the
 * damaged one, where there is one. Not thread-safe.
 */
final class AvroBlocks implements Closeable {

  private final String name;
  private final ContainerFile file;
  private final @Nullable OtherSchema other;
  private final BlockDecoder block = new BlockDecoder();
  private long remaining;
  private long records;
  private boolean ended;

  AvroBlocks(Path folder, String name, Schema schema) throws DamageException {
    this.name = name;
    try {
      file = new ContainerFile(folder, folder.resolve(name));
      Schema written = file.schema();
      other = written.equals(schema) ? null : new OtherSchema(written, schema);
    } catch (IOException | RuntimeException exception) {
      throw new DamageException(name + ":0", exception);
    }
  }

  /** The decoder standing before the next record; null at the end. */
  @Nullable BlockDecoder next() throws DamageException {
    while (remaining == 0) {
      if (ended || !nextBlock()) {
        return null;
      }
    }
    remaining--;
    records++;
    block.beginRecord();
    if (other == null) {
      return block;
    }
    try {
      return other.record(block);
    } catch (IOException | RuntimeException exception) {
      throw damaged(exception);
    }
  }

  /**
   * Leaves out what is left of a block: behind a record that cannot be decoded nothing has a place.
   */
  void skipBlock() {
    remaining = 0;
  }

  /** Where reading stands, as {@code file:record}. */
  String position() {
    return name + ":" + records;
  }

  /** Damage in the record that was decoded, with its place; {@link #next} leaves out its block. */
  DamageException damaged(Exception cause) {
    skipBlock();
    return new DamageException(position(), cause);
  }

  /** Takes fields from a decoder. */
  interface Fields<T> {
    T decode(BlockDecoder decoder) throws IOException;
  }

  /** Decodes one record; null at the end. */
  <T> @Nullable T record(Fields<T> fields) throws DamageException {
    BlockDecoder next = next();
    if (next == null) {
      return null;
    }
    try {
      return fields.decode(next);
    } catch (IOException exception) {
      throw damaged(exception);
    }
  }

  /** SHA-256 of the whole file, lower-case hex; reads what is left of it. */
  String sha256() throws IOException {
    return file.sha256();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private boolean nextBlock() throws DamageException {
    try {
      if (!file.nextBlock()) {
        ended = true;
        return false;
      }
    } catch (ContainerFile.ContentException exception) {
      throw damagedBlock(exception);
    } catch (IOException exception) {
      ended = true;
      throw damagedBlock(exception);
    }
    remaining = file.records();
    block.decode(file.content().bytes(), 0, file.content().length());
    return true;
  }

  private DamageException damagedBlock(IOException cause) {
    return new DamageException(name + ":byte " + file.blockAt(), cause);
  }

  /** Turns records of another schema into those of the known one. */
  private static final class OtherSchema {

    private final GenericDatumReader<GenericRecord> reader;
    private final GenericDatumWriter<GenericRecord> writer;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    private final BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    private final BlockDecoder decoder = new BlockDecoder();

    OtherSchema(Schema written, Schema known) throws IOException {
      requireFlat(written);
      reader = new GenericDatumReader<>(written, known);
      writer = new GenericDatumWriter<>(known);
    }

    BlockDecoder record(BlockDecoder source) throws IOException {
      bytes.reset();
      writer.write(reader.read(null, source), encoder);
      encoder.flush();
      decoder.decode(bytes.toByteArray(), 0, bytes.size());
      return decoder;
    }

    /**
     * No version of these files has a record within a record, or a field that takes no bytes; a
     * schema that refers to itself, or fans out, could keep its reader busy for ever.
     */
    private static void requireFlat(Schema schema) throws IOException {
      if (schema.getType() != Schema.Type.RECORD) {
        throw new IOException("avro.schema: " + schema.getType() + " (expected: a flat record)");
      }
      for (Schema.Field field : schema.getFields()) {
        requireSimple(field.schema(), 0);
      }
    }

    private static void requireSimple(Schema schema, int depth) throws IOException {
      boolean simple =
          switch (schema.getType()) {
            case RECORD -> false;
            case NULL -> depth > 0;
            case FIXED -> schema.getFixedSize() > 0;
            case ARRAY, MAP, UNION -> depth < 2;
            default -> true;
          };
      if (!simple) {
        throw new IOException("avro.schema: field of type " + schema.getType() + " is not read");
      }
      switch (schema.getType()) {
        case ARRAY -> requireSimple(schema.getElementType(), depth + 1);
        case MAP -> requireSimple(schema.getValueType(), depth + 1);
        case UNION -> {
          for (Schema choice : schema.getTypes()) {
            requireSimple(choice, depth + 1);
          }
        }
        default -> {}
      }
    }
  }
}
