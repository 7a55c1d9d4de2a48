package io.distappguard.range.service.platform;

import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.Status;
import io.grpc.StatusOr;
import io.grpc.SynchronizationContext;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tells gRPC the instances of a role: target {@code discovery:///text} is the file {@code text} of
 * the {@link Discovery} that the channel was given.
 *
 * <p>When a role's last instance is unlisted its address is kept: it still serves for the seconds
 * until it is stopped, and after that calls wait for its successor, which has the same address.
 */
final class DiscoveryNameResolver extends NameResolver {

  static final String SCHEME = "discovery";
  static final Args.Key<Discovery> DISCOVERY = Args.Key.create("discovery");

  private final Discovery discovery;
  private final String role;
  private final SynchronizationContext synchronization;
  private @Nullable Listener2 listener;
  private boolean resolved;

  private DiscoveryNameResolver(Discovery discovery, String role, Args args) {
    this.discovery = discovery;
    this.role = role;
    this.synchronization = args.getSynchronizationContext();
  }

  @Override
  public String getServiceAuthority() {
    return role;
  }

  @Override
  public void start(Listener2 started) {
    listener = started;
    discovery.watch(role, () -> synchronization.execute(this::resolve));
    resolve();
  }

  @Override
  public void refresh() {
    resolve();
  }

  @Override
  public void shutdown() {
    listener = null;
  }

  private void resolve() {
    Listener2 current = listener;
    if (current == null) {
      return;
    }
    List<InetSocketAddress> addresses = discovery.addresses(role);
    if (!addresses.isEmpty()) {
      current.onResult2(
          ResolutionResult.newBuilder()
              .setAddressesOrError(
                  StatusOr.fromValue(addresses.stream().map(EquivalentAddressGroup::new).toList()))
              .build());
      resolved = true;
    } else if (!resolved) {
      current.onResult2(
          ResolutionResult.newBuilder()
              .setAddressesOrError(
                  StatusOr.fromStatus(
                      Status.UNAVAILABLE.withDescription(role + ": no instance is listed yet")))
              .build());
    }
  }

  /** Makes resolvers for targets of this scheme; registered once a process. */
  static final class Provider extends NameResolverProvider {

    @Override
    public @Nullable NameResolver newNameResolver(URI target, Args args) {
      if (!SCHEME.equals(target.getScheme())) {
        return null;
      }
      Discovery discovery = Objects.requireNonNull(args.getArg(DISCOVERY), "discovery");
      return new DiscoveryNameResolver(discovery, target.getPath().substring(1), args);
    }

    @Override
    public String getDefaultScheme() {
      return SCHEME;
    }

    @Override
    protected boolean isAvailable() {
      return true;
    }

    @Override
    protected int priority() {
      return 5;
    }
  }
}
