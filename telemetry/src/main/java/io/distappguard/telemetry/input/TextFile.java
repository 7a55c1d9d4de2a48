package io.distappguard.telemetry.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file, or standard input, of text that may be compressed.
 *
 * @param name how positions name it
 * @param size bytes before decompression, -1 where unknown
 * @param modifiedMillis when it was changed last, in milliseconds since the epoch; -1 where unknown
 */
record TextFile(String name, long size, long modifiedMillis, Opener opener) {

  /** One of which nothing else is known, such as standard input. */
  TextFile(String name, long size, Opener opener) {
    this(name, size, -1, opener);
  }

  /** Opens the content as it is stored. */
  interface Opener {
    InputStream open() throws IOException;
  }

  static TextFile of(Path path, String name) throws IOException {
    return new TextFile(
        name,
        Files.size(path),
        Files.getLastModifiedTime(path).toMillis(),
        () -> Files.newInputStream(path));
  }

  /** The plain text. */
  InputStream open() throws IOException {
    return Compression.removed(opener.open());
  }

  InputStream open(CountedProgress progress) throws IOException {
    return Compression.removed(progress.count(opener.open()));
  }

  /** The name without folders and endings such as {@code .strace.gz}. */
  String stem() {
    return stem(name);
  }

  static String stem(String name) {
    String stem = name.substring(name.lastIndexOf('/') + 1);
    for (String ending :
        new String[] {
          ".gz", ".xz", ".zst", ".txt", ".log", ".strace", ".jsonl", ".json", ".csv", ".pb",
          ".scap", ".sc"
        }) {
      if (stem.endsWith(ending) && stem.length() > ending.length()) {
        stem = stem.substring(0, stem.length() - ending.length());
      }
    }
    return stem;
  }
}
