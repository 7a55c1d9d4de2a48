package io.distappguard.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells hidden folders that are being filled from those that a killed program left: beside each
 * stands a file that its program keeps locked, and a lock ends with the program that held it.
 */
final class Leftovers {

  private static final String LOCK = ".lock";

  /** Of this process: a file that is opened and closed again here would lose its lock. */
  private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

  private Leftovers() {}

  /** Keeps a folder from being taken for left over, until closed. */
  static final class Claim implements Closeable {

    private final Path file;
    private final FileChannel channel;

    private Claim(Path file, FileChannel channel) {
      this.file = file;
      this.channel = channel;
    }

    /** The folder that is claimed, which need not be there. */
    Path folder() {
      String name = String.valueOf(file.getFileName());
      return file.resolveSibling(name.substring(0, name.length() - LOCK.length()));
    }

    @Override
    public void close() throws IOException {
      try (channel) {
        Files.deleteIfExists(file);
      } finally {
        OWN.remove(file);
      }
    }
  }

  /** Claims a name for a new folder. */
  static Claim claim(Path home, String prefix) throws IOException {
    Path file = Files.createTempFile(home, prefix, LOCK);
    OWN.add(file);
    FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
    channel.lock();
    return new Claim(file, channel);
  }

  /** Removes the folders of this prefix that no program fills any more. */
  static void remove(Path home, String prefix) throws IOException {
    try (var locks = Files.newDirectoryStream(home, entry -> isLock(entry, prefix))) {
      for (Path file : locks) {
        if (!OWN.contains(file)) {
          removeIfLeft(file);
        }
      }
    }
  }

  private static boolean isLock(Path file, String prefix) {
    String name = String.valueOf(file.getFileName());
    return name.startsWith(prefix) && name.endsWith(LOCK) && Files.isRegularFile(file);
  }

  private static void removeIfLeft(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock != null) {
        TemporaryFolder.remove(new Claim(file, channel).folder());
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException | AccessDeniedException notOurs) {
      // just put in place by its program, or of another user
    }
  }
}
