package io.distappguard.range.workload;

import io.distappguard.range.client.JsonFile;
import io.distappguard.range.client.OneLineErrors;
import io.distappguard.range.client.RangeTarget;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The workload driver's program: benign users of the range's social network. Refuses any address
 * outside the range. Exit code 0 when at least one request was answered as it should be.
 */
@Command(
    name = "WorkloadMain",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Sends the seeded workload of a compressed day to the range's social network.",
    footer = {
      "",
      "Example:",
      "  WorkloadMain --url http://10.77.1.10 --seconds 600 --seed 1 --rate 40 --day-seconds 300"
          + " --out workload.json"
    })
public final class WorkloadMain implements Callable<Integer> {
  @Option(names = "--url", required = true, description = "The social network, inside the range.")
  private String url = "";

  @Option(names = "--seconds", required = true, description = "How long to send.")
  private int seconds;

  @Option(
      names = "--connection-requests",
      defaultValue = "50",
      description =
          "Mean number of requests after which a client leaves and another connects; 0: never"
              + " (default: ${DEFAULT-VALUE}).")
  private int connectionRequests;

  @Option(names = "--seed", required = true, description = "Same seed, same schedule.")
  private long seed;

  @Option(names = "--rate", required = true, description = "Mean requests a second over a day.")
  private double rate;

  @Option(names = "--day-seconds", required = true, description = "Length of the compressed day.")
  private double daySeconds;

  @Option(names = "--out", description = "Where to write the summary as JSON.")
  private @Nullable Path out;

  @Option(
      names = "--amplitude",
      defaultValue = "0.6",
      description =
          "How far the day strays from the mean rate, 0 to 1 (default: ${DEFAULT-VALUE}).")
  private double amplitude;

  @Option(
      names = "--day-start",
      defaultValue = "0",
      description = "Second of the day at which the run begins (default: ${DEFAULT-VALUE}).")
  private double dayStart;

  @Option(
      names = "--crowd",
      paramLabel = "OPERATION/RANK@AT+RISE+STAY+FALLxPEAK",
      description =
          "Users who all do the same for a while, on top of the rest, such as"
              + " user-timeline/0@100+15+40+30x8.5; may be repeated.")
  private List<String> crowds = List.of();

  @Option(
      names = "--noise",
      defaultValue = "0.15",
      description = "Deviation of the logarithm of the rate (default: ${DEFAULT-VALUE}).")
  private double noise;

  @Option(
      names = "--workers",
      defaultValue = "24",
      description = "Persistent connections (default: ${DEFAULT-VALUE}).")
  private int workers;

  @Option(
      names = "--queue",
      defaultValue = "2000",
      description = "Requests that may wait for a worker (default: ${DEFAULT-VALUE}).")
  private int queueLength;

  @Option(
      names = "--users",
      defaultValue = "962",
      description = "Seeded users user0, user1, ... (default: ${DEFAULT-VALUE}).")
  private int users;

  @Option(
      names = "--sessions",
      defaultValue = "30",
      description = "Users logged in at most (default: ${DEFAULT-VALUE}).")
  private int sessions;

  @Option(
      names = "--source",
      split = ",",
      description = "Own addresses for the connections to bind in turn (default: the system's).")
  private List<String> sources = List.of();

  public static void main(String[] arguments) {
    System.exit(OneLineErrors.execute(new WorkloadMain(), arguments));
  }

  @Override
  public Integer call() throws Exception {
    if (seconds < 1) {
      throw new IllegalArgumentException("seconds: " + seconds + " (expected: >= 1)");
    }
    long startMillis = System.currentTimeMillis();
    OpenLoop loop =
        new OpenLoop(
            RangeTarget.parse(url),
            sourceAddresses(),
            workers,
            queueLength,
            connectionRequests,
            seed,
            newUserPrefix(startMillis));
    Schedule schedule =
        new Schedule(
            new DayShape(daySeconds, amplitude, dayStart),
            rate,
            noise,
            users,
            sessions,
            seed,
            crowds.stream().map(FlashCrowd::parse).toList());
    WorkloadReport report = loop.run(schedule, seconds);
    if (out != null) {
      JsonFile.write(out, summary(startMillis, report));
    }
    System.out.println("workload: " + report.line());
    return report.ok() > 0 ? 0 : 1;
  }

  private List<InetAddress> sourceAddresses() {
    List<InetAddress> addresses = new ArrayList<>();
    for (String source : sources) {
      addresses.add(RangeTarget.parseAddress("source", source));
    }
    return addresses;
  }

  /** Two runs on one deployment must not register the same names, even with the same seed. */
  private String newUserPrefix(long startMillis) {
    return "guest"
        + Long.toUnsignedString(seed, 36)
        + "x"
        + Long.toString(startMillis / 1_000, 36)
        + "n";
  }

  private Map<String, Object> summary(long startMillis, WorkloadReport report) {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("seed", seed);
    summary.put("meanRate", rate);
    summary.put("daySeconds", daySeconds);
    summary.put("startMillis", startMillis);
    summary.put("endMillis", System.currentTimeMillis());
    summary.putAll(report.summary());
    return summary;
  }
}
