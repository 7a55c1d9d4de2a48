package io.distappguard.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The control groups that a {@code containers.json} declares, beside those that this host has. */
final class DeclaredGroups {

  /** Told by name; more are counted. */
  private static final int MOST_TOLD = 5;

  private static final int DEEPEST = 12;

  private DeclaredGroups() {}

  /**
   * Refuses a file of which no control group is there: nothing would be recorded. Containers that
   * are started later are fine as long as one runs.
   *
   * @param root where the control groups are mounted
   * @throws IOException with each group and the nearest that exists
   */
  static void requireOneOf(Path containers, Path root) throws IOException {
    List<String> declared = new ArrayList<>();
    for (JsonNode container : new ObjectMapper().readTree(containers.toFile()).path("containers")) {
      if (container.path("cgroup").isTextual()) {
        declared.add(container.path("cgroup").textValue());
      }
    }
    if (declared.isEmpty()) {
      throw new IOException(
          containers + ": no container has a \"cgroup\" (expected: its path below " + root + ")");
    }
    if (declared.stream().anyMatch(group -> Files.isDirectory(below(root, group)))) {
      return;
    }
    List<String> there = groups(root);
    StringBuilder told = new StringBuilder();
    for (String group : declared.subList(0, Math.min(MOST_TOLD, declared.size()))) {
      String near = nearest(group, root, there);
      told.append(told.isEmpty() ? "" : "; ")
          .append(group)
          .append(near == null ? " (nothing like it)" : " (perhaps " + near + ")");
    }
    if (declared.size() > MOST_TOLD) {
      told.append("; and ").append(declared.size() - MOST_TOLD).append(" more");
    }
    throw new IOException(
        containers + ": none of its control groups is there below " + root + ": " + told);
  }

  /** Where version 2 of the control groups is mounted; null where it is not. */
  static @Nullable Path root() throws IOException {
    Path root = null;
    for (String line : Files.readAllLines(Path.of("/proc/self/mounts"))) {
      String[] fields = line.split(" ", -1);
      if (fields.length > 2 && fields[2].equals("cgroup2")) {
        root = Path.of(fields[1]); // the last lies over those before
      }
    }
    return root;
  }

  private static Path below(Path root, String group) {
    return Path.of(root + "/" + group);
  }

  /** Paths below the root, as a file should name them. */
  private static List<String> groups(Path root) throws IOException {
    try (Stream<Path> folders = Files.find(root, DEEPEST, (path, kind) -> kind.isDirectory())) {
      return folders
          .map(path -> path.toString().substring(root.toString().length()))
          .filter(path -> !path.isEmpty())
          .limit(100_000)
          .toList();
    }
  }

  /** The whole path shortened, the same last step or id elsewhere, or what is spelt most alike. */
  private static @Nullable String nearest(String group, Path root, List<String> there) {
    if (group.startsWith(root + "/")) {
      String shortened = group.substring(root.toString().length());
      if (there.contains(shortened)) {
        return shortened;
      }
    }
    String last = group.substring(group.lastIndexOf('/') + 1);
    String id = last.replaceAll(".*?([0-9a-f]{12,64}).*", "$1");
    Optional<String> same =
        there.stream()
            .filter(path -> !id.isEmpty() && path.contains(id))
            .min(Comparator.comparingInt(String::length));
    return same.orElseGet(() ->
        there.stream()
            .filter(path -> distance(path, group) <= Math.max(2, group.length() / 4))
            .min(Comparator.comparingInt(path -> distance(path, group)))
            .orElse(null));
  }

  /** Letters to change, add or leave out (Levenshtein 1966). */
  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int column = 0; column < row.length; column++) {
      row[column] = column;
    }
    for (int line = 1; line <= one.length(); line++) {
      int diagonal = row[0];
      row[0] = line;
      for (int column = 1; column < row.length; column++) {
        int changed = diagonal + (one.charAt(line - 1) == other.charAt(column - 1) ? 0 : 1);
        diagonal = row[column];
        row[column] = Math.min(changed, 1 + Math.min(row[column], row[column - 1]));
      }
    }
    return row[other.length()];
  }
}
