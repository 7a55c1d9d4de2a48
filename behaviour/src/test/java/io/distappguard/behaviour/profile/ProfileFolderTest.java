package io.distappguard.behaviour.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distappguard.behaviour.learn.LearnedApplication;
import io.distappguard.learning.profile.ApplicationProfile;
import io.distappguard.learning.profile.MalformedProfileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileFolderTest {

  @TempDir Path folder;

  private final BehaviourProfile profile = LearnedApplication.learned().profile();

  @Test
  void profileComesBackAsItWasWritten() throws IOException {
    Path target = folder.resolve("profile");
    ProfileFolder.write(profile, target);
    BehaviourProfile read = ProfileFolder.read(target);
    assertThat(read).isEqualTo(profile);
    ProfileFolder.write(read, folder.resolve("again"));
    assertThat(bytes(folder.resolve("again"))).isEqualTo(bytes(target));
  }

  @Test
  void itIsAPartOfTheApplicationsProfile() throws IOException {
    Path target = folder.resolve("shop.profile");
    ApplicationProfile.write(target, "shop", List.of(), List.of(ProfileFolder.part(profile)));
    assertThat(ProfileFolder.read(ApplicationProfile.open(target))).isEqualTo(profile);

    ApplicationProfile.write(target, "shop", List.of(), List.of());
    ApplicationProfile without = ApplicationProfile.open(target);
    assertThatThrownBy(() -> ProfileFolder.read(without))
        .isInstanceOf(MalformedProfileException.class)
        .hasMessageContaining("has no behaviour part");
  }

  @Test
  void aFolderOfVersionOneStillLoads() throws IOException {
    Path alone = folder.resolve("old.profile");
    ProfileFolder.write(profile, alone);
    ApplicationProfile read = ApplicationProfile.open(alone);
    assertThat(read.version()).isEqualTo(1);
    assertThat(ProfileFolder.read(read)).isEqualTo(profile);
  }

  @Test
  void aProfileWithoutActivityTellsNothingSilent() throws IOException {
    Path target = folder.resolve("profile");
    ProfileFolder.write(profile, target);
    Path head = target.resolve("profile.json");
    String text = Files.readString(head);
    Files.delete(target.resolve("activity.json"));
    assertThatThrownBy(() -> ProfileFolder.read(target)).hasMessageContaining("activity.json");
    Files.writeString(head, text.replaceFirst("    \"activity.json\" : .*\n", ""));

    BehaviourProfile read = ProfileFolder.read(target);

    assertThat(read.model().activity()).isEmpty();
    assertThat(read.model().rolesToWaitFor()).isEqualTo(profile.model().usualInstances().keySet());
  }

  @Test
  void sameRecordingsAndSeedGiveTheSameBytes() throws IOException {
    ProfileFolder.write(profile, folder.resolve("one"));
    ProfileFolder.write(LearnedApplication.learn().profile(), folder.resolve("other"));
    assertThat(bytes(folder.resolve("one"))).isEqualTo(bytes(folder.resolve("other")));
  }

  @Test
  void onlyAProfileIsReplaced() throws IOException {
    Path target = folder.resolve("profile");
    ProfileFolder.write(profile, target);
    ProfileFolder.write(profile, target);
    Path mine = Files.createDirectory(folder.resolve("mine"));
    Files.writeString(mine.resolve("letter.txt"), "dear");
    assertThatThrownBy(() -> ProfileFolder.write(profile, mine))
        .hasMessageContaining("is no profile");
    assertThat(mine.resolve("letter.txt")).exists();
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("profile", "mine");
    }
  }

  @Test
  void anyDamageIsALocatedError() throws IOException {
    Path target = folder.resolve("profile");
    ProfileFolder.write(profile, target);
    Map<String, String> whole = bytes(target);
    Random random = new Random(5);
    for (String name : whole.keySet()) {
      Path file = target.resolve(name);
      byte[] good = Files.readAllBytes(file);
      for (int attempt = 0; attempt < 12; attempt++) {
        byte[] bad = good.clone();
        bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(7));
        Files.write(file, bad);
        if (name.equals("profile.json")) {
          readsOrRefuses(target);
        } else {
          assertThatThrownBy(() -> ProfileFolder.read(target))
              .isInstanceOf(IOException.class)
              .hasMessageContaining(name);
        }
        Files.write(file, Arrays.copyOf(good, random.nextInt(good.length)));
        assertThatThrownBy(() -> ProfileFolder.read(target)).isInstanceOf(IOException.class);
      }
      Files.delete(file);
      assertThatThrownBy(() -> ProfileFolder.read(target))
          .isInstanceOf(MalformedProfileException.class)
          .hasMessageContaining(name)
          .hasMessageContaining("missing");
      Files.write(file, good);
    }
    assertThat(ProfileFolder.read(target)).isEqualTo(profile);
  }

  @Test
  void anotherVersionIsRefusedInWords() throws IOException {
    Path target = folder.resolve("profile");
    ProfileFolder.write(profile, target);
    Path head = target.resolve("profile.json");
    Files.writeString(head, Files.readString(head).replace("\"version\" : 1", "\"version\" : 99"));
    assertThatThrownBy(() -> ProfileFolder.read(target))
        .isInstanceOf(MalformedProfileException.class)
        .hasMessageContaining("version: 99 (expected: 1");
  }

  @Test
  void nothingOfTheMachineIsWritten() throws IOException {
    Path target = folder.resolve("profile");
    ProfileFolder.write(profile, target);
    String head = Files.readString(target.resolve("profile.json"));
    assertThat(head)
        .doesNotContain(folder.toString())
        .doesNotContain(System.getProperty("user.home"));
  }

  /** A flipped bit in the head may still be a sound profile, such as another name of a file. */
  private static void readsOrRefuses(Path target) {
    try {
      ProfileFolder.read(target);
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("profile");
    }
  }

  private static Map<String, String> bytes(Path folder) throws IOException {
    Map<String, String> bytes = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        bytes.put(
            file.getFileName().toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
      }
    }
    return bytes;
  }
}
