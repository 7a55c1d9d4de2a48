package io.distappguard.evaluation;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.distappguard.evaluation.command.EvaluationCommands;
import java.io.ObjectInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may use whom, over the compiled classes of all modules. */
class ArchitectureTest {

  private static final String ROOT = "io.distappguard";

  /** A module and those of ours it may use besides itself. */
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          entry("files"),
          entry("telemetry", "files"),
          entry("detection"),
          entry("learning", "files", "detection"),
          entry("behaviour", "files", "telemetry", "detection", "learning"),
          entry("traffic", "telemetry", "detection", "learning"),
          entry("incidents", "detection"),
          entry("range", "files", "telemetry"),
          entry(
              "cli",
              "files",
              "telemetry",
              "detection",
              "learning",
              "behaviour",
              "traffic",
              "incidents"),
          entry("benchmarks", "files", "telemetry", "learning", "behaviour", "traffic"),
          entry(
              "evaluation",
              "files",
              "telemetry",
              "detection",
              "learning",
              "behaviour",
              "traffic",
              "incidents",
              "cli"));

  private static JavaClasses ours;

  private static Map.Entry<String, Set<String>> entry(String module, String... mayUse) {
    return Map.entry(module, Set.of(mayUse));
  }

  @BeforeAll
  static void read() {
    // By folder, not by class path: `range` and `benchmarks` are no dependencies of this module.
    // Maven builds them before this one unless only some modules are asked for; then there is
    // nothing of them to see.
    List<Path> folders = new ArrayList<>();
    for (String module : MAY_USE.keySet()) {
      Path classes = Path.of("..", module, "target", "classes");
      if (Files.isDirectory(classes)) {
        folders.add(classes);
      }
    }
    ours = new ClassFileImporter().importPaths(folders);
    assertThat(ours).isNotEmpty();
  }

  @Test
  void aModuleUsesOnlyThoseItMay() {
    MAY_USE.forEach((module, allowed) -> {
      String[] forbidden =
          MAY_USE.keySet().stream()
              .filter(other -> !other.equals(module) && !allowed.contains(other))
              .map(other -> ROOT + "." + other + "..")
              .toArray(String[]::new);
      if (forbidden.length > 0) {
        noClasses()
            .that()
            .resideInAPackage(ROOT + "." + module + "..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(forbidden)
            .because(module + " may use " + (allowed.isEmpty() ? "nothing of ours" : allowed))
            .allowEmptyShould(true)
            .check(ours);
      }
    });
  }

  @Test
  void everyModuleIsNamedInTheRules() {
    Set<String> seen = new TreeSet<>();
    for (JavaClass type : ours) {
      String[] steps = type.getPackageName().split("\\.", -1);
      if (steps.length > 2) {
        seen.add(steps[2]);
      }
    }
    assertThat(MAY_USE.keySet()).containsAll(seen);
  }

  @Test
  void packagesHaveNoCycles() {
    slices()
        .assignedFrom(
            new SliceAssignment() {
              @Override
              public SliceIdentifier getIdentifierOf(JavaClass type) {
                return type.getPackageName().startsWith(ROOT + ".range.rpc")
                    ? SliceIdentifier.ignore() // generated
                    : SliceIdentifier.of(type.getPackageName());
              }

              @Override
              public String getDescription() {
                return "packages";
              }
            })
        .should()
        .beFreeOfCycles()
        .check(ours);
  }

  @Test
  void nothingIsReadByJavaSerialization() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .areAssignableTo(ObjectInputStream.class)
        .because("a profile or a message must never be able to run code")
        .check(ours);
  }

  @Test
  void onlyProgramsPrintToStandardOutput() {
    // cli is the command; the range's services, drivers and attacks are programs of their own.
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + ".cli..", ROOT + ".range..")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(ours);
  }

  @Test
  void onlyTrainingTouchesTheTensorLibrary() {
    // So that detect and inspect never load it (they answer in under a second), nor do users'
    // Flink clusters.
    noClasses()
        .that()
        .resideOutsideOfPackages(
            ROOT + ".learning.training..",
            ROOT + ".behaviour.autoencoder..",
            ROOT + ".behaviour.comparator..",
            ROOT + ".traffic.astgcn..",
            ROOT + ".evaluation.comparator..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("ai.djl..")
        .check(ours);
  }

  @Test
  void packagesAreNamedByStepOfTheWay() {
    assertThat(ours.stream().map(JavaClass::getPackageName).distinct())
        .noneMatch(name -> name.matches(".*\\.(utils?|impl|managers?|common|helpers?)(\\..*)?"));
  }

  @Test
  void theTestSeesThisModule() {
    assertThat(ours.contain(EvaluationCommands.class.getName())).isTrue();
  }
}
