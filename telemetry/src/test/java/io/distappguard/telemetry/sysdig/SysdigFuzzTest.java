package io.distappguard.telemetry.sysdig;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;

/** Fuzz targets of the readers of what sysdig prints. */
class SysdigFuzzTest {

  @FuzzTest(maxDuration = "15s")
  void anyTextIsAcceptedOrRefused(byte[] bytes) {
    check(Sysdig.stream(SysdigReader::openText, new ByteArrayInputStream(bytes)));
  }

  @FuzzTest(maxDuration = "15s")
  void anyJsonIsAcceptedOrRefused(byte[] bytes) {
    check(Sysdig.stream(SysdigReader::openJson, new ByteArrayInputStream(bytes)));
  }

  private static void check(Sysdig read) {
    assertThat(read.intake().received())
        .isEqualTo(read.intake().accepted() + read.intake().rejected());
  }
}
