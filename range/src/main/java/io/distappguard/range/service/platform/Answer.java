package io.distappguard.range.service.platform;

import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;

/** How a service answers a call: with a reply or with a status that says what went wrong. */
public final class Answer {

  private Answer() {}

  /**
   * Answers with what the work returns. A status it throws is passed on to the caller as it is;
   * anything else becomes {@code INTERNAL}.
   */
  public static <T> void to(StreamObserver<T> observer, Callable<T> work) {
    T reply;
    try {
      reply = work.call();
    } catch (StatusRuntimeException e) {
      observer.onError(e);
      return;
    } catch (Exception e) {
      observer.onError(Status.INTERNAL.withDescription(e.toString()).withCause(e).asException());
      return;
    }
    observer.onNext(reply);
    observer.onCompleted();
  }

  /** Waits for a call that was started earlier; throws its status when it failed. */
  public static <T> T await(ListenableFuture<T> started) {
    try {
      return started.get();
    } catch (ExecutionException e) {
      throw Status.fromThrowable(e).asRuntimeException();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Status.CANCELLED.withDescription("stopping").asRuntimeException();
    }
  }
}
