package io.distappguard.range.service.post;

import io.distappguard.range.rpc.ComposeMediaReply;
import io.distappguard.range.rpc.ComposeMediaRequest;
import io.distappguard.range.rpc.MediaServiceGrpc;
import io.distappguard.range.rpc.UploadReply;
import io.distappguard.range.rpc.UploadRequest;
import io.distappguard.range.service.platform.Answer;
import io.distappguard.range.service.platform.ServiceSettings;
import io.grpc.stub.StreamObserver;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Role media: keeps uploaded files and makes a thumbnail of each.
 *
 * <p><strong>Planted weakness:</strong> the thumbnail's name holds the name the client gave, and
 * goes into {@code sh -c} unescaped, so a file name such as {@code x'; id; '} runs a command as
 * this service. It is here on purpose, for the range's attacks, and nowhere else.
 */
public final class MediaService extends MediaServiceGrpc.MediaServiceImplBase {

  private static final long THUMBNAIL_SECONDS = 2;
  private static final File NOWHERE = new File("/dev/null");

  private final Path directory;
  private final Path folder;
  private final Snowflakes ids;

  /**
   * Makes the folder {@code media} below the service's own directory.
   *
   * @throws IOException when it cannot be made
   */
  public MediaService(ServiceSettings settings) throws IOException {
    directory = settings.directory().toAbsolutePath();
    folder = Files.createDirectories(directory.resolve("media"));
    ids = new Snowflakes(settings.number());
  }

  @Override
  public void upload(UploadRequest request, StreamObserver<UploadReply> observer) {
    Answer.to(
        observer,
        () -> {
          long id = ids.next();
          Files.write(folder.resolve(Long.toString(id)), request.getContent().toByteArray());
          makeThumbnail(id, request.getFilename());
          return UploadReply.newBuilder().setMediaId(id).build();
        });
  }

  @Override
  public void composeMedia(
      ComposeMediaRequest request, StreamObserver<ComposeMediaReply> observer) {
    Answer.to(
        observer,
        () ->
            ComposeMediaReply.newBuilder()
                .addAllMediaIds(
                    request.getMediaIdsList().stream()
                        .filter(id -> Files.exists(folder.resolve(Long.toString(id))))
                        .toList())
                .build());
  }

  /** Waits a moment for the pipeline; one that takes longer goes on by itself. */
  private void makeThumbnail(long id, String filename) throws IOException, InterruptedException {
    String pipeline =
        "head -c 4096 'media/%d' | md5sum > 'media/%d-%s.thumb'".formatted(id, id, filename);
    new ProcessBuilder("sh", "-c", pipeline)
        .directory(directory.toFile())
        .redirectInput(NOWHERE)
        .redirectOutput(NOWHERE)
        .redirectError(NOWHERE)
        .start()
        .waitFor(THUMBNAIL_SECONDS, TimeUnit.SECONDS);
  }
}
