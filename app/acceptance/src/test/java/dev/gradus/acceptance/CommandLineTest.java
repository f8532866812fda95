package dev.gradus.acceptance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gradus.acceptance.Distribution.Result;
import dev.gradus.spi.Loss;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The command {@code gradus} of the distribution. */
class CommandLineTest {

  @WorkingFolder Path folder;

  private Result gradus(String... arguments) throws IOException, InterruptedException {
    return Distribution.gradus(folder, arguments);
  }

  private static String example(String name) {
    return Distribution.EXAMPLES.resolve(name).toString();
  }

  private static JsonNode json(Result result) throws IOException {
    assertEquals(0, result.status(), result.err());
    assertEquals(1, result.out().strip().lines().count(), "one JSON object, on one line");
    return new ObjectMapper().readTree(result.out());
  }

  @Test
  void trainShowsTheMetricsAndLeavesAModel() throws Exception {
    Result result = gradus("train", example("iris.yaml"));
    assertEquals(0, result.status(), result.err());
    String shown = Documentation.block("text", "a linear model gets");
    assertEquals(
        shown.substring(shown.indexOf("training  validation")).strip(), result.out().strip());
    assertTrue(result.err().contains("epoch 100/100"), result.err());
    assertTrue(Files.size(folder.resolve("gradus-runs/iris/model.safetensors")) > 1000);
  }

  @Test
  void trainAnswersInJson() throws Exception {
    JsonNode object = json(gradus("train", example("iris.yaml"), "--json", "--output", "out"));
    assertEquals(100, object.get("epochs").asInt());
    assertTrue(object.get("seconds").asDouble() > 0);
    assertTrue(object.at("/metrics/training/accuracy").asDouble() > 0.9);
    assertTrue(object.at("/metrics/validation/accuracy").asDouble() > 0.8);
    assertEquals(100, object.get("history").size());
    double sharpest = object.at("/sharpness/eigenvalues/0").asDouble();
    assertTrue(sharpest > 0);
    assertEquals(2 / sharpest, object.at("/sharpness/largest-rate").asDouble(), 1e-9);
    assertTrue(Files.exists(folder.resolve(object.get("model").asText())));
  }

  /** The start script uses the class archive, but {@link WithinThisJava} does not. */
  @Tag("slow")
  @Test
  void theSameSeedGivesTheSameBytesWhicheverCompilerOfJavaIsAtWork() throws Exception {
    byte[] expected = modelOf("first", "7");
    assertTrue(
        new String(expected, StandardCharsets.UTF_8).contains("\"gradus.bits\":\"everywhere\""));
    assertArrayEquals(expected, modelOf("second", "7"));
    Result both =
        Distribution.run(
            folder,
            List.of(
                "env",
                "-u",
                "GRADUS_JAVA_OPTIONS",
                Distribution.HOME.resolve(Path.of("bin", "gradus")).toString(),
                "train",
                example("iris.yaml"),
                "--set",
                "training.seed=7",
                "--output",
                "both"));
    assertEquals(0, both.status(), both.err());
    assertArrayEquals(
        expected, Files.readAllBytes(folder.resolve(Path.of("both", "model.safetensors"))));
  }

  @Test
  void anotherSeedGivesOtherBytes() throws Exception {
    assertFalse(java.util.Arrays.equals(modelOf("first", "7"), modelOf("second", "8")));
  }

  private byte[] modelOf(String output, String seed) throws Exception {
    Result result =
        gradus(
            "train",
            example("iris.yaml"),
            "--no-report",
            "--set",
            "training.seed=" + seed,
            "--output",
            output);
    assertEquals(0, result.status(), result.err());
    return Files.readAllBytes(folder.resolve(output).resolve("model.safetensors"));
  }

  @Test
  void tuneShowsTheTrialsAndLeavesTheBestConfigurationReadyToTrain() throws Exception {
    Result tuned = gradus("tune", example("iris-tune.yaml"), "--trials", "4");
    assertEquals(0, tuned.status(), tuned.err());
    assertTrue(
        tuned.out().startsWith("trial  epochs  accuracy  std      optimizer.adam.learning-rate"),
        tuned.out());
    assertTrue(tuned.err().contains("round 2/2, 1/1"), tuned.err());
    String best = "gradus-runs/iris-tune/iris-tune-best.yaml";
    assertTrue(tuned.out().endsWith("train it with: gradus train " + best + "\n"), tuned.out());
    assertFalse(Files.readString(folder.resolve(best)).contains("tune:"), "it is plain");
    assertEquals(5, Files.readAllLines(folder.resolve("gradus-runs/iris-tune/results.csv")).size());
    assertTrue(
        json(gradus("train", best, "--json")).at("/metrics/training/accuracy").asDouble() > 0.8);
  }

  @Test
  void tuneAnswersInJsonAndTheSameEveryTime() throws Exception {
    String[] command = {"tune", example("iris-tune.yaml"), "--trials", "3", "--json", "--output"};
    JsonNode object = json(gradus(with(command, "one")));
    assertEquals("accuracy", object.get("score").asText());
    assertEquals(3, object.get("trials").size());
    assertEquals(3, object.at("/trials/0/folds").size());
    assertEquals("one/iris-tune-best.yaml", object.get("best").asText());
    gradus(with(command, "two"));
    for (String file : List.of("iris-tune-best.yaml", "results.csv")) {
      assertEquals(
          Files.readString(folder.resolve("one").resolve(file)),
          Files.readString(folder.resolve("two").resolve(file)));
    }
  }

  private static String[] with(String[] command, String last) {
    String[] all = java.util.Arrays.copyOf(command, command.length + 1);
    all[command.length] = last;
    return all;
  }

  @Test
  void tuneNeedsToBeToldWhatToTry() throws Exception {
    Result nothing = gradus("tune", example("iris.yaml"));
    assertEquals(2, nothing.status());
    assertTrue(nothing.err().contains("tune is missing"), nothing.err());
    assertFalse(Files.exists(folder.resolve("gradus-runs")), "nothing is made");
    Result wrong =
        gradus(
            "tune", example("iris-tune.yaml"), "--set", "tune.space.loss={choice: [mse, hubble]}");
    assertEquals(2, wrong.status());
    assertTrue(wrong.err().contains("'hubble' is not a loss"), wrong.err());
    Result refused =
        gradus("tune", example("iris-tune.yaml"), "--set", "tune.space={loss: {choice: hinge}}");
    assertEquals(2, refused.status());
    assertTrue(refused.out().contains("refused"), refused.out());
    assertTrue(refused.err().contains("none of the trials"), refused.err());
  }

  @Test
  void aModelIsEvaluatedAndPredicts() throws Exception {
    gradus("train", example("iris.yaml"), "--no-report", "--output", "out");
    JsonNode evaluated =
        json(gradus("evaluate", "out/model.safetensors", example("iris.csv"), "--json"));
    assertEquals(150, evaluated.get("rows").asInt());
    assertTrue(evaluated.at("/metrics/accuracy").asDouble() > 0.9);

    Result predicted = gradus("predict", "out/model.safetensors", example("iris.csv"));
    List<String> lines = predicted.out().lines().toList();
    assertEquals(151, lines.size(), predicted.err());
    assertEquals(
        "species,probability_setosa,probability_versicolor,probability_virginica", lines.get(0));
    assertTrue(lines.get(1).startsWith("setosa,0.9"), lines.get(1));
  }

  @Test
  void aLinearModelStandsBesideTheNetwork() throws Exception {
    Result trained = gradus("train", example("iris.yaml"), "--output", "out");
    assertTrue(
        trained.out().contains("\na linear model gets (validation): loss 0."), trained.out());
    String page = Files.readString(folder.resolve("out/report.html"));
    assertTrue(page.contains("linear model, validation"));
    assertTrue(page.contains("a linear model of the same inputs"));
    JsonNode plain =
        json(gradus("train", example("iris.yaml"), "--output", "plain", "--no-report", "--json"));
    double validation = plain.at("/linear-model/metrics/validation/accuracy").asDouble();
    assertTrue(validation > 0.9, plain::toString);
    assertTrue(plain.at("/linear-model/sentence").asText().contains("120 training examples"));
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("out/model.safetensors")),
        Files.readAllBytes(folder.resolve("plain/model.safetensors")));

    String[] evaluate = {"evaluate", "out/model.safetensors", example("iris.csv")};
    String line =
        gradus(evaluate)
            .out()
            .lines()
            .filter(each -> each.startsWith("a linear model gets: "))
            .findFirst()
            .orElse("");
    assertTrue(
        line.matches(
            "a linear model gets: loss 0\\.\\d+, accuracy 0\\.9\\d+, mean-squared-error 0\\.0\\d+"),
        line);
    JsonNode evaluated = json(gradus(with(evaluate, "--json")));
    double accuracy = evaluated.at("/linear-model/metrics/accuracy").asDouble();
    assertTrue(accuracy > 0.9 && accuracy < 1, evaluated::toString);
  }

  @Test
  void predictionsGoToAFileAndNeedNoTarget() throws Exception {
    gradus("train", example("iris.yaml"), "--no-report", "--output", "out");
    Files.writeString(
        folder.resolve("new.csv"),
        "petal_width,petal_length,sepal_width,sepal_length,note\n0.2,1.4,3.5,5.1,mine\n");
    Result result =
        gradus("predict", "out/model.safetensors", "new.csv", "--output", "predicted.csv");
    assertEquals(0, result.status(), result.err());
    assertEquals("", result.out());
    assertTrue(Files.readString(folder.resolve("predicted.csv")).contains("setosa,0.9"));
  }

  @Test
  void listAndDescribeReadTheClasses() throws Exception {
    Result list = gradus("list", "loss");
    assertEquals(
        ServiceLoader.load(Loss.class).stream().count(), list.out().lines().count(), list.out());
    Result describe = gradus("describe", "huber");
    assertTrue(describe.out().contains("delta"), describe.out());
    assertTrue(describe.out().contains("number above 0"), describe.out());
    assertTrue(describe.out().contains("default 1.0"), describe.out());
    assertTrue(describe.out().contains("1964"), describe.out());
  }

  @Test
  void theReferencePageHasEveryPlugin() throws Exception {
    String page = gradus("describe", "--all").out();
    for (String name : new String[] {"tversky", "prelu", "muon", "one-cycle", "orthogonal"}) {
      assertTrue(page.contains("\n### " + name), name);
    }
    assertEquals(Files.readString(Distribution.HOME.resolve("REFERENCE.md")), page);
    assertEquals(2, gradus("describe").status());
  }

  @Test
  void describeFindsAnAlias() throws Exception {
    assertTrue(gradus("describe", "mse").out().contains("mean-squared-error"));
  }

  @Test
  void checkSaysWhatWouldBeTrained() throws Exception {
    Result result = gradus("check", example("iris.yaml"));
    assertTrue(result.out().contains(": training can begin: "), result.err());
    assertTrue(result.out().contains("131 parameters"), result.out());
    assertFalse(Files.exists(folder.resolve("gradus-runs")), "check leaves nothing behind");
  }

  @Test
  void helpIsEverywhere() throws Exception {
    for (String command :
        List.of(
            "train",
            "compare",
            "evaluate",
            "predict",
            "list",
            "describe",
            "check",
            "explain",
            "tune")) {
      Result result = gradus(command, "--help");
      assertEquals(0, result.status(), command);
      assertTrue(result.out().contains("Usage: gradus " + command), result.out());
    }
  }

  /** Mistakes of users, and what the error message must contain. */
  private record Mistake(String claim, List<String> arguments, List<String> contained) {}

  @TestFactory
  Stream<DynamicTest> aMistakeGivesASentenceWithItsPlace() throws IOException {
    copyExample("iris.yaml");
    copyExample("iris.csv");
    Files.writeString(
        folder.resolve("misspelt-key.yaml"), iris().replace("epochs: 100", "epoch: 100"));
    Files.writeString(
        folder.resolve("misspelt-loss.yaml"), iris().replace("cross-entropy", "cros-entropy"));
    Files.writeString(
        folder.resolve("text-for-number.yaml"), iris().replace("units: 16", "units: many"));
    Files.writeString(
        folder.resolve("missing-file.yaml"), iris().replace("csv: iris.csv", "csv: iris2.csv"));
    Files.writeString(folder.resolve("ragged.yaml"), iris().replace("iris.csv", "ragged.csv"));
    Files.writeString(folder.resolve("ragged.csv"), "a,b,species\n1,2,x\n1,2\n3,4,y\n");
    Files.writeString(
        folder.resolve("numeric-target.yaml"),
        iris().replace("target: species", "target: petal_width").replace("softmax", "sigmoid"));
    Files.writeString(folder.resolve("not-a-model.safetensors"), "this is not a model");
    return Stream.of(
            new Mistake(
                "a misspelt key",
                List.of("train", "misspelt-key.yaml"),
                List.of("misspelt-key.yaml:12:12", "epoch", "epochs")),
            new Mistake(
                "a misspelt loss",
                List.of("train", "misspelt-loss.yaml"),
                List.of("misspelt-loss.yaml:9:7", "cros-entropy", "cross-entropy", "huber")),
            new Mistake(
                "a text where a number belongs",
                List.of("train", "text-for-number.yaml"),
                List.of("text-for-number.yaml:7:20", "many", "whole number")),
            new Mistake(
                "a missing data file", List.of("train", "missing-file.yaml"), List.of("iris2.csv")),
            new Mistake(
                "a CSV with a ragged line",
                List.of("train", "ragged.yaml"),
                List.of("ragged.csv:3", "2", "3")),
            new Mistake(
                "a missing configuration",
                List.of("train", "nothing.yaml"),
                List.of("nothing.yaml")),
            new Mistake(
                "a wrong override",
                List.of("train", "iris.yaml", "--set", "training.epochs=0"),
                List.of("--set training.epochs", "0")),
            new Mistake(
                "an override without a value",
                List.of("train", "iris.yaml", "--set", "training.epochs"),
                List.of("training.epochs")),
            new Mistake(
                "a classification loss for a numeric target",
                List.of("train", "numeric-target.yaml", "--set", "data.split={}"),
                List.of("cross-entropy", "petal_width", "categorical")),
            new Mistake(
                "a plugin folder that is not there",
                List.of("train", "iris.yaml", "--plugins", "nowhere"),
                List.of("nowhere")),
            new Mistake(
                "a model file that is not a model",
                List.of("predict", "not-a-model.safetensors", "iris.csv"),
                List.of("not-a-model.safetensors")),
            new Mistake(
                "an unknown name", List.of("describe", "hubber"), List.of("hubber", "huber")),
            new Mistake(
                "an unknown kind", List.of("list", "lossez"), List.of("lossez", "optimizer")),
            new Mistake("an unknown command", List.of("trian"), List.of("trian", "train")),
            new Mistake(
                "an unknown option", List.of("train", "iris.yaml", "--sed"), List.of("--sed")))
        .map(mistake -> DynamicTest.dynamicTest(mistake.claim(), () -> check(mistake)));
  }

  private void check(Mistake mistake) throws Exception {
    Result result = gradus(mistake.arguments().toArray(String[]::new));
    assertEquals(2, result.status(), result.out() + result.err());
    assertEquals("", result.out());
    assertTrue(result.err().startsWith("gradus: "), result.err());
    for (String part : mistake.contained()) {
      assertTrue(result.err().contains(part), part + " is not in: " + result.err());
    }
    assertFalse(result.err().contains("Exception"), result.err());
    assertFalse(result.err().contains("\tat "), result.err());
  }

  private void copyExample(String name) throws IOException {
    Files.copy(Distribution.EXAMPLES.resolve(name), folder.resolve(name));
  }

  private static String iris() throws IOException {
    return Files.readString(Distribution.EXAMPLES.resolve("iris.yaml"));
  }

  @Test
  void aRunThatIsInterruptedKeepsWhatItHasLearned() throws Exception {
    Process process =
        Distribution.process(
                folder,
                List.of(
                    Distribution.HOME.resolve(Path.of("bin", "gradus")).toString(),
                    "train",
                    example("iris.yaml"),
                    "--set",
                    "training.epochs=1000000",
                    "--progress",
                    "bar",
                    "--no-report",
                    "--output",
                    "interrupted"))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("interrupted.txt").toFile())
            .start();
    Path said = folder.resolve("interrupted.txt");
    Pattern severalEpochs = Pattern.compile(" epoch [0-9]{2,}/");
    while (process.isAlive() && !severalEpochs.matcher(Files.readString(said)).find()) {
      Thread.sleep(20);
    }
    process.toHandle().destroy();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    String output = Files.readString(said);
    assertTrue(output.contains(" as requested"), output);
    Path model = folder.resolve(Path.of("interrupted", "model.safetensors"));
    assertTrue(Files.exists(model), output);
    List<String> history =
        Files.readAllLines(folder.resolve(Path.of("interrupted", "history.csv")));
    assertEquals(
        "epoch,loss,penalty,learning-rate,validation loss,validation accuracy,validation mean-squared-error",
        history.get(0));
    assertTrue(history.size() > 2, history::toString);
  }

  @Test
  void aFileAsItWasFoundTrainsAfterOneCommand() throws Exception {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      String size = i % 7 == 0 ? "?" : Integer.toString(i % 10);
      lines.add("%s;%s;person %s;%s".formatted(size, i % 3 == 0 ? "red" : "blue", i, i % 2 + 1));
    }
    Files.write(folder.resolve("found.txt"), lines);
    Result seen = Distribution.gradus(folder, "data", "found.txt");
    assertEquals(0, seen.status(), seen.err());
    assertTrue(
        seen.out()
            .startsWith(
                "found.txt: 80 rows, 4 columns, delimiter ';', without a header, missing values are ?"),
        seen.out());
    Result made = Distribution.gradus(folder, "init", "found.txt");
    assertEquals(0, made.status(), made.err());
    assertEquals(
        """
        data:
          csv: found.txt
          format: {delimiter: ';', header: false, missing: ['?']}
          target: '4'
          columns: {'3': ignore, '4': categorical}
          missing: fill
          split: {validation: 0.2}   # add test: 0.1 to hold out rows for a final evaluation
        network:
          - dense: {units: 100, activation: relu, weights: fan-in-uniform}
          - dropout: {rate: 0.3}
          - dense: {activation: softmax, weights: fan-in-uniform}
        loss: cross-entropy
        optimizer: {adamw: {learning-rate: 0.003, weight-decay: 0.1}}
        schedule: cosine
        metrics: [accuracy]
        training: {epochs: 200, batch-size: 32, keep-best: {}}   # all epochs are trained, and the best one is kept
        """,
        Files.readString(folder.resolve("found.yaml")));
    assertEquals(0, Distribution.gradus(folder, "init", "found.txt").status(), "it is the same");
    Result again = Distribution.gradus(folder, "init", "found.txt", "--task", "regression");
    assertEquals(2, again.status());
    assertTrue(again.err().contains("this file already exists"), again.err());
    Result trained = Distribution.gradus(folder, "train", "found.yaml", "--output", "found");
    assertEquals(0, trained.status(), trained.err());

    Files.writeString(folder.resolve("new.txt"), "?;green;nobody;1\n5;red;\"a;b\";2\n");
    Result predicted =
        Distribution.run(
            folder,
            List.of(
                "sh",
                "-c",
                Distribution.HOME.resolve(Path.of("bin", "gradus"))
                    + " predict found/model.safetensors - --keep < new.txt"));
    assertEquals(0, predicted.status(), predicted.err());
    List<String> rows = predicted.out().lines().toList();
    assertEquals("1,2,3,4,predicted_4,probability_1,probability_2", rows.get(0));
    assertTrue(rows.get(2).startsWith("5,red,a;b,2,"), rows::toString);
    assertEquals(3, rows.size());
  }
}
