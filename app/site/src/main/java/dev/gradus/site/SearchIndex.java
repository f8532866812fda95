package dev.gradus.site;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The index that the search script reads. It is also a script, because a page that is opened from a
 * folder must not fetch other files.
 */
final class SearchIndex {

  private SearchIndex() {}

  /** The index as one array per entry: link, title, kind, words, text. */
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

  /** A JavaScript string. */
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
