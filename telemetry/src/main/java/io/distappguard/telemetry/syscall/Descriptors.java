package io.distappguard.telemetry.syscall;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** The descriptor table of a process; shared where clone was asked to share it (CLONE_FILES). */
public final class Descriptors {

  /** Beyond this number descriptors are not followed; Linux allows 1,048,576 by default. */
  private static final int MOST = 1 << 20;

  private @Nullable OpenFile[] files;
  private final BitSet closeOnExecute;

  public Descriptors() {
    this(new OpenFile[16], new BitSet());
  }

  private Descriptors(@Nullable OpenFile[] files, BitSet closeOnExecute) {
    this.files = files;
    this.closeOnExecute = closeOnExecute;
  }

  /** A copy for a child process: the same open files under the same numbers. */
  public Descriptors copy() {
    return new Descriptors(files.clone(), (BitSet) closeOnExecute.clone());
  }

  public @Nullable OpenFile get(int descriptor) {
    return descriptor >= 0 && descriptor < files.length ? files[descriptor] : null;
  }

  public void put(int descriptor, OpenFile file, boolean closesOnExecute) {
    if (descriptor < 0 || descriptor >= MOST) {
      return;
    }
    if (descriptor >= files.length) {
      files = Arrays.copyOf(files, Math.max(files.length * 2, descriptor + 1));
    }
    files[descriptor] = file;
    closeOnExecute.set(descriptor, closesOnExecute);
  }

  public void setCloseOnExecute(int descriptor, boolean closes) {
    if (get(descriptor) != null) {
      closeOnExecute.set(descriptor, closes);
    }
  }

  /** Closes one; gives what it stood for. */
  public @Nullable OpenFile close(int descriptor) {
    OpenFile file = get(descriptor);
    if (file != null) {
      files[descriptor] = null;
      closeOnExecute.clear(descriptor);
    }
    return file;
  }

  public void closeRange(long first, long last, boolean onlyOnExecute) {
    int end = (int) Math.min(last, files.length - 1L);
    for (int descriptor = (int) Math.min(first, files.length); descriptor <= end; descriptor++) {
      if (onlyOnExecute) {
        setCloseOnExecute(descriptor, true);
      } else {
        close(descriptor);
      }
    }
  }

  /** An execve succeeded: those that close on execution are closed. */
  public void execute() {
    for (int descriptor = closeOnExecute.nextSetBit(0);
        descriptor >= 0;
        descriptor = closeOnExecute.nextSetBit(descriptor + 1)) {
      files[descriptor] = null;
    }
    closeOnExecute.clear();
  }
}
