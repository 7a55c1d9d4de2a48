package io.distappguard.telemetry.strace;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;

/** Fuzz targets of the line parser and of what stands behind it. */
class StraceLineFuzzTest {

  @FuzzTest(maxDuration = "15s")
  void anyBytesParse(byte[] bytes) {
    parse(bytes);
  }

  @FuzzTest(maxDuration = "15s")
  void anyTextIsAcceptedOrRefused(byte[] bytes) {
    Straced straced = Straced.stream(new ByteArrayInputStream(bytes));
    assertThat(straced.intake().received())
        .isEqualTo(straced.intake().accepted() + straced.intake().rejected());
  }

  static void parse(byte[] bytes) {
    StraceLine line = new StraceLine();
    if (line.parse(bytes, 0, bytes.length) == null) {
      assertThat(line.bodyFrom()).isBetween(0, bytes.length);
      for (int index = 0; index < line.argumentCount(); index++) {
        assertThat(line.argumentFrom(index)).isLessThanOrEqualTo(line.argumentTo(index));
        assertThat(line.argumentTo(index)).isLessThanOrEqualTo(bytes.length);
      }
    }
  }
}
