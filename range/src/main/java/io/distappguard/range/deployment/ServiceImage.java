package io.distappguard.range.deployment;

import io.distappguard.range.service.ServiceMain;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A service of the social network: a small Java process.
 *
 * @param role which service
 * @param version tag of the image
 * @param port where it listens
 * @param application the installed classes
 * @param folder the run's folder, for discovery and spans
 * @param seed of everything random in the service
 */
public record ServiceImage(
    String role, String version, int port, Application application, RunFolder folder, long seed)
    implements Image {
  @Override
  public String name() {
    return "social-network/" + role + ":" + version;
  }

  @Override
  public void prepare(Instance instance, Path directory) {
    // Native libraries are unpacked here, not into the machine's /tmp.
    RunFolder.createDirectories(directory.resolve("tmp"));
  }

  @Override
  public List<String> command(Instance instance, Path directory) {
    return application.command(
        directory, ServiceMain.VIRTUAL_MACHINE_FLAGS, ServiceMain.class.getName(), List.of(role));
  }

  @Override
  public Map<String, String> environment(Instance instance, Path directory) {
    return Map.of(
        "RANGE_INSTANCE", instance.name(),
        "RANGE_ADDRESS", instance.address(),
        "RANGE_DISCOVERY", folder.discovery().toString(),
        "RANGE_SPANS", folder.spans(instance).toString(),
        "RANGE_SEED", Long.toString(seed));
  }

  @Override
  public String readyLine() {
    return "READY " + role;
  }
}
