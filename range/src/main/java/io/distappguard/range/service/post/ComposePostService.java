package io.distappguard.range.service.post;

import io.distappguard.range.rpc.Author;
import io.distappguard.range.rpc.ComposeAuthorRequest;
import io.distappguard.range.rpc.ComposeMediaRequest;
import io.distappguard.range.rpc.ComposePostReply;
import io.distappguard.range.rpc.ComposePostRequest;
import io.distappguard.range.rpc.ComposePostServiceGrpc;
import io.distappguard.range.rpc.ComposeTextReply;
import io.distappguard.range.rpc.ComposeTextRequest;
import io.distappguard.range.rpc.HomeTimelineServiceGrpc;
import io.distappguard.range.rpc.HomeTimelineServiceGrpc.HomeTimelineServiceFutureStub;
import io.distappguard.range.rpc.MediaServiceGrpc;
import io.distappguard.range.rpc.MediaServiceGrpc.MediaServiceFutureStub;
import io.distappguard.range.rpc.NextIdRequest;
import io.distappguard.range.rpc.Post;
import io.distappguard.range.rpc.PostStorageServiceGrpc;
import io.distappguard.range.rpc.PostStorageServiceGrpc.PostStorageServiceFutureStub;
import io.distappguard.range.rpc.StorePostRequest;
import io.distappguard.range.rpc.TextServiceGrpc;
import io.distappguard.range.rpc.TextServiceGrpc.TextServiceFutureStub;
import io.distappguard.range.rpc.UniqueIdServiceGrpc;
import io.distappguard.range.rpc.UniqueIdServiceGrpc.UniqueIdServiceFutureStub;
import io.distappguard.range.rpc.UserServiceGrpc;
import io.distappguard.range.rpc.UserServiceGrpc.UserServiceFutureStub;
import io.distappguard.range.rpc.UserTimelineServiceGrpc;
import io.distappguard.range.rpc.UserTimelineServiceGrpc.UserTimelineServiceFutureStub;
import io.distappguard.range.rpc.WriteHomeTimelinesRequest;
import io.distappguard.range.rpc.WriteUserTimelineRequest;
import io.distappguard.range.service.platform.Answer;
import io.distappguard.range.service.platform.Channels;
import io.distappguard.range.service.platform.Role;
import io.grpc.stub.StreamObserver;

/**
 * Role compose-post: gathers the parts of a post from four services at once, has it stored, and
 * then has it put into the timelines.
 */
public final class ComposePostService extends ComposePostServiceGrpc.ComposePostServiceImplBase {

  private final UniqueIdServiceFutureStub ids;
  private final TextServiceFutureStub texts;
  private final MediaServiceFutureStub media;
  private final UserServiceFutureStub users;
  private final PostStorageServiceFutureStub posts;
  private final UserTimelineServiceFutureStub userTimelines;
  private final HomeTimelineServiceFutureStub homeTimelines;

  public ComposePostService(Channels channels) {
    ids = UniqueIdServiceGrpc.newFutureStub(channels.to(Role.UNIQUE_ID));
    texts = TextServiceGrpc.newFutureStub(channels.to(Role.TEXT));
    media = MediaServiceGrpc.newFutureStub(channels.to(Role.MEDIA));
    users = UserServiceGrpc.newFutureStub(channels.to(Role.USER));
    posts = PostStorageServiceGrpc.newFutureStub(channels.to(Role.POST_STORAGE));
    userTimelines = UserTimelineServiceGrpc.newFutureStub(channels.to(Role.USER_TIMELINE));
    homeTimelines = HomeTimelineServiceGrpc.newFutureStub(channels.to(Role.HOME_TIMELINE));
  }

  @Override
  public void composePost(ComposePostRequest request, StreamObserver<ComposePostReply> observer) {
    Answer.to(observer, () -> compose(request));
  }

  private ComposePostReply compose(ComposePostRequest request) {
    var id = ids.nextId(NextIdRequest.getDefaultInstance());
    var text =
        texts.composeText(ComposeTextRequest.newBuilder().setText(request.getText()).build());
    var attached =
        media.composeMedia(
            ComposeMediaRequest.newBuilder().addAllMediaIds(request.getMediaIdsList()).build());
    var author =
        users.composeAuthor(
            ComposeAuthorRequest.newBuilder().setUserId(request.getAuthor().getUserId()).build());

    Author written = Answer.await(author).getAuthor();
    ComposeTextReply composed = Answer.await(text);
    Post post =
        Post.newBuilder()
            .setPostId(Answer.await(id).getId())
            .setAuthorId(written.getUserId())
            .setUsername(written.getUsername())
            .setText(composed.getText())
            .setTimestampMillis(System.currentTimeMillis())
            .addAllMediaIds(Answer.await(attached).getMediaIdsList())
            .build();
    // stored first: a timeline never names a post that cannot be read
    Answer.await(posts.storePost(StorePostRequest.newBuilder().setPost(post).build()));
    publish(post, composed);
    return ComposePostReply.newBuilder().setPostId(post.getPostId()).build();
  }

  private void publish(Post post, ComposeTextReply composed) {
    var own =
        userTimelines.writeUserTimeline(
            WriteUserTimelineRequest.newBuilder()
                .setPostId(post.getPostId())
                .setAuthorId(post.getAuthorId())
                .setTimestampMillis(post.getTimestampMillis())
                .build());
    var others =
        homeTimelines.writeHomeTimelines(
            WriteHomeTimelinesRequest.newBuilder()
                .setPostId(post.getPostId())
                .setAuthorId(post.getAuthorId())
                .setTimestampMillis(post.getTimestampMillis())
                .addAllMentionedUserIds(composed.getMentionedUserIdsList())
                .build());
    Answer.await(own);
    Answer.await(others);
  }
}
