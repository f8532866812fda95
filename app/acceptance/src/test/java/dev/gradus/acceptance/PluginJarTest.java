package dev.gradus.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.gradus.acceptance.Distribution.Result;
import dev.gradus.engine.Gradus;
import dev.gradus.spi.Loss;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A network learns with a loss from a jar in a plugin folder. */
class PluginJarTest {

  private static final String SERVICE = "META-INF/services/dev.gradus.spi.Loss";
  private static final String ACTIVATIONS = "META-INF/services/dev.gradus.spi.Activation";

  /** A layer that states its ONNX operators, with the trained tensor that they need. */
  private static final String FACTORS =
      """
      package com.example.factors;

      import dev.gradus.onnx.*;
      import dev.gradus.spi.*;
      import java.util.*;

      @Plugin(name = "factors", summary = "Multiplies each input.", formula = "y = w x")
      public record Factors() implements RowLayer, OnnxForm {
        @Override public Shape output(Shape input) {
          return input;
        }

        @Override public List<Learned> learned(int inputs) {
          return List.of(Learned.scales("weight", inputs));
        }

        @Override public void forward(double[] x, double[][] p, double[] y, double[] memory) {
          for (int i = 0; i < x.length; i++) {
            y[i] = p[0][i] * x[i];
          }
        }

        @Override public void backward(
            double[] x, double[][] p, double[] memory, double[] dy, double[] dx, double[][] dp) {
          for (int i = 0; i < x.length; i++) {
            dx[i] += p[0][i] * dy[i];
            dp[0][i] += x[i] * dy[i];
          }
        }

        @Override public String append(OnnxGraph graph, String x, Map<String, Tensor> tensors) {
          float[] weight = tensors.get("weight").values();
          return graph.node("Mul", x, graph.floats(weight, 1, weight.length));
        }
      }
      """;

  @WorkingFolder Path folder;
  private Path plugins = Path.of("");

  @BeforeEach
  void makeFolder() throws IOException {
    plugins = Files.createDirectory(folder.resolve("plugins"));
  }

  /** The loss of the README. */
  private static String cauchy() throws IOException {
    return Documentation.block("java", "implements PointwiseLoss");
  }

  private void jar(String name, Map<String, String> sources, Map<String, String> texts)
      throws IOException {
    jar(name, sources, texts, Jars.spi(), Jars.spi());
  }

  /** A jar that needs more than the plugin interfaces. */
  private void onnxJar(String name, Map<String, String> sources, Map<String, String> texts)
      throws IOException {
    String classPath = Jars.spi() + File.pathSeparator + Jars.named("gradus-onnx");
    jar(name, sources, texts, Distribution.LIB.toString(), classPath);
  }

  private void jar(
      String name,
      Map<String, String> sources,
      Map<String, String> texts,
      String modules,
      String classPath)
      throws IOException {
    Path classes = Files.createTempDirectory(folder, "classes");
    Jars.compile(sources, classes, "--module-path", modules, "--class-path", classPath);
    Jars.pack(plugins.resolve(name), classes, texts);
  }

  /** The activation of the guide. */
  private static String bent() throws IOException {
    return Documentation.block("java", "OnnxForm");
  }

  /** An activation in a plain jar, and a layer in one that is a module. */
  private void jarsWithOperators() throws IOException {
    onnxJar(
        "bent.jar",
        Map.of("com/example/BentIdentity.java", bent()),
        Map.of(ACTIVATIONS, "com.example.BentIdentity\n"));
    onnxJar(
        "factors.jar",
        Map.of(
            "module-info.java",
            "module com.example.factors { requires dev.gradus.spi; requires dev.gradus.onnx;"
                + " exports com.example.factors;"
                + " provides dev.gradus.spi.Layer with com.example.factors.Factors; }",
            "com/example/factors/Factors.java",
            FACTORS),
        Map.of());
  }

  private Result trainBent(String first) throws Exception {
    return train(
        "cross-entropy",
        "--set",
        "network=[%s{dense: {units: 4, activation: bent-identity}}, {dense: {activation: softmax}}]"
            .formatted(first),
        "--set",
        "training.epochs=3",
        "--no-report");
  }

  private Result export(String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("export", "out", "--onnx", "bent.onnx"));
    arguments.addAll(List.of(more));
    return Distribution.gradus(folder, arguments.toArray(String[]::new));
  }

  @Test
  void pluginsThatStateTheirOperatorsAreExported() throws Exception {
    jarsWithOperators();
    Result trained = trainBent("factors, ");
    assertEquals(0, trained.status(), trained.err());
    assertEquals("", warnings(trained));
    Result without = export();
    assertEquals(2, without.status(), without.err());
    assertTrue(
        without.err().contains("the model needs the layer 'factors', which is not installed"),
        without.err());
    assertTrue(
        without.err().contains("; name the folder of its jar: --plugins DIR"), without.err());
    Files.createDirectory(folder.resolve("none"));
    Result elsewhere = export("--plugins", "none");
    assertTrue(
        elsewhere.err().contains("; it is in none of the folders of --plugins"), elsewhere.err());
    Result exported = export("--plugins", "plugins");
    assertEquals(0, exported.status(), exported.err());
    Path iris = Distribution.EXAMPLES.resolve("iris.csv");
    Result predicted =
        Distribution.gradus(
            folder, "predict", "out", iris.toString(), "--keep", "--plugins", "plugins");
    assertEquals(0, predicted.status(), predicted.err());
    assertAreInOnnxRuntime(predicted.out().lines().map(line -> line.split(",")).toList());
  }

  /** Compares predictions with those of the file, which the columns of the data precede. */
  private void assertAreInOnnxRuntime(List<String[]> predicted) throws OrtException {
    List<String> names = List.of(predicted.get(0));
    List<String[]> rows = predicted.subList(1, predicted.size());
    assertEquals(150, rows.size());
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    Map<String, OnnxTensor> inputs = new HashMap<>();
    try (OrtSession session = environment.createSession(folder.resolve("bent.onnx").toString())) {
      for (String name : session.getInputNames()) {
        int column = names.indexOf(name);
        double[][] cells =
            rows.stream()
                .map(row -> new double[] {Double.parseDouble(row[column])})
                .toArray(double[][]::new);
        inputs.put(name, OnnxTensor.createTensor(environment, cells));
      }
      try (OrtSession.Result result = session.run(inputs)) {
        float[][] probabilities = (float[][]) result.get("probabilities").orElseThrow().getValue();
        for (int i = 0; i < rows.size(); i++) {
          for (int k = 0; k < 3; k++) {
            String cell = rows.get(i)[names.size() - 3 + k];
            assertEquals(Double.parseDouble(cell), probabilities[i][k], 1e-5, "row " + i);
          }
        }
      }
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  @Test
  void aPluginWithoutOperatorsIsRefusedWithWhatToDo() throws Exception {
    String silent =
        bent()
            .replace("import dev.gradus.onnx.*;\n", "")
            .replace(", OnnxForm", "")
            .replaceFirst("(?s)\n\n  @Override public String append.*", "\n}\n");
    jar(
        "silent.jar",
        Map.of("com/example/BentIdentity.java", silent),
        Map.of(ACTIVATIONS, "com.example.BentIdentity\n"));
    Result trained = trainBent("");
    assertEquals(0, trained.status(), trained.err());
    Result refused = export("--plugins", "plugins");
    assertEquals(2, refused.status(), refused.err());
    assertTrue(
        refused
            .err()
            .contains(
                "the activation 'bent-identity' (com.example.BentIdentity) has no form in ONNX; train with a built-in one, or let the class implement dev.gradus.onnx.OnnxForm"),
        refused.err());
    assertFalse(Files.exists(folder.resolve("bent.onnx")));
  }

  private Result train(String loss, String... more) throws Exception {
    return Distribution.gradus(folder, training(loss, more));
  }

  private String[] training(String loss, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "train",
                Distribution.EXAMPLES.resolve("iris.yaml").toString(),
                "--plugins",
                plugins.toString(),
                "--set",
                "loss=" + loss,
                "--output",
                "out"));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  @Test
  void theReadmesLossIsFifteenLinesAndTrains() throws Exception {
    assertTrue(cauchy().lines().count() <= 15, "as the README says");
    jar(
        "cauchy.jar",
        Map.of("com/example/Cauchy.java", cauchy()),
        Map.of(SERVICE, "com.example.Cauchy\n"));
    Result result = train("cauchy");
    assertEquals(0, result.status(), result.err());
    assertTrue(result.out().contains("accuracy"), result.out());
    Result evaluated =
        Distribution.gradus(
            folder,
            "evaluate",
            "out/model.safetensors",
            Distribution.EXAMPLES.resolve("iris.csv").toString(),
            "--plugins",
            plugins.toString());
    assertEquals(0, evaluated.status(), evaluated.err());
  }

  @Test
  void anEnsembleWithALossFromAJarBecomesSmaller() throws Exception {
    modularJar("cauchy-module.jar");
    Result trained =
        train(
            "cauchy",
            "--set",
            "network=[{ensemble: {of: 3}}, {dense: {activation: softmax}}]",
            "--set",
            "training.epochs=2");
    assertEquals(0, trained.status(), trained.err());
    List<String> export =
        new ArrayList<>(List.of("export", "out", "--first-members", "2", "--output", "two"));
    Result without = Distribution.gradus(folder, export.toArray(String[]::new));
    assertEquals(2, without.status(), without.err());
    assertTrue(without.err().contains("as with --plugins DIR"), without.err());
    assertFalse(without.err().contains("Onnx"), without.err());
    export.addAll(List.of("--plugins", plugins.toString()));
    Result with = Distribution.gradus(folder, export.toArray(String[]::new));
    assertEquals(0, with.status(), with.err());
    assertTrue(Files.isRegularFile(folder.resolve("two")));
  }

  @Test
  void aJarThatIsAModuleTrains() throws Exception {
    modularJar("cauchy-module.jar");
    Result result = train("cauchy");
    assertEquals(0, result.status(), result.err());
    assertEquals("", warnings(result));
  }

  private void modularJar(String name) throws IOException {
    jar(
        name,
        Map.of(
            "module-info.java",
            "module com.example { requires dev.gradus.spi; exports com.example;"
                + " provides dev.gradus.spi.Loss with com.example.Cauchy; }",
            "com/example/Cauchy.java",
            cauchy()),
        Map.of());
  }

  @Test
  void twoJarsWithOneNameAreAnErrorThatNamesBoth() throws Exception {
    modularJar("a.jar");
    jar(
        "b.jar",
        Map.of("com/example/Cauchy.java", cauchy()),
        Map.of(SERVICE, "com.example.Cauchy\n"));
    Result result = train("cauchy");
    assertEquals(2, result.status(), result.err());
    assertTrue(result.err().contains("a.jar") && result.err().contains("b.jar"), result.err());
  }

  @Test
  void aNameOfABuiltInIsAnErrorToo() throws Exception {
    jar(
        "mse.jar",
        Map.of("com/example/Cauchy.java", cauchy().replace("\"cauchy\"", "\"mse\"")),
        Map.of(SERVICE, "com.example.Cauchy\n"));
    Result result = train("mse");
    assertEquals(2, result.status(), result.err());
    assertTrue(
        result.err().contains("mse.jar") && result.err().contains("dev.gradus.losses"),
        result.err());
  }

  @Test
  void brokenJarsAreNamedAndTheOthersLoad() throws Exception {
    jar(
        "cauchy.jar",
        Map.of("com/example/Cauchy.java", cauchy()),
        Map.of(SERVICE, "com.example.Cauchy\n"));
    Map<String, String> broken = new HashMap<>();
    Files.writeString(plugins.resolve("garbage.jar"), "this is no jar");
    broken.put("garbage.jar", "cannot be read");
    Files.createFile(plugins.resolve("empty.jar"));
    broken.put("empty.jar", "cannot be read");
    jar("no-plugin.jar", Map.of("com/example/Cauchy.java", cauchy()), Map.of());
    broken.put("no-plugin.jar", "META-INF/services");
    jar(
        "missing.jar",
        Map.of("com/example/Cauchy.java", cauchy()),
        Map.of(SERVICE, "com.example.Missing\n"));
    broken.put("missing.jar", "com.example.Missing");
    String unnamed = cauchy().replaceFirst("(?m)^@Plugin.*$", "");
    jar(
        "unnamed.jar",
        Map.of("com/example/Cauchy.java", unnamed),
        Map.of(SERVICE, "com.example.Cauchy\n"));
    broken.put("unnamed.jar", "@Plugin");
    String shouting = cauchy().replace("\"cauchy\"", "\"Cauchy Loss\"");
    jar(
        "shouting.jar",
        Map.of("com/example/Cauchy.java", shouting),
        Map.of(SERVICE, "com.example.Cauchy\n"));
    broken.put("shouting.jar", "kebab");
    Result result = train("cauchy");
    assertEquals(0, result.status(), result.err());
    for (Map.Entry<String, String> jar : broken.entrySet()) {
      assertTrue(
          result
              .err()
              .lines()
              .anyMatch(line -> line.contains(jar.getKey()) && line.contains(jar.getValue())),
          jar + " is not in: " + result.err());
    }
    assertFalse(warnings(result).contains("cauchy.jar"), result.err());
  }

  @Test
  void aMissingPluginSaysWhichJarsCouldNotBeUsed() throws Exception {
    Files.writeString(plugins.resolve("cauchy.jar"), "this is no jar");
    Result result = train("cauchy");
    assertEquals(2, result.status(), result.err());
    assertTrue(result.err().contains("'cauchy'"), result.err());
    assertTrue(result.err().contains("cauchy.jar"), result.err());
  }

  private void wrongJar() throws IOException {
    String source =
        cauchy()
            .replace(
                "StrictMath.log1p(StrictMath.pow(prediction - target, 2))",
                "Math.abs(prediction - target)")
            .replace("2 * error / (1 + error * error)", "2 * error");
    jar(
        "neuroph.jar",
        Map.of("com/example/Cauchy.java", source),
        Map.of(SERVICE, "com.example.Cauchy\n"));
  }

  /** Mean absolute error with the derivative of the squared error, as in Neuroph. */
  @Test
  void aGradientThatIsNotThatOfTheValueDoesNotTrain() throws Exception {
    wrongJar();
    Result result = train("cauchy");
    assertEquals(2, result.status(), result.err());
    assertTrue(
        result
            .err()
            .contains(
                "the value is that of mean-absolute-error, the gradient that of mean-squared-error"),
        result.err());
    Result verified =
        Distribution.gradus(folder, "plugin", "verify", plugins.resolve("neuroph.jar").toString());
    assertEquals(2, verified.status(), verified.err());
    assertTrue(
        verified.out().lines().anyMatch(line -> line.startsWith("FAILED  cauchy  the gradient is")),
        verified.out());
    Result unverified =
        Distribution.gradus(
            folder,
            "train",
            Distribution.EXAMPLES.resolve("iris.yaml").toString(),
            "--plugins",
            plugins.toString(),
            "--no-verify",
            "--set",
            "loss=cauchy",
            "--output",
            "out");
    assertEquals(0, unverified.status(), unverified.err());
  }

  @Test
  void aPluginThatFailsInMidEpochIsNamed() throws Exception {
    String source =
        cauchy()
            .replace(
                "implements PointwiseLoss {",
                "implements PointwiseLoss { static final java.util.concurrent.atomic.AtomicInteger CALLS = new java.util.concurrent.atomic.AtomicInteger();")
            .replace(
                "double error = prediction - target;",
                "if (CALLS.incrementAndGet() > 300) { throw new IllegalStateException(\"tired\"); } double error = prediction - target;");
    jar(
        "tired.jar",
        Map.of("com/example/Cauchy.java", source),
        Map.of(SERVICE, "com.example.Cauchy\n"));
    Result result = train("cauchy", "--no-report", "--no-verify");
    assertEquals(2, result.status(), result.err());
    assertTrue(
        result.err().contains("the loss 'cauchy' (tired.jar) failed in epoch "), result.err());
    assertTrue(result.err().contains("tired, at Cauchy.java:"), result.err());
    assertFalse(Files.exists(folder.resolve(Path.of("out", "model.safetensors"))));
    Result seen = train("cauchy", "--no-verify");
    assertEquals(2, seen.status(), seen.err());
    assertTrue(
        seen.err().contains("the loss 'cauchy' (tired.jar) failed while the network was measured"),
        seen.err());
  }

  /** The command that should stop is inside {@code System.exit}, so it must not wait for itself. */
  @Test
  void aPluginThatEndsTheProcessIsNamedAndTheProcessEnds() throws Exception {
    String source =
        cauchy()
            .replace(
                "implements PointwiseLoss {",
                "implements PointwiseLoss { static final java.util.concurrent.atomic.AtomicInteger CALLS = new java.util.concurrent.atomic.AtomicInteger();")
            .replace(
                "double error = prediction - target;",
                "if (CALLS.incrementAndGet() > 2000) { System.exit(0); } double error = prediction - target;");
    jar(
        "quitting.jar",
        Map.of("com/example/Cauchy.java", source),
        Map.of(SERVICE, "com.example.Cauchy\n"));
    Result result = Distribution.process(folder, training("cauchy", "--no-report", "--no-verify"));
    assertEquals(2, result.status(), result.err());
    assertTrue(
        result
            .err()
            .contains(
                "gradus: the class com.example.Cauchy (quitting.jar) ended the process, at Cauchy.java:"),
        result.err());
    assertFalse(Files.exists(folder.resolve(Path.of("out", "model.safetensors"))));
    Result verified =
        Distribution.process(
            folder, "plugin", "verify", plugins.resolve("quitting.jar").toString());
    assertEquals(2, verified.status(), verified.err());
    assertTrue(verified.err().contains("ended the process"), verified.err());
  }

  @Test
  void jarsThatAreListedInALockAreLoadedAndNoOthers() throws Exception {
    modularJar("a.jar");
    Result locked = Distribution.gradus(folder, "plugin", "lock", "--plugins", "plugins");
    assertEquals(0, locked.status(), locked.err());
    assertEquals(locked.out(), Files.readString(plugins.resolve("plugins.lock")));
    assertEquals(0, train("cauchy").status());
    modularJar("a.jar");
    Files.write(plugins.resolve("a.jar"), new byte[] {0}, StandardOpenOption.APPEND);
    Result changed = train("cauchy");
    assertEquals(2, changed.status(), changed.err());
    assertTrue(changed.err().contains("this is not the file that was trusted"), changed.err());
  }

  @Test
  void strictMakesABrokenJarFatal() throws Exception {
    Files.writeString(plugins.resolve("garbage.jar"), "this is no jar");
    Result lenient = train("mse");
    assertEquals(0, lenient.status(), lenient.err());
    Result strict = Distribution.gradus(folder, "list", "loss", "--plugins", "plugins", "--strict");
    assertEquals(2, strict.status(), strict.err());
    assertTrue(strict.err().contains("gradus: garbage.jar: it cannot be read"), strict.err());
    Result listed = Distribution.gradus(folder, "plugin", "list", "--plugins", "plugins", "--json");
    assertEquals(0, listed.status(), listed.err());
    assertTrue(listed.out().contains("\"state\":\"broken\""), listed.out());
  }

  /** These tests are on the class path, and so is the Gradus that they use. */
  @Test
  void onTheClassPathTheSameJarsAreLoaded() throws Exception {
    assertFalse(Gradus.class.getModule().isNamed());
    modularJar("module.jar");
    jar(
        "plain.jar",
        Map.of("com/example/Cauchy.java", cauchy().replace("\"cauchy\"", "\"plain\"")),
        Map.of(SERVICE, "com.example.Cauchy\n"));
    jarsWithOperators();
    Files.writeString(plugins.resolve("garbage.jar"), "this is no jar");
    try (Gradus gradus = Gradus.builder().plugins(plugins).build()) {
      for (String name : List.of("cauchy", "plain")) {
        double[] gradient = new double[1];
        gradus.plugin(Loss.class, name).evaluate(new double[] {1}, new double[] {0}, gradient);
        assertEquals(1, gradient[0], name);
      }
      assertEquals(
          List.of("garbage.jar"),
          gradus.catalogue().broken().stream().map(jar -> jar.file()).toList());
    }
  }

  private static String warnings(Result result) {
    return result
        .err()
        .lines()
        .filter(line -> line.startsWith("gradus: "))
        .reduce("", String::concat);
  }
}
