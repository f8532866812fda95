package dev.gradus.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.model.Training;
import dev.gradus.engine.table.Caching;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Warning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A run whose table and examples are in files writes the model of the run in memory, byte for byte,
 * with the same warnings, or is refused with the same sentences.
 */
class StoredTrainingTest {

  /** More than a block of a column in a file. */
  private static final int ROWS = 4200;

  private static final String CSV = text();

  @TempDir private Path folder;

  /** Some cells are missing, and some rows are equal. */
  private static String text() {
    SplittableRandom random = new SplittableRandom(20_260_101);
    StringBuilder text =
        new StringBuilder("id,size,price,zip,city,day,member,weight,group,kind,tall,rich\n");
    String row = "";
    for (int i = 0; i < ROWS; i++) {
      if (i == 0 || random.nextInt(6) > 0) {
        double size = random.nextDouble(10, 200);
        boolean large = size + 30 * random.nextGaussian() > 100;
        row =
            String.format(
                Locale.ROOT,
                ",%.2f,%s,%05d,%s,%d-%02d-%02d,%s,%.1f,g%d,%s,%s,%s%n",
                size,
                random.nextInt(9) == 0 ? "" : size * 3 + random.nextGaussian(),
                random.nextInt(20),
                random.nextInt(11) == 0 ? "" : "city " + random.nextInt(8),
                random.nextInt(2000, 2024),
                random.nextInt(1, 13),
                random.nextInt(1, 29),
                random.nextInt(7) == 0 ? "" : random.nextBoolean() ? "yes" : "no",
                random.nextDouble(0.5, 2),
                random.nextInt(60),
                large ? "large" : size > 60 ? "middle" : "small",
                large ? "yes" : "no",
                size > 150 ? "yes" : "no");
      }
      text.append(i).append(row);
    }
    return text.toString();
  }

  private void csv() throws IOException {
    Files.writeString(folder.resolve("data.csv"), CSV);
  }

  private static final String COLUMNS =
      "id: ignore, zip: {categorical: {max-categories: 12, min-count: 3}}, day: date, member: {boolean: {missing: most-frequent, indicator: true}}, weight: weight";

  private Path yaml(String data, String rest) throws IOException {
    return Files.writeString(
        folder.resolve("run.yaml"), "data: {csv: data.csv, %s}\n%s".formatted(data, rest));
  }

  private static String classifier(String training) {
    return """
        network: [dense: {units: 6, activation: tanh}, dense: {activation: softmax}]
        loss: cross-entropy
        optimizer: adam
        metrics: [accuracy]
        training: {epochs: 1, batch-size: 64, seed: 3%s}
        """
        .formatted(training);
  }

  private static String regression(String network, String optimizer, String training) {
    return """
        network: [%s]
        loss: mean-squared-error
        optimizer: %s
        metrics: [r2, mean-absolute-error]
        training: {epochs: 1, batch-size: 64, seed: 3%s}
        """
        .formatted(network, optimizer, training);
  }

  /** What a run leaves: the bytes of its model, and all that it says. */
  private record Outcome(byte[] model, List<String> said) {}

  private Outcome run(Path yaml, Caching caching) throws IOException {
    List<String> said = new ArrayList<>();
    byte[] model = {};
    Path file = folder.resolve("model.safetensors");
    GradusBuilder builder =
        Gradus.builder()
            .caching(caching)
            .cacheFolder(folder.resolve("cache"))
            .onWarning(warning -> {});
    // It takes longer than the training.
    boolean besideLinear = Files.readString(yaml).contains("robust-clipped");
    try (Gradus gradus = besideLinear ? builder.withLinearModels().build() : builder.build()) {
      Training training = gradus.job(gradus.read(yaml)).train();
      training.warnings().stream().map(Warning::message).forEach(said::add);
      said.add(training.metrics().toString());
      gradus.save(training.model(), file);
      model = Files.readAllBytes(file);
    } catch (GradusException e) {
      said.add(e.getMessage());
    }
    return new Outcome(model, said);
  }

  private Outcome assertSame(Path yaml) throws IOException {
    Outcome expected = run(yaml, Caching.NEVER);
    Outcome stored = run(yaml, Caching.ALWAYS);
    assertEquals(expected.said(), stored.said());
    assertArrayEquals(expected.model(), stored.model());
    return expected;
  }

  private void assertTrains(String data, String rest) throws IOException {
    csv();
    Outcome outcome = assertSame(yaml(data, rest));
    assertTrue(outcome.model().length > 0, outcome.said()::toString);
    assertTrue(
        Files.list(folder.resolve("cache")).anyMatch(file -> file.toString().endsWith(".table")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "split: {validation: 0.2, test: 0.1, stratified: true}",
        "split: {validation: 0.2, group: group}",
        "split: {validation: 0.2, test: 0.1, time: day}",
        "split: {validation: 0.2, calibration: 0.1, duplicates-together: true}",
        "missing: drop, split: {validation: 0.2}",
        "scale: robust-clipped"
      })
  void classesWithEverySplit(String split) throws IOException {
    String missing = split.contains("drop") ? "" : "missing: fill, ";
    assertTrains(
        "target: kind, columns: {%s, tall: ignore, rich: ignore}, %s%s"
            .formatted(COLUMNS, missing, split),
        classifier(split.contains("calibration") ? ", conformal: {coverage: 0.9}" : ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"standard", "min-max", "robust", "quantile", "log", "whiten", "none"})
  void numbersWithEveryScale(String scale) throws IOException {
    assertTrains(
        ("target: price, columns: {%s, price: {numeric: {clamp: true}},"
                + " size: {numeric: {scale: %s, indicator: true, missing: mean}}, kind: ignore},"
                + " missing: drop, split: {validation: 0.3}")
            .formatted(COLUMNS, scale),
        regression(
            "dense: {units: 5, activation: relu}, dense", "{adam: {learning-rate: 0.001}}", ""));
  }

  @Test
  void theWholeBatch() throws IOException {
    assertTrains(
        "target: price, columns: {id: ignore, kind: ignore, day: ignore}, missing: drop",
        regression("dense: {units: 3, activation: tanh}, dense", "lbfgs", "")
            .replace(", batch-size: 64", ""));
  }

  @Test
  void labelsSeveralNumbersAndLayersThatSeeTheRows() throws IOException {
    assertTrains(
        "target: [tall, rich], columns: {%s, kind: ignore}, missing: fill, split: {validation: 0.2}"
            .formatted(COLUMNS),
        """
        network: [dense: {units: 6, activation: relu}, batch-norm, dense: {activation: sigmoid}]
        loss: binary-cross-entropy
        optimizer: adam
        training: {epochs: 1, batch-size: 128, seed: 3}
        """);
    assertTrains(
        "target: [size, price], columns: {%s, kind: ignore}, missing: drop, split: {validation: 0.2}"
            .formatted(COLUMNS),
        regression("piecewise-linear: {bins: 6}, dense: {units: 4}, dense", "adam", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "target: kind, columns: {id: ignore}",
        "target: price",
        "target: nothing",
        "target: kind, columns: {city: numeric}, missing: fill",
        "target: kind, columns: {id: ignore, weight: weight, day: boolean}, missing: fill",
      })
  void mistakesAreToldInTheSameWords(String data) throws IOException {
    csv();
    Outcome outcome = assertSame(yaml(data, classifier("")));
    assertEquals(0, outcome.model().length);
  }

  @Test
  void theFirstMistakeOfTheFirstColumnIsTheOneThatIsTold() throws IOException {
    StringBuilder text = new StringBuilder("a,b,c,y\n");
    for (int i = 0; i < 400_000; i++) {
      String large = i == 5 ? "2e300" : "1.5";
      text.append(i == 390_000 ? "3e300" : i % 2 == 0 ? "1" : "2").append(',').append(large);
      text.append(',').append(i % 3).append(',').append(i % 5).append('\n');
    }
    Files.writeString(folder.resolve("data.csv"), text);
    Outcome outcome =
        assertSame(
            yaml(
                "target: y, scale: none", regression("dense", "{sgd: {learning-rate: 0.01}}", "")));
    assertTrue(outcome.said().get(0).contains("data.csv:390002"), outcome.said()::toString);
  }

  @Test
  void foldsAreEvaluatedAlike() throws IOException {
    csv();
    Path yaml =
        yaml(
            "target: kind, columns: {%s, tall: ignore, rich: ignore}, missing: fill"
                .formatted(COLUMNS),
            classifier(""));
    List<CrossValidation> both = new ArrayList<>();
    for (Caching caching : List.of(Caching.NEVER, Caching.ALWAYS)) {
      try (Gradus gradus =
          Gradus.builder().caching(caching).cacheFolder(folder.resolve("cache")).build()) {
        both.add(gradus.job(gradus.read(yaml)).crossValidate(3));
      }
    }
    assertEquals(both.get(0).toString(), both.get(1).toString());
  }

  @Test
  void aFolderThatIsAFileIsRefusedWithASentence() throws IOException {
    csv();
    Path file = Files.createFile(folder.resolve("cache"));
    Path yaml =
        yaml(
            "target: price, columns: {id: ignore}, missing: drop", regression("dense", "adam", ""));
    try (Gradus gradus = Gradus.builder().caching(Caching.ALWAYS).cacheFolder(file).build()) {
      GradusException e =
          assertThrows(GradusException.class, () -> gradus.job(gradus.read(yaml)).train());
      assertTrue(String.valueOf(e.getMessage()).contains(file.toString()), e::getMessage);
    }
  }
}
