package io.distappguard.telemetry.syscall;

/** Names of what the kernel numbers, as strace prints them. */
public final class KernelNames {

  private static final String[] SIGNALS = {
    "",
    "SIGHUP",
    "SIGINT",
    "SIGQUIT",
    "SIGILL",
    "SIGTRAP",
    "SIGABRT",
    "SIGBUS",
    "SIGFPE",
    "SIGKILL",
    "SIGUSR1",
    "SIGSEGV",
    "SIGUSR2",
    "SIGPIPE",
    "SIGALRM",
    "SIGTERM",
    "SIGSTKFLT",
    "SIGCHLD",
    "SIGCONT",
    "SIGSTOP",
    "SIGTSTP",
    "SIGTTIN",
    "SIGTTOU",
    "SIGURG",
    "SIGXCPU",
    "SIGXFSZ",
    "SIGVTALRM",
    "SIGPROF",
    "SIGWINCH",
    "SIGIO",
    "SIGPWR",
    "SIGSYS"
  };

  private KernelNames() {}

  /** {@code SIGKILL} for 9, {@code SIGRT_2} for 34. */
  public static String signal(int number) {
    return number > 0 && number < SIGNALS.length ? SIGNALS[number] : "SIGRT_" + (number - 32);
  }

  /** How a process ended: {@code exit}, or {@code killed by} a signal, 0 for none. */
  public static String end(int signal) {
    return signal == 0 ? "exit" : "killed by " + signal(signal);
  }

  /** Name of a file without a path, out of its brackets: {@code [eventfd]}. */
  public static String ofAnonymous(String name) {
    return name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
  }
}
