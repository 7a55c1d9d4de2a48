package io.distappguard.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a reader is sent to is there. */
class DocumentsTest {

  private static final Path ROOT = Path.of("..");

  /** A link of Markdown to a file of this project; not to the web, nor within its own page. */
  private static final Pattern LINK =
      Pattern.compile("]\\((?!https?:|#|mailto:)([^)#\\s]+)[^)]*\\)");

  /** A page of docs as comments name it. */
  private static final Pattern PAGE = Pattern.compile("(?<![/\\w])docs/[a-z-]+\\.md\\b");

  @Test
  void linksLeadToFilesOfTheProject() throws IOException {
    List<String> dead = new ArrayList<>();
    for (Path page : files(".md")) {
      Matcher link = LINK.matcher(Files.readString(page));
      while (link.find()) {
        if (!Files.exists(page.resolveSibling(link.group(1)))) {
          dead.add(page + ": " + link.group(1));
        }
      }
    }
    assertThat(dead).isEmpty();
  }

  @Test
  void commentsNamePagesThatAreThere() throws IOException {
    List<String> dead = new ArrayList<>();
    for (Path source : files(".java")) {
      Matcher page = PAGE.matcher(Files.readString(source));
      while (page.find()) {
        if (!Files.exists(ROOT.resolve(page.group()))) {
          dead.add(source + ": " + page.group());
        }
      }
    }
    assertThat(dead).isEmpty();
  }

  private static List<Path> files(String ending) throws IOException {
    try (Stream<Path> walk = Files.walk(ROOT)) {
      List<Path> files =
          walk.filter(path -> path.toString().endsWith(ending))
              .filter(path -> !path.toString().contains("/target/"))
              .filter(path -> !path.toString().contains("/.git/"))
              .toList();
      assertThat(files).isNotEmpty();
      return files;
    }
  }
}
