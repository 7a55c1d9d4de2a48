package io.distappguard.telemetry.input;

import com.github.luben.zstd.ZstdInputStream;
import io.distappguard.telemetry.line.DamagedStreamException;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.tukaani.xz.XZInputStream;

/** Takes compression off a stream, whichever it is: gzip, xz, zstd or none. */
final class Compression {

  /** xz may ask for up to 4 GB; its strongest preset needs 65 MB. */
  private static final int MOST_XZ_KIBIBYTES = 100 * 1024;

  /** zstd may ask for up to 2 TB; 2 to this power, 128 MB, is what its strongest preset needs. */
  private static final int MOST_ZSTD_WINDOW_LOG = 27;

  private Compression() {}

  /** The plain content; damage comes as {@link DamagedStreamException} from reading. */
  static InputStream removed(InputStream stream) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(stream, 1 << 16);
    buffered.mark(8);
    byte[] magic = buffered.readNBytes(6);
    buffered.reset();
    try {
      if (startsWith(magic, 0x1f, 0x8b)) {
        return new Guarded(new GZIPInputStream(buffered, 1 << 16));
      }
      if (startsWith(magic, 0xfd, '7', 'z', 'X', 'Z', 0)) {
        return new Guarded(new XZInputStream(buffered, MOST_XZ_KIBIBYTES));
      }
      if (startsWith(magic, 0x28, 0xb5, 0x2f, 0xfd)) {
        return new Guarded(new ZstdInputStream(buffered).setLongMax(MOST_ZSTD_WINDOW_LOG));
      }
    } catch (IOException exception) {
      throw new DamagedStreamException("compressed data damaged at its beginning", exception);
    }
    return buffered;
  }

  private static boolean startsWith(byte[] bytes, int... beginning) {
    if (bytes.length < beginning.length) {
      return false;
    }
    for (int index = 0; index < beginning.length; index++) {
      if ((bytes[index] & 0xff) != beginning[index]) {
        return false;
      }
    }
    return true;
  }

  /** Tells damage from failures to read. */
  private static final class Guarded extends FilterInputStream {

    Guarded(InputStream stream) {
      super(stream);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      int read = read(one, 0, 1);
      return read < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
      try {
        return super.read(buffer, from, length);
      } catch (IOException exception) {
        throw new DamagedStreamException("compressed data damaged", exception);
      }
    }
  }
}
