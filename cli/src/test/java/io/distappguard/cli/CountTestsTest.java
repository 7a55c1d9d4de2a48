package io.distappguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./test} prints in the end, from reports as surefire writes them. */
class CountTestsTest {

  private static final String REPORT =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuite xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" name="a.b.OneTest" time="1" \
      tests="6" errors="0" skipped="5" failures="0">
        <testcase name="runs" classname="a.b.OneTest" time="0.01"/>
        <testcase name="disabled" classname="a.b.OneTest" time="0.0">
          <skipped message="needs &quot;root&quot; &amp; more"/>
        </testcase>
        <testcase name="aborted" classname="a.b.OneTest" time="0.0">
          <skipped type="org.opentest4j.TestAbortedException"><![CDATA[org.opentest4j.TestAbortedException: Assumption failed: no clang (apt-get install clang)
      \tat org.junit.jupiter.api.Assumptions.throwAssumptionFailed(Assumptions.java:337)
      ]]></skipped>
        </testcase>
        <testcase name="later(String)[1]" classname="a.b.OneTest" time="0.0">
          <skipped type="org.opentest4j.TestAbortedException">
            <![CDATA[org.opentest4j.TestAbortedException: Assumption failed: another line
      \tat a.b.OneTest.later(OneTest.java:3)]]></skipped>
        </testcase>
        <testcase name="long" classname="a.b.OneTest" time="0.0">
          <skipped message="goes on
      over a line" type="x"/>
        </testcase>
        <testcase name="silent" classname="a.b.OneTest" time="0.0">
          <skipped/>
        </testcase>
      </testsuite>
      """;

  @TempDir Path folder;

  @Test
  void everySkippedTestHasItsReason() throws Exception {
    Path report = Files.writeString(folder.resolve("TEST-a.b.OneTest.xml"), REPORT);
    Process process =
        new ProcessBuilder("awk", "-f", "../scripts/count-tests.awk", report.toString())
            .redirectErrorStream(true)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(out)
        .isEqualTo(
            """
            Skipped: OneTest.disabled: needs "root" & more
            Skipped: OneTest.aborted: no clang (apt-get install clang)
            Skipped: OneTest.later(String)[1]: another line
            Skipped: OneTest.long: goes on over a line
            Skipped: OneTest.silent: no reason given
            Tests: 1 run, 5 skipped
            """);
  }
}
