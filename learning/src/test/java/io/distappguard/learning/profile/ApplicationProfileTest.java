package io.distappguard.learning.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distappguard.files.CurrentVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApplicationProfileTest {

  private static final List<ApplicationProfile.Source> RECORDINGS =
      List.of(new ApplicationProfile.Source("monday", "ab01"));

  @TempDir Path folder;

  /** A part of two files. */
  private record Part(String name, String text) implements ProfilePart {

    @Override
    public void write(Path place) throws IOException {
      Files.createDirectories(place.resolve("inner"));
      Files.writeString(place.resolve("profile.json"), text);
      Files.writeString(place.resolve("inner/weights"), text + text);
    }
  }

  @Test
  void comesBackWithTheFoldersOfItsParts() throws IOException {
    ApplicationProfile profile = written(new Part("behaviour", "b"), new Part("traffic", "t"));

    assertThat(profile.application()).isEqualTo("shop");
    assertThat(profile.recordings()).isEqualTo(RECORDINGS);
    assertThat(profile.part("behaviour")).contains(target().resolve("behaviour"));
    assertThat(profile.part("traffic").orElseThrow().resolve("profile.json")).hasContent("t");
    assertThat(profile.part("other")).isEmpty();
  }

  @Test
  void eitherPartMayBeMissing() throws IOException {
    assertThat(written(new Part("traffic", "t")).part("behaviour")).isEmpty();
    assertThat(written(new Part("behaviour", "b")).part("traffic")).isEmpty();
    assertThat(target().resolve("traffic")).doesNotExist();
  }

  @Test
  void equalPartsGiveEqualBytes() throws IOException {
    written(new Part("behaviour", "b"));
    String head = Files.readString(now().resolve("profile.json"));
    written(new Part("behaviour", "b"));
    assertThat(now().resolve("profile.json")).hasContent(head);
  }

  @Test
  void aPartThatIsNotTheOneWrittenIsRefusedByItsName() throws IOException {
    written(new Part("behaviour", "b"), new Part("traffic", "t"));
    Files.writeString(now().resolve("traffic/inner/weights"), "tT");
    assertRefused("traffic: sha256: ", "as profile.json says");

    written(new Part("behaviour", "b"), new Part("traffic", "t"));
    Files.writeString(now().resolve("behaviour/more"), "");
    assertRefused("behaviour: sha256: ");

    written(new Part("behaviour", "b"), new Part("traffic", "t"));
    Files.move(now().resolve("behaviour"), folder.resolve("elsewhere"));
    assertRefused("behaviour: missing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "{\"format\":\"other\"}",
        "{\"format\":\"distappguard-profile\",\"version\":2}",
        "{\"format\":\"distappguard-profile\",\"version\":2,\"application\":\"\",\"parts\":{},"
            + "\"recordings\":[null]}",
        "{\"format\":\"distappguard-profile\",\"version\":2,\"application\":\"\",\"recordings\":[],"
            + "\"parts\":{\"..\":\"00\"}}",
        "{\"format\":\"distappguard-profile\",\"version\":2,\"application\":\"\",\"recordings\":[],"
            + "\"parts\":{},\"more\":1}"
      })
  void aHeadThatIsNoneIsALocatedError(String head) throws IOException {
    Files.writeString(Files.createDirectories(target()).resolve("profile.json"), head);
    assertRefused("profile.json: ");
  }

  @Test
  void anotherVersionIsRefusedInWords() throws IOException {
    Files.writeString(
        Files.createDirectories(target()).resolve("profile.json"),
        "{\"format\":\"distappguard-profile\",\"version\":99}");
    assertRefused("version: 99 (expected: 2; use a newer DistAppGuard)");
  }

  @Test
  void anyFlippedBitOfTheHeadIsRefusedOrHarmless() throws IOException {
    written(new Part("behaviour", "b"));
    Path head = target().resolve("profile.json");
    byte[] whole = Files.readAllBytes(head);
    Random random = new Random(3);
    for (int attempt = 0; attempt < 200; attempt++) {
      byte[] flipped = whole.clone();
      flipped[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(head, flipped);
      try {
        ApplicationProfile read = ApplicationProfile.open(target());
        assertThat(read.recordings()).hasSize(1); // another name or hash of a recording
      } catch (IOException refused) {
        assertThat(refused).isInstanceOf(MalformedProfileException.class);
      }
    }
  }

  @Test
  void aFolderOfVersionOneIsAProfileWithOnePart() throws IOException {
    Files.writeString(
        Files.createDirectories(target()).resolve("profile.json"),
        "{\"format\":\"distappguard-behaviour-profile\",\"version\":1}");
    ApplicationProfile profile = ApplicationProfile.open(target());
    assertThat(profile.part("behaviour")).contains(target());
    assertThat(profile.part("traffic")).isEmpty();
  }

  @Test
  void onlyAProfileIsReplaced() throws IOException {
    Files.writeString(Files.createDirectories(target()).resolve("letter.txt"), "dear");
    assertThatThrownBy(() -> written(new Part("behaviour", "b")))
        .hasMessageContaining("is no profile");
    assertThat(target().resolve("letter.txt")).hasContent("dear");
  }

  @Test
  void aPartThatFailsLeavesTheOldProfile() throws IOException {
    written(new Part("behaviour", "old"));
    ProfilePart failing =
        new ProfilePart() {
          @Override
          public String name() {
            return "traffic";
          }

          @Override
          public void write(Path place) throws IOException {
            throw new IOException("disk full");
          }
        };
    assertThatThrownBy(() -> written(new Part("behaviour", "new"), failing))
        .hasMessage("disk full");
    assertThat(target().resolve("behaviour/profile.json")).hasContent("old");
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(target());
    }
  }

  /** The version that holds: what was written last. */
  private Path now() throws IOException {
    return CurrentVersion.of(target());
  }

  private Path target() {
    return folder.resolve("shop.profile");
  }

  private ApplicationProfile written(ProfilePart... parts) throws IOException {
    ApplicationProfile.write(target(), "shop", RECORDINGS, List.of(parts));
    return ApplicationProfile.open(target());
  }

  private void assertRefused(String... words) {
    assertThatThrownBy(() -> ApplicationProfile.open(target()))
        .isInstanceOf(MalformedProfileException.class)
        .hasMessageContainingAll(words);
  }
}
