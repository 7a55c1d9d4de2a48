package io.distappguard.range.service.platform;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.NameResolverRegistry;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The connections to other roles: one channel a role, spreading calls over all its instances in
 * turn, kept for the life of the process. Thread-safe.
 */
public final class Channels implements AutoCloseable {

  private static final long DEADLINE_SECONDS = 10;

  static {
    NameResolverRegistry.getDefaultRegistry().register(new DiscoveryNameResolver.Provider());
  }

  private final Discovery discovery;
  private final EventLoopGroup eventLoop;
  private final ClientInterceptor spans;
  private final Map<Role, ManagedChannel> channels = new EnumMap<>(Role.class);

  public Channels(Discovery discovery, EventLoopGroup eventLoop, Tracing tracing) {
    this.discovery = discovery;
    this.eventLoop = eventLoop;
    this.spans = tracing.client();
  }

  /** The channel to that role; nothing is connected before the first call. */
  public synchronized Channel to(Role role) {
    return channels.computeIfAbsent(role, this::open);
  }

  @Override
  public synchronized void close() {
    channels.values().forEach(ManagedChannel::shutdownNow);
  }

  private ManagedChannel open(Role role) {
    ManagedChannel channel =
        NettyChannelBuilder.forTarget(DiscoveryNameResolver.SCHEME + ":///" + role.label())
            .setNameResolverArg(DiscoveryNameResolver.DISCOVERY, discovery)
            .defaultLoadBalancingPolicy("round_robin")
            .channelType(NioSocketChannel.class)
            .eventLoopGroup(eventLoop)
            // replies only complete futures that a handler's thread waits for
            .directExecutor()
            .disableServiceConfigLookUp()
            .idleTimeout(30, TimeUnit.DAYS)
            .usePlaintext()
            .intercept(new Patience(), spans)
            .build();
    // an instance that comes back must not wait for the end of a long pause between attempts
    discovery.watch(role.label(), channel::resetConnectBackoff);
    return channel;
  }

  /** Lets every call wait for an instance that is just being replaced, but not for long. */
  private static final class Patience implements ClientInterceptor {
    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(
        MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
      CallOptions patient = options.withWaitForReady();
      return next.newCall(
          method,
          options.getDeadline() == null
              ? patient.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
              : patient);
    }
  }
}
