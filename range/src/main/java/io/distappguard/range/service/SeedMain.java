package io.distappguard.range.service;

import io.distappguard.range.service.platform.Discovery;
import io.distappguard.range.service.platform.ServiceSettings;
import io.distappguard.range.service.seed.FirstState;

/** Fills the social network's empty stores, once, before its services start. */
public final class SeedMain {

  private SeedMain() {}

  public static void main(String[] arguments) {
    try (Discovery discovery = new Discovery(ServiceSettings.discovery(System.getenv()))) {
      FirstState.fill(discovery);
    } catch (Exception e) {
      System.err.println("seed: " + e);
      System.exit(1);
    }
  }
}
