package io.distappguard.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Writes a file that a reader, or a program that is killed meanwhile, never sees half of. */
public final class WholeFile {

  private WholeFile() {}

  /**
   * Writes to a temporary name beside the file and renames; a file that stands there is replaced.
   * On return it is on the disk.
   *
   * @throws IOException if it cannot be written; the old one, if any, is untouched then
   */
  public static void write(Path file, byte[] bytes) throws IOException {
    Path target = file.toAbsolutePath();
    Path parent = target.getParent();
    if (parent == null) {
      throw new IOException(target + ": not a place for a file");
    }
    Path temporary =
        Files.createTempFile(
            parent, "." + target.getFileName() + ".", ".part", forWhomNewFilesAre(parent));
    try {
      Files.write(temporary, bytes);
      Durable.sync(temporary);
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      Durable.sync(parent);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Temporary files are made for their owner alone; this one is to be as any other new file. */
  private static FileAttribute<?>[] forWhomNewFilesAre(Path folder) {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-rw-rw-"))
        } // less the umask
        : new FileAttribute<?>[0];
  }
}
