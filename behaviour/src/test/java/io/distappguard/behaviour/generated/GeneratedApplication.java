package io.distappguard.behaviour.generated;

import io.distappguard.behaviour.graph.KnownNetwork;
import io.distappguard.behaviour.learn.BehaviourRecording;
import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.Entity;
import io.distappguard.telemetry.Entity.ChannelEntity;
import io.distappguard.telemetry.Entity.FileEntity;
import io.distappguard.telemetry.Entity.ProcessEntity;
import io.distappguard.telemetry.Entity.SocketEntity;
import io.distappguard.telemetry.ExchangeSink;
import io.distappguard.telemetry.Operation;
import io.distappguard.telemetry.ProcessImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A small social network that exists only as exchanges: eight roles, a compressed day of load,
 * restarts, scaling, and two attacks. Everything follows from the seed.
 */
public final class GeneratedApplication implements BehaviourRecording {

  private static final long EPOCH_MILLIS = 1_795_300_000_000L;
  private static final int START_UP_SECONDS = 6;
  private static final String ATTACKER = "10.77.99.200:4444";

  /** A flow of requests from one role to another, for one kind of user request. */
  private record Flow(
      String client, String server, int port, double share, int request, int response) {}

  private static final List<String> ROLES =
      List.of("postgres", "redis", "post-storage", "user", "media", "text", "gateway", "nginx");
  private static final Map<String, Integer> PORTS =
      Map.of(
          "nginx", 80,
          "gateway", 8080,
          "text", 9103,
          "media", 9106,
          "user", 9107,
          "post-storage", 9109,
          "redis", 6379,
          "postgres", 5432);
  private static final List<Flow> FLOWS =
      List.of(
          new Flow("nginx", "gateway", 8080, 1.0, 400, 3_000),
          new Flow("gateway", "user", 9107, 1.0, 120, 60),
          new Flow("user", "redis", 6379, 1.0, 60, 30),
          new Flow("user", "postgres", 5432, 0.1, 200, 400),
          new Flow("gateway", "post-storage", 9109, 0.8, 150, 2_500),
          new Flow("post-storage", "postgres", 5432, 0.8, 300, 2_600),
          new Flow("gateway", "text", 9103, 0.2, 300, 280),
          new Flow("text", "post-storage", 9109, 0.2, 350, 40),
          new Flow("gateway", "media", 9106, 0.05, 20_000, 40));

  private final String name;
  private final long seed;
  private final int seconds;
  private final String folder;
  private final Map<String, Integer> replicas = new HashMap<>();
  private final List<Event> events = new ArrayList<>();
  private double load = 25;
  private boolean shuffled = true;

  private record Event(String kind, String role, int from, int until, int replicas) {}

  public GeneratedApplication(String name, long seed, int seconds) {
    this.name = name;
    this.seed = seed;
    this.seconds = seconds;
    this.folder = "/var/run-" + seed;
    ROLES.forEach(role -> replicas.put(role, role.equals("post-storage") ? 2 : 1));
  }

  public GeneratedApplication scaled(String role, int from, int until, int to) {
    events.add(new Event("scale", role, from, until, to));
    return this;
  }

  public GeneratedApplication restarted(String role, int at) {
    events.add(new Event("restart", role, at, at + 3, 1));
    return this;
  }

  public GeneratedApplication exfiltration(int from, int until) {
    events.add(new Event("exfiltration", "user", from, until, 1));
    return this;
  }

  /** A container of a role writes files of ever new names. */
  public GeneratedApplication flood(String role, int from, int until, int namesASecond) {
    events.add(new Event("flood", role, from, until, namesASecond));
    return this;
  }

  public GeneratedApplication redirect(int from, int until) {
    events.add(new Event("redirect", "text", from, until, 1));
    return this;
  }

  public GeneratedApplication incomplete(int from, int until) {
    events.add(new Event("incomplete", "user", from, until, 1));
    return this;
  }

  public GeneratedApplication withLoad(double requestsPerSecond) {
    load = requestsPerSecond;
    return this;
  }

  /** Gives the exchanges of an interval in the order of the seed, or in order of their names. */
  public GeneratedApplication shuffled(boolean shuffle) {
    shuffled = shuffle;
    return this;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String sha256() {
    return String.format("%064x", seed);
  }

  @Override
  public List<KnownNetwork> networks() {
    return List.of(new KnownNetwork("internet", "10.77.99.0/24"));
  }

  /** Beginning of a second of the recording, in milliseconds since the epoch. */
  public static long millis(int second) {
    return EPOCH_MILLIS + 1_000L * second;
  }

  @Override
  public void replay(ExchangeSink sink) {
    new Run(sink).play();
  }

  private static final class Instance {
    final String role;
    final Container container;
    final int process;
    final int started;
    boolean stopping;
    final Map<String, Integer> entities = new HashMap<>();

    Instance(String role, Container container, int process, int started) {
      this.role = role;
      this.container = container;
      this.process = process;
      this.started = started;
    }

    String address() {
      return container.addresses().getFirst();
    }

    boolean serves(int second) {
      return second >= started + START_UP_SECONDS;
    }
  }

  private record Key(int process, int entity, Operation operation) {}

  /** One replay. */
  private final class Run {
    private final ExchangeSink sink;
    private final Random random = new Random(seed);
    private final Map<String, List<Instance>> running = new TreeMap<>();
    private final Map<Key, long[]> interval = new LinkedHashMap<>();
    private final Map<String, Integer> unnumbered = new HashMap<>();
    private int containers;
    private int processes;
    private int entities;
    private int ephemeral = 33_000;

    Run(ExchangeSink sink) {
      this.sink = sink;
    }

    void play() {
      for (int second = 0; second < seconds; second++) {
        changeInstances(second);
        for (List<Instance> ofRole : running.values()) {
          for (Instance instance : ofRole) {
            housekeeping(instance, second);
          }
        }
        if (second >= 30) {
          traffic(second);
        }
        attacks(second);
        running.values().forEach(list -> list.removeIf(instance -> instance.stopping));
        emit(second);
      }
    }

    private void changeInstances(int second) {
      if (second < ROLES.size()) {
        String role = ROLES.get(second);
        for (int number = 1; number <= replicas.get(role); number++) {
          start(role, number, second);
        }
      }
      for (Event event : events) {
        List<Instance> ofRole = running.get(event.role());
        if (event.kind().equals("scale") && second == event.from()) {
          for (int number = ofRole.size() + 1; number <= event.replicas(); number++) {
            start(event.role(), number, second);
          }
        } else if (event.kind().equals("scale") && second == event.until()) {
          for (int index = replicas.get(event.role()); index < ofRole.size(); index++) {
            stop(ofRole.get(index));
          }
        } else if (event.kind().equals("restart") && second == event.from()) {
          stop(ofRole.getFirst());
        } else if (event.kind().equals("restart") && second == event.until()) {
          start(event.role(), 1, second);
        }
      }
    }

    private void start(String role, int number, int second) {
      String address = "10.77.1." + (10 * ROLES.indexOf(role) + number);
      Container container =
          new Container(
              containers,
              role + "-" + number,
              number % 2 == 0 ? "host-b" : "host-a",
              role,
              "social-network/" + role + ":1",
              null,
              4_026_532_000L + containers,
              List.of(address));
      containers++;
      sink.container(container);
      int process = process(container, -1, executable(role), "", second);
      Instance instance = new Instance(role, container, process, second);
      running.computeIfAbsent(role, unused -> new ArrayList<>()).add(instance);
      add(instance, file(instance, executable(role)), Operation.EXECUTE, 1, 0);
      String listening = address + ":" + PORTS.get(role);
      add(instance, socket(instance, listening, ""), Operation.LISTEN, 2, 0);
    }

    private void stop(Instance instance) {
      instance.stopping = true;
      int self =
          entity(
              instance,
              "self",
              id -> new ProcessEntity(id, instance.container.id(), instance.process));
      add(instance, self, Operation.EXIT, 1, 0);
    }

    private int process(
        Container container, int parent, String executable, String arguments, int second) {
      int id = processes++;
      sink.process(
          new ProcessImage(
              id, container.id(), 1_000 + id, parent, executable, arguments, millis(second)));
      return id;
    }

    private static String executable(String role) {
      return switch (role) {
        case "nginx" -> "/usr/sbin/nginx";
        case "redis" -> "/usr/bin/redis-server";
        case "postgres" -> "/usr/lib/postgresql/15/bin/postgres";
        default -> "/usr/lib/jvm/java-21/bin/java";
      };
    }

    private void housekeeping(Instance instance, int second) {
      int age = second - instance.started;
      if (age < START_UP_SECONDS) {
        for (int library = 0; library < 4; library++) {
          int file = file(instance, "/usr/lib/lib" + (char) ('a' + 4 * age + library) + ".so");
          add(instance, file, Operation.OPEN, 1, 0);
          add(instance, file, Operation.READ, 4, 30_000 + random.nextInt(1_000));
        }
        add(instance, file(instance, "/etc/" + instance.role + ".conf"), Operation.READ, 1, 900);
        return;
      }
      String home = folder + "/containers/" + instance.container.name();
      add(instance, file(instance, home + "/log.txt"), Operation.WRITE, 2, 180 + random.nextInt(9));
      if (random.nextInt(10) == 0) {
        add(
            instance,
            file(instance, "/proc/" + instance.process + "/stat"),
            Operation.READ,
            1,
            300);
      }
    }

    private void traffic(int second) {
      double day = 1 + 0.5 * Math.sin(2 * Math.PI * second / 300.0);
      int requests = poisson(load * day);
      Instance front = running.get("nginx").getFirst();
      int outside = socket(front, front.address() + ":80", "10.77.99.10:" + 40_001);
      add(front, outside, Operation.RECEIVE, requests, 350L * requests);
      add(front, outside, Operation.SEND, requests, 3_100L * requests);
      for (Flow flow : FLOWS) {
        List<Instance> clients = serving(flow.client(), second);
        List<Instance> servers = serving(flow.server(), second);
        boolean redirected = flow.client().equals("text") && during("redirect", second);
        for (Instance client : clients) {
          for (Instance server : servers) {
            int count = poisson(flow.share() * requests / clients.size() / servers.size());
            if (redirected) {
              int away = socket(client, client.address() + ":35001", ATTACKER);
              add(client, away, Operation.SEND, count, (long) count * flow.request());
            } else if (count > 0) {
              exchange(client, server, flow, count);
            }
          }
        }
      }
      for (Instance media : serving("media", second)) {
        upload(media, poisson(0.05 * requests), second);
      }
    }

    private List<Instance> serving(String role, int second) {
      return running.get(role).stream()
          .filter(instance -> instance.serves(second) && !instance.stopping)
          .toList();
    }

    private void exchange(Instance client, Instance server, Flow flow, int count) {
      String serverEnd = server.address() + ":" + flow.port();
      String pair = client.container.id() + "-" + server.container.id() + "-" + flow.port();
      Integer known = unnumbered.get(pair);
      boolean connect = known == null;
      int port = connect ? ephemeral++ : known;
      unnumbered.put(pair, port);
      String clientEnd = client.address() + ":" + port;
      int out = socket(client, clientEnd, serverEnd);
      int in = socket(server, serverEnd, clientEnd);
      if (connect) {
        add(client, out, Operation.CONNECT, 1, 0);
        add(server, in, Operation.ACCEPT, 1, 0);
      }
      long request = (long) count * (flow.request() + random.nextInt(20));
      long response = (long) count * (flow.response() + random.nextInt(40));
      add(client, out, Operation.SEND, count, request);
      add(server, in, Operation.RECEIVE, count + random.nextInt(2), request);
      add(server, in, Operation.SEND, count, response);
      add(client, out, Operation.RECEIVE, count + random.nextInt(2), response);
    }

    /** Each upload has a name that a user gave and runs a shell. */
    private void upload(Instance media, int count, int second) {
      String home = folder + "/containers/" + media.container.name() + "/uploads/";
      for (int index = 0; index < count; index++) {
        String word = "";
        for (int letter = 0; letter < 7; letter++) {
          word += (char) ('a' + random.nextInt(26));
        }
        int file = file(media, home + word + ".jpg");
        add(media, file, Operation.OPEN_FOR_WRITE, 1, 0);
        add(media, file, Operation.WRITE, 5, 20_000);
        int shell =
            process(media.container, media.process, "/bin/sh", "sh -c head -c 4096", second);
        int pipe =
            entity(media, "pipe", id -> new ChannelEntity(id, media.container.id(), "pipe", "1"));
        add(shell, file, Operation.READ, 1, 4_096);
        add(shell, pipe, Operation.WRITE, 1, 40);
        int self =
            entity(
                media, "shell " + shell, id -> new ProcessEntity(id, media.container.id(), shell));
        add(shell, self, Operation.EXIT, 1, 0);
        add(media, pipe, Operation.READ, 1, 40);
      }
    }

    private void attacks(int second) {
      if (during("exfiltration", second)) {
        Instance user = running.get("user").getFirst();
        int out = socket(user, user.address() + ":36001", ATTACKER);
        add(user, out, Operation.CONNECT, 1, 0);
        add(user, out, Operation.SEND, 4, 60_000);
        exchange(
            user,
            running.get("postgres").getFirst(),
            new Flow("user", "postgres", 5432, 1, 200, 60_000),
            1);
      }
      for (Event event : events) {
        if (event.kind().equals("flood") && second >= event.from() && second < event.until()) {
          flood(running.get(event.role()).getFirst(), second, event.replicas());
        }
      }
      if (during("incomplete", second)) {
        sink.incomplete(
            millis(second), running.get("user").getFirst().container.id(), "dropped by source", 7);
      }
    }

    private void flood(Instance instance, int second, int names) {
      for (int index = 0; index < names; index++) {
        StringBuilder name = new StringBuilder("/tmp/");
        for (int rest = names * second + index; rest > 0; rest /= 26) {
          name.append((char) ('a' + rest % 26));
        }
        add(instance, file(instance, name.toString()), Operation.WRITE, 1, 10);
      }
    }

    private boolean during(String kind, int second) {
      return events.stream()
          .anyMatch(event ->
              event.kind().equals(kind) && second >= event.from() && second < event.until());
    }

    private int file(Instance instance, String path) {
      return entity(instance, path, id -> new FileEntity(id, instance.container.id(), path));
    }

    private int socket(Instance instance, String local, String remote) {
      return entity(
          instance,
          local + ">" + remote,
          id -> new SocketEntity(id, instance.container.id(), "tcp", local, remote));
    }

    private int entity(Instance instance, String key, java.util.function.IntFunction<Entity> make) {
      return instance.entities.computeIfAbsent(
          key,
          unused -> {
            sink.entity(make.apply(entities));
            return entities++;
          });
    }

    private void add(Instance instance, int entity, Operation operation, int calls, long bytes) {
      add(instance.process, entity, operation, calls, bytes);
    }

    private void add(int process, int entity, Operation operation, int calls, long bytes) {
      if (calls > 0) {
        long[] sum =
            interval.computeIfAbsent(new Key(process, entity, operation), k -> new long[2]);
        sum[0] += calls;
        sum[1] += bytes;
      }
    }

    private void emit(int second) {
      List<Key> keys = new ArrayList<>(interval.keySet());
      if (shuffled) {
        Collections.shuffle(keys, new Random(seed + second));
      }
      for (Key key : keys) {
        long[] sum = interval.get(key);
        sink.exchange(
            millis(second), key.process(), key.entity(), key.operation(), (int) sum[0], sum[1], 0);
      }
      interval.clear();
      sink.endInterval(millis(second));
    }

    private int poisson(double mean) {
      double limit = Math.exp(-mean);
      double product = random.nextDouble();
      int count = 0;
      while (product > limit) {
        product *= random.nextDouble();
        count++;
      }
      return count;
    }
  }
}
