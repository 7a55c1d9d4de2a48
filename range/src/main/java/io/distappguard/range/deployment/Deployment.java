package io.distappguard.range.deployment;

import io.distappguard.range.recording.ContainerList;
import io.distappguard.range.recording.Recorder;
import io.distappguard.range.recording.SystemCallCollector;
import io.distappguard.range.service.SeedMain;
import io.distappguard.range.service.platform.InjectedDelay;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The social network running on this machine: started, changed while it runs, stopped. Needs root.
 * One thread at a time, but {@link #remove} may interrupt another.
 */
public final class Deployment {
  private static final Duration STORE_LIMIT = Duration.ofSeconds(30);
  private static final Duration SEED_LIMIT = Duration.ofSeconds(90);
  private static final Duration SERVICE_LIMIT = Duration.ofSeconds(150);
  private static final Duration HEALTH_LIMIT = Duration.ofSeconds(90);
  private static final Duration DRAIN = Duration.ofSeconds(2);
  private static final Duration GRACE = Duration.ofSeconds(6);

  private static final String FIRST_VERSION = "1";

  private final Settings settings;
  private final RunFolder folder;
  private final PrintStream progress;
  private final Network network;
  private final ControlGroups groups;
  private final ContainerRuntime runtime;
  private final Discovery discovery;
  private final Application application;
  private final SocialNetwork shape = new SocialNetwork();
  private final Map<String, String> versions = new HashMap<>();
  private final Map<String, Container> running = new LinkedHashMap<>();
  private volatile boolean abandoned;
  private volatile @Nullable SystemCallCollector collector;

  /**
   * @param settings what to start, and where
   * @param progress is told a line for each step
   */
  public Deployment(Settings settings, PrintStream progress) {
    this.settings = settings;
    this.progress = progress;
    this.folder = new RunFolder(settings.directory());
    this.network = new Network(settings.naming());
    this.groups = ControlGroups.find(settings.naming());
    this.discovery = new Discovery(folder.discovery());
    this.application = Application.install(settings.cache());
    this.runtime =
        new ContainerRuntime(
            network,
            groups,
            folder,
            new ContainerList(
                "social-network",
                settings.run(),
                List.of(new ContainerList.NamedNetwork("internet", Host.INTERNET.network())),
                settings.recorder() == Recorder.COLLECTOR ? SystemCallCollector.STREAM : ""),
            settings.recorder());
  }

  /**
   * @param naming the names the kernel knows the range by
   * @param directory holds the run's folder
   * @param cache keeps what is the same for every run: our jars, an empty database
   * @param run the run's name
   * @param seed of everything random in the services
   * @param recorder what records system calls
   * @param keepRecording whether the recording stays in the folder when the rest is removed
   */
  public record Settings(
      Naming naming,
      Path directory,
      Path cache,
      String run,
      long seed,
      Recorder recorder,
      boolean keepRecording) {}

  /** Starts everything and returns once the application says it is healthy. */
  public void start() {
    folder.requireNoKeptRecording();
    removeLeftovers();
    folder.create(settings.keepRecording());
    progress.println("network: hosts host-a, host-b and the world outside");
    network.createHosts();
    network.addContainer(
        "client",
        Host.INTERNET,
        IntStream.rangeClosed(10, 40).mapToObj(Host.INTERNET::address).toList());
    network.addContainer("attacker", Host.INTERNET, SocialNetwork.attackerAddresses());
    startCollector();
    startAll("stores", SocialNetwork.stores(), STORE_LIMIT);
    seed();
    startAll("services", SocialNetwork.services(), SERVICE_LIMIT);
    startAll("door", List.of(SocialNetwork.door()), STORE_LIMIT);
    awaitHealth();
    progress.println("serving at " + url() + " (inside the range's network only)");
  }

  /** Where users reach the application, from inside the range's network. */
  public String url() {
    return "http://" + SocialNetwork.door().address();
  }

  public RunFolder folder() {
    return folder;
  }

  public int replicas(String role) {
    return containersOf(role).size();
  }

  /** Adds or takes away replicas until there are as many as asked for. */
  public void scale(String role, int replicas) {
    SocialNetwork.servicePort(role);
    if (replicas < 1) {
      throw new IllegalArgumentException("replicas: " + replicas + " (expected: >= 1)");
    }
    progress.println("scale " + role + " from " + replicas(role) + " to " + replicas);
    List<Container> added = new ArrayList<>();
    while (containersOf(role).size() < replicas) {
      added.add(launch(shape.laterReplica(role, freeNumber(role))));
    }
    awaitAndPublish(added, SERVICE_LIMIT);
    List<Container> surplus = containersOf(role).subList(replicas, containersOf(role).size());
    retire(role, surplus);
    surplus.forEach(container -> network.removeContainer(container.instance().name()));
  }

  /**
   * Restarts every replica of a role, one after another, as an orchestrator does: where there are
   * several the others carry on meanwhile; a single one is replaced by a new one first.
   */
  public void rollingRestart(String role) {
    SocialNetwork.servicePort(role);
    progress.println("rolling restart of " + role);
    List<Container> before = containersOf(role);
    if (before.size() == 1) {
      awaitAndPublish(List.of(launch(shape.laterReplica(role, freeNumber(role)))), SERVICE_LIMIT);
      retire(role, before);
      network.removeContainer(before.getFirst().instance().name());
      return;
    }
    for (Container container : before) {
      retire(role, List.of(container));
      awaitAndPublish(List.of(launch(container.instance())), SERVICE_LIMIT);
    }
  }

  /** Replaces every replica of a role by one of a new version, as a rolling restart does. */
  public void deploy(String role, String version) {
    progress.println("deploy " + role + " version " + version);
    versions.put(role, version);
    rollingRestart(role);
  }

  /** Has every replica that the role has now answer so much later; 0 as fast as it can again. */
  public void delay(String role, int millis) {
    progress.println("delay " + role + " by " + millis + " ms");
    for (Container container : containersOf(role)) {
      RunFolder.write(container.directory().resolve(InjectedDelay.FILE), Integer.toString(millis));
    }
  }

  /**
   * Starts one of our main classes in the world outside.
   *
   * @param place {@link SocialNetwork#CLIENT} or {@link SocialNetwork#ATTACKER}
   */
  public Process startOutside(Instance place, String mainClass, List<String> arguments) {
    Path directory = folder.container(place.role());
    RunFolder.createDirectories(directory.resolve("tmp"));
    return runtime.startOutside(
        place.role(),
        place.role(),
        directory,
        outsideOutput(mainClass),
        Map.of(),
        application.command(directory, Application.USUAL_FLAGS, mainClass, arguments));
  }

  /** Where a process started by {@link #startOutside} writes. */
  public Path outsideOutput(String mainClass) {
    return folder.output().resolve(mainClass.substring(mainClass.lastIndexOf('.') + 1) + ".log");
  }

  /** Stops the containers in good order, so that traces and spans end whole. */
  public void stop() {
    List<Container> all = List.copyOf(running.values());
    all.stream().filter(Deployment::isService).forEach(runtime::askToStop);
    all.stream().filter(Deployment::isService).forEach(container -> awaitStopped(container));
    all.stream().filter(container -> !isService(container)).forEach(runtime::askToStop);
    all.stream()
        .filter(container -> !isService(container))
        .forEach(container -> awaitStopped(container));
    running.clear();
    stopCollector();
  }

  private void startCollector() {
    if (settings.recorder() != Recorder.COLLECTOR) {
      return;
    }
    try {
      collector =
          SystemCallCollector.start(
              groups.root(), folder.recording(), folder.output().resolve("collector.log"));
    } catch (IOException e) {
      throw new RangeFailure("recording: %s".formatted(e.getMessage()), e);
    }
  }

  private void stopCollector() {
    SystemCallCollector counting = collector;
    collector = null;
    try {
      if (counting != null) {
        counting.stop();
      }
    } catch (IOException e) {
      throw new RangeFailure("recording: %s".formatted(e.getMessage()), e);
    }
  }

  /**
   * Kills and removes everything of this range, by its names, whoever started it. The deployment
   * cannot be used afterwards; another thread that is just starting something fails.
   */
  public void remove() {
    abandoned = true;
    try {
      stopCollector();
    } catch (RangeFailure alreadyFailing) {
      progress.println(alreadyFailing.getMessage());
    }
    removeByName();
    // What another thread was just about to make when it did not know yet.
    for (int again = 0;
        again < 10 && !(groups.existing().isEmpty() && network.existing().isEmpty());
        again++) {
      pause(Duration.ofMillis(200));
      removeByName();
    }
  }

  private void removeByName() {
    groups.removeAll();
    network.removeAll();
    folder.remove();
  }

  /** Removes what an earlier range of this name left, saying so. */
  private void removeLeftovers() {
    Set<String> namespaces = network.existing();
    List<String> leftGroups = groups.existing();
    if (!namespaces.isEmpty() || !leftGroups.isEmpty() || folder.isOurs()) {
      progress.println(
          "found a range already there (%d namespaces, %d control groups): removing it first"
              .formatted(namespaces.size(), leftGroups.size()));
      removeByName();
    }
  }

  private void startAll(String what, Collection<Instance> instances, Duration limit) {
    long begun = System.nanoTime();
    awaitAndPublish(instances.stream().map(this::launch).toList(), limit);
    progress.println(
        "%s: %d ready after %.1f s"
            .formatted(what, instances.size(), (System.nanoTime() - begun) / 1e9));
  }

  private Container launch(Instance instance) {
    if (abandoned) {
      throw new RangeFailure(instance.name() + ": not started, the range is being removed");
    }
    Container container = runtime.start(instance, image(instance.role()));
    running.put(instance.name(), container);
    return container;
  }

  private void awaitAndPublish(List<Container> containers, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    for (Container container : containers) {
      runtime.awaitReady(container, deadline);
      String role = container.instance().role();
      discovery.publish(
          role,
          Stream.concat(discovery.endpoints(role).stream(), Stream.of(container.endpoint()))
              .distinct()
              .toList());
    }
  }

  /** Unlists, lets callers notice, then stops. */
  private void retire(String role, List<Container> containers) {
    if (containers.isEmpty()) {
      return;
    }
    List<String> endpoints = new ArrayList<>(discovery.endpoints(role));
    containers.forEach(container -> endpoints.remove(container.endpoint()));
    discovery.publish(role, endpoints);
    pause(DRAIN);
    containers.forEach(runtime::askToStop);
    for (Container container : containers) {
      awaitStopped(container);
      running.remove(container.instance().name());
    }
  }

  private void awaitStopped(Container container) {
    runtime.awaitStopped(container, GRACE);
  }

  private void seed() {
    long begun = System.nanoTime();
    Instance user =
        SocialNetwork.services().stream()
            .filter(instance -> instance.role().equals("user"))
            .findFirst()
            .orElseThrow();
    network.addContainer(user.name(), user.host(), List.of(user.address()));
    Path directory = folder.container("seed");
    RunFolder.createDirectories(directory.resolve("tmp"));
    Path output = folder.output().resolve("seed.log");
    Image surroundings = image("user");
    Process process =
        runtime.startOutside(
            user.name(),
            "seed",
            directory,
            output,
            surroundings.environment(user, directory),
            application.command(
                directory, Application.USUAL_FLAGS, SeedMain.class.getName(), List.of()));
    awaitSuccess("seed data", process, output, SEED_LIMIT);
    groups.remove("seed");
    progress.println("seed data: done after %.1f s".formatted((System.nanoTime() - begun) / 1e9));
  }

  /** Asks through the door, from where users are. */
  private void awaitHealth() {
    long deadline = System.nanoTime() + HEALTH_LIMIT.toNanos();
    String request =
        "exec 3<>/dev/tcp/%s/80 && printf 'GET /health HTTP/1.0\\r\\nHost: range\\r\\n\\r\\n' >&3 && cat <&3"
            .formatted(SocialNetwork.door().address());
    String answer = "";
    while (System.nanoTime() < deadline) {
      Program.Outcome outcome =
          Program.attempt(
              Duration.ofSeconds(15),
              "",
              List.of(
                  "nsenter",
                  "--net=" + network.file("client"),
                  "timeout",
                  "10",
                  "bash",
                  "-c",
                  request));
      answer = outcome.output();
      if (answer.lines().findFirst().orElse("").contains(" 200")) {
        return;
      }
      pause(Duration.ofMillis(300));
    }
    throw new RangeFailure(
        "GET /health: no 200 within %d s; the last answer was:\n%s"
            .formatted(HEALTH_LIMIT.toSeconds(), answer.indent(4)));
  }

  private Image image(String role) {
    return switch (role) {
      case "nginx" -> new NginxImage(discovery);
      case "redis" -> new RedisImage();
      case "memcached" -> new MemcachedImage();
      case "postgres" -> new PostgresImage(settings.cache());
      default ->
          new ServiceImage(
              role,
              versions.getOrDefault(role, FIRST_VERSION),
              SocialNetwork.servicePort(role),
              application,
              folder,
              settings.seed());
    };
  }

  private List<Container> containersOf(String role) {
    return running.values().stream()
        .filter(container -> container.instance().role().equals(role))
        .toList();
  }

  private int freeNumber(String role) {
    return containersOf(role).stream().mapToInt(each -> each.instance().number()).max().orElse(0)
        + 1;
  }

  private static boolean isService(Container container) {
    return SocialNetwork.isService(container.instance().role());
  }

  /** Waits for a process that should end by itself, and well. */
  public static void awaitSuccess(String what, Process process, Path output, Duration limit) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new RangeFailure(
            "%s: not done after %d s:\n%s"
                .formatted(what, limit.toSeconds(), ContainerRuntime.lastLines(output)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RangeFailure(what + ": interrupted", e);
    }
    if (process.exitValue() != 0) {
      throw new RangeFailure(
          "%s: exit code %d:\n%s"
              .formatted(what, process.exitValue(), ContainerRuntime.lastLines(output)));
    }
  }

  private static void pause(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RangeFailure("interrupted", e);
    }
  }
}
