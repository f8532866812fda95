package dev.gradus.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.acceptance.Distribution.Result;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.binding.Setting;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.model.Training;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.Dense;
import dev.gradus.losses.Corn;
import dev.gradus.optimizers.Adam;
import dev.gradus.runtime.Prediction;
import dev.gradus.runtime.SavedModel;
import dev.gradus.runtime.file.Safetensors;
import dev.gradus.runtime.file.SafetensorsContent;
import dev.gradus.runtime.problem.ModelFileException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A service that only predicts needs the runtime and the jars of layers and activations. */
class RuntimeTest {

  /** The largest total size of the runtime, the interfaces and the activations. */
  private static final long MOST_BYTES = 400_000;

  private static final List<String> NEEDED = List.of("runtime", "spi", "layers", "activations");

  private static final Pattern SIZE = Pattern.compile("(\\d+\\.\\d\\d) MB");

  private static final String MODULE =
      """
      module com.example.service {
        requires dev.gradus.runtime;
        requires dev.gradus.activations;
        requires dev.gradus.layers;
      }
      """;

  private static final String SERVICE =
      """
      package com.example.service;

      %s

      public class Service {
        public static void main(String[] args) throws Exception {
      %s
        }
      }
      """;

  @TempDir static Path folder;

  private static final Gradus GRADUS = Gradus.create();

  @BeforeAll
  static void train() {
    Training training = GRADUS.job(Distribution.EXAMPLES.resolve("iris.yaml"), epochs(30)).train();
    GRADUS.save(
        training.model().withMetadata(Map.of("team", "flowers")),
        folder.resolve("iris.safetensors"));
  }

  @AfterAll
  static void close() {
    GRADUS.close();
  }

  private static Setting epochs(int count) {
    return Setting.parse("training.epochs=" + count);
  }

  private static Path jar(String name) {
    try (Stream<Path> files = Files.list(Distribution.LIB)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("gradus-" + name + "-"))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String modulePath(Path classes) {
    return Stream.concat(NEEDED.stream().map(RuntimeTest::jar), Stream.of(classes))
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  @Test
  void itIsSmall() throws IOException {
    long bytes = bytesOf(List.of("runtime", "spi", "activations"));
    assertTrue(bytes < MOST_BYTES, bytes + " bytes");
  }

  /** The pages say how large all jars are that a service needs. */
  @Test
  void theReadmeSaysHowLargeAServiceIs() throws IOException {
    double size = bytesOf(NEEDED) / 1e6;
    for (String page : List.of("README.md", "app/docs/embedding.md")) {
      Matcher said = SIZE.matcher(Files.readString(Distribution.PROJECT.resolve(page)));
      assertTrue(said.find(), page + " should say how large they are");
      // Each compiler makes other classes.
      assertEquals(size, Double.parseDouble(said.group(1)), size * 0.05, page);
    }
  }

  private static long bytesOf(List<String> jars) throws IOException {
    long bytes = 0;
    for (String name : jars) {
      bytes += Files.size(jar(name));
    }
    return bytes;
  }

  /** The code of the guide, in a Java runtime image that contains nothing else. */
  @Test
  void theReadmeRunsInARuntimeImage() throws Exception {
    List<String> lines = Documentation.block("java", "SavedModel").lines().toList();
    Path classes = Files.createDirectory(folder.resolve("classes"));
    Jars.compile(
        Map.of(
            "module-info.java",
            MODULE,
            "com/example/service/Service.java",
            SERVICE.formatted(
                joined(lines.stream().filter(line -> line.startsWith("import "))),
                joined(lines.stream().filter(line -> !line.startsWith("import "))))),
        classes,
        "--module-path",
        modulePath(classes));
    Path image = folder.resolve("image");
    List<String> arguments =
        List.of(
            "--module-path",
            modulePath(classes),
            "--add-modules",
            "com.example.service",
            "--output",
            image.toString());
    ToolProvider jlink = ToolProvider.findFirst("jlink").orElseThrow();
    assertEquals(0, jlink.run(System.out, System.err, arguments.toArray(String[]::new)));
    Result result =
        Distribution.run(
            folder,
            List.of(
                image.resolve("bin").resolve("java").toString(),
                "-m",
                "com.example.service/com.example.service.Service"));
    assertEquals("", result.err());
    assertEquals("setosa\nflowers\n", result.out());
    assertEquals(
        List.of(
            "com.example.service",
            "dev.gradus.activations",
            "dev.gradus.layers",
            "dev.gradus.runtime",
            "dev.gradus.spi",
            "java.base"),
        modulesOf(image));
  }

  private static String joined(Stream<String> lines) {
    return lines.collect(Collectors.joining("\n"));
  }

  private static List<String> modulesOf(Path image) throws Exception {
    Result result =
        Distribution.run(
            folder, List.of(image.resolve("bin").resolve("java").toString(), "--list-modules"));
    return result.out().lines().map(line -> line.replaceAll("@.*", "")).sorted().toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"iris.yaml", "wine.yaml", "breast_cancer.yaml", "digits-convolution.yaml"})
  void everyExampleIsPredictedToTheBit(String example) throws IOException {
    Path yaml = Distribution.EXAMPLES.resolve(example);
    Training training = GRADUS.job(yaml, epochs(1)).train();
    Path file = folder.resolve(example + ".safetensors");
    GRADUS.save(training.model(), file);
    Configuration configuration = GRADUS.read(yaml);
    Table table = GRADUS.readTable(configuration.data().orElseThrow().csv().orElseThrow());
    InRuntime.check(training.model(), file, table);
  }

  @Test
  void aTypedActivationIsPredictedToTheBitAndNeedsItsJar() throws Exception {
    Path yaml = Distribution.EXAMPLES.resolve("iris.yaml");
    Training training =
        GRADUS
            .job(
                yaml,
                epochs(1),
                Setting.parse(
                    "network[0].dense.activation={formula: 'x * sigmoid(b * x) + log(1 + x^2)', b: 1.25}"),
                Setting.parse("loss={formula: 'd * abs(p - y)^1.5', d: 3}"))
            .train();
    Path file = folder.resolve("typed.safetensors");
    GRADUS.save(training.model(), file);
    InRuntime.check(
        training.model(), file, GRADUS.readTable(Distribution.EXAMPLES.resolve("iris.csv")));
    assertSays(
        "UNKNOWN_PLUGIN typed.safetensors: the model needs the activation 'formula', which is not installed; add its jar.",
        "typed.safetensors",
        NEEDED);
  }

  @Test
  void streamsAndBytesAreModelsToo() throws IOException {
    Path file = folder.resolve("iris.safetensors");
    double[] flower = {5.1, 3.5, 1.4, 0.2};
    Prediction expected = SavedModel.read(file).predictor().prediction(flower);
    try (InputStream in = Files.newInputStream(file)) {
      assertEquals(
          expected.probabilities(),
          SavedModel.read(in).predictor().prediction(flower).probabilities());
    }
    SavedModel model = SavedModel.read(Files.readAllBytes(file));
    assertEquals(expected.probabilities(), model.predictor().prediction(flower).probabilities());
    assertEquals(Map.of("team", "flowers"), model.metadata());
  }

  @Test
  void aPluginThatIsNotThereIsNamed() throws Exception {
    assertSays(
        "UNKNOWN_PLUGIN iris.safetensors: the model needs the layer 'dense', which is not installed; add its jar. The model was made with: ",
        "iris.safetensors",
        List.of("runtime", "spi", "activations"));
  }

  @Test
  void pluginsMayBeElsewhere() throws Exception {
    assertSays(
        "setosa", "iris.safetensors", List.of("runtime", "spi"), jar("layers"), jar("activations"));
  }

  @Test
  void aLossIsNeededWhereItMakesThePredictions() throws Exception {
    Configuration configuration =
        Configuration.builder()
            .data(DataSpec.of("grade"))
            .layer(Dense.output())
            .loss(new Corn(List.of("a", "b", "c")))
            .optimizer(new Adam())
            .epochs(1)
            .build();
    Table table =
        Table.of(
            Column.of("x", 1, 2, 3, 4, 5, 6), Column.of("grade", "a", "b", "c", "a", "b", "c"));
    Training training = GRADUS.job(configuration).on(table).train();
    Path file = folder.resolve("corn.safetensors");
    GRADUS.save(training.model(), file);
    InRuntime.check(training.model(), file, table);
    assertSays(
        "UNKNOWN_PLUGIN corn.safetensors: the model needs the loss 'corn', which is not installed; add its jar.",
        "corn.safetensors",
        NEEDED);
  }

  /** The error message for a model in an application with few jars. */
  private static void assertSays(
      String beginning, String model, List<String> jars, Path... elsewhere) throws Exception {
    Path alone = Files.createTempDirectory(folder, "alone");
    Jars.compile(
        Map.of(
            "Alone.java",
            """
            public class Alone {
              public static void main(String[] args) throws Exception {
                java.nio.file.Path file = java.nio.file.Path.of(args[0]);
                try {
                  if (args.length == 1) {
                    dev.gradus.runtime.SavedModel.read(file);
                  } else {
                    java.net.URL[] jars = {
                      new java.io.File(args[1]).toURI().toURL(), new java.io.File(args[2]).toURI().toURL()
                    };
                    double[] flower = {5.1, 3.5, 1.4, 0.2};
                    System.out.println(
                        dev.gradus.runtime.SavedModel.read(file, new java.net.URLClassLoader(jars))
                            .predictor()
                            .classify(flower));
                  }
                } catch (dev.gradus.runtime.problem.ModelFileException e) {
                  System.out.println(e.reason() + " " + e.getMessage());
                }
              }
            }
            """),
        alone,
        "-cp",
        jar("runtime") + File.pathSeparator + jar("spi"));
    String path =
        Stream.concat(jars.stream().map(RuntimeTest::jar), Stream.of(alone))
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command = new ArrayList<>(List.of("-cp", path, "Alone", model));
    Stream.of(elsewhere).map(Path::toString).forEach(command::add);
    Result result = Distribution.java(folder, command.toArray(String[]::new));
    assertTrue(result.out().startsWith(beginning), result.out() + result.err());
  }

  @Test
  void aFileOfBeforeThereWasARuntimeIsRefused() throws IOException {
    SafetensorsContent content = Safetensors.read(folder.resolve("iris.safetensors"));
    Map<String, String> metadata = new TreeMap<>(content.metadata());
    metadata.remove("gradus.network");
    byte[] earlier = Safetensors.encode(new SafetensorsContent(metadata, content.tensors()));
    ModelFileException e = assertThrows(ModelFileException.class, () -> SavedModel.read(earlier));
    assertEquals(ModelFileException.Reason.TOO_OLD, e.reason());
    assertTrue(
        String.valueOf(e.getMessage()).contains("load it with the engine, and save it again"),
        e.getMessage());
    Path file = folder.resolve("again.safetensors");
    GRADUS.save(GRADUS.load(earlier), file);
    InRuntime.check(
        GRADUS.load(earlier), file, GRADUS.readTable(Distribution.EXAMPLES.resolve("iris.csv")));
  }

  @Test
  void whatIsNoModelIsRefused() {
    ModelFileException e =
        assertThrows(ModelFileException.class, () -> SavedModel.read(new byte[10]));
    assertEquals(ModelFileException.Reason.CORRUPT, e.reason());
  }
}
