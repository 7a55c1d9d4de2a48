package io.distappguard.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A program whose threads read the same files, one byte at a time, all at once. */
public final class ManyReaders {

  static final int THREADS = 4;
  static final int FILES = 64;
  static final int ROUNDS = 500;

  private ManyReaders() {}

  /** Takes the folder that the files are made in. */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException {
    List<FileChannel> files = new ArrayList<>();
    for (int number = 0; number < FILES; number++) {
      Path file = Files.write(Path.of(arguments[0], "file-" + number), new byte[1]);
      files.add(FileChannel.open(file, StandardOpenOption.READ));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<Void>> readings = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        readings.add(threads.submit(() -> read(files)));
      }
      for (Future<Void> reading : readings) {
        reading.get();
      }
    }
  }

  private static Void read(List<FileChannel> files) throws IOException {
    ByteBuffer one = ByteBuffer.allocateDirect(1);
    for (int round = 0; round < ROUNDS; round++) {
      for (FileChannel file : files) {
        if (file.read(one.clear(), 0) != 1) {
          throw new IOException("nothing to read");
        }
      }
    }
    return null;
  }
}
