package dev.gradus.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gradus.acceptance.Distribution.Result;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An application that embeds Gradus with the code of the guide, on the module path and on the class
 * path.
 */
class EmbeddingTest {

  private static final String MODULE =
      """
      module com.example.app {
        requires dev.gradus.engine;
        requires dev.gradus.activations;
        requires dev.gradus.layers;
        requires dev.gradus.losses;
        requires dev.gradus.optimizers;
        requires dev.gradus.serve;
      }
      """;

  private static final String APPLICATION =
      """
      package com.example.app;

      %s

      public class App {
        public static void main(String[] args) throws Exception {
          int threads = Thread.activeCount();
          fromYaml();
          fromObjects();
          fromMaps();
          fromMatrices();
          fromModels();
          overHttp();
          System.out.println(Thread.activeCount() - threads + " threads left behind");
        }

        static void fromYaml() {
      %s
        }

        static void fromObjects() {
      %s
        }

        static void fromMaps() {
      %s
        }

        static void fromMatrices() {
      %s
        }

        static void fromModels() {
      %s
        }

        static void overHttp() {
      %s
        }
      }
      """;

  private static final String GUICE_MODULE =
      """
      module com.example.app {
        requires dev.gradus.engine;
        requires com.google.guice;
        opens com.example.app to com.google.guice;
      }
      """;

  private static final String GUICE_APPLICATION =
      """
      package com.example.app;

      import com.google.inject.AbstractModule;
      import com.google.inject.Guice;
      import com.google.inject.Inject;
      import dev.gradus.engine.Gradus;
      import dev.gradus.engine.wiring.GradusModule;
      import java.nio.file.Path;

      public class App {
        private final Gradus gradus;

        @Inject
        App(Gradus gradus) {
          this.gradus = gradus;
        }

        public static void main(String[] args) {
          App app = Guice.createInjector(new GradusModule()).getInstance(App.class);
          System.out.println(app.gradus.read(Path.of("app/examples/iris.yaml")).network().size());
        }
      }
      """;

  private static final String EXPECTED =
      """
      setosa
      3.00
      high
      true
      column 'city' has 'Paris', which the model has not learned; it is treated as unknown.
      [[age 80 (25 to 64)]]
      {team=credit} Optional[4]
      Oslo high
      8.00
      2 x 1
      b 2.00
      11.00
      11.00
      {"predictions":["setosa"]}
      0 threads left behind
      """;

  @TempDir private static Path guide;
  @TempDir private static Path guice;
  @TempDir private Path folder;

  @BeforeAll
  static void compile() throws IOException {
    compile(MODULE, readmeApplication(), guide);
    compile(GUICE_MODULE, GUICE_APPLICATION, guice);
  }

  @Test
  void theReadmeRunsOnTheModulePath() throws Exception {
    Result result = onModulePath(guide);
    assertEquals(EXPECTED, result.out(), result.err());
    assertEquals("", result.err());
  }

  @Test
  void theReadmeRunsOnTheClassPath() throws Exception {
    Result result = onClassPath(guide);
    assertEquals(EXPECTED, result.out(), result.err());
    assertEquals("", result.err());
  }

  @Test
  void guiceInjectsGradusOnTheModulePath() throws Exception {
    Result result = onModulePath(guice);
    assertEquals("2\n", result.out(), result.err());
  }

  @Test
  void guiceInjectsGradusOnTheClassPath() throws Exception {
    Result result = onClassPath(guice);
    assertEquals("2\n", result.out(), result.err());
  }

  /**
   * The imports, and the code for YAML, Java objects, maps, matrices, models and HTTP: each is a
   * block of the guide.
   */
  private static String readmeApplication() throws IOException {
    return APPLICATION.formatted(
        Documentation.block("java", "import dev.gradus.engine.Gradus;"),
        Documentation.block("java", "gradus.job(Path.of("),
        Documentation.block("java", "double[][] rows"),
        Documentation.block("java", "Table.ofMaps(people)"),
        Documentation.block("java", "FMatrixRMaj inputs"),
        Documentation.block("java", "Table before"),
        Documentation.block("java", "Serving.handler(model)"));
  }

  private static void compile(String module, String application, Path classes) throws IOException {
    Jars.compile(
        Map.of("module-info.java", module, "com/example/app/App.java", application),
        classes,
        "--module-path",
        Distribution.LIB.toString());
  }

  private Result onModulePath(Path classes) throws Exception {
    return Distribution.java(
        Distribution.PROJECT,
        "--module-path",
        Distribution.LIB + File.pathSeparator + classes,
        "--module",
        "com.example.app/com.example.app.App",
        folder.toString());
  }

  private Result onClassPath(Path classes) throws Exception {
    String jars;
    try (Stream<Path> files = Files.list(Distribution.LIB)) {
      jars = files.map(Path::toString).sorted().collect(Collectors.joining(File.pathSeparator));
    }
    return Distribution.java(
        Distribution.PROJECT,
        "--class-path",
        classes + File.pathSeparator + jars,
        "com.example.app.App",
        folder.toString());
  }
}
