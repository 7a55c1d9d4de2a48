package io.distappguard.telemetry.recording;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * Takes the compression off blocks, into memory that is used again and never more than {@link
 * #MOST_BYTES}: a few stored kilobytes may say that they are terabytes. Not thread-safe.
 */
final class BlockCodec {

  /** What a block may be when decompressed; ours are 4 MB. */
  static final int MOST_BYTES = 256 << 20;

  /** 2 to this power is the most memory a zstd frame may ask for: what zstd itself allows. */
  private static final int MOST_ZSTD_WINDOW_LOG = 27;

  private static final int FIRST_BYTES = 64 << 10;

  private enum Kind {
    NONE,
    DEFLATE,
    ZSTANDARD
  }

  private final Kind kind;
  private byte[] bytes = new byte[FIRST_BYTES];
  private int length;

  /**
   * By a codec's name in a file's metadata.
   *
   * @throws IOException where it is not one that is read
   */
  BlockCodec(String name) throws IOException {
    kind =
        switch (name) {
          case "null" -> Kind.NONE;
          case "deflate" -> Kind.DEFLATE;
          case "zstandard" -> Kind.ZSTANDARD;
          default -> throw new IOException("avro.codec (expected: null, deflate or zstandard)");
        };
  }

  /** The content of the last block, from index 0. */
  byte[] bytes() {
    return bytes;
  }

  /** Bytes of it. */
  int length() {
    return length;
  }

  void decompress(byte[] stored) throws IOException {
    switch (kind) {
      case NONE -> {
        bytes = stored;
        length = stored.length;
      }
      case DEFLATE -> {
        Inflater inflater = new Inflater(true);
        try {
          fill(new InflaterInputStream(new ByteArrayInputStream(stored), inflater));
        } finally {
          inflater.end();
        }
      }
      case ZSTANDARD -> {
        try (ZstdInputStreamNoFinalizer stream =
            new ZstdInputStreamNoFinalizer(new ByteArrayInputStream(stored))) {
          fill(stream.setLongMax(MOST_ZSTD_WINDOW_LOG));
        }
      }
    }
  }

  private void fill(InputStream stream) throws IOException {
    length = 0;
    while (true) {
      int count = stream.read(bytes, length, bytes.length - length);
      if (count < 0) {
        return;
      }
      length += count;
      if (length == bytes.length) {
        if (length >= MOST_BYTES) {
          if (stream.read() < 0) {
            return;
          }
          throw new IOException(
              "block of more than " + (MOST_BYTES >> 20) + " MB when decompressed");
        }
        bytes = Arrays.copyOf(bytes, 2 * bytes.length);
      }
    }
  }
}
