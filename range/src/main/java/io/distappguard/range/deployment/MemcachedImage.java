package io.distappguard.range.deployment;

import java.nio.file.Path;
import java.util.List;

/** Memcached from Debian, run as nobody. */
public record MemcachedImage() implements Image {

  @Override
  public String name() {
    return "debian/memcached:12";
  }

  @Override
  public int port() {
    return 11211;
  }

  @Override
  public void prepare(Instance instance, Path directory) {
    // keeps nothing on disk
  }

  @Override
  public List<String> command(Instance instance, Path directory) {
    return List.of(
        "memcached", "-u", "nobody", "-l", instance.address(), "-p", "" + port(), "-m", "64");
  }
}
