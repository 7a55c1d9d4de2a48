package io.distappguard.behaviour.graph;

import io.distappguard.behaviour.role.RoleIdentity;
import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.Entity;
import io.distappguard.telemetry.Entity.ChannelEntity;
import io.distappguard.telemetry.Entity.FileEntity;
import io.distappguard.telemetry.Entity.KernelEntity;
import io.distappguard.telemetry.Entity.ProcessEntity;
import io.distappguard.telemetry.Entity.SocketEntity;
import io.distappguard.telemetry.ExchangeSink;
import io.distappguard.telemetry.Operation;
import io.distappguard.telemetry.ProcessImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns exchanges between instances into exchanges on edges between roles. The first exchange of a
 * process with an entity by an operation resolves the names; every later one is a look-up in a
 * primitive table, without allocation.
 *
 * <p>Not thread-safe. Memory grows with the distinct (process, entity, operation) of the stream, up
 * to a budget for each container.
 */
public final class EdgeFolding implements ExchangeSink {

  private static final int OPERATION_BITS = 5;
  private static final int ENTITY_BITS = 31;
  private static final int PROCESS_LIMIT = 1 << 26;
  private static final Operation[] OPERATIONS = Operation.values();

  private final EdgeDictionary dictionary;
  private final RoleIdentity identity;
  private final PathGroups groups;
  private final EdgeSink sink;
  private final EndpointNames endpoints;
  private final NameBudget budget = new NameBudget();

  private final List<Container> containers = new ArrayList<>();
  private final List<String> roles = new ArrayList<>();
  private final List<ProcessImage> processes = new ArrayList<>();
  private final List<List<String>> chains = new ArrayList<>();
  private final List<@Nullable Node> processNodes = new ArrayList<>();
  private final List<Entity> entities = new ArrayList<>();

  private final LongIntMap carriers = new LongIntMap();
  private final LongIntMap carrierOfProcessOnEdge = new LongIntMap();
  private boolean[] countsBytes = new boolean[1 << 10];
  private int carrierCount;

  /**
   * A folding that names nodes for one application.
   *
   * @param dictionary numbers of edges; may be shared by several streams
   * @param networks networks outside that have names
   * @param groups folders whose files count as one
   */
  public EdgeFolding(
      EdgeDictionary dictionary,
      RoleIdentity identity,
      List<KnownNetwork> networks,
      PathGroups groups,
      EdgeSink sink) {
    this.dictionary = dictionary;
    this.identity = identity;
    this.groups = groups;
    this.sink = sink;
    this.endpoints = new EndpointNames(networks);
  }

  @Override
  public void container(Container container) {
    requireNext("container", container.id(), containers.size());
    String role = identity.roleOf(container);
    containers.add(container);
    roles.add(role);
    budget.container();
    endpoints.container(container, role);
    sink.container(container, role);
  }

  @Override
  public void process(ProcessImage process) {
    requireNext("process", process.id(), processes.size());
    requireKnown("container", process.container(), containers.size());
    int parent = process.parent();
    boolean withinContainer =
        parent >= 0
            && parent < processes.size()
            && processes.get(parent).container() == process.container();
    List<String> ancestry = withinContainer ? chains.get(parent) : List.of();
    processes.add(process);
    chains.add(ProcessNames.chain(ancestry, ProcessNames.baseName(process.executable())));
    processNodes.add(null);
    sink.process(process);
  }

  @Override
  public void entity(Entity entity) {
    requireNext("entity", entity.id(), entities.size());
    entities.add(entity);
    if (entity instanceof SocketEntity socket) {
      endpoints.socket(socket);
    }
  }

  @Override
  public void exchange(
      long intervalStartMillis,
      int process,
      int entity,
      Operation operation,
      int calls,
      long bytes,
      int errors) {
    long key =
        ((long) process << (ENTITY_BITS + OPERATION_BITS))
            | ((long) entity << OPERATION_BITS)
            | operation.ordinal();
    int carrier = carriers.get(key);
    if (carrier < 0) {
      carrier = resolve(key, process, entity, operation);
    }
    sink.exchange(intervalStartMillis, carrier, calls, countsBytes[carrier] ? bytes : 0, errors);
    if (operation == Operation.EXIT) {
      sink.exited(intervalStartMillis, processes.get(process));
    } else if (operation == Operation.EXECUTE) {
      sink.executed(intervalStartMillis, processes.get(process));
    }
  }

  @Override
  public void incomplete(long intervalStartMillis, int container, String reason, long count) {
    sink.incomplete(intervalStartMillis, container, reason, count);
  }

  @Override
  public void endInterval(long intervalStartMillis) {
    sink.endInterval(intervalStartMillis);
  }

  private int resolve(long key, int process, int entity, Operation operation) {
    requireKnown("process", process, Math.min(processes.size(), PROCESS_LIMIT));
    requireKnown("entity", entity, entities.size());
    if (OPERATIONS.length > 1 << OPERATION_BITS) {
      throw new IllegalStateException("more operations than the key holds");
    }
    int container = processes.get(process).container();
    Edge edge =
        budget.admit(
            Edge.of(processNode(process), entityNode(entities.get(entity), process), operation),
            container,
            dictionary);
    int number = dictionary.number(edge);
    int carrier = carrierOfProcessOnEdge.get(((long) process << 32) | number);
    if (carrier >= 0) {
      carriers.put(key, carrier);
      return carrier;
    }
    if (budget.admitsCarrier(container)) {
      carrier = newCarrier(process, number, processes.get(process));
      carriers.put(key, carrier);
      return carrier;
    }
    // Not kept by its key: the table of keys would grow with what was refused.
    int crowd = PROCESS_LIMIT + container;
    carrier = carrierOfProcessOnEdge.get(((long) crowd << 32) | number);
    return carrier >= 0 ? carrier : newCarrier(crowd, number, NameBudget.crowd(container));
  }

  private int newCarrier(int process, int edge, ProcessImage image) {
    int carrier = carrierCount++;
    if (carrier == countsBytes.length) {
      countsBytes = Arrays.copyOf(countsBytes, 2 * countsBytes.length);
    }
    countsBytes[carrier] = dictionary.edge(edge).countsBytes();
    carrierOfProcessOnEdge.put(((long) process << 32) | edge, carrier);
    sink.carrier(carrier, edge, image);
    return carrier;
  }

  /** Names and processes above a container's budget, which were counted together. */
  public long refusedNames() {
    return budget.refused();
  }

  private Node processNode(int process) {
    Node known = processNodes.get(process);
    if (known != null) {
      return known;
    }
    ProcessImage image = processes.get(process);
    String role = roles.get(image.container());
    String executable = ProcessNames.baseName(image.executable());
    String skeleton = ProcessNames.skeleton(executable, image.arguments());
    String name = role + "/" + String.join(">", chains.get(process));
    Node node = new Node(NodeKind.PROCESS, role, skeleton.isEmpty() ? name : name + " " + skeleton);
    processNodes.set(process, node);
    return node;
  }

  private Node entityNode(Entity entity, int actor) {
    return switch (entity) {
      case FileEntity file -> {
        Container container = containerOf(file.container(), actor);
        String role = roles.get(container.id());
        String name = role + ":" + PathTemplate.of(file.path(), container.name());
        yield groups.groupOf(new Node(NodeKind.FILE, role, name));
      }
      case SocketEntity socket -> {
        Container container = containerOf(socket.container(), actor);
        yield endpoints.nodeOf(socket, container, roles.get(container.id()));
      }
      case ChannelEntity channel -> {
        String role = roles.get(containerOf(channel.container(), actor).id());
        yield new Node(NodeKind.CHANNEL, role, role + ":" + PathTemplate.segment(channel.kind()));
      }
      case ProcessEntity target -> {
        if (target.process() >= 0 && target.process() < processes.size()) {
          yield processNode(target.process());
        }
        String role = roles.get(containerOf(target.container(), actor).id());
        yield new Node(NodeKind.PROCESS, role, role + "/unknown");
      }
      case KernelEntity kernel -> {
        Container container = containerOf(kernel.container(), actor);
        String role = roles.get(container.id());
        String name = role + ":kernel:" + PathTemplate.of(kernel.name(), container.name());
        yield new Node(NodeKind.KERNEL, role, name);
      }
    };
  }

  private Container containerOf(int container, int actor) {
    boolean known = container >= 0 && container < containers.size();
    return containers.get(known ? container : processes.get(actor).container());
  }

  private static void requireNext(String what, int id, int expected) {
    if (id != expected) {
      throw new IllegalArgumentException(what + " id: " + id + " (expected: " + expected + ")");
    }
  }

  private static void requireKnown(String what, int id, int limit) {
    if (id < 0 || id >= limit) {
      throw new IllegalArgumentException(
          what + " id: " + id + " was not announced (expected: >= 0 and < " + limit + ")");
    }
  }
}
