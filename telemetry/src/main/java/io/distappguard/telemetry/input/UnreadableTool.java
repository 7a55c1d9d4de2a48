package io.distappguard.telemetry.input;

import io.distappguard.telemetry.line.Beginning;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What well-known tools write that cannot be read as it stands, how to know it by its first lines,
 * and what to give instead. Only asked where no format knows a file.
 */
final class UnreadableTool {

  private static final int MOST_LOOKED_AT = 64 * 1024;

  /**
   * A file of a tool's.
   *
   * @param begins what it begins with or what one of its lines does; of bytes, a character each
   * @param told what it is, and the mend
   */
  private record Known(Pattern begins, String told) {

    static Known bytes(String begins, String told) {
      return new Known(Pattern.compile("\\A" + begins, Pattern.DOTALL), told);
    }

    static Known line(String begins, String told) {
      return new Known(Pattern.compile("^" + begins, Pattern.MULTILINE), told);
    }
  }

  private static final String CALLS = "record system calls: docs/read-captures.md says how";

  private static final List<Known> KNOWN =
      List.of(
          Known.bytes(
              "(\\u00d4\\u00c3\\u00b2\\u00a1|\\u00a1\\u00b2\\u00c3\\u00d4"
                  + "|\\u004d\\u003c\\u00b2\\u00a1|\\u00a1\\u00b2\\u003c\\u004d"
                  + "|\\u000a\\u000d\\u000d\\u000a)",
              "packets as tcpdump captures them, which name no process (" + CALLS + ")"),
          Known.bytes("PERFILE2", "perf.data of Linux perf (" + CALLS + ")"),
          Known.bytes("\\u0017\\u0008Dtracing", "trace.dat of trace-cmd (" + CALLS + ")"),
          Known.bytes(
              "(\\u00c1\\u001f\\u00fc\\u00c1|\\u00c1\\u00fc\\u001f\\u00c1|/\\* CTF )",
              "a trace of LTTng as it is stored (print it: babeltrace FOLDER > trace.txt)"),
          Known.bytes(
              "(\\u00ff\\u00fe|\\u00fe\\u00ff)",
              "text in UTF-16 (convert it: iconv -f UTF-16 -t UTF-8 FILE)"),
          Known.bytes("BZh[1-9]1AY", "compressed by bzip2 (unpack it: bunzip2 FILE)"),
          Known.bytes("\\u0004\\u0022M\\u0018", "compressed by lz4 (unpack it: unlz4 FILE)"),
          Known.bytes("PK\\u0003\\u0004", "a zip archive (unpack it, and name the folder)"),
          Known.bytes(".{257}ustar", "a tar archive (unpack it, and name the folder)"),
          Known.line(
              "(\\S.{0,60} )?\\d{2}:\\d{2}:\\d{2}\\.\\d{6,9}: (Emergency|Alert|Critical|Error"
                  + "|Warning|Notice|Informational|Debug) ",
              "Falco's alerts as text (have JSON: falco -o json_output=true)"),
          Known.line(
              // rocket, collision, floppy disk, mailboxes, plugs and others, in UTF-8
              "(\\u00f0\\u009f..|\\u00e2..(\\u00ef\\u00b8\\u008f)?) "
                  + "(process|exit|open|close|read|write|connect|sendmsg|accept|bind|listen|kprobe"
                  + "|syscall|tracepoint|loader|lseek|setuid|capable|\\S+) +\\S",
              "what `tetra getevents -o compact` prints (have JSON: tetra getevents -o json)"),
          Known.line(
              "TIME +(UID|.*COMM).*\\bEVENT\\b",
              "Tracee's table (have JSON: tracee --output json)"),
          Known.line(
              "(Attaching|Attached) \\d+ probes?",
              "output of bpftrace, which is each script's own (" + CALLS + ")"),
          Known.line(
              " *\\d+\\.\\d+ \\( *(\\d+\\.\\d+ ms)?.{0,3}\\): ",
              "output of `perf trace` (record with strace -f -ttt -yy, or sysdig)"),
          Known.line(
              " *\\S.{0,20} +\\d+(/\\d+)? +(\\[\\d+\\] +)?\\d+\\.\\d+: +\\S*(syscalls|sched):",
              "output of `perf script` (record with strace -f -ttt -yy, or sysdig)"),
          Known.line("# tracer: ", "output of ftrace (" + CALLS + ")"),
          Known.line(
              "(.{0,40}\\+\\+\\+ exited \\(status \\d+\\) \\+\\+\\+|.{0,40}<no return \\.\\.\\.>"
                  + "|(\\[pid \\d+\\] |\\d+ )?(__libc_start_main|SYS_\\w+)\\()",
              "output of ltrace, which is of libraries (record with strace -f -ttt -yy)"),
          Known.line(
              "NODE,EVENT,DATE,TIME,SERIAL_NUM",
              "output of `ausearch --format csv` (give what `ausearch --raw` prints)"),
          Known.line(
              "At \\d{2}:\\d{2}:\\d{2} \\S+ .+, (acting|successfully|unsuccessfully)",
              "output of `ausearch --format text` (give what `ausearch --raw` prints)"),
          Known.line(
              "(TIME\\S* +)?(UID +)?(PCOMM +PID|PID +COMM +FD +ERR +PATH)",
              "output of a tool of bcc (" + CALLS + ")"));

  private UnreadableTool() {}

  /** What a file that begins like this is, with the mend, in one line; null where nobody knows. */
  static @Nullable String told(Beginning beginning) {
    byte[] bytes = beginning.bytes();
    String text =
        new String(
            bytes,
            0,
            Math.min(bytes.length, MOST_LOOKED_AT),
            java.nio.charset.StandardCharsets.ISO_8859_1);
    for (Known known : KNOWN) {
      if (known.begins.matcher(text).find()) {
        return known.told;
      }
    }
    return null;
  }
}
