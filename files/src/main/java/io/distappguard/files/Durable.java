package io.distappguard.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Waits until what was written is on the disk. A rename alone survives a killed program, but not a
 * host that loses power: there the new name may come to hold nothing.
 */
final class Durable {

  private Durable() {}

  /** A file's content, or the names in a folder. */
  static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** A folder with all in it. */
  static void syncAll(Path folder) throws IOException {
    List<Path> paths;
    try (Stream<Path> all = Files.walk(folder)) {
      paths =
          all.filter(path ->
                  Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                      || Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
              .toList();
    } catch (UncheckedIOException exception) {
      throw exception.getCause();
    }
    for (Path path : paths.reversed()) {
      sync(path);
    }
  }
}
