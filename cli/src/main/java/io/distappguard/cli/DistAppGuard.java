package io.distappguard.cli;

import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.Rejections;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The {@code distappguard} command. Each subcommand is a class of its own. */
@Command(
    name = "distappguard",
    description =
        "Learns how a distributed application behaves, and says when it stops behaving"
            + " like itself.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = DistAppGuard.Version.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, and nothing found",
      "1:error; one line on standard error says what and how to mend it",
      "2:wrong usage",
      "3:done, and anomalies found (detect)"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  distappguard inspect recording.strace",
      "  distappguard detect --profile shop.profile recording.avro",
      "",
      "Each command has its own examples: distappguard COMMAND --help"
    })
public final class DistAppGuard {

  @Option(
      names = {"-q", "--quiet"},
      scope = ScopeType.INHERIT,
      description = "Say nothing on standard error but errors.")
  private boolean quiet;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Print the stack trace of an error too.")
  private boolean verbose;

  private final Console console;

  DistAppGuard(Console console) {
    this.console = console;
  }

  /** Runs the command line and ends the process. */
  public static void main(String[] arguments) {
    Console console = Console.ofProcess();
    int exitCode = run(console, arguments);
    console.out().flush();
    console.err().flush();
    System.exit(exitCode);
  }

  /** Runs the command line within this process and gives its exit code. */
  public static int run(Console console, String... arguments) {
    DistAppGuard root = new DistAppGuard(console);
    CommandLine commands =
        new CommandLine(root)
            .addSubcommand(new RecordCommand(root))
            .addSubcommand(new ConvertCommand(root))
            .addSubcommand(new InspectCommand(root))
            .addSubcommand(new LearnCommand(root))
            .addSubcommand(new DetectCommand(root));
    for (AddedCommands added : ServiceLoader.load(AddedCommands.class)) {
      added.commands(root).forEach(commands::addSubcommand);
    }
    return commands
        .setOut(console.out())
        .setErr(console.err())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setUsageHelpLongOptionsMaxWidth(30)
        .setParameterExceptionHandler(new Errors(root)::wrongUsage)
        .setExecutionExceptionHandler(new Errors(root)::failed)
        .execute(arguments);
  }

  /** Where this run reads and writes. */
  public Console console() {
    return console;
  }

  boolean quiet() {
    return quiet;
  }

  boolean verbose() {
    return verbose;
  }

  /** The folder of the repository or installation, as the launcher tells it. */
  public static Path home() {
    return Path.of(System.getProperty("distappguard.home", "."));
  }

  /** A line for the person at the terminal; kept to itself with {@code --quiet}. */
  void note(String line) {
    if (!quiet) {
      console.err().println(line);
      console.err().flush();
    }
  }

  /** Says what an input held that could not be understood, and where first. */
  void noteRejections(List<Rejections.Entry> rejected) {
    for (Rejections.Entry entry : rejected) {
      note(
          "distappguard: "
              + entry.firstPosition()
              + ": "
              + entry.reason()
              + " (rejected for this reason: "
              + Text.count(entry.count())
              + ")");
    }
  }

  /** Says how an input was read, where that is not plain. */
  void noteReading(List<Intake.Note> notes) {
    for (Intake.Note note : notes) {
      note("distappguard: " + note.line());
    }
  }

  /** A progress bar that shows itself where a person watches and it takes longer than a moment. */
  public ProgressBar progressBar(String label, ProgressBar.Unit unit) {
    return new ProgressBar(
        console.err(), console.errIsTerminal() && !quiet, label, unit, System::nanoTime);
  }

  /** Version and the JVM it runs on. */
  static final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
      String version = DistAppGuard.class.getPackage().getImplementationVersion();
      return new String[] {
        "distappguard " + Objects.requireNonNullElse(version, "(not packaged)"),
        "Java " + Runtime.version()
      };
    }
  }
}
