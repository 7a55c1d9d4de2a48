package io.distappguard.range.scenario;

import io.distappguard.range.deployment.ContainerRuntime;
import io.distappguard.range.deployment.Deployment;
import io.distappguard.range.deployment.Host;
import io.distappguard.range.deployment.RangeFailure;
import io.distappguard.range.deployment.RunFolder;
import io.distappguard.range.deployment.SocialNetwork;
import io.distappguard.range.workload.FlashCrowd;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Carries a plan out on a fresh deployment: workload from first to last, operations one after
 * another in between, attacks beside. Everything waits for a limited time.
 */
public final class ScenarioRunner {
  private static final String WORKLOAD = "io.distappguard.range.workload.WorkloadMain";
  private static final String ATTACKS = "io.distappguard.range.attack.";
  private static final Duration MARGIN = Duration.ofSeconds(60);

  private final Plan plan;
  private final Deployment deployment;
  private final PrintStream progress;
  private final List<Truth.Event> events = new ArrayList<>();
  private final List<RunningAttack> attacks = new ArrayList<>();
  private final Map<String, Scaled> scaled = new LinkedHashMap<>();

  public ScenarioRunner(Plan plan, Deployment deployment, PrintStream progress) {
    this.plan = plan;
    this.deployment = deployment;
    this.progress = progress;
  }

  private record RunningAttack(Plan.Attack attack, Process process, Path truth) {}

  private record Scaled(int before, long startMillis) {}

  /** A moment of the plan, in seconds after the workload began, and what is done then. */
  private record Step(int at, Runnable work) {}

  /** Runs the plan; the recording with its truth lies in the run's folder afterwards. */
  public Truth run() {
    long startMillis = System.currentTimeMillis();
    deployment.start();
    long serveMillis = System.currentTimeMillis();
    Process workload = startWorkload();
    for (Step step : steps(serveMillis)) {
      sleepUntil(serveMillis + step.at() * 1000L, workload);
      step.work().run();
    }
    Duration left =
        Duration.ofMillis(
            Math.max(0, serveMillis + plan.seconds() * 1000L - System.currentTimeMillis()));
    Deployment.awaitSuccess(
        "workload", workload, deployment.outsideOutput(WORKLOAD), left.plus(MARGIN));
    attacks.forEach(this::finish);
    long endMillis = System.currentTimeMillis();
    deployment.stop();
    events.sort(Comparator.comparingLong(Truth.Event::startMillis));
    Truth truth =
        new Truth(
            plan.name(),
            plan.seed(),
            startMillis,
            serveMillis,
            endMillis,
            plan.kind(),
            new Truth.Calendar(
                (long) (plan.daySeconds() * 1000), serveMillis - (long) (plan.dayStart() * 1000)),
            List.copyOf(events));
    RunFolder.write(deployment.folder().recording().resolve("truth.json"), truth.toJson());
    progress.print(ContainerRuntime.lastLines(deployment.outsideOutput(WORKLOAD)).stripIndent());
    return truth;
  }

  private Process startWorkload() {
    String sources =
        IntStream.rangeClosed(10, 40)
            .mapToObj(Host.INTERNET::address)
            .collect(Collectors.joining(","));
    List<String> arguments = new ArrayList<>();
    arguments.addAll(
        List.of(
            "--url", deployment.url(),
            "--seconds", Integer.toString(plan.seconds()),
            "--seed", Long.toString(plan.seed()),
            "--rate", Double.toString(plan.rate()),
            "--day-seconds", Double.toString(plan.daySeconds()),
            "--amplitude", Double.toString(plan.amplitude()),
            "--day-start", Double.toString(plan.dayStart()),
            "--source", sources,
            "--out", deployment.folder().recording().resolve("workload.json").toString()));
    for (Plan.Action action : plan.actions()) {
      if (action instanceof Plan.Crowd(FlashCrowd crowd)) {
        arguments.addAll(List.of("--crowd", crowd.toString()));
      }
    }
    return deployment.startOutside(SocialNetwork.CLIENT, WORKLOAD, arguments);
  }

  private List<Step> steps(long serveMillis) {
    List<Step> steps = new ArrayList<>();
    for (Plan.Action action : plan.actions()) {
      switch (action) {
        case Plan.Scale scale -> {
          steps.add(new Step(scale.at(), () -> scaleOut(scale)));
          steps.add(new Step(scale.until(), () -> scaleBack(scale)));
        }
        case Plan.RollingRestart restart ->
            steps.add(new Step(restart.at(), () -> restart(restart)));
        case Plan.Deploy deploy -> steps.add(new Step(deploy.at(), () -> deploy(deploy)));
        case Plan.Latency latency -> {
          steps.add(new Step(latency.at(), () -> delay(latency)));
          steps.add(new Step(latency.until(), () -> delayNoMore(latency, serveMillis)));
        }
        case Plan.Crowd(FlashCrowd crowd) -> state(crowd, serveMillis);
        case Plan.DayEdge edge ->
            events.add(
                operation(
                    "day-edge",
                    serveMillis + edge.at() * 1000L,
                    serveMillis + edge.until() * 1000L,
                    Map.of("amplitude", plan.amplitude())));
        case Plan.Attack attack -> steps.add(new Step(attack.at(), () -> start(attack)));
      }
    }
    steps.sort(Comparator.comparingInt(Step::at));
    return steps;
  }

  private void scaleOut(Plan.Scale scale) {
    scaled.put(
        scale.role(), new Scaled(deployment.replicas(scale.role()), System.currentTimeMillis()));
    deployment.scale(scale.role(), scale.replicas());
  }

  private void scaleBack(Plan.Scale scale) {
    Scaled before = scaled.remove(scale.role());
    if (before == null) {
      throw new IllegalStateException("a step back comes after its step out");
    }
    deployment.scale(scale.role(), before.before());
    events.add(
        operation(
            "scale",
            before.startMillis(),
            Map.of(
                "role",
                scale.role(),
                "from",
                before.before(),
                "to",
                scale.replicas(),
                "back",
                before.before())));
  }

  private void restart(Plan.RollingRestart restart) {
    long startMillis = System.currentTimeMillis();
    deployment.rollingRestart(restart.role());
    events.add(operation("rolling-restart", startMillis, Map.of("role", restart.role())));
  }

  /** A deploy is declared, whatever the run is for: a detector may know of it. */
  private void deploy(Plan.Deploy deploy) {
    long startMillis = System.currentTimeMillis();
    deployment.deploy(deploy.role(), deploy.version());
    Map<String, Object> parameters = Map.of("role", deploy.role(), "version", deploy.version());
    events.add(operation("deploy", startMillis, parameters));
    events.add(
        new Truth.Event("deploy", "deploy", startMillis, System.currentTimeMillis(), parameters));
  }

  private void delay(Plan.Latency latency) {
    deployment.delay(latency.role(), latency.millis());
  }

  private void delayNoMore(Plan.Latency latency, long serveMillis) {
    deployment.delay(latency.role(), 0);
    events.add(
        operation(
            "latency",
            serveMillis + latency.at() * 1000L,
            Map.of("role", latency.role(), "millis", latency.millis())));
  }

  /** The workload carries a crowd out; here it is written down. */
  private void state(FlashCrowd crowd, long serveMillis) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("operation", crowd.operation());
    if (crowd.operation().equals("user-timeline")) {
      parameters.put("rank", crowd.rank());
    }
    parameters.put("peakRate", crowd.peakRate());
    events.add(
        operation(
            "flash-crowd",
            serveMillis + (long) (crowd.atSeconds() * 1000),
            serveMillis + (long) (crowd.endSeconds() * 1000),
            parameters));
  }

  /** What an operator does is an operation; where it is there to test us, a hard case. */
  private Truth.Event operation(String name, long startMillis, Map<String, Object> parameters) {
    return operation(name, startMillis, System.currentTimeMillis(), parameters);
  }

  private Truth.Event operation(
      String name, long startMillis, long endMillis, Map<String, Object> parameters) {
    String kind = plan.kind().equals("benign-test") ? "hard-case" : "operation";
    return new Truth.Event(kind, name, startMillis, endMillis, parameters);
  }

  private void start(Plan.Attack attack) {
    progress.println("attack: " + attack.program() + " for up to " + attack.seconds() + " s");
    Path truth =
        deployment.folder().output().resolve("attack-%d.truth.json".formatted(attacks.size()));
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--url", deployment.url(),
                "--address", SocialNetwork.ATTACKER.address(),
                "--seconds", Integer.toString(attack.seconds()),
                "--seed", Long.toString(plan.seed() + attacks.size()),
                "--truth", truth.toString()));
    arguments.addAll(attack.options());
    Process process =
        deployment.startOutside(SocialNetwork.ATTACKER, ATTACKS + attack.program(), arguments);
    attacks.add(new RunningAttack(attack, process, truth));
  }

  private void finish(RunningAttack running) {
    String program = ATTACKS + running.attack().program();
    Deployment.awaitSuccess(
        "attack " + running.attack().program(),
        running.process(),
        deployment.outsideOutput(program),
        MARGIN);
    try {
      Truth.Event event = Truth.attack(Files.readString(running.truth()));
      Map<String, Object> parameters = new LinkedHashMap<>(event.parameters());
      parameters.put("class", running.attack().program());
      events.add(
          new Truth.Event(
              event.kind(), event.name(), event.startMillis(), event.endMillis(), parameters));
    } catch (IOException e) {
      throw new RangeFailure("%s: %s".formatted(running.truth(), e.getMessage()), e);
    }
  }

  /** Sleeps, but not on when the workload is gone: the run would be worth nothing. */
  private void sleepUntil(long millis, Process workload) {
    while (System.currentTimeMillis() < millis) {
      if (!workload.isAlive()) {
        throw new RangeFailure(
            "workload: ended early:\n"
                + ContainerRuntime.lastLines(deployment.outsideOutput(WORKLOAD)));
      }
      try {
        Thread.sleep(Math.clamp(millis - System.currentTimeMillis(), 1, 200));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new RangeFailure("run: interrupted", e);
      }
    }
  }
}
