package dev.gradus.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.event.EpochReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.feature.StringIndexerModel;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a fit was worth: by its summary, by the log, and by the evaluators of Spark ML. */
class GradusSummaryTest {

  @TempDir static Path folder;

  private static Dataset<Row> flowers;
  private static GradusModel model;
  private static List<String> log;

  @BeforeAll
  static void train() throws IOException {
    flowers = Sessions.csv(Sessions.local(), "iris.csv");
    Logger logger = Logger.getLogger("dev.gradus.spark");
    Lines lines = new Lines();
    logger.addHandler(lines);
    model = estimator("training.epochs=20").fit(flowers);
    logger.removeHandler(lines);
    log = lines.all;
  }

  private static GradusEstimator estimator(String... settings) throws IOException {
    return new GradusEstimator()
        .setConfig(Files.readString(Sessions.example("iris.yaml")))
        .setSettings(settings);
  }

  private static final class Lines extends Handler {

    private final List<String> all = new ArrayList<>();

    @Override
    public void publish(LogRecord line) {
      all.add(line.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @Test
  void theSummaryHasTheMetricsAndTheHistory() {
    GradusSummary summary = model.summary();
    assertTrue(model.hasSummary());
    assertEquals(20, summary.totalIterations());
    assertEquals(20, summary.epoch());
    assertEquals(summary.history().get(19).loss(), summary.objectiveHistory()[19]);
    assertEquals(
        summary.history().get(19).validation().get("accuracy"),
        summary.metrics().get("validation").get("accuracy"));
    assertTrue(summary.metrics().get("training").get("accuracy") > 0.8, summary.toString());
    assertTrue(summary.linear().get("validation").containsKey("accuracy"), summary.toString());
    assertEquals("", summary.failure());
  }

  @Test
  void aModelIsSavedAndCopiedWithItsSummaryAndItsFileWithout() throws IOException {
    String saved = folder.resolve("model").toString();
    model.save(saved);
    GradusModel loaded = GradusModel.load(saved);
    assertEquals(model.summary(), loaded.summary());
    assertArrayEquals(model.toBytes(), loaded.toBytes());
    assertEquals(model.summary(), model.copy(ParamMap.empty()).summary());
    String file = folder.resolve("alone.safetensors").toString();
    model.saveFile(file);
    GradusModel without = GradusModel.load(file);
    assertFalse(without.hasSummary());
    assertTrue(
        assertThrows(IllegalStateException.class, without::summary)
            .getMessage()
            .startsWith("this GradusModel has no summary, because it was read from a model file"));
    String again = folder.resolve("without").toString();
    without.save(again);
    assertFalse(GradusModel.load(again).hasSummary());
  }

  @Test
  void aDamagedSummaryIsNamed() throws IOException {
    Path saved = folder.resolve("damaged");
    model.save(saved.toString());
    Path summary = saved.resolve("summary.json");
    // Spark compares the file with its checksum.
    Files.delete(saved.resolve(".summary.json.crc"));
    Files.writeString(summary, "{\"epoch\": 3}");
    String message = message(() -> GradusModel.load(saved.toString()));
    assertTrue(message.startsWith(summary + " cannot be read: it is no summary"), message);
  }

  private static String message(Runnable wrong) {
    return String.valueOf(assertThrows(RuntimeException.class, wrong::run).getMessage());
  }

  @Test
  void numbersThatAreNotFiniteAreKept() throws IOException {
    EpochReport report =
        new EpochReport(
            1, 2, Double.NaN, 0, 0.1, Map.of("loss", Double.POSITIVE_INFINITY, "accuracy", 0.25));
    GradusSummary summary =
        new GradusSummary(
            List.of(report),
            1,
            Map.of("validation", Map.of("accuracy", Double.NaN)),
            Map.of(),
            Duration.ofNanos(1_234_567_891),
            List.of("a \"warning\""),
            "the loss is NaN");
    byte[] bytes = SummaryFile.of(summary);
    assertEquals(summary, SummaryFile.read(bytes));
    String newer =
        new String(bytes, StandardCharsets.UTF_8)
            .replace("\"penalty\"", "\"more\":[1],\"penalty\"");
    assertEquals(summary, SummaryFile.read(newer.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void eachEpochIsALineOfTheLog() {
    assertEquals(20, log.size(), log.toString());
    EpochReport last = model.summary().history().get(19);
    assertEquals(EpochLog.line(last), log.get(19));
    assertEquals(
        "epoch 3 of 20: loss 0.125, validation loss 0.5, validation top 0.75",
        EpochLog.line(
            new EpochReport(
                3, 20, 0.125, 0, 0.01, new TreeMap<>(Map.of("loss", 0.5, "top", 0.75)))));
  }

  /** As the guide says. */
  @Test
  @Tag("slow")
  void evaluatorsTakeClassesThatAreNoNumbersByTheirIndexInTheModel() {
    String[] classes = model.classes().toArray(String[]::new);
    Dataset<Row> indexed =
        new StringIndexerModel(new String[][] {classes, classes})
            .setInputCols(new String[] {"species", "prediction"})
            .setOutputCols(new String[] {"label", "predicted"})
            .transform(model.transform(flowers));
    MulticlassClassificationEvaluator evaluator =
        new MulticlassClassificationEvaluator()
            .setLabelCol("label")
            .setPredictionCol("predicted")
            .setProbabilityCol("probability");
    double right = model.transform(flowers).filter("species = prediction").count();
    assertEquals(right / 150, evaluator.setMetricName("accuracy").evaluate(indexed), 1e-12);
    double loss = evaluator.setMetricName("logLoss").evaluate(indexed);
    assertEquals(crossEntropy(), loss, 1e-6);
  }

  /** The mean over both splits. */
  private static double crossEntropy() {
    Map<String, Map<String, Double>> metrics = model.summary().metrics();
    return 0.8 * metrics.get("training").get("loss") + 0.2 * metrics.get("validation").get("loss");
  }

  @Test
  @Tag("slow")
  void theProbabilitiesAreTheRawPredictionOfTheEvaluatorOfTwoClasses() throws IOException {
    Dataset<Row> two =
        flowers
            .selectExpr(
                "sepal_length",
                "sepal_width",
                "int(species = 'virginica') AS number",
                "IF(species = 'virginica', 'yes', 'no') AS word")
            .coalesce(1);
    GradusModel numbers =
        estimator("training.epochs=20", "data.columns.number=categorical")
            .setLabelCol("number")
            .fit(two.drop("word"));
    BinaryClassificationEvaluator evaluator =
        new BinaryClassificationEvaluator().setRawPredictionCol("probability");
    double area = evaluator.setLabelCol("number").evaluate(numbers.transform(two));
    assertTrue(area > 0.7 && area < 1, "area " + area);
    GradusModel words = estimator("training.epochs=20").setLabelCol("word").fit(two.drop("number"));
    Dataset<Row> indexed =
        new StringIndexerModel(words.classes().toArray(String[]::new))
            .setInputCol("word")
            .setOutputCol("label")
            .transform(words.transform(two));
    assertEquals(area, evaluator.setLabelCol("label").evaluate(indexed), 1e-12);
    assertEquals(List.of("no", "yes"), words.classes());
  }
}
