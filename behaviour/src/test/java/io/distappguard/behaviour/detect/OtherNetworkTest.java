package io.distappguard.behaviour.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distappguard.behaviour.autoencoder.BlockStructure;
import io.distappguard.behaviour.generated.GeneratedApplication;
import io.distappguard.behaviour.learn.LearnedApplication;
import io.distappguard.behaviour.profile.BehaviourProfile;
import io.distappguard.behaviour.profile.ProfileFolder;
import io.distappguard.behaviour.profile.ScaleProfile;
import io.distappguard.learning.profile.MalformedProfileException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The generated application learned with a network that knows of no roles. */
class OtherNetworkTest {

  private static final BehaviourProfile PROFILE =
      LearnedApplication.learn(OtherNetworkTest::dense).profile();

  private final BehaviourProfile ours = LearnedApplication.learned().profile();

  @Test
  void allButTheNetworkIsTheSame() {
    ScaleProfile scale = PROFILE.model().scales().getFirst();
    ScaleProfile ourScale = ours.model().scales().getFirst();

    assertThat(scale.autoencoder().structure().roles()).containsExactly("all");
    assertThat(scale.scaling()).isEqualTo(ourScale.scaling());
    assertThat(scale.single().blocks()).hasSameSizeAs(ourScale.single().blocks());
    assertThat(PROFILE.model().vocabulary()).isEqualTo(ours.model().vocabulary());
    assertThat(PROFILE.model().startUps()).isEqualTo(ours.model().startUps());
    assertThat(PROFILE.model().unseenUnit()).isEqualTo(ours.model().unseenUnit());
    assertThat(PROFILE.alarm().calibration().windows())
        .isEqualTo(ours.alarm().calibration().windows());
  }

  @Test
  void itDetectsAndNamesTheRole() {
    Detections theft =
        Detections.of(PROFILE, new GeneratedApplication("theft", 12, 600).exfiltration(400, 460));

    assertThat(theft.between(400, 460)).isNotEmpty();
    assertThat(theft.between(400, 460).getFirst().roleScores()).containsKey("user");
    assertThat(theft.between(0, 400)).isEmpty();
  }

  @Test
  void sameSeedGivesTheSameScores() {
    GeneratedApplication benign = new GeneratedApplication("benign", 11, 300);
    BehaviourProfile again = LearnedApplication.learn(OtherNetworkTest::dense).profile();

    assertThat(Detections.of(again, benign).scores)
        .isEqualTo(Detections.of(PROFILE, benign).scores)
        .isNotEqualTo(Detections.of(ours, benign).scores);
  }

  @Test
  void aFolderGivesBackOurNetworkAlone(@TempDir Path folder) throws IOException {
    Path target = folder.resolve("profile");
    ProfileFolder.write(PROFILE, target);

    assertThatThrownBy(() -> ProfileFolder.read(target))
        .isInstanceOf(MalformedProfileException.class)
        .hasMessageContaining("tensor encode.0.weight: shape");
  }

  /** One block of all features. */
  private static BlockStructure dense(BlockStructure ours) {
    return new BlockStructure(
        ours.features(),
        List.of("all"),
        new int[][] {IntStream.range(0, ours.features()).toArray()},
        new int[][] {{0}},
        new int[] {16},
        8);
  }
}
