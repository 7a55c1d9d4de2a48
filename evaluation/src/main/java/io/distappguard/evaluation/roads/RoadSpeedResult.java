package io.distappguard.evaluation.roads;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;

/**
 * What {@link RoadSpeedStudy} measured.
 *
 * @param rows persistence first, then a row a seed
 */
public record RoadSpeedResult(List<Row> rows) {

  /** At least this share of persistence's error must go. */
  private static final double PROMISED_GAIN = 0.05;

  public RoadSpeedResult {
    rows = List.copyOf(rows);
  }

  /**
   * One forecaster.
   *
   * @param aheads one each of 15, 30 and 60 minutes
   */
  public record Row(String name, List<Ahead> aheads) {

    public Row {
      aheads = List.copyOf(aheads);
    }
  }

  /**
   * Errors in miles an hour.
   *
   * @param upTo over all steps up to these minutes ahead, as published figures are
   * @param at the step these minutes ahead alone
   */
  public record Ahead(int minutes, ForecastScore upTo, ForecastScore at) {}

  /** Whether the mean over seeds is 5 % better in RMSE and no worse in MAE, all three times. */
  public boolean holds() {
    if (rows.size() < 2) {
      return false;
    }
    for (int index = 0; index < persistence().aheads().size(); index++) {
      ForecastScore before = persistence().aheads().get(index).upTo();
      if (mean(index, ahead -> ahead.upTo().rmse()) > (1 - PROMISED_GAIN) * before.rmse()
          || mean(index, ahead -> ahead.upTo().mae()) > before.mae()) {
        return false;
      }
    }
    return true;
  }

  /** The result as a table. */
  public String text() {
    StringBuilder out = new StringBuilder();
    table(out, "RMSE/MAE over all steps up to", Ahead::upTo);
    out.append('\n');
    table(out, "RMSE/MAE of the step at", Ahead::at);
    out.append(
        holds()
            ? "\nAt least 5 % better RMSE than persistence up to 15, 30 and 60 min, MAE no worse.\n"
            : "\nNot 5 % better RMSE than persistence everywhere, or a worse MAE.\n");
    return out.toString();
  }

  private void table(StringBuilder out, String title, Function<Ahead, ForecastScore> score) {
    out.append(String.format(Locale.ROOT, "%-30s", title));
    for (Ahead ahead : persistence().aheads()) {
      out.append(String.format(Locale.ROOT, " %22s", ahead.minutes() + " min"));
    }
    out.append('\n');
    for (Row row : rows) {
      out.append(String.format(Locale.ROOT, "%-30s", row.name()));
      for (Ahead ahead : row.aheads()) {
        ForecastScore errors = score.apply(ahead);
        out.append(cell("%.3f / %.3f", errors.rmse(), errors.mae()));
      }
      out.append('\n');
    }
    if (rows.size() < 2) {
      return;
    }
    out.append(String.format(Locale.ROOT, "%-30s", "mean"));
    eachAhead(out, index -> cell("%.3f / %.3f", rmse(index, score), mae(index, score)));
    out.append(String.format(Locale.ROOT, "%-30s", "deviation"));
    eachAhead(
        out,
        index ->
            cell(
                "%.3f / %.3f",
                deviation(index, ahead -> score.apply(ahead).rmse()),
                deviation(index, ahead -> score.apply(ahead).mae())));
    out.append(String.format(Locale.ROOT, "%-30s", "mean against persistence"));
    eachAhead(
        out,
        index -> {
          ForecastScore before = score.apply(persistence().aheads().get(index));
          return cell(
              "%+.1f %% / %+.1f %%",
              100 * (rmse(index, score) / before.rmse() - 1),
              100 * (mae(index, score) / before.mae() - 1));
        });
  }

  private void eachAhead(StringBuilder out, IntFunction<String> cell) {
    for (int index = 0; index < persistence().aheads().size(); index++) {
      out.append(cell.apply(index));
    }
    out.append('\n');
  }

  private static String cell(String format, double first, double second) {
    return String.format(Locale.ROOT, " %22s", String.format(Locale.ROOT, format, first, second));
  }

  private double rmse(int index, Function<Ahead, ForecastScore> score) {
    return mean(index, ahead -> score.apply(ahead).rmse());
  }

  private double mae(int index, Function<Ahead, ForecastScore> score) {
    return mean(index, ahead -> score.apply(ahead).mae());
  }

  private Row persistence() {
    return rows.get(0);
  }

  private double mean(int index, ToDoubleFunction<Ahead> figure) {
    double sum = 0;
    for (double value : ofSeeds(index, figure)) {
      sum += value;
    }
    return sum / (rows.size() - 1);
  }

  /** Of the sample; 0 with one seed. */
  private double deviation(int index, ToDoubleFunction<Ahead> figure) {
    double mean = mean(index, figure);
    double squares = 0;
    for (double value : ofSeeds(index, figure)) {
      squares += (value - mean) * (value - mean);
    }
    return rows.size() < 3 ? 0 : Math.sqrt(squares / (rows.size() - 2));
  }

  private List<Double> ofSeeds(int index, ToDoubleFunction<Ahead> figure) {
    List<Double> values = new ArrayList<>();
    for (Row row : rows.subList(1, rows.size())) {
      values.add(figure.applyAsDouble(row.aheads().get(index)));
    }
    return values;
  }
}
