package io.distappguard.range.service;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Real redis, memcached and PostgreSQL on free ports of 127.0.0.1, kept in one folder and listed in
 * a discovery folder. For tests; closing ends them all.
 *
 * <p>PostgreSQL refuses to run as root, so then it is run as Debian's user {@code postgres}.
 */
public final class LocalStores implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

  private final Path directory;
  private final Path discovery;
  private final Deque<Process> processes = new ArrayDeque<>();

  private LocalStores(Path directory, Path discovery) {
    this.directory = directory;
    this.discovery = discovery;
  }

  /** The Debian packages that are missing here; empty when the stores can be started. */
  public static List<String> missingPackages() {
    List<String> missing = new ArrayList<>();
    if (command("redis-server").isEmpty()) {
      missing.add("redis-server");
    }
    if (command("memcached").isEmpty()) {
      missing.add("memcached");
    }
    if (postgresCommands().isEmpty()) {
      missing.add("postgresql");
    }
    return missing;
  }

  /**
   * Starts the three stores, empty, and waits until they answer.
   *
   * @param directory an empty folder for what they keep
   * @param discovery the folder their addresses are written to, as {@code redis}, {@code
   *     memcached}, {@code postgres}
   */
  public static LocalStores start(Path directory, Path discovery)
      throws IOException, InterruptedException {
    LocalStores stores = new LocalStores(directory, discovery);
    try {
      stores.startRedis();
      stores.startMemcached();
      stores.startPostgres();
      return stores;
    } catch (IOException | InterruptedException | RuntimeException e) {
      stores.close();
      throw e;
    }
  }

  @Override
  public void close() throws InterruptedException {
    for (Process process : processes) {
      // runuser ends with the server it runs; asked itself it would first wait for two seconds
      process
          .children()
          .findFirst()
          .filter(child -> ROOT)
          .ifPresentOrElse(ProcessHandle::destroy, process::destroy);
    }
    for (Process process : processes) {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    }
  }

  private void startRedis() throws IOException, InterruptedException {
    int port = freePort();
    run("redis", List.of("redis-server", "--port", "" + port, "--bind", "127.0.0.1", "--save", ""));
    list("redis", port);
  }

  private void startMemcached() throws IOException, InterruptedException {
    int port = freePort();
    List<String> arguments =
        new ArrayList<>(List.of("memcached", "-l", "127.0.0.1", "-p", "" + port, "-t", "1"));
    if (ROOT) {
      arguments.addAll(List.of("-u", "nobody"));
    }
    run("memcached", arguments);
    list("memcached", port);
  }

  private void startPostgres() throws IOException, InterruptedException {
    int port = freePort();
    Path commands = postgresCommands().orElseThrow();
    Path database = Files.createDirectories(directory.resolve("postgres"));
    Path password = Files.writeString(directory.resolve("password"), "social");
    if (ROOT) {
      for (Path path = directory; path.startsWith(Path.of("/tmp")); path = path.getParent()) {
        if (!path.equals(Path.of("/tmp"))) {
          path.toFile().setExecutable(true, false);
        }
      }
      finish("chown", List.of("chown", "postgres", database.toString(), password.toString()));
    }
    finish(
        "initdb",
        asPostgres(
            commands.resolve("initdb").toString(),
            "-D",
            database.toString(),
            "-U",
            "social",
            "--pwfile=" + password,
            "-A",
            "scram-sha-256",
            "--no-sync",
            "-E",
            "UTF8",
            "--locale=C"));
    run(
        "postgres",
        asPostgres(
            commands.resolve("postgres").toString(),
            "-D",
            database.toString(),
            "-h",
            "127.0.0.1",
            "-p",
            "" + port,
            "-k",
            database.toString(),
            "-F"));
    list("postgres", port);
    createDatabase(port);
  }

  private void createDatabase(int port) throws InterruptedException {
    String url = "jdbc:postgresql://127.0.0.1:%d/postgres?user=social&password=social";
    Instant end = Instant.now().plus(PATIENCE);
    while (true) {
      try (var connection = DriverManager.getConnection(url.formatted(port));
          var statement = connection.createStatement()) {
        statement.execute("CREATE DATABASE social");
        return;
      } catch (SQLException e) {
        if (Instant.now().isAfter(end)) {
          throw new IllegalStateException("postgres: does not answer", e);
        }
        Thread.sleep(50);
      }
    }
  }

  private static List<String> asPostgres(String... arguments) {
    List<String> command = new ArrayList<>();
    if (ROOT) {
      command.addAll(List.of("runuser", "-u", "postgres", "--"));
    }
    command.addAll(List.of(arguments));
    return command;
  }

  private void run(String name, List<String> arguments) throws IOException {
    processes.push(process(name, arguments));
  }

  private void finish(String name, List<String> arguments)
      throws IOException, InterruptedException {
    int exit = process(name, arguments).waitFor();
    if (exit != 0) {
      throw new IOException(
          name + ": exit " + exit + ": " + Files.readString(directory.resolve(name + ".log")));
    }
  }

  private Process process(String name, List<String> arguments) throws IOException {
    return new ProcessBuilder(arguments)
        .directory(directory.toFile())
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve(name + ".log").toFile())
        .start();
  }

  private void list(String name, int port) throws IOException, InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (!answers(port)) {
      if (Instant.now().isAfter(end)) {
        throw new IOException(
            name + ": does not listen: " + Files.readString(directory.resolve(name + ".log")));
      }
      Thread.sleep(20);
    }
    Files.writeString(discovery.resolve(name), "127.0.0.1:" + port + "\n");
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 200);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  private static Optional<Path> command(String name) {
    return Stream.concat(
            Stream.of(System.getenv("PATH").split(File.pathSeparator)),
            Stream.of("/usr/sbin", "/usr/bin"))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static Optional<Path> postgresCommands() {
    Path versions = Path.of("/usr/lib/postgresql");
    if (!Files.isDirectory(versions)) {
      return Optional.empty();
    }
    try (Stream<Path> folders = Files.list(versions)) {
      return folders
          .map(folder -> folder.resolve("bin"))
          .filter(folder -> Files.isExecutable(folder.resolve("initdb")))
          .max(Path::compareTo);
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
