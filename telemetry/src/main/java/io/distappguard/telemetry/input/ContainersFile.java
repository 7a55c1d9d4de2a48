package io.distappguard.telemetry.input;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.recording.RecordingHeader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a {@code containers.json} says. */
@JsonIgnoreProperties(ignoreUnknown = true)
record ContainersFile(
    @Nullable String application,
    @Nullable String run,
    @Nullable List<RecordingHeader.Network> networks,
    @Nullable List<Entry> containers,
    @Nullable String collector) {

  List<RecordingHeader.Network> declaredNetworks() {
    return networks == null ? List.of() : networks;
  }

  List<Entry> entries() {
    return containers == null ? List.of() : containers;
  }

  DeclaredContainers declared() {
    DeclaredContainers declared = new DeclaredContainers();
    for (Entry entry : entries()) {
      declared.add(entry.toContainer(), entry.strace());
    }
    return declared;
  }

  /** One container, and its files. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Entry(
      @Nullable String name,
      @Nullable String host,
      @Nullable String role,
      @Nullable String image,
      @Nullable String cgroup,
      long networkNamespace,
      @Nullable List<String> addresses,
      @Nullable String strace,
      @Nullable String spans) {

    Container toContainer() {
      return new Container(
          0,
          name == null ? "" : name,
          host == null ? "" : host,
          role,
          image,
          cgroup,
          networkNamespace,
          addresses == null ? List.of() : addresses);
    }
  }
}
