package dev.gradus.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gradus.acceptance.Distribution.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code gradus compare}, and the pages that it and {@code train} write. */
class CompareCommandTest {

  @WorkingFolder Path folder;

  private Result gradus(String... arguments) throws Exception {
    return Distribution.gradus(folder, arguments);
  }

  private static String example(String name) {
    return Distribution.EXAMPLES.resolve(name).toString();
  }

  @Test
  void theTerminalShowsTheStartTheScoresAndTheCurves() throws Exception {
    Result result =
        gradus(
            "compare",
            example("iris.yaml"),
            "--losses",
            "mean-squared-error,cross-entropy",
            "--set",
            "training.epochs=50",
            "--quiet");
    assertEquals(0, result.status(), result.err());
    assertEquals("", result.err());
    String out = result.out();
    int start = out.indexOf("Before the first step, all with the same weights:");
    int scores = out.indexOf("After training, on the validation rows");
    int chart = out.indexOf("  A mean-squared-error");
    int controlRun = out.indexOf("the same, bit for bit.");
    assertTrue(0 <= start && start < scores && scores < chart && chart < controlRun, out);
    assertTrue(
        out.lines().anyMatch(line -> line.matches("cross-entropy +0\\.\\S+ +0\\.\\S+ \\*")), out);
    assertTrue(out.strip().endsWith("report.html"), out);
  }

  @Test
  void onePageAndAllScoresAreLeft() throws Exception {
    Result result =
        gradus(
            "compare",
            example("iris.yaml"),
            "--vary",
            "optimizer={adam: {learning-rate: 0.01}},sgd",
            "--seeds",
            "2",
            "--set",
            "training.epochs=3",
            "--output",
            "out");
    assertEquals(0, result.status(), result.err());
    String page = Files.readString(folder.resolve("out/report.html"));
    assertTrue(page.startsWith("<!doctype html>"), page.substring(0, 40));
    assertFalse(page.contains("src=\"http"), "nothing is loaded from elsewhere");
    List<String> scores = Files.readAllLines(folder.resolve("out/scores.csv"));
    assertEquals("optimizer,trained on,seed,measure,value", scores.get(0));
    // Two optimizers, two seeds; the loss and two metrics.
    assertEquals(1 + 2 * 2 * 3, scores.size());
    assertTrue(scores.get(1).contains(",cross-entropy,7,cross-entropy,0."), scores.get(1));
    assertTrue(result.err().contains("[4/4] sgd, seed 8"), result.err());
    assertTrue(result.out().contains("95 % confidence interval"), result.out());
  }

  @Test
  void jsonHoldsAllOfIt() throws Exception {
    Result result =
        gradus(
            "compare",
            example("iris.yaml"),
            "--losses",
            "cross-entropy,mean-squared-error",
            "--set",
            "training.epochs=2",
            "--json",
            "--quiet");
    assertEquals(0, result.status(), result.err());
    JsonNode object = new ObjectMapper().readTree(result.out());
    assertTrue(object.at("/start/same-weights").asBoolean());
    assertTrue(object.at("/control-run/same").asBoolean());
    assertEquals(object.at("/variants/0/start").asText(), object.at("/variants/1/start").asText());
    assertFalse(object.at("/variants/0/end").asText().isEmpty());
    assertTrue(object.at("/variants/1/scores/0/cross-entropy").asDouble() > 0);
    assertTrue(object.at("/variants/1/sharpness/eigenvalues/0").asDouble() > 0);
    assertTrue(Files.exists(folder.resolve(object.get("report").asText())));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--quiet | say what to compare: either --losses",
        "--losses a --vary b=c | say what to compare: either --losses",
        "--losses , | there is nothing to compare",
        "--losses cross-entropy,mse --seeds 0 | --seeds is 0, but at least one run is needed",
        "--losses mse,cross-entropie | did you mean 'cross-entropy'",
        "--losses mse,mse | twice; name each once",
        "--vary training.seed=1,2 | training.seed cannot be compared",
        "--vary loss | the equals sign is missing",
        "--vary training.epoch=1,2 | did you mean 'epochs'",
      })
  void aMistakeGetsASentence(String arguments, String sentence) throws Exception {
    String[] all = ("compare " + example("iris.yaml") + " " + arguments).split(" ");
    Result result = gradus(all);
    assertEquals(2, result.status(), result.err());
    assertTrue(result.err().contains(sentence), result.err());
    assertFalse(result.err().contains("\tat "), result.err());
    assertFalse(Files.exists(folder.resolve("gradus-runs/iris-compare/report.html")));
  }

  @Test
  void trainLeavesAPageUnlessToldNotTo() throws Exception {
    Result with = gradus("train", example("wine.yaml"), "--output", "with", "--quiet");
    Result without =
        gradus("train", example("wine.yaml"), "--output", "without", "--quiet", "--no-report");
    assertEquals(0, with.status(), with.err());
    assertTrue(with.out().contains("report: " + Path.of("with", "report.html")), with.out());
    assertTrue(Files.readString(folder.resolve("with/report.html")).contains("</html>"));
    assertFalse(Files.exists(folder.resolve("without/report.html")));
    assertFalse(without.out().contains("report"), without.out());
    assertEquals(
        -1,
        Files.mismatch(
            folder.resolve("with/model.safetensors"), folder.resolve("without/model.safetensors")));
  }
}
