package io.distappguard.evaluation.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.evaluation.demo.DemoResult.AttackResult;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DetectionCurveTest {

  @Test
  void attacksOfOneNameAreOneCurveTheWeakestFirst() {
    List<DetectionCurve> curves =
        curves("brute-force-100", "brute-force-1", "brute-force-10", "flood-x1.5", "flood-x10");

    assertThat(curves).extracting(DetectionCurve::attack).containsExactly("brute-force", "flood");
    assertThat(curves.getFirst().grades())
        .extracting(DetectionCurve.Grade::label)
        .containsExactly("1", "10", "100");
    assertThat(curves.getLast().grades())
        .extracting(DetectionCurve.Grade::label)
        .containsExactly("×1.5", "×10");
  }

  @Test
  void whatHasNoStrengthInItsNameIsOfNoCurve() {
    assertThat(curves("flood-x3", "flood-x10", "flood-pulses", "reverse-shell"))
        .singleElement()
        .satisfies(curve -> assertThat(curve.grades()).hasSize(2));
  }

  @Test
  void oneStrengthIsNoCurve() {
    assertThat(curves("flood-x3", "brute-force-10")).isEmpty();
  }

  private static List<DetectionCurve> curves(String... attacks) {
    return DetectionCurve.of(
        Arrays.stream(attacks)
            .map(name -> new AttackResult(name, 3, 2, 7.0, 0.5, "", List.of()))
            .toList());
  }
}
