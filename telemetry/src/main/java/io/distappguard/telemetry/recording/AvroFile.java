package io.distappguard.telemetry.recording;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/**
 * Writes one Avro container file, record by record, with the fields encoded by the caller. The same
 * records give the same bytes.
 */
final class AvroFile implements Closeable {

  /** Measured in RATIONALE.md. */
  private static final int LEVEL = 19;

  private static final int BLOCK_BYTES = 4 << 20;

  private final CountingOutput output;
  private final DataFileWriter<Object> writer;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
  private final BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
  private long records;

  AvroFile(Path path, Schema schema) throws IOException {
    output = new CountingOutput(Files.newOutputStream(path));
    writer = new DataFileWriter<>(new GenericDatumWriter<>(schema));
    writer.setCodec(CodecFactory.zstandardCodec(LEVEL, true));
    writer.setSyncInterval(BLOCK_BYTES);
    // Avro's own choice of the marker between blocks is random.
    byte[] marker = sha256().digest(schema.toString().getBytes(StandardCharsets.UTF_8));
    writer.create(schema, output, Arrays.copyOf(marker, 16));
  }

  /** Encodes one record's fields in the schema's order. */
  interface Fields {
    void encode(BinaryEncoder encoder) throws IOException;
  }

  void append(Fields fields) throws IOException {
    bytes.reset();
    fields.encode(encoder);
    encoder.flush();
    writer.appendEncoded(ByteBuffer.wrap(bytes.toByteArray()));
    records++;
  }

  /** Finishes the file. */
  RecordingHeader.FileSummary finish() throws IOException {
    writer.close();
    return new RecordingHeader.FileSummary(records, output.count, output.digest());
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }

  private static final class CountingOutput extends OutputStream {

    private final DigestOutputStream output;
    private long count;

    CountingOutput(OutputStream output) {
      this.output = new DigestOutputStream(new BufferedOutputStream(output, 1 << 16), sha256());
    }

    @Override
    public void write(int value) throws IOException {
      output.write(value);
      count++;
    }

    @Override
    public void write(byte[] buffer, int from, int length) throws IOException {
      output.write(buffer, from, length);
      count += length;
    }

    @Override
    public void flush() throws IOException {
      output.flush();
    }

    @Override
    public void close() throws IOException {
      output.close();
    }

    String digest() {
      return HexFormat.of().formatHex(output.getMessageDigest().digest());
    }
  }
}
