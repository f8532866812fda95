package dev.gradus.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.acceptance.Distribution.Result;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A model predicts without the jars of losses, optimizers and data sources. */
class WithoutJarsTest {

  private static final String MODEL = "out/model.safetensors";

  @WorkingFolder static Path folder;

  @BeforeAll
  static void train() throws Exception {
    Result trained =
        Distribution.gradus(
            folder,
            "train",
            Distribution.EXAMPLES.resolve("iris.yaml").toString(),
            "--no-report",
            "--set",
            "training.epochs=5",
            "--note",
            "team=risk",
            "--dated",
            "--output",
            "out");
    assertEquals(0, trained.status(), trained.err());
  }

  private static String data() {
    return Distribution.EXAMPLES.resolve("iris.csv").toString();
  }

  /** The jars that prediction needs. */
  private static List<Path> few() throws Exception {
    try (Stream<Path> files = Files.list(Distribution.LIB)) {
      return files
          .filter(file -> file.toString().endsWith(".jar"))
          .filter(file -> !file.toString().matches(".*gradus-(losses|optimizers|sources)-.*"))
          .toList();
    }
  }

  private static Result withFew(List<String> before, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(before);
    command.addAll(List.of(arguments));
    return Distribution.java(folder, command.toArray(String[]::new));
  }

  private static Result onClassPath(String... arguments) throws Exception {
    String jars =
        few().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    return withFew(List.of("--class-path", jars, "dev.gradus.cli.Main"), arguments);
  }

  private static Result onModulePath(String... arguments) throws Exception {
    Path lib = Files.createDirectories(folder.resolve("lib"));
    for (Path jar : few()) {
      Path copy = lib.resolve(jar.getFileName());
      if (Files.notExists(copy)) {
        Files.copy(jar, copy);
      }
    }
    return withFew(
        List.of("--module-path", lib.toString(), "--module", "dev.gradus.cli/dev.gradus.cli.Main"),
        arguments);
  }

  @Test
  void predictionsAreThoseOfTheWholeDistribution() throws Exception {
    Result whole = Distribution.gradus(folder, "predict", MODEL, data());
    assertEquals(0, whole.status(), whole.err());
    for (Result few :
        List.of(onClassPath("predict", MODEL, data()), onModulePath("predict", MODEL, data()))) {
      assertEquals(0, few.status(), few.err());
      assertEquals(whole.out(), few.out());
      assertEquals("", few.err());
    }
  }

  @Test
  void measuringSaysWhatIsMissingAndWhereItCameFrom() throws Exception {
    Result evaluated = onModulePath("evaluate", MODEL, data());
    assertEquals(2, evaluated.status());
    assertTrue(
        evaluated
            .err()
            .startsWith(
                "gradus: model.safetensors: the model needs plugins that are not installed: "),
        evaluated.err());
    assertTrue(evaluated.err().contains("loss cross-entropy (dev.gradus.losses@"), evaluated.err());
    assertTrue(evaluated.err().contains("optimizer adam (dev.gradus.optimizers@"), evaluated.err());
  }

  @Test
  void theModelIsDescribedAllTheSame() throws Exception {
    String said = onModulePath("describe", MODEL).out();
    assertTrue(
        said.startsWith("model of species (setosa, versicolor, virginica) from 4 columns"), said);
    for (String part :
        List.of(
            "note team", "risk", "trained at", "trained in", "accuracy", "optimizer adam (dev.")) {
      assertTrue(said.contains(part), () -> part + " is not in " + said);
    }
    String json = Distribution.gradus(folder, "describe", MODEL, "--json").out();
    assertTrue(json.contains("\"notes\":{\"team\":\"risk\"}"), json);
  }

  @Test
  void aDateIsThatOfTheEnvironmentWhereOneIsSet() throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                "env",
                "SOURCE_DATE_EPOCH=1700000000",
                Distribution.HOME.resolve(Path.of("bin", "gradus")).toString(),
                "train",
                Distribution.EXAMPLES.resolve("iris.yaml").toString(),
                "--no-report",
                "--dated",
                "--set",
                "training.epochs=2",
                "--output"));
    command.add("first");
    Result first = Distribution.run(folder, command);
    assertEquals(0, first.status(), first.err());
    command.set(command.size() - 1, "second");
    Distribution.run(folder, command);
    assertEquals(
        -1,
        Files.mismatch(
            folder.resolve("first/model.safetensors"), folder.resolve("second/model.safetensors")));
    String said = Distribution.gradus(folder, "describe", "first/model.safetensors").out();
    assertTrue(said.contains("2023-11-14T22:13:20Z"), said);
    command.set(1, "SOURCE_DATE_EPOCH=yesterday");
    Result wrong = Distribution.run(folder, command);
    assertEquals(2, wrong.status());
    assertTrue(
        wrong.err().contains("SOURCE_DATE_EPOCH is 'yesterday'; it must be a number of seconds"),
        wrong.err());
  }
}
