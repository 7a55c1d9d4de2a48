package io.distappguard.range.service;

import io.distappguard.range.service.platform.Role;
import io.distappguard.range.service.platform.ServiceSettings;
import java.util.List;

/** Runs one instance of a service until it is told to stop. */
public final class ServiceMain {

  /**
   * Flags for a virtual machine that starts quickly, stays small and says nothing: a dozen of these
   * share two cores.
   */
  public static final List<String> VIRTUAL_MACHINE_FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Xmx64m",
          "-Xss512k",
          "-XX:-UsePerfData",
          "-Xshare:auto",
          "-XX:+IgnoreUnrecognizedVMOptions",
          "--sun-misc-unsafe-memory-access=allow",
          "--enable-native-access=ALL-UNNAMED");

  private ServiceMain() {}

  /** The role is the only argument; everything else comes from the environment (RANGE_*). */
  public static void main(String[] arguments) {
    String role = arguments.length == 1 ? arguments[0] : "";
    // the JDK's own transport is enough here, and unpacks no library at every start
    System.setProperty("io.grpc.netty.shaded.io.netty.transport.noNative", "true");
    try {
      RunningService service =
          RunningService.start(ServiceSettings.of(Role.of(role), System.getenv()));
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(role, service), "stop"));
      System.out.println("READY " + role);
    } catch (Exception e) {
      fail(role, e);
      // some parts' threads would keep the process alive
      Runtime.getRuntime().halt(1);
    }
  }

  private static void stop(String role, RunningService service) {
    try {
      service.close();
    } catch (Exception e) {
      fail(role, e);
    }
  }

  private static void fail(String role, Exception reason) {
    System.err.println(role + ": " + String.valueOf(reason).replace('\n', ' '));
  }
}
