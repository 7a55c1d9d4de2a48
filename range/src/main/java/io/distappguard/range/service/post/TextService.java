package io.distappguard.range.service.post;

import io.distappguard.range.rpc.ComposeTextReply;
import io.distappguard.range.rpc.ComposeTextRequest;
import io.distappguard.range.rpc.ResolveMentionsReply;
import io.distappguard.range.rpc.ResolveMentionsRequest;
import io.distappguard.range.rpc.ShortenReply;
import io.distappguard.range.rpc.ShortenRequest;
import io.distappguard.range.rpc.TextServiceGrpc;
import io.distappguard.range.rpc.UrlShortenServiceGrpc;
import io.distappguard.range.rpc.UrlShortenServiceGrpc.UrlShortenServiceFutureStub;
import io.distappguard.range.rpc.UserMentionServiceGrpc;
import io.distappguard.range.rpc.UserMentionServiceGrpc.UserMentionServiceFutureStub;
import io.distappguard.range.service.platform.Answer;
import io.distappguard.range.service.platform.Channels;
import io.distappguard.range.service.platform.Role;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Role text: finds the mentions and urls in a text, and has them resolved and shortened. */
public final class TextService extends TextServiceGrpc.TextServiceImplBase {

  private static final Pattern URL = Pattern.compile("https?://[^\\s\"<>]+");
  private static final Pattern MENTION = Pattern.compile("(?<![\\w@])@([A-Za-z0-9_]{1,64})");

  private final UrlShortenServiceFutureStub urls;
  private final UserMentionServiceFutureStub mentions;

  public TextService(Channels channels) {
    urls = UrlShortenServiceGrpc.newFutureStub(channels.to(Role.URL_SHORTEN));
    mentions = UserMentionServiceGrpc.newFutureStub(channels.to(Role.USER_MENTION));
  }

  @Override
  public void composeText(ComposeTextRequest request, StreamObserver<ComposeTextReply> observer) {
    Answer.to(observer, () -> compose(request.getText()));
  }

  private ComposeTextReply compose(String text) {
    List<String> longUrls = URL.matcher(text).results().map(MatchResult::group).toList();
    String withoutUrls = URL.matcher(text).replaceAll(" ");
    List<String> names =
        MENTION.matcher(withoutUrls).results().map(match -> match.group(1)).distinct().toList();

    var shortening =
        longUrls.isEmpty()
            ? null
            : urls.shorten(ShortenRequest.newBuilder().addAllLongUrls(longUrls).build());
    var resolving =
        names.isEmpty()
            ? null
            : mentions.resolveMentions(
                ResolveMentionsRequest.newBuilder().addAllUsernames(names).build());

    ShortenReply shortened =
        shortening == null ? ShortenReply.getDefaultInstance() : Answer.await(shortening);
    ResolveMentionsReply resolved =
        resolving == null ? ResolveMentionsReply.getDefaultInstance() : Answer.await(resolving);
    return ComposeTextReply.newBuilder()
        .setText(replaceUrls(text, shortened.getShortUrlsList()))
        .addAllMentionedUserIds(resolved.getUserIdsList())
        .build();
  }

  private static String replaceUrls(String text, List<String> shortUrls) {
    List<String> left = new ArrayList<>(shortUrls);
    return URL.matcher(text).replaceAll(match -> Matcher.quoteReplacement(left.removeFirst()));
  }
}
