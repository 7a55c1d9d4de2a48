package io.distappguard.range.service.platform;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import io.grpc.ClientInterceptor;
import io.grpc.ServerInterceptor;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.exporter.logging.otlp.internal.traces.OtlpStdoutSpanExporter;
import io.opentelemetry.instrumentation.grpc.v1_6.GrpcTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The spans of one service: every call is sampled, and once a second what ended is appended to the
 * span file as one line of OTLP JSON.
 *
 * <p>The SDK is put together by hand: its auto-configuration would start exporters and timers that
 * nobody here reads. Thread-safe.
 */
public final class Tracing implements AutoCloseable {

  private final OpenTelemetrySdk sdk;
  private final GrpcTelemetry grpc;
  private final OutputStream output;

  /**
   * Opens the span file.
   *
   * @throws IOException when it cannot be written
   */
  public Tracing(ServiceSettings settings) throws IOException {
    output =
        new BufferedOutputStream(Files.newOutputStream(settings.spans(), CREATE, APPEND), 1 << 16);
    Resource resource =
        Resource.create(
            Attributes.of(
                AttributeKey.stringKey("service.name"), settings.role().label(),
                AttributeKey.stringKey("service.instance.id"), settings.instance()));
    SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .setResource(resource)
            .setSampler(Sampler.alwaysOn())
            .addSpanProcessor(
                BatchSpanProcessor.builder(
                        OtlpStdoutSpanExporter.builder()
                            .setOutput(output)
                            .setWrapperJsonObject(true)
                            .build())
                    .setScheduleDelay(Duration.ofSeconds(1))
                    .setMaxQueueSize(1 << 15)
                    .build())
            .build();
    sdk =
        OpenTelemetrySdk.builder()
            .setTracerProvider(provider)
            .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
            .build();
    // an event for every message would double the file and says nothing the span does not
    grpc = GrpcTelemetry.builder(sdk).setEmitMessageEvents(false).build();
  }

  /** Makes the spans that no library makes. */
  public Tracer tracer() {
    return sdk.getTracer("social-network");
  }

  ClientInterceptor client() {
    return grpc.newClientInterceptor();
  }

  /** Makes a span of every call that is answered. */
  public ServerInterceptor server() {
    return grpc.newServerInterceptor();
  }

  /** Writes what is still held back and closes the file. */
  @Override
  public void close() throws IOException {
    var ended = sdk.getSdkTracerProvider().shutdown().join(1, TimeUnit.SECONDS);
    output.close();
    if (!ended.isSuccess()) {
      throw new IOException("spans: the last second's could not all be written");
    }
  }
}
