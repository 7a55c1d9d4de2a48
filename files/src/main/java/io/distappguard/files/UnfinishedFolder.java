package io.distappguard.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * A folder that is being filled: it stands under a hidden name beside its place until {@link
 * #putInPlace}. Closed before, it is gone; so it is when the process is told to end meanwhile
 * (SIGINT, SIGTERM). The thread that fills it and the one that ends the process may meet here.
 */
public final class UnfinishedFolder implements Closeable {

  /** The filling thread may make one more file while the process ends. */
  private static final int ATTEMPTS_TO_REMOVE = 5;

  private final Path target;
  private final Thread atEnd = new Thread(this::removeAtEnd, "remove an unfinished folder");
  private @Nullable Path folder;
  private boolean closed;

  private UnfinishedFolder(Path target) {
    this.target = target;
  }

  /** Makes an empty folder beside {@code target}, and the folders above it. */
  public static UnfinishedFolder beside(Path target) throws IOException {
    UnfinishedFolder unfinished = new UnfinishedFolder(target.toAbsolutePath().normalize());
    unfinished.make();
    return unfinished;
  }

  private synchronized void make() throws IOException {
    Path parent = target.getParent();
    if (parent == null) {
      throw new IOException(target + ": not a place for a folder");
    }
    Files.createDirectories(parent);
    try {
      // Before there is anything to remove: a signal may come at any moment.
      Runtime.getRuntime().addShutdownHook(atEnd);
    } catch (IllegalStateException ending) {
      throw stopped();
    }
    try {
      folder = Files.createTempDirectory(parent, "." + target.getFileName() + ".");
    } catch (IOException exception) {
      forgetEnd();
      throw exception;
    }
  }

  /** Where to put the files. */
  public synchronized Path path() throws IOException {
    if (folder == null || closed) {
      throw stopped();
    }
    return folder;
  }

  /** Gives the folder its name; a folder that stands there is replaced. */
  public synchronized void putInPlace() throws IOException {
    Path from = path();
    makeReadable(from);
    Path old = null;
    if (Files.exists(target)) {
      old = from.resolveSibling(from.getFileName() + ".old");
      Files.move(target, old);
    }
    try {
      Files.move(from, target);
    } finally {
      if (old != null && !Files.exists(target)) {
        Files.move(old, target);
      }
    }
    closed = true;
    forgetEnd();
    if (old != null) {
      TemporaryFolder.remove(old);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    forgetEnd();
    if (folder != null) {
      TemporaryFolder.remove(folder);
    }
  }

  private synchronized void removeAtEnd() {
    closed = true;
    for (int attempt = 0; folder != null && attempt < ATTEMPTS_TO_REMOVE; attempt++) {
      try {
        TemporaryFolder.remove(folder);
        return;
      } catch (IOException fillingGoesOn) {
        // once more
      }
    }
  }

  private void forgetEnd() {
    try {
      Runtime.getRuntime().removeShutdownHook(atEnd);
    } catch (IllegalStateException ending) {
      // then it finds nothing to remove
    }
  }

  private IOException stopped() {
    return new IOException(target + ": not written, the program is ending");
  }

  /** Temporary folders are made for their owner alone. */
  private static void makeReadable(Path folder) throws IOException {
    if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }
}
