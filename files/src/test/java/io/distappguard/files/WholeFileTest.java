package io.distappguard.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {

  @TempDir Path folder;

  @Test
  void replacesTheFileAndLeavesNothingBeside() throws IOException {
    Path file = folder.resolve("file");
    WholeFile.write(file, bytes("the old one, and longer"));
    WholeFile.write(file, bytes("the new one"));
    assertThat(file).hasContent("the new one");
    assertThat(folder.toFile().list()).containsExactly("file");
  }

  @Test
  void leavesNothingWhereItCannotBePutInPlace() throws IOException {
    Path taken = folder.resolve("taken");
    Files.createDirectories(taken.resolve("by a folder"));
    assertThatThrownBy(() -> WholeFile.write(taken, bytes("text"))).isInstanceOf(IOException.class);
    assertThat(folder.toFile().list()).containsExactly("taken");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void isReadableToThoseWhoMayReadAnyOtherNewFile() throws IOException {
    Path other = Files.writeString(folder.resolve("other"), "text");
    Path whole = folder.resolve("whole");
    WholeFile.write(whole, bytes("text"));
    assertThat(Files.getPosixFilePermissions(whole))
        .isEqualTo(Files.getPosixFilePermissions(other));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
