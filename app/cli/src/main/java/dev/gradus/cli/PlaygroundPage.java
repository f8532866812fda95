package dev.gradus.cli;

import dev.gradus.engine.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The playground as one HTML file, which opens from a folder without a server and fetches nothing:
 * two networks that train side by side in the browser, each by its own loss.
 */
final class PlaygroundPage {

  /** The name of the script that old browsers need, next to the page. */
  static final String FOR_OLD_BROWSERS = "engine-javascript.js";

  /** The place in the page for what it opens with. */
  private static final String NOTHING_GIVEN = "id=\"given\">null</script>";

  private PlaygroundPage() {}

  /** The page, which opens with its first story. */
  static String text() {
    return new String(resource("playground.html"), StandardCharsets.UTF_8);
  }

  /** The script that browsers without WebAssembly with garbage collection need next to the page. */
  static byte[] forOldBrowsers() {
    return resource(FOR_OLD_BROWSERS);
  }

  private static byte[] resource(String name) {
    try (InputStream in = PlaygroundPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + name + " is not in the jar");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The page, which opens with the given settings.
   *
   * @param settings by their names in the address of the page; the others keep their defaults
   */
  static String with(Map<String, Object> settings) {
    // A cell of the data could otherwise end the element of the script.
    String json = Json.line(settings).replace("<", "\\u003c");
    String page = text();
    int at = page.indexOf(NOTHING_GIVEN);
    return page.substring(0, at)
        + NOTHING_GIVEN.replace("null", json)
        + page.substring(at + NOTHING_GIVEN.length());
  }
}
