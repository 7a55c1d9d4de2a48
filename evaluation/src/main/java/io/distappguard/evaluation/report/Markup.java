package io.distappguard.evaluation.report;

import java.util.Locale;

/** Writes HTML and SVG text; every piece of text that comes from data is escaped here. */
final class Markup {

  private final StringBuilder out = new StringBuilder(1 << 16);

  /** Text that is markup already. */
  Markup raw(String markup) {
    out.append(markup);
    return this;
  }

  /** Text from data. */
  Markup text(String text) {
    out.append(escape(text));
    return this;
  }

  /** An element around text from data; {@code attributes} is markup and may be empty. */
  Markup element(String name, String attributes, String text) {
    out.append('<').append(name);
    if (!attributes.isEmpty()) {
      out.append(' ').append(attributes);
    }
    out.append('>').append(escape(text)).append("</").append(name).append('>');
    return this;
  }

  /**
   * Markup by a format string with Locale.ROOT; arguments from data must be escaped by the caller.
   */
  Markup format(String format, Object... arguments) {
    out.append(String.format(Locale.ROOT, format, arguments));
    return this;
  }

  @Override
  public String toString() {
    return out.toString();
  }

  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> {
          // control characters have no place in HTML, and names of files may hold them
          if (c >= ' ' || c == '\n' || c == '\t') {
            escaped.append(c);
          } else {
            escaped.append('\uFFFD');
          }
        }
      }
    }
    return escaped.toString();
  }
}
