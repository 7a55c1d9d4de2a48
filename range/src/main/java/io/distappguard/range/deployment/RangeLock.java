package io.distappguard.range.deployment;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Held while a range is started or run, so that a second command of the same prefix does not take
 * it for a leftover and remove it. The kernel frees it when its holder dies.
 */
public final class RangeLock implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;

  private RangeLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock without waiting.
   *
   * @throws RangeFailure when another command holds it
   */
  public static RangeLock take(Naming naming) {
    Path file = file(naming);
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
      return new RangeLock(file, channel);
    } catch (IOException e) {
      throw new RangeFailure("%s: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** Removes the file that a killed holder left. */
  public static void removeLeftover(Naming naming) {
    file(naming).toFile().delete();
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
      channel.close();
    } catch (IOException e) {
      throw new RangeFailure("%s: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** In the kernel's temporary file system: gone after a restart of the machine. */
  private static Path file(Naming naming) {
    return Path.of("/run/" + naming.controlGroup() + ".lock");
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldByThisProcess) {
      return null;
    }
  }
}
