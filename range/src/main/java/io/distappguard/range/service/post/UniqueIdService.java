package io.distappguard.range.service.post;

import io.distappguard.range.rpc.NextIdReply;
import io.distappguard.range.rpc.NextIdRequest;
import io.distappguard.range.rpc.UniqueIdServiceGrpc;
import io.distappguard.range.service.platform.Answer;
import io.distappguard.range.service.platform.ServiceSettings;
import io.grpc.stub.StreamObserver;

/** Role unique-id: gives every post its id. */
public final class UniqueIdService extends UniqueIdServiceGrpc.UniqueIdServiceImplBase {

  private final Snowflakes ids;

  public UniqueIdService(ServiceSettings settings) {
    ids = new Snowflakes(settings.number());
  }

  @Override
  public void nextId(NextIdRequest request, StreamObserver<NextIdReply> observer) {
    Answer.to(observer, () -> NextIdReply.newBuilder().setId(ids.next()).build());
  }
}
