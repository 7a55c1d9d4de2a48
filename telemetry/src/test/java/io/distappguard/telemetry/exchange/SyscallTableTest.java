package io.distappguard.telemetry.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.exchange.SyscallTable.Architecture;
import io.distappguard.telemetry.exchange.SyscallTable.Row;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One table says what a system call is, to the readers and to the collector in the kernel. */
class SyscallTableTest {

  private static final Pattern DEFINITION =
      Pattern.compile(
          "#define __NR(?:3264)?_(\\w+)\\s+\\(?(?:__X32_SYSCALL_BIT \\+ )?(\\d+)\\)?\\s*");
  private static final Pattern RULE =
      Pattern.compile(
          "\\s*\\[(\\d+)] = RULE\\((\\w+), (?:OP_)?(\\w+), (\\d+)\\), /\\* (\\w+) \\*/");
  private static final Path TABLE =
      Path.of("src/main/resources/io/distappguard/telemetry/exchange/syscalls.tsv");

  /** Younger than the headers of the oldest distribution that this is built on. */
  private static final Set<String> YOUNG = Set.of("fchmodat2", "setxattrat", "open_tree_attr");

  @Test
  void everyCallHasALine() {
    Set<String> named = SyscallTable.ROWS.stream().map(Row::like).collect(Collectors.toSet());
    assertThat(
            Stream.of(Syscall.values())
                .filter(call -> call != Syscall.OTHER)
                .map(call -> call.name().toLowerCase(Locale.ROOT)))
        .allSatisfy(name -> assertThat(named).contains(name));
  }

  @Test
  void aNumberIsAnotherCallOnEachArchitecture() {
    assertThat(SyscallTable.of(Architecture.X86_64, 11)).isEqualTo(Syscall.OTHER); // munmap
    assertThat(SyscallTable.of(Architecture.I386, 11)).isEqualTo(Syscall.EXECVE);
    assertThat(SyscallTable.of(Architecture.I386, 213)).isEqualTo(Syscall.SETUID);
    assertThat(SyscallTable.of(Architecture.ARM64, 221)).isEqualTo(Syscall.EXECVE);
    assertThat(SyscallTable.of(Architecture.ARM64, 38)).isEqualTo(Syscall.RENAMEAT);
    assertThat(SyscallTable.of(Architecture.RISCV64, 38)).isEqualTo(Syscall.OTHER);
    assertThat(SyscallTable.of(Architecture.SOCKETCALL, 3)).isEqualTo(Syscall.CONNECT);
    assertThat(SyscallTable.of(Architecture.X86_64, 0x40000000L + 520)).isEqualTo(Syscall.EXECVE);
    assertThat(SyscallTable.of(Architecture.X86_64, 0x40000000L + 59)).isEqualTo(Syscall.OTHER);
    assertThat(SyscallTable.of(Architecture.X86_64, 1L << 40)).isEqualTo(Syscall.OTHER);
    assertThat(SyscallTable.of(Architecture.X86_64, -1)).isEqualTo(Syscall.OTHER);
  }

  @ParameterizedTest
  @CsvSource({
    "X86_64, x86_64-linux-gnu/asm/unistd_64.h, true",
    "X32, x86_64-linux-gnu/asm/unistd_x32.h, true",
    "I386, x86_64-linux-gnu/asm/unistd_32.h, true",
    // which has more than one architecture takes
    "ARM64, asm-generic/unistd.h, false",
    "RISCV64, asm-generic/unistd.h, false"
  })
  void numbersAreThoseOfTheKernelsHeaders(
      Architecture architecture, String header, boolean isItsOwn) throws IOException {
    Path file = Path.of("/usr/include", header);
    assumeTrue(Files.exists(file), "no " + file + " (apt-get install linux-libc-dev)");
    Map<String, Integer> defined = definitions(file);
    for (Row row : SyscallTable.ROWS) {
      int number = row.numbers()[architecture.ordinal()];
      if (number >= 0 && !YOUNG.contains(row.name())) {
        assertThat(defined).containsEntry(row.name(), number);
      } else if (number < 0 && isItsOwn) {
        assertThat(defined).doesNotContainKey(row.name());
      }
    }
  }

  @Test
  void theCollectorsRulesAreMadeOfTheSameLines() throws IOException, InterruptedException {
    Map<String, List<String>> expected = new TreeMap<>();
    expected.put("rules", rules(Architecture.X86_64));
    expected.put("rules_of_x32", rules(Architecture.X32));
    expected.put("rules_of_i386", rules(Architecture.I386));
    expected.put("rules_of_socketcall", rules(Architecture.SOCKETCALL));
    assertThat(madeRules()).isEqualTo(expected);
  }

  @Test
  void readersMakeTheSameOperationsOfThem() {
    for (Row row : SyscallTable.ROWS) {
      if (!row.operation().isEmpty()) {
        assertThat(operations(Syscall.of(row.name())))
            .as(row.name())
            .contains(row.operation().toUpperCase(Locale.ROOT));
      }
    }
  }

  private static Map<String, Integer> definitions(Path header) throws IOException {
    Map<String, Integer> numbers = new HashMap<>();
    for (String line : Files.readAllLines(header, StandardCharsets.US_ASCII)) {
      Matcher matcher = DEFINITION.matcher(line);
      if (matcher.matches()) {
        numbers.put(matcher.group(1), Integer.parseInt(matcher.group(2)));
      }
    }
    return numbers;
  }

  private static List<String> rules(Architecture architecture) {
    Map<String, Integer> usual = new HashMap<>();
    SyscallTable.ROWS.forEach(
        row -> usual.put(row.name(), row.numbers()[Architecture.X86_64.ordinal()]));
    List<String> rules = new ArrayList<>();
    for (Row row : SyscallTable.ROWS) {
      int number = row.numbers()[architecture.ordinal()];
      if (number >= 0 && !row.action().isEmpty()) {
        String operation = row.operation().isEmpty() ? "0" : row.operation();
        int known = Math.max(0, usual.get(row.like()));
        rules.add(number + " " + row.action() + " " + operation + " " + known + " " + row.name());
      }
    }
    return rules;
  }

  /** What the build of the collector makes of the table. */
  private static Map<String, List<String>> madeRules() throws IOException, InterruptedException {
    Process awk =
        new ProcessBuilder("awk", "-f", "../collector/rules.awk", TABLE.toString())
            .redirectErrorStream(true)
            .start();
    String printed = new String(awk.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    assertThat(awk.waitFor()).as(printed).isZero();
    Map<String, List<String>> rules = new TreeMap<>();
    List<String> array = new ArrayList<>();
    for (String line : printed.split("\n")) {
      Matcher rule = RULE.matcher(line);
      if (line.startsWith("const")) {
        array = new ArrayList<>();
        rules.put(line.replaceAll(".* (\\w+)\\[.*", "$1"), array);
      } else if (rule.matches()) {
        array.add(
            IntStream.rangeClosed(1, rule.groupCount())
                .mapToObj(rule::group)
                .collect(Collectors.joining(" "))
                .toLowerCase(Locale.ROOT));
      }
    }
    return rules;
  }

  private static List<String> operations(Syscall syscall) {
    Collected seen = new Collected();
    Registry registry = new Registry(seen);
    IntervalExchanges exchanges = new IntervalExchanges();
    HostProcesses processes = new HostProcesses(registry, exchanges);
    int container = registry.container(new Container(0, "c", "", null, null, null, 0, List.of()));
    ObservedCall call = new ObservedCall();
    call.syscall = syscall;
    call.entity = registry.channel(container, "pipe", "1");
    call.path = "/p";
    call.name = CallMeaning.CAPABILITY;
    call.pid = 2;
    new CallMeaning(registry, processes).take(processes.get(container, 1), call);
    exchanges.drain(0, seen);
    return seen.exchanges.stream().map(exchange -> exchange.operation().name()).toList();
  }
}
