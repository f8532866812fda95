import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Puts what TeaVM has compiled into one script, packed: the script, the folder of TeaVM, the
 * catalogue of plugins, and the file to write.
 */
final class EngineFile {

  public static void main(String[] arguments) throws IOException {
    Path compiled = Path.of(arguments[1]);
    String script = Files.readString(Path.of(arguments[0]));
    script = script.replace("PACKED_WASM", packed(compiled.resolve("gradus.wasm")));
    script = script.replace("PACKED_RUNTIME", packed(compiled.resolve("gradus.wasm-runtime.js")));
    script = script.replace("PACKED_JAVASCRIPT", packed(compiled.resolve("gradus.js")));
    script = script.replace("PACKED_CATALOGUE", packed(Path.of(arguments[2])));
    Path file = Path.of(arguments[3]);
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, script, StandardCharsets.UTF_8);
  }

  private static String packed(Path file) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out =
        new GZIPOutputStream(bytes) {
          {
            def.setLevel(Deflater.BEST_COMPRESSION);
          }
        }) {
      out.write(Files.readAllBytes(file));
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }
}
