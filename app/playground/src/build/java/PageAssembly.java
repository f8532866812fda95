import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts the page together: a frame of HTML, the script of the engine, which also holds the style
 * sheet and the scripts of the page, and the script that starts it. The build runs it.
 *
 * <p>The page forbids itself, by a content security policy, to fetch anything from anywhere, and to
 * run any script element but these, which it names by their hashes, and files beside it.
 */
final class PageAssembly {

  /** What a page may have, so that it can be sent and kept like a picture. */
  private static final int MOST_BYTES = 400 * 1024;

  /** The engine for browsers that cannot run the one in the page: a file of its own. */
  private static final String OLD_BROWSERS = "engine-javascript.js";

  private static final Pattern PART = Pattern.compile("\\{\\{([a-z-]+)}}");

  /**
   * Writes the page.
   *
   * @param arguments the folder of the parts, the script of the engine, and the file to write
   */
  public static void main(String... arguments) throws IOException, NoSuchAlgorithmException {
    Path engine = Path.of(arguments[1]);
    byte[] page = page(Path.of(arguments[0]), engine).getBytes(StandardCharsets.UTF_8);
    if (page.length > MOST_BYTES) {
      throw new IllegalStateException(
          "the page has %,d bytes, but may have %,d".formatted(page.length, MOST_BYTES));
    }
    Path file = Path.of(arguments[2]);
    Files.createDirectories(file.getParent());
    Files.write(file, page);
    Files.copy(
        engine.resolveSibling(OLD_BROWSERS),
        file.resolveSibling(OLD_BROWSERS),
        StandardCopyOption.REPLACE_EXISTING);
  }

  private static String page(Path parts, Path engine) throws IOException, NoSuchAlgorithmException {
    String compiled = Files.readString(engine);
    String start = Files.readString(parts.resolve("begin.js"));
    return fill(
        Files.readString(parts.resolve("page.html")),
        Map.of(
            "script-hashes", "'%s' '%s'".formatted(hash(compiled), hash(start)),
            "engine", compiled,
            "begin", start,
            "given", "null"));
  }

  /** Replaces each {@code {{name}}} once: what is filled in is not searched again. */
  private static String fill(String frame, Map<String, String> parts) {
    return PART.matcher(frame)
        .replaceAll(part -> Matcher.quoteReplacement(parts.get(part.group(1))));
  }

  private static String hash(String text) throws NoSuchAlgorithmException {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    return "sha256-" + Base64.getEncoder().encodeToString(digest);
  }
}
