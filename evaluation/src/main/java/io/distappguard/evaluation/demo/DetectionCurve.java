package io.distappguard.evaluation.demo;

import io.distappguard.evaluation.demo.DemoResult.AttackResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One attack at several strengths: how much of it is detected, and how soon, the stronger it is.
 *
 * @param attack its name without the strength
 * @param grades the weakest first
 */
record DetectionCurve(String attack, List<Grade> grades) {

  /** A name that ends in a number, or in a factor: {@code brute-force-10}, {@code flood-x1.5}. */
  private static final Pattern GRADED = Pattern.compile("(.+)-(x?)(\\d+(?:\\.\\d+)?)");

  DetectionCurve {
    grades = List.copyOf(grades);
  }

  /**
   * One strength.
   *
   * @param strength the number that the attack's name ends in
   * @param label that number as the name writes it
   */
  record Grade(
      double strength, String label, int runs, int detected, @Nullable Double medianDelaySeconds) {}

  /** The attacks that there are at two strengths or more. */
  static List<DetectionCurve> of(List<AttackResult> attacks) {
    Map<String, List<Grade>> grades = new TreeMap<>();
    for (AttackResult attack : attacks) {
      Matcher graded = GRADED.matcher(attack.name());
      if (graded.matches()) {
        grades
            .computeIfAbsent(graded.group(1), name -> new ArrayList<>())
            .add(
                new Grade(
                    Double.parseDouble(graded.group(3)),
                    (graded.group(2).isEmpty() ? "" : "×") + graded.group(3),
                    attack.runs(),
                    attack.detected(),
                    attack.medianDelaySeconds()));
      }
    }
    List<DetectionCurve> curves = new ArrayList<>();
    grades.forEach((name, some) -> {
      if (some.size() > 1) {
        some.sort(Comparator.comparingDouble(Grade::strength));
        curves.add(new DetectionCurve(name, some));
      }
    });
    return curves;
  }
}
