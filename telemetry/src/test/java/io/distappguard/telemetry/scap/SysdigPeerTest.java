package io.distappguard.telemetry.scap;

import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.telemetry.RealCaptures;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields of each event as decoded here and by sysdig, over all captures. */
class SysdigPeerTest {

  private static final Set<String> NUMBERS =
      Set.of("errno", "fd", "pid", "int32", "int64", "uint32", "uint64", "flags32", "enum32");
  private static final Set<String> TEXTS = Set.of("text", "path");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "open-multiple-files",
        "cat_write",
        "ping_sendto",
        "syscall",
        "connect_localhost",
        "sample",
        "single_ipv6_conn"
      })
  void fieldsAreThoseThatSysdigDecodes(String name) throws IOException, InterruptedException {
    Path capture = RealCaptures.capture(name);
    List<String> theirs =
        RealCaptures.sysdig(
            folder.resolve("fields"),
            "-r",
            capture.toString(),
            "-p",
            "*%evt.rawtime %evt.cpu %thread.tid %evt.dir %evt.type %evt.args");
    assertThat(theirs).hasSize(RealCaptures.EVENTS.get(name));
    List<ScapEvent> ours = new ArrayList<>();
    int compared = 0;
    try (ScapBlocks blocks = new ScapBlocks(plain(capture))) {
      int line = 0;
      while (blocks.next() == ScapBlocks.Found.BLOCK) {
        if (BlockType.of(blocks.type()) != BlockType.EVENT) {
          continue;
        }
        ScapEvent event = new ScapEvent();
        int from = blocks.bodyFrom();
        assertThat(event.take(blocks.type(), blocks.buffer(), from, blocks.bodyTo())).isNull();
        EventType type = EventTypes.of(event.number);
        assertThat(type).isNotNull();
        if (!type.hidden) {
          int processor = LittleEndian.unsigned16(blocks.buffer(), from);
          compared += compare(theirs.get(line++), event, type, processor);
          ours.add(event);
        }
      }
    }
    assertThat(ours).hasSameSizeAs(theirs);
    assertThat(compared).isPositive();
  }

  /** How many parameters were compared. */
  private static int compare(String line, ScapEvent event, EventType type, int processor) {
    // a call that has no type of its own is shown by its name
    String name = type.name.equals("syscall") ? line.split(" ", 6)[4] : type.name;
    String head =
        "%d %d %d %s %s"
            .formatted(event.nanos, processor, event.thread, type.enter ? ">" : "<", name);
    assertThat(line).startsWith(head);
    int compared = 0;
    for (int index = 0; index < event.count; index++) {
      String shown = shown(line.substring(head.length()), type.parameters[index]);
      if (shown == null) {
        continue;
      }
      if (NUMBERS.contains(type.kinds[index]) && shown.matches("-?\\d+(\\(.*)?")) {
        long number = Long.parseLong(shown.replaceFirst("\\(.*", ""));
        long ours = event.number(index, Long.MIN_VALUE);
        boolean isUnsigned = type.kinds[index].equals("uint32");
        // the descriptor that is none is an unsigned number to sysdig
        boolean isNone = type.kinds[index].equals("fd") && number == 0xffffffffL;
        // addresses and requests are shown in hexadecimal, without saying so
        boolean isHexadecimal =
            type.kinds[index].equals("uint64") && Long.toHexString(ours).equals(shown);
        assertThat(isHexadecimal ? number : isUnsigned || isNone ? ours & 0xffffffffL : ours)
            .as("%s of %s", type.parameters[index], line)
            .isEqualTo(number);
        compared++;
      } else if (TEXTS.contains(type.kinds[index]) && !shown.contains("(")) {
        assertThat(event.text(index)).as(line).isEqualTo(shown);
        compared++;
      }
    }
    return compared;
  }

  private static String shown(String parameters, String name) {
    int at = parameters.indexOf(" " + name + "=");
    if (at < 0) {
      return null;
    }
    int from = at + name.length() + 2;
    int to = parameters.indexOf(' ', from);
    return parameters.substring(from, to < 0 ? parameters.length() : to);
  }

  private static InputStream plain(Path capture) throws IOException {
    InputStream stream = new BufferedInputStream(Files.newInputStream(capture));
    stream.mark(2);
    int first = stream.read();
    stream.reset();
    return first == 0x1f ? new GZIPInputStream(stream) : stream;
  }
}
