package dev.gradus.cli;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The playground as one HTML file, which opens from a folder without a server and fetches nothing:
 * two networks that train side by side in the browser, each by its own loss.
 */
final class PlaygroundPage {

  /** The place in the page for what it opens with. */
  private static final String NOTHING_GIVEN = "id=\"given\">null</script>";

  private PlaygroundPage() {}

  /** The page, which opens with its first story. */
  static String text() {
    try (InputStream in = PlaygroundPage.class.getResourceAsStream("playground.html")) {
      if (in == null) {
        throw new IllegalStateException("the resource playground.html is not in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The page, which opens with the given settings.
   *
   * @param settings a JSON object with those that differ from the defaults of the page: the names
   *     in its address
   */
  static String with(String settings) {
    requireNonNull(settings, "settings must not be null");
    // A cell of the data could otherwise end the element of the script.
    String json = settings.replace("<", "\\u003c");
    String page = text();
    int at = page.indexOf(NOTHING_GIVEN);
    return page.substring(0, at)
        + NOTHING_GIVEN.replace("null", json)
        + page.substring(at + NOTHING_GIVEN.length());
  }
}
