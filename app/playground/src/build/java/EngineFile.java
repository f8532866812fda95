import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.LZMAOutputStream;

/**
 * Puts what TeaVM has compiled into two scripts, packed: the engine in WebAssembly, with the style
 * sheet and the scripts of the page, and the engine in JavaScript for browsers without the other.
 * Arguments: the folder of the scripts, that of TeaVM, the catalogue of plugins, the folder of the
 * parts of the page, and the folder to write to.
 */
final class EngineFile {

  private static final int BITS = 7;

  /**
   * What a script in a page cannot hold in a string as it is: ends of lines and of the string, the
   * beginning of a tag, and NUL.
   */
  private static final String ILLEGAL = "\0\n\r'\\<";

  /** Comments that fill whole lines, and the spaces around lines: nothing inside of strings. */
  private static final Pattern NO_CODE =
      Pattern.compile("(?m)^\\s*(//.*|/\\*(?s:.*?)\\*/)\\s*?$|^[ \t]+|[ \t]+$");

  /** Where the characters in their places begin. */
  private static final char REPLACEMENTS = '\u00c0';

  public static void main(String[] arguments) throws IOException {
    Path scripts = Path.of(arguments[0]);
    Path compiled = Path.of(arguments[1]);
    String unpack =
        dense(Files.readString(scripts.resolve("unpack.js")))
            .replace("ILLEGAL", "\\0\\n\\r\\'\\\\\\x3c");
    String engine =
        dense(Files.readString(scripts.resolve("engine.js")))
            .replace("PACKED_WASM", packed(compiled.resolve("gradus.wasm")))
            .replace("PACKED_RUNTIME", packed(compiled.resolve("gradus.wasm-runtime.js")))
            .replace("PACKED_CATALOGUE", packed(Path.of(arguments[2])))
            .replace("PACKED_PAGE", packed(page(Path.of(arguments[3]))));
    Path folder = Path.of(arguments[4]);
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("engine.js"), "(() => {\n" + unpack + engine + "})();\n");
    Files.writeString(
        folder.resolve("engine-javascript.js"),
        "globalThis.GradusInJavaScript = '" + packed(compiled.resolve("gradus.js")) + "';\n");
  }

  /** The style sheet of the page and, after NUL, its scripts in the order of {@code scripts.txt}. */
  private static byte[] page(Path parts) throws IOException {
    StringBuilder text = new StringBuilder(Files.readString(parts.resolve("page.css"))).append('\0');
    text.append("'use strict';\n");
    for (String name : Files.readAllLines(parts.resolve("scripts.txt"))) {
      text.append(Files.readString(parts.resolve(name))).append('\n');
    }
    return dense(text.toString()).getBytes(StandardCharsets.UTF_8);
  }

  /** Without comments, indentation and empty lines. */
  private static String dense(String text) {
    return NO_CODE.matcher(text).replaceAll("").replaceAll("\n{2,}", "\n").strip() + "\n";
  }

  private static String packed(Path file) throws IOException {
    return packed(Files.readAllBytes(file));
  }

  /** Bytes as characters of a string in single quotes. */
  private static String packed(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    LZMA2Options options = new LZMA2Options(LZMA2Options.PRESET_MAX);
    options.setNiceLen(LZMA2Options.NICE_LEN_MAX);
    try (LZMAOutputStream out = new LZMAOutputStream(bytes, options, content.length)) {
      out.write(content);
    }
    StringBuilder text = new StringBuilder();
    int held = 0;
    int bits = 0;
    for (byte each : bytes.toByteArray()) {
      held = held << Byte.SIZE | each & 0xff;
      bits += Byte.SIZE;
      while (bits >= BITS) {
        bits -= BITS;
        text.append(character(held >> bits & 0x7f));
        held &= (1 << bits) - 1;
      }
    }
    text.append(character(held << BITS - bits & 0x7f));
    // So that the last byte has all its bits, whatever their number.
    text.append(character(1));
    return text.toString();
  }

  private static char character(int code) {
    int illegal = ILLEGAL.indexOf(code);
    return illegal < 0 ? (char) code : (char) (REPLACEMENTS + illegal);
  }
}
