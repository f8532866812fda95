package dev.gradus.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.acceptance.Distribution.Result;
import dev.gradus.spi.SpiVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** From one command to a network that was trained with your own plugin. */
class ScaffoldTest {

  @WorkingFolder Path folder;

  /**
   * Follows the steps of a user of core/testkit: creates a plugin, builds it, tests it, and trains
   * with it.
   */
  @Tag("slow")
  @Test
  void aNewLossBuildsOutsideOfTheProjectAndTrainsXor() throws Exception {
    Result made = Distribution.gradus(folder, "plugin", "new", "my-loss", "--kind", "loss");
    assertEquals(0, made.status(), made.err());
    Path project = folder.resolve("my-loss");
    Path repository = LocalRepository.in(folder.resolve("repository"));
    Result built = LocalRepository.maven(repository, project, "verify");
    assertEquals(0, built.status(), built.out());
    assertFalse(built.out().contains("Tests run: 0"), built.out());
    assertTrue(built.out().contains("MyLossTest"), built.out());

    Path plugins = Files.createDirectory(folder.resolve("plugins"));
    Files.copy(
        project.resolve(Path.of("target", "my-loss-0.1.0.jar")),
        plugins.resolve("my-loss-0.1.0.jar"));
    Result trained =
        Distribution.gradus(
            folder,
            "train",
            Distribution.EXAMPLES.resolve("xor-mse.yaml").toString(),
            "--plugins",
            "plugins",
            "--strict",
            "--set",
            "loss={my-loss: {scale: 0.5}}",
            "--output",
            "out");
    assertEquals(0, trained.status(), trained.err());
    assertTrue(Files.exists(folder.resolve(Path.of("out", "model.safetensors"))), trained.out());

    Result listed = Distribution.gradus(folder, "plugin", "list", "--plugins", "plugins");
    assertTrue(
        listed
            .out()
            .startsWith(
                "my-loss-0.1.0.jar: loaded, version 0.1.0, made for interfaces "
                    + SpiVersion.CURRENT),
        listed.out());
    Result without =
        Distribution.gradus(
            folder,
            "evaluate",
            Path.of("out", "model.safetensors").toString(),
            Distribution.EXAMPLES.resolve("xor.csv").toString());
    assertEquals(2, without.status());
    assertTrue(
        without
            .err()
            .contains(
                "the model needs plugins that are not installed: loss my-loss (my-loss-0.1.0.jar, com.example@0.1.0); add"),
        without.err());
  }

  /** Plugins of every kind compile and pass all checks. */
  @TestFactory
  Stream<DynamicTest> everyKindIsRightFromTheStart() {
    return Stream.of(
            "loss",
            "activation",
            "optimizer",
            "schedule",
            "initializer",
            "regularizer",
            "metric",
            "data-source",
            "layer")
        .map(kind -> DynamicTest.dynamicTest(kind, () -> check(kind)));
  }

  /** So do those that are written from a formula. */
  @TestFactory
  Stream<DynamicTest> aFormulaIsRightFromTheStart() {
    return Stream.of(
            "{formula: 'log(1 + ((p - y) / c)^2)', c: 1}",
            "{formula: 'where(abs(p - y) < d, (p - y)^2 / 2, d * (abs(p - y) - d / 2))', d: 0.5}",
            "{formula: '-(y * log(p) + w * (1 - y) * log(1 - p))', w: 2}",
            "{formula: 'p - y * log(p)'}",
            "{formula: 'where(x > 0, x, s * (exp(x) - 1)) + tanh(x)', s: 0.1}",
            "{formula: 'x * (1 + erf(x / sqrt(2))) / 2'}")
        .map(
            formula ->
                DynamicTest.dynamicTest(
                    formula,
                    () -> {
                      String name = "typed-" + Math.floorMod(formula.hashCode(), 1_000_000);
                      checkMade(name, "--formula", formula);
                    }));
  }

  private void check(String kind) throws Exception {
    checkMade("new-" + kind, "--kind", kind);
  }

  private void checkMade(String name, String option, String value) throws Exception {
    Result made =
        Distribution.gradus(
            folder, "plugin", "new", name, option, value, "--package", "org.acme.plugins");
    assertEquals(0, made.status(), made.err());
    Path project = folder.resolve(name);
    Map<String, String> sources = new HashMap<>();
    Path main = project.resolve(Path.of("src", "main", "java"));
    try (Stream<Path> files = Files.walk(main)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        sources.put(main.relativize(file).toString(), Files.readString(file));
      }
    }
    Path classes = Files.createDirectory(folder.resolve(name + "-classes"));
    String spi = spi();
    Jars.compile(sources, classes, "--module-path", spi, "-Xlint:all,-path", "-Werror");
    Path jar = folder.resolve(name + ".jar");
    Jars.pack(jar, classes, Map.of());
    Result verified = Distribution.gradus(folder, "plugin", "verify", jar.toString());
    assertEquals(0, verified.status(), verified.out() + verified.err());
    assertTrue(verified.out().lines().count() >= 4, verified.out());
    assertTrue(verified.out().lines().allMatch(line -> line.startsWith("ok ")), verified.out());
  }

  private static String spi() throws IOException {
    try (Stream<Path> files = Files.list(Distribution.LIB)) {
      return files
          .map(Path::toString)
          .filter(file -> file.contains("gradus-spi"))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void aNewDataSourceFeedsANetwork() throws Exception {
    check("data-source");
    Path plugins = Files.createDirectory(folder.resolve("sources"));
    Files.copy(folder.resolve("new-data-source.jar"), plugins.resolve("wave.jar"));
    Files.writeString(
        folder.resolve("wave.yaml"),
        """
        data: {source: {new-data-source: {rows: 64}}, target: y}
        network:
          - dense: {units: 16, activation: tanh}
          - dense
        loss: mean-squared-error
        optimizer: {adam: {learning-rate: 0.02}}
        training: {epochs: 300}
        """);
    Result trained =
        Distribution.gradus(
            folder, "train", "wave.yaml", "--plugins", "sources", "--output", "out", "--json");
    assertEquals(0, trained.status(), trained.err());
    Result listed = Distribution.gradus(folder, "list", "data-source", "--plugins", "sources");
    assertTrue(listed.out().contains("data-source  new-data-source"), listed.out());
  }

  @Test
  void aNewLayerIsTrainedSavedAndLoaded() throws Exception {
    check("layer");
    Path plugins = Files.createDirectory(folder.resolve("layers"));
    Files.copy(folder.resolve("new-layer.jar"), plugins.resolve("gates.jar"));
    Result trained =
        Distribution.gradus(
            folder,
            "train",
            Distribution.EXAMPLES.resolve("xor-mse.yaml").toString(),
            "--plugins",
            "layers",
            "--set",
            "network[0]={new-layer: {units: 4}}",
            "--output",
            "gated");
    assertEquals(0, trained.status(), trained.err());
    String model = Path.of("gated", "model.safetensors").toString();
    String data = Distribution.EXAMPLES.resolve("xor.csv").toString();
    Result evaluated = Distribution.gradus(folder, "evaluate", model, data, "--plugins", "layers");
    assertEquals(0, evaluated.status(), evaluated.err());
    Result without = Distribution.gradus(folder, "predict", model, data);
    assertEquals(2, without.status());
    assertTrue(
        without.err().contains("the model needs plugins that are not installed: layer new-layer"),
        without.err());
  }

  @Test
  void whatCannotBeMadeIsRefusedWithASentence() throws Exception {
    refused("'My_Loss' cannot be the name of a plugin", "My_Loss", "--kind", "loss");
    refused("there is no kind 'column' (the kinds are: loss,", "my-column", "--kind", "column");
    refused(
        "'java.lang' cannot be the package of a plugin",
        "my-loss",
        "--kind",
        "loss",
        "--package",
        "java.lang");
    Files.createDirectory(folder.resolve("used"));
    Files.writeString(folder.resolve(Path.of("used", "file")), "mine");
    refused("used already exists and is not empty", "used", "--kind", "loss");
    assertEquals("mine", Files.readString(folder.resolve(Path.of("used", "file"))));
  }

  private void refused(String sentence, String... arguments) throws Exception {
    Result result =
        Distribution.gradus(
            folder,
            Stream.concat(Stream.of("plugin", "new"), Stream.of(arguments)).toArray(String[]::new));
    assertEquals(2, result.status(), result.err());
    assertTrue(result.err().contains(sentence), result.err());
  }
}
