package io.distappguard.evaluation.forecast;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.distappguard.evaluation.forecast.ForecastResult.ClusterFacts;
import io.distappguard.evaluation.forecast.ForecastResult.ErrorSpread;
import io.distappguard.evaluation.forecast.ForecastResult.ForecasterRow;
import io.distappguard.evaluation.forecast.ForecastResult.TotalsRow;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The result as tables for a terminal, and as one JSON object. */
public final class ForecastText {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final StringBuilder out = new StringBuilder();

  private ForecastText() {}

  public static String of(ForecastResult result) {
    ForecastText text = new ForecastText();
    text.facts(result);
    text.forecasters(result);
    text.totals(result);
    return text.out.toString();
  }

  public static ObjectNode json(ForecastResult result) {
    return MAPPER.valueToTree(result);
  }

  private void facts(ForecastResult result) {
    line("%s", result.data());
    line(
        "Steps of %s s; %d looked back on, %d forecast; mean ± standard deviation over %d seeds.",
        plain(result.stepSeconds()),
        result.span().recentSteps(),
        result.span().horizon(),
        result.seeds());
    line(
        "%n%-32s %6s %9s %11s %6s %10s %12s",
        "cluster", "nodes", "training", "validation", "test", "forecasts", "calls a step");
    for (ClusterFacts cluster : result.clusters()) {
      line(
          "%-32s %6d %9d %11d %6d %10d %12.2f",
          shortened(cluster.name(), 32),
          cluster.nodes(),
          cluster.trainingSteps(),
          cluster.validationSteps(),
          cluster.testSteps(),
          cluster.testForecasts(),
          cluster.meanCalls());
    }
  }

  private void forecasters(ForecastResult result) {
    line(
        "%nErrors of calls a step and node, then of all features in the units they are learned in"
            + " (%,d counts forecast):",
        result.forecasters().getFirst().targets());
    line(
        "%-40s %10s %16s %16s %16s %16s %9s",
        "forecaster", "parameters", "MAE", "RMSE", "scaled MAE", "scaled RMSE", "training");
    for (ForecasterRow row : result.forecasters()) {
      line(
          "%-40s %10d %16s %16s %16s %16s %7.1f s",
          row.name(),
          row.parameters(),
          figure(row.calls().mae()),
          figure(row.calls().rmse()),
          figure(row.scaled().mae()),
          figure(row.scaled().rmse()),
          row.trainingSeconds());
    }
    for (ForecasterRow row : result.forecasters()) {
      if (!row.remarks().isEmpty()) {
        line("  %s: %s", row.name(), String.join("; ", row.remarks()));
      }
    }
    line("%nMAE / RMSE of calls by steps ahead:");
    for (ForecasterRow row : result.forecasters()) {
      line("%-40s %s", row.name(), ahead(row.calls()));
    }
  }

  private void totals(ForecastResult result) {
    if (result.totals().isEmpty()) {
      return;
    }
    line(
        "%nErrors of each operation's calls a step over all clusters (%,d counts forecast):",
        result.totals().getFirst().targets());
    line("%-40s %10s %16s %16s", "models", "parameters", "MAE", "RMSE");
    for (TotalsRow row : result.totals()) {
      line(
          "%-40s %10d %16s %16s",
          row.name(), row.parameters(), figure(row.calls().mae()), figure(row.calls().rmse()));
    }
  }

  private static String ahead(ErrorSpread errors) {
    StringBuilder ahead = new StringBuilder();
    for (int step = 0; step < errors.maeAhead().size(); step++) {
      ahead.append(
          String.format(
              Locale.ROOT,
              "  %.3f/%.3f",
              errors.maeAhead().get(step).mean(),
              errors.rmseAhead().get(step).mean()));
    }
    return ahead.toString();
  }

  static String figure(Spread spread) {
    return spread.deviation() == 0
        ? String.format(Locale.ROOT, "%.4f", spread.mean())
        : String.format(Locale.ROOT, "%.4f ± %.4f", spread.mean(), spread.deviation());
  }

  private static String plain(double number) {
    return String.format(Locale.ROOT, number == Math.rint(number) ? "%.0f" : "%.1f", number);
  }

  private static String shortened(String name, int length) {
    return name.length() <= length ? name : name.substring(0, length - 1) + "…";
  }

  private void line(String format, @Nullable Object... arguments) {
    out.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }
}
