package io.distappguard.range.deployment;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Held while a range is started or run, so that a second command of the same prefix does not take
 * it for a leftover and remove it. The kernel frees it when its holder dies.
 */
public final class RangeLock implements AutoCloseable {
  private final FileChannel channel;

  private RangeLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock without waiting.
   *
   * @throws RangeFailure when another command holds it
   */
  public static RangeLock take(Naming naming) {
    // In the kernel's temporary file system: gone after a restart of the machine.
    Path file = Path.of("/run/" + naming.controlGroup() + ".lock");
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw new RangeFailure(
            file
                + ": held by another command at work with the prefix "
                + naming.prefix()
                + " (wait for its end, `down` and kill it, or choose another --prefix and"
                + " --directory)");
      }
      return new RangeLock(channel);
    } catch (IOException e) {
      throw new RangeFailure("%s: %s".formatted(file, e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new RangeFailure("lock: " + e.getMessage(), e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldByThisProcess) {
      return null;
    }
  }
}
