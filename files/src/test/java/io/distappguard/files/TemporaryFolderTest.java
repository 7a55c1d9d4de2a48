package io.distappguard.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TemporaryFolderTest {

  @Test
  void isGoneWithAllInItOnceClosed() throws IOException {
    Path path;
    try (TemporaryFolder folder = TemporaryFolder.make("distappguard-test")) {
      path = folder.path();
      assertThat(path).isEmptyDirectory();
      Files.createDirectories(path.resolve("a/b"));
      Files.writeString(path.resolve("a/b/file"), "text");
    }
    assertThat(path).doesNotExist();
  }

  @Test
  void mayBeGoneAlready() throws IOException {
    try (TemporaryFolder folder = TemporaryFolder.make("distappguard-test")) {
      Files.delete(folder.path());
    }
  }
}
