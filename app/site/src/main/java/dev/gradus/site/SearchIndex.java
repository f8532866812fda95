package dev.gradus.site;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the search script looks through: a script too, since a page in a folder may fetch nothing.
 */
final class SearchIndex {

  private SearchIndex() {}

  /** One array for each entry: link, title, kind, words, text. */
  static String of(List<SitePage> pages) {
    return pages.stream()
        .flatMap(
            page ->
                page.entries().stream()
                    .map(
                        entry ->
                            Stream.of(
                                    page.path() + (entry.id().isEmpty() ? "" : "#" + entry.id()),
                                    entry.title(),
                                    entry.kind(),
                                    entry.words(),
                                    entry.text().replaceAll("\\s+", " ").strip())
                                .map(SearchIndex::quoted)
                                .collect(Collectors.joining(",", "[", "]"))))
        .collect(Collectors.joining(",\n", "window.gradusIndex = [\n", "\n];\n"));
  }

  /** As a string of JavaScript. */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ' || c == '<' || c == '\u2028' || c == '\u2029') {
        quoted.append("\\u%04x".formatted((int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
