package dev.gradus.engine.plugin;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.binding.Setting;
import dev.gradus.runtime.problem.GradusException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * For every error of a plugin, wherever it is called, the message names the plugin, the file and
 * the line.
 */
@TestInstance(Lifecycle.PER_CLASS)
@SuppressWarnings("StringConcatToTextBlock") // One method of a source is one literal.
class FaultyPluginsTest {

  private static final String KINDS =
      """
      package com.example;

      import dev.gradus.spi.*;
      import java.util.List;
      import java.util.random.RandomGenerator;

      """;

  /** Thrown without being declared, as languages without checked exceptions do. */
  private static final String SNEAKY =
      KINDS
          + """
      final class Sneaky {
        static RuntimeException of(String text) {
          return Sneaky.<RuntimeException>as(new Exception(text));
        }

        @SuppressWarnings("unchecked")
        private static <E extends Throwable> E as(Throwable thrown) throws E {
          throw (E) thrown;
        }
      }
      """;

  private static final String SQUARED =
      """
        @Override public double value(double p, double t) { return (p - t) * (p - t); }
        @Override public double derivative(double p, double t) { return 2 * (p - t); }
      """;

  private static final String RATE =
      """
        @Override public double learningRate() { return 0.1; }
        @Override public void update(float[] w, float[] g, float[][] state, Step step) {}
      """;

  private Path configuration = Path.of("");
  private Gradus verifying = Gradus.create();
  private Gradus trusting = Gradus.create();

  private static String plugin(String name, String kind, String body) {
    return KINDS
        + "@Plugin(name = \"%s\", summary = \"A test.\")\npublic record %s() implements %s {\n%s}\n"
            .formatted(kebab(name), name, kind, body);
  }

  private static String kebab(String name) {
    return name.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(java.util.Locale.ROOT);
  }

  @BeforeAll
  void makeJar(@TempDir Path folder) throws IOException {
    Map<String, String> sources =
        Map.ofEntries(
            Map.entry("Sneaky.java", SNEAKY),
            Map.entry(
                "BadMetric.java",
                plugin(
                    "BadMetric",
                    "Metric",
                    "@Override public double evaluate(double[][] p, double[][] t) { throw new IllegalStateException(\"tired\"); }\n"
                        + "@Override public boolean higherIsBetter() { return true; }\n")),
            Map.entry(
                "BadState.java",
                plugin(
                    "BadState",
                    "Optimizer",
                    RATE
                        + "@Override public List<State> state() { throw new IllegalStateException(\"tired\"); }\n")),
            Map.entry(
                "BadRun.java",
                plugin(
                    "BadRun",
                    "Schedule",
                    "@Override public double learningRate(double base, long step) { return base; }\n"
                        + "@Override public Schedule forRun(long steps) { throw new IllegalStateException(\"tired\"); }\n")),
            Map.entry(
                "BadFill.java",
                plugin(
                    "BadFill",
                    "Initializer",
                    "@Override public void fill(float[] w, int in, int out, RandomGenerator r) { throw Sneaky.of(\"tired\"); }\n")),
            Map.entry(
                "NanFill.java",
                plugin(
                    "NanFill",
                    "Initializer",
                    "@Override public void fill(float[] w, int in, int out, RandomGenerator r) { w[0] = Float.NaN; }\n")),
            Map.entry(
                "Seedless.java",
                plugin(
                    "Seedless",
                    "Initializer",
                    "static final java.util.Random OWN = new java.util.Random(1);\n"
                        + "@Override public void fill(float[] w, int in, int out, RandomGenerator r) {\n"
                        + "for (int i = 0; i < w.length; i++) { w[i] = OWN.nextFloat(); } }\n")),
            Map.entry(
                "SneakyLoss.java",
                plugin(
                    "SneakyLoss",
                    "Loss",
                    "@Override public double evaluate(double[] p, double[] t, double[] g) { throw Sneaky.of(\"tired\"); }\n")),
            Map.entry(
                "ErrorLoss.java",
                plugin(
                    "ErrorLoss",
                    "Loss",
                    "@Override public double evaluate(double[] p, double[] t, double[] g) { throw new Error(\"tired\"); }\n")),
            Map.entry(
                "NanRate.java",
                plugin(
                    "NanRate",
                    "Schedule",
                    "@Override public double learningRate(double base, long step) { return step > 3 ? Double.NaN : base; }\n")),
            Map.entry(
                "NullForm.java",
                plugin(
                    "NullForm",
                    "PointwiseLoss",
                    SQUARED + "@Override public Loss forTarget(Target target) { return null; }\n")),
            Map.entry(
                "NullLogits.java",
                plugin(
                    "NullLogits",
                    "PointwiseLoss",
                    SQUARED
                        + "@Override public java.util.Optional<Loss> onLogits(String a) { return null; }\n")),
            Map.entry(
                "Asking.java",
                plugin(
                    "Asking",
                    "PointwiseActivation",
                    "@Override public double value(double x) { return x; }\n"
                        + "@Override public double derivative(double x) { return 1; }\n"
                        + "@Override public String initializer() { return \"seedless\"; }\n")),
            Map.entry(
                "BadSource.java",
                plugin(
                    "BadSource",
                    "DataSource",
                    "@Override public void read(Rows rows) { throw Sneaky.of(\"tired\"); }\n")),
            Map.entry(
                "NullSource.java",
                plugin(
                    "NullSource",
                    "DataSource",
                    "@Override public void read(Rows rows) { rows.columns(List.of(\"x\", \"y\"));\n"
                        + "rows.row(\"1\", null); }\n")));
    Map<String, String> services =
        Map.of(
            "META-INF/services/dev.gradus.spi.Metric",
            "com.example.BadMetric",
            "META-INF/services/dev.gradus.spi.Optimizer",
            "com.example.BadState",
            "META-INF/services/dev.gradus.spi.Schedule",
            "com.example.BadRun\ncom.example.NanRate",
            "META-INF/services/dev.gradus.spi.Initializer",
            "com.example.BadFill\ncom.example.NanFill\ncom.example.Seedless",
            "META-INF/services/dev.gradus.spi.Loss",
            "com.example.SneakyLoss\ncom.example.ErrorLoss\ncom.example.NullForm\ncom.example.NullLogits",
            "META-INF/services/dev.gradus.spi.Activation",
            "com.example.Asking",
            "META-INF/services/dev.gradus.spi.DataSource",
            "com.example.BadSource\ncom.example.NullSource");
    Path plugins = Files.createDirectory(folder.resolve("plugins"));
    new TestJar(folder).sources(sources).entries(services).write(plugins.resolve("faulty.jar"));
    StringBuilder csv = new StringBuilder("x,y\n");
    for (int i = 0; i < 20; i++) {
      csv.append(i).append(',').append(2 * i).append('\n');
    }
    Files.writeString(folder.resolve("line.csv"), csv);
    configuration =
        Files.writeString(
            folder.resolve("line.yaml"),
            """
            data: {csv: line.csv, target: y}
            network: [dense: {units: 3, activation: tanh}, dense: {}]
            loss: mean-squared-error
            optimizer: sgd
            training: {epochs: 3, batch-size: 4}
            """);
    verifying = Gradus.builder().plugins(plugins).strict().build();
    trusting = Gradus.builder().plugins(plugins).withoutVerification().build();
  }

  @AfterAll
  void close() {
    verifying.close();
    trusting.close();
  }

  private String failure(Gradus gradus, String... settings) {
    Setting[] all =
        Arrays.stream(settings)
            .map(each -> each.split("=", 2))
            .map(each -> new Setting(each[0], each[1]))
            .toArray(Setting[]::new);
    return String.valueOf(
        assertThrows(GradusException.class, () -> gradus.job(configuration, all).train())
            .getMessage());
  }

  /** A fault: the setting that brings it, and what is said without and with verification. */
  private record Mistake(String setting, String running, String verified) {}

  @TestFactory
  Stream<DynamicTest> eachIsNamed() {
    return Stream.of(
            new Mistake(
                "optimizer=bad-state",
                "failed while the network was built|BadState.java:",
                "failed while the network was built|BadState.java:"),
            new Mistake(
                "schedule=bad-run", "failed while the network was trained|BadRun.java:", ""),
            new Mistake(
                "network[0].dense.weights=bad-fill",
                "failed while the network was built|java.lang.Exception: tired|Sneaky.java:",
                "Sneaky.java:"),
            new Mistake(
                "network[0].dense.weights=nan-fill",
                "the initializer nan-fill (|faulty.jar|returns NaN as number 1 of 3",
                "the initializer nan-fill (|faulty.jar|returns NaN"),
            new Mistake("loss=sneaky-loss", "java.lang.Exception: tired|Sneaky.java:", ""),
            new Mistake("loss=error-loss", "java.lang.Error: tired|ErrorLoss.java:", ""),
            new Mistake(
                "data.source=bad-source", "failed while it read the data|Sneaky.java:", "-"),
            new Mistake(
                "data.source=null-source", "failed while it read the data|NullSource.java:", "-"),
            new Mistake(
                "schedule=nan-rate",
                "before step |the schedule nan-rate returned a learning rate of NaN",
                "the schedule 'nan-rate' (faulty.jar) cannot be used|the learning rate of step 10 is NaN"),
            new Mistake(
                "network[0].dense.weights=seedless",
                "-",
                "the initializer 'seedless' (faulty.jar) cannot be used: the same seed gives other"),
            new Mistake(
                "loss=null-form", "-", "the loss 'null-form' (|its method forTarget returns null"),
            new Mistake(
                "loss=null-logits",
                "-",
                "the loss 'null-logits' (|its method onLogits returns null"))
        .flatMap(
            fault ->
                Stream.of(
                    DynamicTest.dynamicTest(
                        fault.setting() + " as it runs",
                        () -> expect(trusting, fault.setting(), fault.running())),
                    DynamicTest.dynamicTest(
                        fault.setting() + " verified",
                        () ->
                            expect(
                                verifying,
                                fault.setting(),
                                fault.verified().isEmpty()
                                    ? "it failed when it was tried|tired"
                                    : fault.verified()))));
  }

  /**
   * A metric is only printed: if it fails, its number is missing, and the model is trained all the
   * same.
   */
  @Test
  void aMetricThatFailsIsNamedInAWarning() {
    String warnings =
        trusting
            .job(configuration, new Setting("metrics", "[bad-metric]"))
            .train()
            .warnings()
            .toString();
    assertTrue(warnings.contains("the metric 'bad-metric' (faulty.jar) failed"), warnings);
    assertTrue(warnings.contains("tired, at BadMetric.java:"), warnings);
    assertTrue(warnings.contains("its value is missing"), warnings);
  }

  private void expect(Gradus gradus, String setting, String parts) {
    if (parts.equals("-")) {
      return;
    }
    String message =
        setting.startsWith("data.source")
            ? failure(gradus, "data.csv=", setting)
            : failure(gradus, setting);
    for (String part : parts.split("\\|", -1)) {
      assertTrue(message.contains(part), () -> "'%s' is not in '%s'".formatted(part, message));
    }
    assertFalse(message.contains("\tat "), message);
  }

  @Test
  void anInitializerThatAnActivationAsksForIsVerifiedToo() {
    String message = failure(verifying, "network[0].dense.activation=asking");
    assertTrue(message.contains("the initializer 'seedless' (faulty.jar)"), message);
  }
}
