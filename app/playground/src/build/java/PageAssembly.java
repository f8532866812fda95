import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Puts the page together from its parts: a frame of HTML, a style sheet, the scripts in the order of
 * {@code scripts.txt}, and the compiled engine. The build runs it.
 *
 * <p>The page forbids itself, by a content security policy, to fetch anything from anywhere, and to
 * run any script element but its own, which it names by their hashes. Its scripts are packed, so
 * that the page stays small: without comments and indentation, and compressed.
 */
final class PageAssembly {

  /** What a page may have, so that it can be sent and kept like a picture. */
  private static final int MOST_BYTES = 500 * 1024;

  /** The engine for browsers that cannot run the one in the page: a file of its own. */
  private static final String OLD_BROWSERS = "engine-javascript.js";

  private static final Pattern PART = Pattern.compile("\\{\\{([a-z-]+)}}");

  /** Comments that fill whole lines, and the spaces around lines: nothing inside of strings. */
  private static final Pattern NO_CODE =
      Pattern.compile("(?m)^\\s*(//.*|/\\*(?s:.*?)\\*/)\\s*?$|^[ \t]+|[ \t]+$");

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
    Files.copy(
        Path.of(arguments[1]).resolveSibling(OLD_BROWSERS),
        file.resolveSibling(OLD_BROWSERS),
        StandardCopyOption.REPLACE_EXISTING);
  }

  private String page() throws IOException {
    String script =
        Files.readAllLines(sources.resolve("scripts.txt")).stream()
            .map(name -> read(sources.resolve(name)))
            .collect(Collectors.joining("\n"));
    String style = dense(read(sources.resolve("page.css")));
    String start = read(sources.resolve("unpack.js"));
    String compiled = read(engine);
    Map<String, String> parts =
        Map.of(
            "script-hashes", "'%s' '%s'".formatted(hash(compiled), hash(start)),
            "style-hash", hash(style),
            "style", style,
            "given", "null",
            "engine", compiled,
            "packed", packed("'use strict';\n" + dense(script)),
            "unpack", start);
    return fill(read(sources.resolve("page.html")), parts);
  }

  /** Without comments, indentation and empty lines. */
  private static String dense(String text) {
    return NO_CODE.matcher(text).replaceAll("").replaceAll("\n{2,}", "\n").strip() + "\n";
  }

  /** Compressed, and as text. */
  private static String packed(String text) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip =
        new GZIPOutputStream(packed) {
          {
            def.setLevel(Deflater.BEST_COMPRESSION);
          }
        }) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return Base64.getEncoder().encodeToString(packed.toByteArray());
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
