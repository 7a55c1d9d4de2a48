package io.distappguard.range.service.platform;

import com.google.common.util.concurrent.ListenableFuture;
import io.distappguard.range.rpc.HealthReply;
import io.distappguard.range.rpc.HealthRequest;
import io.distappguard.range.rpc.HealthServiceGrpc;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * Says whether a service can do its work, by asking the roles it calls, which ask theirs in turn.
 *
 * <p>So the gateway reaches every role without ever holding a connection that its own work does not
 * need: a direct connection past the usual way stays something unusual.
 */
public final class Health extends HealthServiceGrpc.HealthServiceImplBase {

  private final Map<Role, HealthServiceGrpc.HealthServiceFutureStub> behind = new LinkedHashMap<>();

  public Health(Channels channels, Iterable<Role> called) {
    for (Role role : called) {
      behind.put(role, HealthServiceGrpc.newFutureStub(channels.to(role)));
    }
  }

  @Override
  public void check(HealthRequest request, StreamObserver<HealthReply> observer) {
    Answer.to(observer, () -> HealthReply.newBuilder().addAllUnreachable(unreachable()).build());
  }

  /** The labels of the roles that did not answer, seen from here; empty when all is well. */
  public TreeSet<String> unreachable() {
    Map<Role, ListenableFuture<HealthReply>> asked = new LinkedHashMap<>();
    behind.forEach((role, stub) -> asked.put(role, stub.check(HealthRequest.getDefaultInstance())));
    TreeSet<String> missing = new TreeSet<>();
    asked.forEach((role, answer) -> {
      try {
        missing.addAll(Answer.await(answer).getUnreachableList());
      } catch (StatusRuntimeException e) {
        missing.add(role.label());
      }
    });
    return missing;
  }
}
