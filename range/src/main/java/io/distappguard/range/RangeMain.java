package io.distappguard.range;

import io.distappguard.range.deployment.RangeFailure;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/** The command {@code range/social-network}: starts, stops and records the social network. */
@Command(
    name = "social-network",
    description = "A real, distributed social network on this machine, to watch and to attack.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    version = "0.1.0",
    sortOptions = false,
    subcommands = {
      UpCommand.class,
      DownCommand.class,
      StatusCommand.class,
      RunCommand.class,
      RecordCommand.class
    },
    footer = {
      "",
      "Needs root, and ip, nsenter, strace, nginx, redis, memcached and postgresql from Debian.",
      "",
      "Examples:",
      "  social-network up",
      "  social-network status",
      "  social-network down",
      "  social-network run --plan range/plans/training-1.json --out raw/training-1",
      "  social-network record --out raw"
    })
public final class RangeMain {
  private RangeMain() {}

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    return new CommandLine(new RangeMain())
        .setExecutionExceptionHandler(RangeMain::report)
        .execute(arguments);
  }

  private static int report(
      Exception failure, CommandLine commandLine, CommandLine.ParseResult parsed) throws Exception {
    if (failure instanceof RangeFailure) {
      commandLine.getErr().println("social-network: " + failure.getMessage());
      return 1;
    }
    throw failure;
  }
}
