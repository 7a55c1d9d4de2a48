package io.distappguard.telemetry.input;

import io.distappguard.telemetry.Progress;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts what several streams give, and tells about once a megabyte. */
final class CountedProgress {

  private static final long STEP = 1 << 20;

  private final Progress progress;
  private final long total;
  private long read;
  private long told;

  CountedProgress(Progress progress, long total) {
    this.progress = progress;
    this.total = total;
  }

  InputStream count(InputStream stream) {
    return new FilterInputStream(stream) {
      @Override
      public int read() throws IOException {
        int value = super.read();
        if (value >= 0) {
          advance(1);
        }
        return value;
      }

      @Override
      public int read(byte[] buffer, int from, int length) throws IOException {
        int count = super.read(buffer, from, length);
        if (count > 0) {
          advance(count);
        }
        return count;
      }
    };
  }

  void done() {
    progress.advance(read, total);
  }

  private void advance(long count) {
    read += count;
    if (read - told >= STEP) {
      told = read;
      progress.advance(read, total);
    }
  }
}
