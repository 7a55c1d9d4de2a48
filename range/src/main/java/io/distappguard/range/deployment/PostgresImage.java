package io.distappguard.range.deployment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * PostgreSQL from Debian with an empty database {@code social} of user {@code social}. Creating a
 * cluster takes seconds, so it is done once into the cache and copied for each start.
 *
 * @param cache where the template lies
 */
public record PostgresImage(Path cache) implements Image {
  private static final Path PACKAGES = Path.of("/usr/lib/postgresql");
  private static final Duration INITDB_LIMIT = Duration.ofSeconds(90);

  @Override
  public String name() {
    return "debian/postgresql:12";
  }

  @Override
  public int port() {
    return 5432;
  }

  @Override
  public void prepare(Instance instance, Path directory) {
    Path template = template();
    Path data = data(directory);
    if (!Files.isDirectory(data)) {
      Program.run(
          Duration.ofSeconds(30), "", List.of("cp", "-a", template.toString(), data.toString()));
    }
    RunFolder.write(
        data.resolve("postgresql.conf"),
        """
        listen_addresses = '%s'
        port = %d
        unix_socket_directories = ''
        max_connections = 200
        shared_buffers = 32MB
        fsync = off
        # as files in the data folder: shared memory segments would outlive a kill
        dynamic_shared_memory_type = mmap
        password_encryption = 'scram-sha-256'
        logging_collector = off
        timezone = 'UTC'
        """
            .formatted(instance.address(), port()));
    RunFolder.write(data.resolve("pg_hba.conf"), "host all all 10.77.0.0/16 scram-sha-256\n");
    Program.run(
        List.of(
            "chown",
            "postgres:postgres",
            data.resolve("postgresql.conf").toString(),
            data.resolve("pg_hba.conf").toString()));
  }

  @Override
  public List<String> command(Instance instance, Path directory) {
    return List.of(
        "setpriv",
        "--reuid=postgres",
        "--regid=postgres",
        "--init-groups",
        binaries().resolve("postgres").toString(),
        "-D",
        data(directory).toString());
  }

  @Override
  public String stopSignal() {
    return "INT"; // "fast": TERM would wait for every client to leave
  }

  /** Frees the shared memory segment that a killed server leaves in the kernel. */
  static void freeSharedMemory(Path directory) {
    Path pidFile = data(directory).resolve("postmaster.pid");
    try {
      List<String> lines = Files.isRegularFile(pidFile) ? Files.readAllLines(pidFile) : List.of();
      if (lines.size() >= 7) {
        String[] keyAndId = lines.get(6).strip().split("\\s+");
        Program.attempt(Duration.ofSeconds(5), "", List.of("ipcrm", "-m", keyAndId[1]));
      }
    } catch (IOException e) {
      throw new RangeFailure("%s: %s".formatted(pidFile, e.getMessage()), e);
    }
  }

  private static Path data(Path directory) {
    return directory.resolve("data");
  }

  private Path template() {
    Path binaries = binaries();
    Path template = cache.resolve("postgres-template-" + version());
    if (Files.isDirectory(template)) {
      return template;
    }
    Path unfinished = cache.resolve("postgres-template.unfinished");
    RunFolder.deleteRecursively(unfinished);
    RunFolder.createDirectories(unfinished);
    Program.run(List.of("chown", "postgres:postgres", unfinished.toString()));
    asPostgres(
        "",
        binaries.resolve("initdb").toString(),
        "-D",
        unfinished.toString(),
        "--auth=reject", // replaced for each start
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--wal-segsize=4",
        "--no-sync");
    asPostgres(
        """
        CREATE ROLE social LOGIN PASSWORD 'social';
        CREATE DATABASE social OWNER social;
        """,
        binaries.resolve("postgres").toString(),
        "--single",
        "-D",
        unfinished.toString(),
        "postgres");
    try {
      Files.move(unfinished, template);
    } catch (IOException e) {
      throw new RangeFailure("%s: %s".formatted(template, e.getMessage()), e);
    }
    return template;
  }

  private static void asPostgres(String input, String... command) {
    Program.run(
        INITDB_LIMIT,
        input,
        Stream.concat(
                Stream.of("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"),
                Stream.of(command))
            .toList());
  }

  private static Path binaries() {
    return PACKAGES.resolve(version()).resolve("bin");
  }

  private static String version() {
    try (Stream<Path> versions =
        Files.isDirectory(PACKAGES) ? Files.list(PACKAGES) : Stream.empty()) {
      return versions
          .filter(version -> Files.isExecutable(version.resolve("bin").resolve("postgres")))
          .map(version -> version.getFileName().toString())
          .max(Comparator.comparing(Integer::valueOf))
          .orElseThrow(
              () -> new RangeFailure(PACKAGES + ": no server found (apt-get install postgresql)"));
    } catch (IOException e) {
      throw new RangeFailure("%s: %s".formatted(PACKAGES, e.getMessage()), e);
    }
  }
}
