package io.distappguard.evaluation.roads;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Speeds at sensors on the highways of Los Angeles, a week in steps of five minutes, as published
 * with T-GCN (Zhao et al., IEEE T-ITS 2020).
 *
 * @param speeds {@code [steps][sensors]}, in miles an hour
 * @param adjacency {@code [sensors][sensors]}, nearness by road, 0 where far apart
 */
@SuppressWarnings("ArrayRecordComponent") // large, and written once
record RoadSpeeds(float[][] speeds, float[][] adjacency) {

  static final long STEP_MILLIS = 300_000;

  /**
   * Reads {@code los_speed.csv} (a line of sensor names, then a line a step) and {@code
   * los_adj.csv} (a line a sensor).
   *
   * @throws IOException if a file cannot be read or holds something else, with file and line
   */
  static RoadSpeeds read(Path folder) throws IOException {
    Path speedFile = folder.resolve("los_speed.csv");
    Path adjacencyFile = folder.resolve("los_adj.csv");
    float[][] speeds = rows(speedFile, true);
    float[][] adjacency = rows(adjacencyFile, false);
    if (adjacency.length != speeds[0].length || adjacency[0].length != adjacency.length) {
      throw new IOException(
          "%s: %d by %d (expected: square, %d sensors as in %s)"
              .formatted(
                  adjacencyFile,
                  adjacency.length,
                  adjacency[0].length,
                  speeds[0].length,
                  speedFile));
    }
    return new RoadSpeeds(speeds, adjacency);
  }

  int sensors() {
    return adjacency.length;
  }

  private static float[][] rows(Path file, boolean header) throws IOException {
    List<float[]> rows = new ArrayList<>();
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      int number = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        if ((number == 1 && header) || line.isBlank()) {
          continue;
        }
        float[] row = row(line, file + ":" + number);
        if (!rows.isEmpty() && row.length != rows.get(0).length) {
          throw new IOException(
              "%s:%d: %d columns (expected: %d as in the lines before)"
                  .formatted(file, number, row.length, rows.get(0).length));
        }
        rows.add(row);
      }
    }
    if (rows.isEmpty()) {
      throw new IOException(file + ": no numbers");
    }
    return rows.toArray(float[][]::new);
  }

  private static float[] row(String line, String place) throws IOException {
    String[] cells = line.split(",", -1);
    float[] row = new float[cells.length];
    for (int column = 0; column < cells.length; column++) {
      try {
        row[column] = Float.parseFloat(cells[column].strip());
      } catch (NumberFormatException notANumber) {
        throw new IOException(
            "%s: column %d: \"%s\" (expected: a number)"
                .formatted(place, column + 1, cells[column]),
            notANumber);
      }
      if (!(row[column] >= 0) || Float.isInfinite(row[column])) {
        throw new IOException(
            "%s: column %d: %s (expected: >= 0 and finite)"
                .formatted(place, column + 1, row[column]));
      }
    }
    return row;
  }
}
