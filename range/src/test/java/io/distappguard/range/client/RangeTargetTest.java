package io.distappguard.range.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RangeTargetTest {
  @Test
  void addressesOfTheRangeAndLoopbackAreTaken() {
    assertThat(RangeTarget.parse("http://10.77.1.10")).hasToString("10.77.1.10:80");
    assertThat(RangeTarget.parse("http://127.0.0.3:8080")).hasToString("127.0.0.3:8080");
    assertThat(RangeTarget.parse("http://localhost:8080/")).hasToString("127.0.0.1:8080");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://8.8.8.8",
        "http://10.78.0.1",
        "http://10.7.7.1",
        "http://192.168.1.1:8080",
        "http://0.0.0.0",
        "http://example.org",
        "http://10.77.1.10.example.org",
        "http://127.0.0.1@8.8.8.8/",
        "http://[::1]:80",
        "http://[::ffff:8.8.8.8]/"
      })
  void everythingElseIsRefused(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RangeTarget.parse(url))
        .withMessageContaining("127.0.0.0/8 or 10.77.0.0/16");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://10.77.1.10",
        "10.77.1.10",
        "ftp://10.77.1.10",
        "http://10.77.1.300",
        "http://a b"
      })
  void whatIsNoHttpUrlIsRefused(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RangeTarget.parse(url))
        .withMessageContaining("http://ADDRESS[:PORT]");
  }

  @Test
  void noForeignAddressCanBeConstructedEither() throws Exception {
    InetAddress foreign = InetAddress.getByAddress(new byte[] {8, 8, 8, 8});
    assertThatIllegalArgumentException().isThrownBy(() -> new RangeTarget(foreign, 80));
  }
}
