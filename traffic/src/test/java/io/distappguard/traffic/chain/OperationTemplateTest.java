package io.distappguard.traffic.chain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperationTemplateTest {

  @ParameterizedTest
  @CsvSource({
    "GET /api/posts/123, GET /api/posts/<n>",
    "/users/u7/posts, /users/u<n>/posts",
    "/orders/0a158a32f7231a45, /orders/<hex>",
    "/orders/3F2504E0-4F89-41D3-9A0C-0305E82C3301/lines, /orders/<uuid>/lines",
    "/s/aB3dE5gH7jK9, /s/<random>",
    "/search?q=lamp&page=2, /search",
    "SELECT name FROM users WHERE id = 42, SELECT name FROM users WHERE id = <n>",
    "GET order-20230129, GET order-<n>"
  })
  void whatDiffersFromRequestToRequestBecomesAPlaceholder(String name, String template) {
    assertThat(OperationTemplate.of(name)).isEqualTo(template);
  }

  @ParameterizedTest
  @CsvSource({
    "range.UserService/Login",
    "/api/v1/travel2service/trips/left",
    "Travel2Controller.queryInfo",
    "GET /api/user-timeline/{username}",
    "UPDATE ts.orders SET state = ?"
  })
  void whatBelongsToTheNameStays(String name) {
    assertThat(OperationTemplate.of(name)).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({"/a/1", "/x/abc123def", "/s/aB3dE5gH7jK9?x"})
  void aTemplateIsItsOwnTemplate(String name) {
    String template = OperationTemplate.of(name);

    assertThat(OperationTemplate.of(template)).isEqualTo(template);
  }

  @Test
  void endlessNamesAreCut() {
    assertThat(OperationTemplate.of("x".repeat(100_000))).hasSizeLessThan(300);
  }
}
