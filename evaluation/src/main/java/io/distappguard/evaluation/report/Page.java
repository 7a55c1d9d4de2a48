package io.distappguard.evaluation.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** An HTML page with its style inside. Text from data is escaped by the method that takes it. */
public final class Page {

  private final String title;
  private final Markup body = new Markup();

  /** An empty page. */
  public Page(String title) {
    this.title = title;
  }

  /** Markup, written as it is. */
  public Page raw(String markup) {
    body.raw(markup);
    return this;
  }

  /** Text from data. */
  public Page text(String text) {
    body.text(text);
    return this;
  }

  /** An element around text from data; {@code attributes} is markup and may be empty. */
  public Page element(String name, String attributes, String text) {
    body.element(name, attributes, text);
    return this;
  }

  /** A table cell with text. */
  public Page cell(String text) {
    return element("td", "", text);
  }

  /** A table cell with a figure. */
  public Page number(String text) {
    return element("td", "class=\"number\"", text);
  }

  /** A list of sentences; nothing where there are none. */
  public Page words(List<String> sentences) {
    if (!sentences.isEmpty()) {
      raw("<ul class=\"words\">");
      sentences.forEach(sentence -> element("li", "", sentence));
      raw("</ul>");
    }
    return this;
  }

  /** The whole page. */
  public String html() {
    return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
        + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>"
        + escape(title)
        + "</title><style>"
        + style()
        + "</style></head><body><main>"
        + body
        + "</main></body></html>\n";
  }

  /** Text from data as it may stand in markup. */
  public static String escape(String text) {
    return Markup.escape(text);
  }

  private static String style() {
    try (InputStream css = Page.class.getResourceAsStream("report.css")) {
      if (css == null) {
        throw new IllegalStateException("report.css is missing beside " + Page.class.getName());
      }
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
