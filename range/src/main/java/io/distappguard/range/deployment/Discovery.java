package io.distappguard.range.deployment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Says where the replicas of each role are: a text file a role, one {@code address:port} a line,
 * replaced as a whole so that no reader sees half of it.
 *
 * @param directory holds the files
 */
public record Discovery(Path directory) {

  public void publish(String role, List<String> endpoints) {
    RunFolder.write(
        directory.resolve(role), endpoints.isEmpty() ? "" : String.join("\n", endpoints) + "\n");
  }

  public List<String> endpoints(String role) {
    Path file = directory.resolve(role);
    try {
      return Files.isRegularFile(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new RangeFailure("%s: %s".formatted(file, e.getMessage()), e);
    }
  }
}
