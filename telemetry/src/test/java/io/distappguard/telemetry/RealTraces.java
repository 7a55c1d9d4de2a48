package io.distappguard.telemetry;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Real public traces, where they are: beside the project, in a folder {@code shared/data}. */
public final class RealTraces {

  private RealTraces() {}

  /**
   * Unpacks an archive and gives the folder within it.
   *
   * @param archive path within {@code shared/data/traces}
   * @param target where to
   */
  public static Path unpack(String archive, String folder, Path target)
      throws IOException, InterruptedException {
    Path found = find(archive);
    assumeTrue(found != null, "shared/data/traces/" + archive + " is not there");
    Process tar =
        new ProcessBuilder("tar", "-xJf", String.valueOf(found), "-C", target.toString())
            .inheritIO()
            .start();
    assumeTrue(tar.waitFor() == 0, "tar cannot unpack " + archive);
    return target.resolve(folder);
  }

  private static Path find(String archive) {
    Path folder = Path.of("").toAbsolutePath();
    for (Path at = folder; at != null; at = at.getParent()) {
      Path candidate = at.resolve("shared/data/traces").resolve(archive);
      if (Files.isRegularFile(candidate)) {
        return candidate;
      }
    }
    return null;
  }
}
