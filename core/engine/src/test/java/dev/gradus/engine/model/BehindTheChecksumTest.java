package dev.gradus.engine.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.gradus.activations.Softmax;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.Thorough;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.file.AtomicFile;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.Dense;
import dev.gradus.losses.CrossEntropy;
import dev.gradus.optimizers.Sgd;
import dev.gradus.runtime.file.Safetensors;
import dev.gradus.runtime.file.SafetensorsContent;
import dev.gradus.runtime.file.SafetensorsTensor;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.ModelFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file whose checksum is right, but which is not what was written, is refused or harmless. */
class BehindTheChecksumTest {

  /** Where the digits of the checksum begin, and how many there are. */
  private static final int CHECKSUM = 44;

  private static final int DIGITS = 64;

  private static final String PREPARATION = "gradus.preparation";

  @TempDir Path folder;
  private final Gradus gradus = Gradus.create();

  @AfterEach
  void close() {
    gradus.close();
  }

  private static Table flowers() {
    return Table.of(
        Column.of("w", 0.2, 1.3, 2.1, 0.3, 1.4, 2.2),
        Column.of("c", "b", "r", "r", "w", "b", "w"),
        Column.of("k", "a", "b", "c", "a", "b", "c"));
  }

  private Model model() {
    Configuration configuration =
        Configuration.builder()
            .data(DataSpec.of("k"))
            .layer(Dense.output(new Softmax()))
            .loss(new CrossEntropy())
            .optimizer(new Sgd(0.1))
            .epochs(1)
            .build();
    return gradus.job(configuration).on(flowers()).train().model();
  }

  private static void correctChecksum(byte[] file) {
    try {
      Arrays.fill(file, CHECKSUM, CHECKSUM + DIGITS, (byte) '0');
      String digits = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
      byte[] right = digits.getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(right, 0, file, CHECKSUM, DIGITS);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void everyBitThatIsFlippedIsRefusedOrLeavesFinitePredictions() throws IOException {
    Path file = folder.resolve("m.safetensors");
    gradus.save(model(), file);
    // With every option written out there would be five times as much to flip, and no more to find.
    SafetensorsContent content = Safetensors.read(file);
    Map<String, String> metadata = new LinkedHashMap<>(content.metadata());
    metadata.put(
        "gradus.configuration",
        "network: [dense: {activation: softmax}]\nloss: cross-entropy\noptimizer: sgd\n");
    Files.write(file, Safetensors.encode(new SafetensorsContent(metadata, content.tensors())));
    byte[] whole = Files.readAllBytes(file);
    Table table = flowers();
    int loaded = 0;
    int refused = 0;
    for (int i = 0; i < whole.length; i += Thorough.stride(7)) {
      if (i >= CHECKSUM && i < CHECKSUM + DIGITS) {
        continue;
      }
      for (int bit = 0; bit < Byte.SIZE; bit++) {
        byte[] changed = whole.clone();
        changed[i] ^= (byte) (1 << bit);
        correctChecksum(changed);
        Files.write(file, changed);
        try {
          Model model = gradus.load(file);
          loaded++;
          assertHarmless(model, table, "byte %s, bit %s".formatted(i, bit));
        } catch (ModelFileException e) {
          refused++;
        } catch (RuntimeException e) {
          fail("byte %s, bit %s: %s".formatted(i, bit, e), e);
        }
      }
    }
    int bits = (whole.length - DIGITS) * Byte.SIZE;
    assertEquals(
        (double) bits / Thorough.stride(7),
        loaded + refused,
        2.0 * Byte.SIZE,
        "both ends are rounded");
    assertTrue(refused > loaded, () -> "most of it is noticed");
  }

  private static void assertHarmless(Model model, Table table, String what) {
    double[][] predictions;
    try {
      predictions = model.predictor().predict(table);
    } catch (DataException e) {
      // A column is called otherwise now, or has other categories or another scale: that is said.
      return;
    }
    for (double[] row : predictions) {
      for (double value : row) {
        assertTrue(Double.isFinite(value), () -> what + ": " + Arrays.toString(row));
      }
    }
  }

  private ModelFileException readWithPreparation(String from, String to) {
    Path file = folder.resolve("m.safetensors");
    gradus.save(model(), file);
    SafetensorsContent content = Safetensors.read(file);
    Map<String, String> metadata = new LinkedHashMap<>(content.metadata());
    String before = Objects.requireNonNull(metadata.get(PREPARATION));
    String after = before.replace(from, to);
    assertTrue(!before.equals(after), before);
    metadata.put(PREPARATION, after);
    byte[] changed = Safetensors.encode(new SafetensorsContent(metadata, content.tensors()));
    AtomicFile.write(file, out -> out.write(changed));
    return assertThrows(ModelFileException.class, () -> gradus.load(file));
  }

  @Test
  void thePreparationIsReadToTheLetter() throws IOException {
    Map<String, List<String>> changes = new LinkedHashMap<>();
    changes.put("content after its end", List.of("\"single\":false}}", "\"single\":false}} 1"));
    changes.put("another end of a list", List.of("\"r\",\"w\"]", "\"r\",\"w\",true]"));
    changes.put("a number for a name", List.of("\"r\",\"w\"]", "\"r\",7]"));
    changes.put("nothing for yes or no", List.of("\"single\":false", "\"single\":null"));
    changes.put("a text for yes or no", List.of("\"single\":false", "\"single\":\"false\""));
    changes.put("nothing for a name", List.of("\"numeric\":\"w\"", "\"numeric\":null"));
    changes.put(
        "an input that is there twice", List.of("\"categorical\":\"c\"", "\"categorical\":\"w\""));
    changes.put(
        "a target among the inputs", List.of("\"categorical\":\"c\"", "\"categorical\":\"k\""));
    changes.put(
        "a name that is there twice", List.of("[\"b\",\"r\",\"w\"]", "[\"b\",\"r\",\"r\"]"));
    changes.put("a key that is there twice", List.of("\"mean\":", "\"mean\":1,\"mean\":"));
    changes.put("an unknown key", List.of("\"mean\":", "\"median\":"));
    changes.put("an unknown kind", List.of("\"categorical\":", "\"poetical\":"));
    changes.put("no object", List.of("\"target\":{", "\"target\":[{"));
    changes.put("a deviation of nothing", List.of("\"deviation\":", "\"deviation\":0,\"x\":"));
    changes.forEach(
        (what, change) -> {
          ModelFileException e = readWithPreparation(change.get(0), change.get(1));
          assertEquals(ModelFileException.Reason.CORRUPT, e.reason(), what);
        });
  }

  @Test
  void weightsThatAreNotFiniteAreNeitherReadNorWritten() throws IOException {
    for (float wrong : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      Path file = folder.resolve("m.safetensors");
      Model model = model();
      gradus.save(model, file);
      SafetensorsContent content = Safetensors.read(file);
      SafetensorsTensor bias = content.find("layers.0.bias").orElseThrow();
      float[] values = bias.values();
      values[2] = wrong;
      List<SafetensorsTensor> tensors =
          content.tensors().stream()
              .map(
                  each ->
                      each.name().equals(bias.name())
                          ? new SafetensorsTensor(bias.name(), bias.shape(), values)
                          : each)
              .toList();
      Files.write(file, Safetensors.encode(new SafetensorsContent(content.metadata(), tensors)));
      String read = message(() -> gradus.load(file));
      assertTrue(read.contains(wrong + " at [2] of its tensor layers.0.bias"), read);

      model.network().tensors().get(1).matrix().values()[2] = wrong;
      Path other = folder.resolve("other.safetensors");
      String written = message(() -> gradus.save(model, other));
      assertTrue(written.contains(wrong + " at [2] of its tensor layers.0.bias"), written);
      assertTrue(Files.notExists(other));
    }
  }

  private static String message(Runnable action) {
    return String.valueOf(assertThrows(GradusException.class, action::run).getMessage());
  }
}
