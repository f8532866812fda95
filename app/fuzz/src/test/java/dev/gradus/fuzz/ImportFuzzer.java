package dev.gradus.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.model.Model;
import dev.gradus.importing.Import;
import dev.gradus.runtime.problem.GradusException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Imports a network, predicts with it, and saves and loads it.
 *
 * <p>The first byte of an input is its format: an ONNX file follows; or the description and the
 * weights of a Keras model with a zero in between, which are put into an archive; or the header and
 * the data of PyTorch weights. So the fuzzer gets past checksums and lengths.
 */
public final class ImportFuzzer {

  static final char ONNX = 'O';
  static final char KERAS = 'K';
  static final char TORCH = 'T';

  private static final String CONFIG = "config.json";
  private static final String WEIGHTS = "model.weights.h5";
  private static final String SAVED = "imported.safetensors";

  /** More inputs are not predicted, because each is a column. */
  private static final int MOST_COLUMNS = 1000;

  private static final Workplace WORKPLACE = new Workplace();
  private static final Gradus GRADUS = Gradus.builder().onWarning(Claims::checkWarning).build();

  private static final Path NETWORK =
      WORKPLACE.write(
          "net.yaml",
          "network: [dense: {units: 16, activation: tanh}, dense: {units: 16, activation: tanh}, dense]"
              .getBytes(UTF_8));

  private ImportFuzzer() {}

  /** Loads the classes, which takes longer than the time limit for an input. */
  public static void fuzzerInitialize() throws IOException {
    Seeds.of("Import").forEach(ImportFuzzer::refusal);
  }

  /** Checks what must hold for any file. */
  public static void fuzzerTestOneInput(byte[] input) {
    refusal(input);
  }

  /** Does the same, and returns why the input is refused; empty if it is accepted. */
  static Optional<String> refusal(byte[] input) {
    char format = input.length == 0 ? ONNX : (char) input[0];
    byte[] rest = Arrays.copyOfRange(input, Math.min(1, input.length), input.length);
    String name =
        switch (format) {
          case KERAS -> "fuzzed.keras";
          case TORCH -> "fuzzed.safetensors";
          default -> "fuzzed.onnx";
        };
    Import importing = Import.of(WORKPLACE.write(name, file(format, rest)));
    try {
      Model model = (format == TORCH ? importing.network(NETWORK) : importing).read(GRADUS).model();
      use(model);
      return Optional.empty();
    } catch (GradusException refusal) {
      Claims.checkRefusal(refusal, input, name);
      return Optional.of(String.valueOf(refusal.getMessage()));
    }
  }

  /** An imported model can be saved and loaded, and predicts, or says why not. */
  private static void use(Model model) {
    GRADUS.save(model, WORKPLACE.file(SAVED));
    Model loaded = GRADUS.load(WORKPLACE.file(SAVED));
    List<String> columns = model.predictor().inputs();
    if (columns.size() > MOST_COLUMNS) {
      return;
    }
    Map<String, Double> cells = new LinkedHashMap<>();
    columns.forEach(column -> cells.put(column, 0.5));
    try {
      Claims.checkEqual(
          model.predictor().predict(cells).toString(),
          loaded.predictor().predict(cells).toString());
    } catch (GradusException refusal) {
      if (refusal.problems().isEmpty()) {
        throw new AssertionError("a row is refused without a message", refusal);
      }
    }
  }

  private static byte[] file(char format, byte[] content) {
    int zero = 0;
    while (zero < content.length && content[zero] != 0) {
      zero++;
    }
    byte[] head = Arrays.copyOf(content, zero);
    byte[] data = Arrays.copyOfRange(content, Math.min(zero + 1, content.length), content.length);
    return switch (format) {
      case KERAS -> archive(head, data);
      case TORCH ->
          ByteBuffer.allocate(Long.BYTES + head.length + data.length)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putLong(head.length)
              .put(head)
              .put(data)
              .array();
      default -> content;
    };
  }

  private static byte[] archive(byte[] config, byte[] weights) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(CONFIG));
      zip.write(config);
      zip.putNextEntry(new ZipEntry(WEIGHTS));
      zip.write(weights);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** The input that represents a file. */
  static byte[] inputOf(String name, byte[] file) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (name.endsWith(".onnx")) {
      out.write(ONNX);
      out.write(file);
    } else if (name.endsWith(".keras")) {
      Map<String, byte[]> entries = new LinkedHashMap<>();
      try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
          entries.put(entry.getName(), zip.readAllBytes());
        }
      }
      out.write(KERAS);
      out.write(entries.get(CONFIG));
      out.write(0);
      out.write(entries.get(WEIGHTS));
    } else {
      int header = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
      out.write(TORCH);
      out.write(file, Long.BYTES, header);
      out.write(0);
      out.write(file, Long.BYTES + header, file.length - Long.BYTES - header);
    }
    return out.toByteArray();
  }
}
