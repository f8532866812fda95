package dev.gradus.playground;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.study.Comparison;
import dev.gradus.report.Browser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A page and the command train to the same bits, from the configuration that the page writes.
 * Skipped where no Chromium is installed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SameBitsInBrowserTest {

  private static final int STEPS = 23;

  @TempDir private static Path folder;
  private Browser browser;

  @BeforeAll
  void open() throws IOException, InterruptedException {
    assumeTrue(Browser.find().isPresent(), "no Chromium is installed, so no page is run");
    Path page = folder.resolve("page.html");
    Files.copy(
        Path.of("..", "playground", "target", "playground", "engine.js"),
        folder.resolve("engine.js"));
    Files.copy(
        Path.of("..", "playground", "target", "playground", "engine-javascript.js"),
        folder.resolve("engine-javascript.js"));
    Files.writeString(
        page,
        """
        <!doctype html><meta charset=utf-8><title>t</title>
        <script src=engine.js></script><script src=engine-javascript.js></script>
        """);
    browser = Browser.shared();
    browser.open(page.toUri());
    assertTrue(
        browser
            .evaluate(
                "Gradus.load().then((gradus) => { globalThis.gradus = gradus; return gradus.exact; })")
            .asBoolean(),
        "the browser has no Wasm GC");
  }

  /** Each with two losses, a few data sets, activations, optimizers and batch sizes. */
  static Stream<String> settings() {
    return Stream.of(
        "{}",
        "{data: {name: 'spirals', examples: 90, noise: 0.3, seed: 4}, layers: [{units: 8, activation: 'relu'}, {units: 8, activation: 'gelu'}], losses: ['cross-entropy', 'hinge'], optimizer: 'adamw', batch: 7, seed: 11}",
        "{data: {name: 'xor'}, layers: [{units: 5, activation: 'mish'}], losses: ['binary-focal', 'mse'], optimizer: {sgd: {momentum: 0.9}}, rate: 0.3, l2: 0.001}",
        "{data: {name: 'blobs', classes: 3}, losses: ['cross-entropy', 'mean-squared-error'], layers: [{units: 6, activation: 'silu'}], optimizer: 'rmsprop', batch: 160}",
        "{data: {name: 'moons', flipped: 0.2}, losses: ['binary-cross-entropy', 'binary-focal'], layers: [{units: 4, activation: 'softplus'}], optimizer: 'nadam', l1: 0.01, seed: 9007199254740991}",
        "{data: {name: 'line', outliers: 0.1, examples: 60}, losses: ['mse', {huber: {delta: 0.5}}], layers: [{units: 8, activation: 'elu'}], optimizer: 'adagrad', batch: 1}",
        "{data: {name: 'line'}, scale: 'none', losses: ['log-cosh', 'mean-absolute-error'], layers: [{units: 3, activation: 'sine'}], optimizer: 'yogi', validation: 0}",
        "{data: {name: 'overlap', noise: 0}, losses: ['dice', 'tversky'], layers: [{units: 8, activation: 'leaky-relu'}], optimizer: 'lion'}",
        "{losses: [{formula: 'log(1 + (p - y)^2)'}, {formula: '-(y * log(p) + (1 - y) * log(1 - p))'}], optimizer: 'prodigy'}",
        "{data: {name: 'line'}, losses: [{formula: 'where(abs(p - y) < d, (p - y)^2 / 2, d * (abs(p - y) - d / 2))', d: 0.5}, 'smooth-l1'], layers: [{units: 4, activation: {formula: 'x * sigmoid(x)'}}]}",
        "{losses: ['cross-entropy', 'squared-hinge'], optimizer: 'lbfgs', layers: [{units: 4, activation: 'tanh'}]}",
        "{losses: ['cross-entropy', 'mse'], optimizer: 'sam', layers: [{units: 4, activation: 'prelu'}], output: 'softmax'}",
        "{losses: ['cross-entropy', 'mse'], optimizer: 'schedule-free-adamw', layers: []}",
        "{data: {csv: 'x,y\\n1,0\\n', kind: 'number'}, scale: 'none', validation: 0, layers: [], output: 'sigmoid', start: {weights: 2, bias: 2}, losses: ['mse', 'binary-cross-entropy'], optimizer: 'sgd', rate: 0.15}",
        "{data: {csv: 'a;b;kind\\n0.1;red;u\\n-2e-3;blue;v\\n12345.678901234567;red;u\\n7;green;v\\n', target: 'kind'}, validation: 0, losses: ['cross-entropy', 'mse'], batch: 3}");
  }

  private record Ran(String yaml, String csv, List<String> losses, List<String> digests) {}

  private Ran run(String settings) {
    JsonNode ran =
        browser.evaluate(
            """
            (() => {
              const settings = %s;
              const run = gradus.create(settings);
              run.step(5);
              const snapshot = run.snapshot();
              run.step(9);
              run.restore(snapshot);
              run.losses();
              run.values(1);
              run.step(%s - 5);
              const digests = [run.digest(0), run.digest(1)];
              const losses = run.lossesInYaml();
              const found = [run.yaml('data.csv'), run.csv(), losses, digests];
              run.free();
              return found;
            })()
            """
                .formatted(settings, STEPS));
    return new Ran(ran.get(0).asText(), ran.get(1).asText(), texts(ran.get(2)), texts(ran.get(3)));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  @ParameterizedTest
  @MethodSource("settings")
  void aPageTrainsToTheBitsOfTheCommand(String settings) throws IOException {
    Ran ran = run(settings);
    Path yaml = folder.resolve("run.yaml");
    Files.writeString(yaml, ran.yaml());
    Files.writeString(folder.resolve("data.csv"), ran.csv());
    try (Gradus gradus = Gradus.create()) {
      Comparison comparison = gradus.job(yaml).compare("loss", ran.losses(), 1);
      List<String> digests =
          comparison.variants().stream()
              .map(variant -> variant.study().map(study -> study.finalWeights()).orElse("none"))
              .toList();
      assertEquals(digests, ran.digests(), ran.yaml());
    }
  }

  @Test
  void anErrorSaysWhereItIs() {
    String place =
        """
        (() => { try { gradus.create(%s); return 'none'; }
          catch (e) { return [e.name, e.field, e.column, e.message].join('|'); } })()
        """;
    assertEquals(
        "SettingError|losses[1].huber.delta|0|delta must be a number above 0, but is -1.0",
        browser.evaluate(place.formatted("{losses: ['mse', {huber: {delta: -1}}]}")).asText());
    String formula =
        browser.evaluate(place.formatted("{losses: [{formula: '(p - y)^'}]}")).asText();
    assertTrue(formula.startsWith("SettingError|losses[0].formula|9|"), formula);
  }

  @Test
  void aBrowserWithoutWasmGcTrainsToo() {
    assertTrue(
        browser
            .evaluate(
                """
                Gradus.load({javascript: true}).then((gradus) => {
                  const run = gradus.create({rate: 0.1});
                  const before = run.losses().values[0][0].training;
                  run.step(200);
                  return !gradus.exact && run.losses().values[0][0].training < before / 2;
                })
                """)
            .asBoolean());
  }
}
