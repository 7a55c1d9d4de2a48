package io.distappguard.telemetry.collector;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the path of a control group tells of the container or service in it. The innermost container
 * counts, and what lies below it (a container's own systemd, say) belongs to it:
 *
 * <pre>
 *   /docker/ID                                           Docker, cgroupfs driver
 *   /system.slice/docker-ID.scope                        Docker, systemd driver
 *   /kubepods/burstable/podUID/ID                        Kubernetes, cgroupfs driver
 *   /kubepods.slice/.../kubepods-podU_I_D.slice/cri-containerd-ID.scope
 *                                                        Kubernetes, systemd: containerd
 *   /kubepods.slice/.../kubepods-podU_I_D.slice/crio-ID.scope          CRI-O
 *   /.../kubepods-besteffort-podU_I_D.slice:cri-containerd:ID          containerd, drivers mixed
 *   /machine.slice/libpod-ID.scope, /libpod_parent/libpod-ID           Podman
 *   /libpod_parent/POD/libpod-ID                         Podman, in a pod of its own
 *   /system.slice/NAME.service/libpod-payload-ID         Podman, started by a service of systemd
 *   /default/NAME                                        containerd without Kubernetes (ctr)
 *   /lxc/NAME, /lxc.payload.NAME                         LXC
 *   /system.slice/NAME.service                           a service of systemd
 * </pre>
 *
 * @param runtime {@code docker}, {@code containerd}, {@code cri-o}, {@code podman}, {@code lxc};
 *     {@code kubernetes} where the path does not tell which; empty where it is no container
 * @param id the runtime's id in full, the name for LXC and ctr; empty where it is no container
 * @param pod uid of the Kubernetes pod with dashes; empty where there is none
 * @param path the part of the path that leads to the container or service
 */
record ContainerCgroup(String runtime, String id, String pod, String path) {

  private static final String ID = "([0-9a-f]{64})";

  /** Longest first: what begins alike must not hide the rest. */
  private static final Pattern SCOPE =
      Pattern.compile(
          "(?:.*[:])?(cri-containerd|nerdctl|containerd|crio|docker|libpod-payload|libpod)[-:]"
              + ID
              + "(?:\\.scope)?");

  private static final Pattern BARE = Pattern.compile(ID);
  private static final Pattern POD =
      Pattern.compile(
          "(?:kubepods-(?:.*-)?|.*-kubepods-(?:.*-)?)?pod([0-9a-f_-]{32,36})(?:\\.slice)?(?::.*)?");
  private static final Pattern LXC = Pattern.compile("lxc\\.payload\\.(.+)");

  /**
   * Whoever names no namespace of containerd is in this one; ids are what users call them there.
   */
  private static final String CONTAINERD = "/default/";

  private static final int SHORT_ID = 12;

  /** Takes the path of a control group, below the root, apart. */
  static ContainerCgroup of(String path) {
    String[] steps = path.split("/", -1);
    ContainerCgroup found = null;
    String pod = "";
    StringBuilder whole = new StringBuilder();
    for (int index = 0; index < steps.length; index++) {
      String step = steps[index];
      if (step.isEmpty()) {
        continue;
      }
      whole.append('/').append(step);
      Matcher podStep = POD.matcher(step);
      if (podStep.matches()) {
        pod = dashed(podStep.group(1));
      }
      String before = index > 0 ? steps[index - 1] : "";
      ContainerCgroup container = container(step, before, pod, whole);
      found = container == null ? found : container;
    }
    return found == null ? service(steps, path) : found;
  }

  boolean isContainer() {
    return !id.isEmpty();
  }

  /** What it is called: the short id of a container, the name of a service. */
  String name() {
    if (isContainer()) {
      return BARE.matcher(id).matches() ? id.substring(0, SHORT_ID) : id;
    }
    String last = path.substring(path.lastIndexOf('/') + 1);
    return last.endsWith(".service") ? last.substring(0, last.length() - 8) : last;
  }

  private static @Nullable ContainerCgroup container(
      String step, String before, String pod, StringBuilder path) {
    Matcher scope = SCOPE.matcher(step);
    if (scope.matches()) {
      String runtime =
          switch (scope.group(1)) {
            case "docker" -> "docker";
            case "crio" -> "cri-o";
            case "libpod", "libpod-payload" -> "podman";
            default -> "containerd";
          };
      return new ContainerCgroup(runtime, scope.group(2), pod, path.toString());
    }
    if (before.equals("libpod_parent")) {
      return null; // a pod of Podman, with the monitors of its containers in it
    }
    if (BARE.matcher(step).matches()) {
      String runtime =
          before.equals("docker") ? "docker" : pod.isEmpty() ? "containerd" : "kubernetes";
      return new ContainerCgroup(runtime, step, pod, path.toString());
    }
    Matcher payload = LXC.matcher(step);
    if (payload.matches()) {
      return new ContainerCgroup("lxc", payload.group(1), "", path.toString());
    }
    if (before.equals("lxc")) {
      return new ContainerCgroup("lxc", step, "", path.toString());
    }
    if (CharSequence.compare(path, CONTAINERD + step) == 0) {
      return new ContainerCgroup("containerd", step, "", path.toString());
    }
    return null;
  }

  /** No container: up to the innermost service, else all of it. */
  private static ContainerCgroup service(String[] steps, String path) {
    StringBuilder whole = new StringBuilder();
    String service = "";
    for (String step : steps) {
      if (!step.isEmpty()) {
        whole.append('/').append(step);
        if (step.endsWith(".service")) {
          service = whole.toString();
        }
      }
    }
    String all = whole.isEmpty() ? "/" : whole.toString();
    return new ContainerCgroup("", "", "", service.isEmpty() ? all : service);
  }

  /** systemd's names have no dashes in uids; the uids of static pods have none at all. */
  private static String dashed(String uid) {
    return uid.replace('_', '-');
  }
}
