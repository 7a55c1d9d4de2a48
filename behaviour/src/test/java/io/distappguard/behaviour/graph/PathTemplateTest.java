package io.distappguard.behaviour.graph;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathTemplateTest {

  @ParameterizedTest
  @CsvSource({
    "/etc/passwd, /etc/passwd",
    "/proc/4711/status, /proc/<n>/status",
    "/proc/self/fd/12, /proc/self/fd/<n>",
    "/var/log/app-2026-11-22.log, /var/log/app-<n>-<n>-<n>.log",
    "/tmp/9f1c2ab4d0, /tmp/<hex>",
    "/tmp/x7a9b3k2, /tmp/<random>",
    "/data/123e4567-e89b-12d3-a456-426614174000.jpg, /data/<uuid>.jpg",
    "/usr/lib/x86_64-linux-gnu/libssl.so.3, /usr/lib/x<n>_<n>-linux-gnu/libssl.so.<n>",
    "/usr/lib/jvm/java-21/lib/server/libjvm.so, /usr/lib/jvm/java-<n>/**",
    "/srv/run-7/containers/text-2/uploads/cat.jpg, <container>/uploads/cat.jpg",
    "/srv/old (deleted), /srv/old",
    "/, /",
    "anon_inode:[eventpoll], anon_inode:[eventpoll]",
  })
  void whatChangesFromRunToRunIsAPlaceholder(String path, String template) {
    assertThat(PathTemplate.of(path, "text-2")).isEqualTo(template);
  }

  @Property(tries = 300)
  void anyTextHasATemplateThatIsItsOwnTemplate(@ForAll String path) {
    String template = PathTemplate.of("/" + path, "text-2");
    assertThat(template).isNotEmpty();
    assertThat(PathTemplate.of(template, "text-2")).isNotEmpty();
  }
}
