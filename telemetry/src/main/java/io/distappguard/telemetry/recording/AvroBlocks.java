package io.distappguard.telemetry.recording;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.HexFormat;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * Reads an Avro container file block by block, so that the caller decodes fields itself. Blocks of
 * a file whose schema is another (an older or newer build's) are first turned into the known one by
 * Avro's rules. All damage comes as {@link IOException}. The file's hash is taken in passing.
 */
final class AvroBlocks implements Closeable {

  private final Path path;
  private final Schema schema;
  private final DigestInputStream bytes;
  private final DataFileStream<GenericRecord> stream;
  private final boolean known;
  private @Nullable BinaryDecoder decoder;
  private long remaining;
  private long records;

  AvroBlocks(Path path, Schema schema) throws IOException {
    this.path = path;
    this.schema = schema;
    this.bytes = new DigestInputStream(Files.newInputStream(path), AvroFile.sha256());
    try {
      this.stream = new DataFileStream<>(bytes, new GenericDatumReader<>(null, schema));
    } catch (IOException | RuntimeException exception) {
      bytes.close();
      throw damaged(exception);
    }
    this.known = stream.getSchema().equals(schema);
  }

  /** The decoder standing before the next record; null at the end. */
  @Nullable BinaryDecoder next() throws IOException {
    while (remaining == 0) {
      if (!nextBlock()) {
        return null;
      }
    }
    remaining--;
    records++;
    return decoder;
  }

  /** Where reading stands, as {@code file:record}. */
  String position() {
    return path.getFileName() + ":" + records;
  }

  /** Damage at this place: what Avro's decoders throw, with the file and record they stand at. */
  IOException damaged(Exception cause) {
    return new IOException(position() + ": damaged: " + cause.getMessage(), cause);
  }

  /** Takes fields from a decoder. */
  interface Fields<T> {
    T decode(BinaryDecoder decoder) throws IOException;
  }

  /** Decodes one record; null at the end. */
  <T> @Nullable T record(Fields<T> fields) throws IOException {
    BinaryDecoder next = next();
    if (next == null) {
      return null;
    }
    try {
      return fields.decode(next);
    } catch (IOException | RuntimeException exception) {
      throw damaged(exception);
    }
  }

  /** SHA-256 of the whole file, lower-case hex; reads what is left of it. */
  String sha256() throws IOException {
    bytes.transferTo(OutputStream.nullOutputStream());
    return HexFormat.of().formatHex(bytes.getMessageDigest().digest());
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }

  private boolean nextBlock() throws IOException {
    try {
      if (!stream.hasNext()) {
        return false;
      }
      ByteBuffer block = stream.nextBlock();
      remaining = stream.getBlockCount();
      if (remaining < 0) {
        throw new IOException("records: " + remaining + " (expected: >= 0)");
      }
      byte[] encoded = block.array();
      int from = block.arrayOffset() + block.position();
      int length = block.remaining();
      if (!known) {
        encoded = resolve(encoded, from, length);
        from = 0;
        length = encoded.length;
      }
      decoder = DecoderFactory.get().binaryDecoder(encoded, from, length, decoder);
      return true;
    } catch (IOException | RuntimeException exception) {
      throw damaged(exception);
    }
  }

  private byte[] resolve(byte[] bytes, int from, int length) throws IOException {
    BinaryDecoder source = DecoderFactory.get().binaryDecoder(bytes, from, length, null);
    GenericDatumReader<GenericRecord> reader = new GenericDatumReader<>(stream.getSchema(), schema);
    GenericDatumWriter<GenericRecord> writer = new GenericDatumWriter<>(schema);
    java.io.ByteArrayOutputStream target = new java.io.ByteArrayOutputStream(length);
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(target, null);
    for (long record = 0; record < remaining; record++) {
      writer.write(reader.read(null, source), encoder);
    }
    encoder.flush();
    return target.toByteArray();
  }
}
