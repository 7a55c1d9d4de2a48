package io.distappguard.traffic.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EntryLearningTest {

  @Test
  void aRootThatAllTracesShareIsAnEntry() {
    assertThat(learned("gateway(user)", "gateway(post(store))", "gateway"))
        .containsExactly("gateway");
  }

  @Test
  void soIsTheGatewayBehindAProxy() {
    assertThat(
            learned("proxy(gateway(user))", "proxy(gateway(post))", "proxy(gateway(post, user))"))
        .containsExactly("proxy", "gateway");
  }

  @Test
  void rootsThatDifferAreNone() {
    assertThat(learned("login(user)", "home(user)", "home(post)")).isEmpty();
  }

  @Test
  void anApplicationWithOneKindOfRequestHasNone() {
    assertThat(learned("api(cache)", "api(cache)")).isEmpty();
    assertThat(learned("api(session, cache)", "api(session, store)", "api(session)")).isEmpty();
  }

  @Test
  void aFewOtherRootsDoNoHarm() {
    String[] traces = new String[100];
    for (int i = 0; i < traces.length; i++) {
      traces[i] = i < 4 ? "user" : "gateway(s" + i % 5 + ")";
    }
    assertThat(learned(traces)).containsExactly("gateway");
    traces[50] = "user";
    traces[51] = "user";
    assertThat(learned(traces)).isEmpty();
  }

  @Test
  void nothingIsLearnedFromNothing() {
    assertThat(learned()).isEmpty();
  }

  private static List<String> learned(String... trees) {
    EntryLearning learning = new EntryLearning(new OperationTable());
    for (String tree : trees) {
      learning.trace(Traces.of(tree));
    }
    return learning.learned().path().stream().map(Operation::service).toList();
  }
}
