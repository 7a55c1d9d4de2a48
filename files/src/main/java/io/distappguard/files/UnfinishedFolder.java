package io.distappguard.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder that is being filled under a hidden name until {@link #putInPlace}. Closed before, it is
 * gone; so it is when the process is told to end meanwhile (SIGINT, SIGTERM); what one that was
 * killed left behind is removed by the next that writes to the same place. At every moment, also
 * when killed or without power, its place holds all of the old or all of the new, as {@link
 * CurrentVersion} finds it. The thread that fills it and the one that ends the process may meet
 * here.
 */
public final class UnfinishedFolder implements Closeable {

  /** The filling thread may make one more file while the process ends. */
  private static final int ATTEMPTS_TO_REMOVE = 5;

  /** Held while versions change, so that two writers do not remove each other's. */
  private static final String LOCK = "lock";

  private final Path target;
  private final Steps steps;
  private final Thread atEnd = new Thread(this::removeAtEnd, "remove an unfinished folder");
  private Leftovers.@Nullable Claim claim;
  private boolean closed;

  /** Told between any two changes that the file system sees. */
  interface Steps {
    void after(String step);
  }

  private UnfinishedFolder(Path target, Steps steps) {
    this.target = target;
    this.steps = steps;
  }

  /** Makes an empty folder to put at {@code target}, and the folders above it. */
  public static UnfinishedFolder beside(Path target) throws IOException {
    return beside(target, step -> {});
  }

  static UnfinishedFolder beside(Path target, Steps steps) throws IOException {
    Path place = target.toAbsolutePath().normalize();
    UnfinishedFolder unfinished =
        new UnfinishedFolder(Files.isDirectory(place) ? place.toRealPath() : place, steps);
    unfinished.make();
    return unfinished;
  }

  private synchronized void make() throws IOException {
    Path parent = target.getParent();
    if (parent == null) {
      throw new IOException(target + ": not a place for a folder");
    }
    // Within a folder that stands there: its own file system, and nothing is asked of that above.
    Path home = Files.isDirectory(target) ? target.resolve(CurrentVersion.VERSIONS) : parent;
    Files.createDirectories(home);
    String prefix = "." + target.getFileName() + ".";
    Leftovers.remove(home, prefix);
    Leftovers.remove(parent, prefix);
    try {
      // Before there is anything to remove: a signal may come at any moment.
      Runtime.getRuntime().addShutdownHook(atEnd);
    } catch (IllegalStateException ending) {
      throw stopped();
    }
    try {
      claim = Leftovers.claim(home, prefix);
      steps.after("claimed");
      makePrivate(claim.folder());
      steps.after("made");
    } catch (IOException exception) {
      close();
      throw exception;
    }
  }

  /** Where to put the files. */
  public synchronized Path path() throws IOException {
    if (claim == null || closed) {
      throw stopped();
    }
    return claim.folder();
  }

  /** Gives the folder its name; a folder that stands there is replaced. */
  public synchronized void putInPlace() throws IOException {
    Path from = path();
    makeReadable(from);
    Durable.syncAll(from);
    steps.after("synced");
    if (Files.isDirectory(target)) {
      replace(from);
    } else {
      Files.move(from, target, StandardCopyOption.ATOMIC_MOVE);
      steps.after("moved to its place");
      Durable.sync(target.resolveSibling("."));
    }
    steps.after("put in place");
    closed = true;
    forgetEnd();
    release();
  }

  private void replace(Path from) throws IOException {
    Path versions = Files.createDirectories(target.resolve(CurrentVersion.VERSIONS));
    try (FileChannel lock =
        FileChannel.open(
            versions.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      lock.lock();
      Path version = moveToNext(from, versions);
      steps.after("made a version");
      Durable.sync(versions);
      steps.after("synced the version");
      makeCurrent(target.relativize(version));
      removeAllBut(version, versions);
    }
  }

  private static Path moveToNext(Path from, Path versions) throws IOException {
    int last = 0;
    for (Path version : entries(versions)) {
      String name = String.valueOf(version.getFileName());
      if (name.matches("[0-9]{1,9}")) {
        last = Math.max(last, Integer.parseInt(name));
      }
    }
    Path next = versions.resolve(Integer.toString(last + 1));
    return Files.move(from, next, StandardCopyOption.ATOMIC_MOVE);
  }

  private void makeCurrent(Path version) throws IOException {
    Path link = target.resolve("." + CurrentVersion.CURRENT);
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, version);
    steps.after("made a link");
    Files.move(
        link,
        target.resolve(CurrentVersion.CURRENT),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    steps.after("made current");
    Durable.sync(target);
    steps.after("synced what is current");
  }

  /** What was there before, and what killed programs left of versions that never were current. */
  private void removeAllBut(Path version, Path versions) throws IOException {
    for (Path old : entries(target)) {
      if (!old.equals(versions) && !old.endsWith(CurrentVersion.CURRENT)) {
        TemporaryFolder.remove(old);
        steps.after("removed what was before");
      }
    }
    for (Path old : entries(versions)) {
      // hidden ones are being filled
      if (!old.equals(version) && String.valueOf(old.getFileName()).matches("[0-9]{1,9}")) {
        TemporaryFolder.remove(old);
        steps.after("removed an old version");
      }
    }
  }

  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    forgetEnd();
    remove();
  }

  private void remove() throws IOException {
    if (claim != null) {
      TemporaryFolder.remove(claim.folder());
    }
    release();
  }

  /** Gives the hidden name back. */
  private void release() throws IOException {
    if (claim == null) {
      return;
    }
    claim.close();
    Path home = claim.folder().getParent();
    if (home != null && home.equals(target.resolve(CurrentVersion.VERSIONS))) {
      try {
        Files.deleteIfExists(home); // where nothing was replaced after all
      } catch (DirectoryNotEmptyException hasVersions) {
        // as it should
      }
    }
  }

  private synchronized void removeAtEnd() {
    closed = true;
    for (int attempt = 0; attempt < ATTEMPTS_TO_REMOVE; attempt++) {
      try {
        remove();
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

  private static List<Path> entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted(Comparator.naturalOrder()).toList();
    }
  }

  /** Half of what it will be is for nobody else. */
  private static void makePrivate(Path folder) throws IOException {
    boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    Files.createDirectory(
        folder,
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
            }
            : new FileAttribute<?>[0]);
  }

  /** As other folders are. */
  private static void makeReadable(Path folder) throws IOException {
    if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }
}
