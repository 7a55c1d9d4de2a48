package io.distappguard.evaluation.roads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoadSpeedStudyTest {

  private static final Path PUBLISHED = Path.of("../../shared/data/los-speed");

  @TempDir Path folder;

  @Test
  void persistenceHasThePublishedErrors() throws IOException {
    assumeTrue(Files.isDirectory(PUBLISHED), "the road speeds are not here");

    RoadSpeedResult.Row persistence =
        RoadSpeedStudy.run(PUBLISHED, List.of(), (what, done, total) -> {}).rows().get(0);

    double[][] published = {{5.539, 3.155}, {6.692, 3.629}, {8.446, 4.428}};
    for (int index = 0; index < published.length; index++) {
      ForecastScore score = persistence.aheads().get(index).upTo();
      assertThat(score.rmse()).isCloseTo(published[index][0], within(5e-4));
      assertThat(score.mae()).isCloseTo(published[index][1], within(5e-4));
    }
    assertThat(persistence.aheads())
        .extracting(ahead -> ahead.upTo().windows())
        .containsExactly(390, 387, 381);
  }

  @Test
  void errorsArePooledOverStepsAhead() {
    float[][] observed = {{1}, {2}, {4}, {8}};

    ForecastScore.Forecasts zero = step -> new float[2][1];

    ForecastScore upTo = ForecastScore.of(zero, observed, 0, 4, 1, 2, false);
    assertThat(upTo.mae()).isCloseTo((2 + 4 + 4 + 8) / 4.0, within(1e-9));
    assertThat(upTo.rmse()).isCloseTo(Math.sqrt((4 + 16 + 16 + 64) / 4.0), within(1e-9));
    assertThat(upTo.windows()).isEqualTo(2);
    assertThat(ForecastScore.of(zero, observed, 0, 4, 1, 2, true).mae())
        .isCloseTo((4 + 8) / 2.0, within(1e-9));
  }

  @Test
  void theResultHoldsOnlyWhereEveryHorizonIsBetter() {
    RoadSpeedResult.Row before = row("persistence", 10, 5);

    assertThat(new RoadSpeedResult(List.of(before, row("a", 9.4, 5))).holds()).isTrue();
    assertThat(new RoadSpeedResult(List.of(before, row("a", 9.6, 5))).holds()).isFalse();
    assertThat(new RoadSpeedResult(List.of(before, row("a", 9.4, 5.1))).holds()).isFalse();
    assertThat(new RoadSpeedResult(List.of(before)).holds()).isFalse();
    assertThat(new RoadSpeedResult(List.of(before, row("a", 9, 4), row("b", 8, 4))).text())
        .contains("-15.0 % / -20.0 %")
        .contains("0.707 / 0.000");
  }

  @Test
  void damagedFilesAreNamedByLine() throws IOException {
    Files.writeString(folder.resolve("los_adj.csv"), "1,0\n0,1\n");
    Files.writeString(folder.resolve("los_speed.csv"), "a,b\n60,61\n60,fast\n");
    assertThatThrownBy(() -> RoadSpeeds.read(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("los_speed.csv:3: column 2: \"fast\" (expected: a number)");
    Files.writeString(folder.resolve("los_speed.csv"), "a,b\n60,61\n60\n");
    assertThatThrownBy(() -> RoadSpeeds.read(folder))
        .hasMessageContaining("los_speed.csv:3: 1 columns (expected: 2 as in the lines before)");
    Files.writeString(folder.resolve("los_speed.csv"), "a,b,c\n60,61,62\n");
    assertThatThrownBy(() -> RoadSpeeds.read(folder))
        .hasMessageContaining("los_adj.csv: 2 by 2 (expected: square, 3 sensors");
  }

  private static RoadSpeedResult.Row row(String name, double rmse, double mae) {
    ForecastScore score = new ForecastScore(rmse, mae, 1);
    return new RoadSpeedResult.Row(
        name,
        List.of(
            new RoadSpeedResult.Ahead(15, score, score),
            new RoadSpeedResult.Ahead(30, score, score),
            new RoadSpeedResult.Ahead(60, score, score)));
  }
}
