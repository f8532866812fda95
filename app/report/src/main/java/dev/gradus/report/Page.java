package dev.gradus.report;

import dev.gradus.runtime.file.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Puts a page together from the resources next to this class: a frame of HTML, a style sheet,
 * Chart.js, and the scripts of the pictures that are on it.
 *
 * <p>The page forbids itself, by a content security policy, to fetch anything from anywhere, and to
 * run any script but these, which it names by their hashes.
 */
final class Page {

  /** What all pictures need, in this order. */
  private static final List<String> COMMON =
      List.of("format", "theme", "chart", "painting", "images", "tables");

  private Page() {}

  /**
   * Puts a page together.
   *
   * @param title for the window
   * @param head the result, above everything
   * @param page the rest
   */
  static String of(String title, Html head, PageBuilder page) {
    String library = resource("chart.umd.min.js").replaceAll("(?m)^//# sourceMappingURL=.*$", "");
    String script =
        Stream.of(COMMON, page.kinds(), List.of("start"))
            .flatMap(List::stream)
            .map(name -> resource(name + ".js"))
            .collect(Collectors.joining("\n"));
    String style = resource("page.css");
    Html body = page.body();
    return fill(
        resource("page.html"),
        Map.ofEntries(
            Map.entry("title", Html.escape(title)),
            Map.entry("library-hash", hash(library)),
            Map.entry("script-hash", hash(script)),
            Map.entry("style-hash", hash(style)),
            Map.entry("style", style),
            Map.entry("head", head.toString()),
            Map.entry("contents", page.contents().toString()),
            Map.entry("body", body.toString()),
            Map.entry("data", page.data()),
            Map.entry("licence", Html.escape(resource("LICENSE.md").strip())),
            Map.entry("library", library),
            Map.entry("script", script)));
  }

  /** Replaces each {@code {{name}}} once: what is filled in is not searched again. */
  private static String fill(String frame, Map<String, String> parts) {
    StringBuilder filled = new StringBuilder();
    int from = 0;
    for (int at = frame.indexOf("{{"); at >= 0; at = frame.indexOf("{{", from)) {
      int end = frame.indexOf("}}", at);
      String name = frame.substring(at + 2, end);
      if (!parts.containsKey(name)) {
        throw new IllegalStateException("the page has no part '" + name + "'");
      }
      filled.append(frame, from, at).append(parts.get(name));
      from = end + 2;
    }
    return filled.append(frame.substring(from)).toString();
  }

  private static String resource(String name) {
    try (InputStream in = Page.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + name + " is not in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hash(String text) {
    byte[] digest = Sha256.digest().digest(text.getBytes(StandardCharsets.UTF_8));
    return "sha256-" + Base64.getEncoder().encodeToString(digest);
  }
}
