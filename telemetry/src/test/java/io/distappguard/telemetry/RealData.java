package io.distappguard.telemetry;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Real public data, where it is: beside the project, in a folder {@code shared/data}. */
public final class RealData {

  private RealData() {}

  /**
   * Unpacks an archive.
   *
   * @param archive path within {@code shared/data}
   * @param target where to
   * @return the target
   */
  public static Path unpack(String archive, Path target) throws IOException, InterruptedException {
    Path found = find(archive);
    assumeTrue(found != null, "shared/data/" + archive + " is not there");
    Process tar =
        new ProcessBuilder("tar", "-xJf", String.valueOf(found), "-C", target.toString())
            .inheritIO()
            .start();
    assumeTrue(tar.waitFor() == 0, "tar cannot unpack " + archive);
    return target;
  }

  private static Path find(String archive) {
    Path folder = Path.of("").toAbsolutePath();
    for (Path at = folder; at != null; at = at.getParent()) {
      Path candidate = at.resolve("shared/data").resolve(archive);
      if (Files.isRegularFile(candidate)) {
        return candidate;
      }
    }
    return null;
  }
}
