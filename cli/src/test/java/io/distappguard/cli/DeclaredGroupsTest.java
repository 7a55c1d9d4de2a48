package io.distappguard.cli;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeclaredGroupsTest {

  private static final String ID = "154a173602f6c5d3".repeat(4);

  @TempDir Path folder;
  private Path root;

  @BeforeEach
  void makeGroups() throws IOException {
    root = folder.resolve("cgroup");
    Files.createDirectories(root.resolve("docker/" + ID));
    Files.createDirectories(root.resolve("system.slice/shop.service"));
  }

  @Test
  void oneGroupThatIsThereIsEnough() throws IOException {
    DeclaredGroups.requireOneOf(declaring("/not/yet", "/docker/" + ID), root);
  }

  @Test
  void eachGroupIsToldWithTheNearestThatExists() throws IOException {
    Path file =
        declaring(
            root + "/docker/" + ID,
            "/system.slice/docker-" + ID + ".scope",
            ID.substring(0, 12),
            "/system.slice/shpo.service",
            "/elsewhere");

    assertThatThrownBy(() -> DeclaredGroups.requireOneOf(file, root))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(root + "/docker/" + ID + " (perhaps /docker/" + ID + ")")
        .hasMessageContaining("docker-" + ID + ".scope (perhaps /docker/" + ID + ")")
        .hasMessageContaining("; " + ID.substring(0, 12) + " (perhaps /docker/" + ID + ")")
        .hasMessageContaining("shpo.service (perhaps /system.slice/shop.service)")
        .hasMessageContaining("/elsewhere (nothing like it)");
  }

  @Test
  void aFileWithoutGroupsIsRefused() throws IOException {
    Path file =
        Files.writeString(folder.resolve("c.json"), "{\"containers\": [{\"name\": \"a\"}]}");

    assertThatThrownBy(() -> DeclaredGroups.requireOneOf(file, root))
        .hasMessageContaining("no container has a \"cgroup\"");
  }

  private Path declaring(String... groups) throws IOException {
    StringBuilder json = new StringBuilder("{\"containers\": [");
    for (String group : groups) {
      json.append(json.charAt(json.length() - 1) == '[' ? "" : ", ");
      json.append("{\"name\": \"a\", \"cgroup\": \"").append(group).append("\"}");
    }
    return Files.writeString(folder.resolve("containers.json"), json.append("]}"));
  }
}
