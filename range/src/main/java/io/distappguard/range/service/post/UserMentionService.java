package io.distappguard.range.service.post;

import io.distappguard.range.rpc.Author;
import io.distappguard.range.rpc.FindUsersRequest;
import io.distappguard.range.rpc.ResolveMentionsReply;
import io.distappguard.range.rpc.ResolveMentionsRequest;
import io.distappguard.range.rpc.UserMentionServiceGrpc;
import io.distappguard.range.rpc.UserServiceGrpc;
import io.distappguard.range.rpc.UserServiceGrpc.UserServiceBlockingStub;
import io.distappguard.range.service.platform.Answer;
import io.distappguard.range.service.platform.Channels;
import io.distappguard.range.service.platform.Role;
import io.grpc.stub.StreamObserver;

/** Role user-mention: turns mentioned names into the users they mean; unknown names mean nobody. */
public final class UserMentionService extends UserMentionServiceGrpc.UserMentionServiceImplBase {

  private final UserServiceBlockingStub users;

  public UserMentionService(Channels channels) {
    users = UserServiceGrpc.newBlockingStub(channels.to(Role.USER));
  }

  @Override
  public void resolveMentions(
      ResolveMentionsRequest request, StreamObserver<ResolveMentionsReply> observer) {
    Answer.to(
        observer,
        () ->
            ResolveMentionsReply.newBuilder()
                .addAllUserIds(
                    users
                        .findUsers(
                            FindUsersRequest.newBuilder()
                                .addAllUsernames(request.getUsernamesList())
                                .build())
                        .getUsersList()
                        .stream()
                        .map(Author::getUserId)
                        .toList())
                .build());
  }
}
