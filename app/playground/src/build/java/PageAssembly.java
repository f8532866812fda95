
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Puts the page together from its parts: a frame of HTML, a style sheet, the scripts in the order of
 * {@code scripts.txt}, and the compiled engine. The build runs it.
 *
 * <p>The page forbids itself, by a content security policy, to fetch anything from anywhere, and to
 * run any script but its own, which it names by their hashes.
 */
final class PageAssembly {

  /** What a page may have, so that it can be sent and kept like a picture. */
  private static final int MOST_BYTES = 1_400_000;

  private static final Pattern PART = Pattern.compile("\\{\\{([a-z-]+)}}");

  private final Path sources;
  private final Path engine;

  private PageAssembly(Path sources, Path engine) {
    this.sources = sources;
    this.engine = engine;
  }

  /**
   * Writes the page.
   *
   * @param arguments the folder of the parts, the script of the engine, and the file to write
   */
  public static void main(String... arguments) throws IOException {
    byte[] page =
        new PageAssembly(Path.of(arguments[0]), Path.of(arguments[1]))
            .page()
            .getBytes(StandardCharsets.UTF_8);
    if (page.length > MOST_BYTES) {
      throw new IllegalStateException(
          "the page has %,d bytes, but may have %,d".formatted(page.length, MOST_BYTES));
    }
    Path file = Path.of(arguments[2]);
    Files.createDirectories(file.getParent());
    Files.write(file, page);
  }

  private String page() throws IOException {
    String script =
        Files.readAllLines(sources.resolve("scripts.txt")).stream()
            .map(name -> read(sources.resolve(name)))
            .collect(Collectors.joining("\n"));
    String style = read(sources.resolve("page.css"));
    String compiled = read(engine);
    Map<String, String> parts =
        Map.of(
            "script-hashes", "'%s' '%s'".formatted(hash(compiled), hash(script)),
            "style-hash", hash(style),
            "style", style,
            "given", "null",
            "engine", compiled,
            "script", script);
    return fill(read(sources.resolve("page.html")), parts);
  }

  /** Replaces each {@code {{name}}} once: what is filled in is not searched again. */
  private static String fill(String frame, Map<String, String> parts) {
    return PART.matcher(frame)
        .replaceAll(
            part ->
                Matcher.quoteReplacement(
                    parts.get(part.group(1))));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
