package dev.gradus.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.binding.Setting;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.event.TrainingPlan;
import dev.gradus.engine.model.Evaluation;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.model.Predictor;
import dev.gradus.engine.model.Training;
import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.Study;
import dev.gradus.engine.study.Variant;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.Prediction;
import dev.gradus.runtime.Predictions;
import dev.gradus.runtime.column.PreparedColumn;
import dev.gradus.runtime.problem.GradusException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Losses and metrics with auxiliary columns, and losses with decoded outputs, from a YAML file to
 * predictions: each is better by its own metric than a plain loss.
 */
class BesideTheTargetTest {

  private static final String NETWORK =
      """
      network:
        - dense: {units: 8, activation: tanh}
        - dense: {}
      optimizer: {adam: {learning-rate: 0.02}}
      """;

  @TempDir Path folder;

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Path yaml(String name, String text) throws IOException {
    return write(name, text);
  }

  private static String message(Executable refused) {
    return String.valueOf(assertThrows(GradusException.class, refused).getMessage());
  }

  private static double validated(Training training, String metric) {
    return training
        .metrics()
        .getOrDefault(Training.VALIDATION_PART, Map.of())
        .getOrDefault(metric, Double.NaN);
  }

  /**
   * The hazard grows with x; the end of observation depends on w, so a model of the times alone
   * learns w.
   */
  private Path survival() throws IOException {
    SplittableRandom random = new SplittableRandom(7);
    StringBuilder csv = new StringBuilder("x,w,died,time\n");
    for (int i = 0; i < 400; i++) {
      double x = random.nextDouble(-1.5, 1.5);
      double w = random.nextDouble(-1, 1);
      double time = -StrictMath.log(random.nextDouble()) * 4 * StrictMath.exp(-1.2 * x);
      double watched = w > 0 ? random.nextDouble() * 2 : 3 + random.nextDouble() * 3;
      boolean died = time <= watched;
      csv.append(
          String.format(
              Locale.ROOT,
              "%.3f,%.3f,%s,%.3f%n",
              x,
              w,
              died ? "yes" : "no",
              Math.min(time, watched)));
    }
    return write("survival.csv", csv.toString());
  }

  private static String ofSurvival(String loss) {
    return """
        data: {csv: survival.csv, target: time, columns: {died: ignore}, split: {validation: 0.4}}
        loss: %s
        metrics: [concordance: {event: died}]
        training: {epochs: 60, batch-size: 400, seed: 3}
        """
            .formatted(loss)
        + NETWORK;
  }

  @Test
  void coxOrdersTimesBetterThanTheirSquaredError() throws IOException {
    survival();
    try (Gradus gradus = Gradus.create()) {
      double cox =
          validated(
              gradus.job(yaml("cox.yaml", ofSurvival("{cox: {event: died}}"))).train(),
              "concordance");
      double plain =
          validated(gradus.job(yaml("mse.yaml", ofSurvival("mse"))).train(), "concordance");
      assertTrue(cox > 0.65 && cox > plain + 0.05, cox + " against " + plain);
    }
  }

  @Test
  void theColumnIsNoInputAndPredictionDoesNotNeedIt() throws IOException {
    Path csv = survival();
    try (Gradus gradus = Gradus.create()) {
      Training training =
          gradus
              .job(
                  yaml(
                      "cox.yaml",
                      ofSurvival("{cox: {event: died}}").replace("columns: {died: ignore}, ", "")))
              .train();
      Model model = training.model();
      assertEquals(
          List.of("x", "w"),
          model.preparation().inputs().stream().map(PreparedColumn::name).toList());
      Path file = folder.resolve("cox.safetensors");
      gradus.save(model, file);
      Model loaded = gradus.load(file);
      Table without =
          gradus.readTable(
              write(
                  "without.csv",
                  String.join(
                      "\n",
                      Files.readAllLines(csv).stream()
                          .map(line -> line.substring(0, line.indexOf(',', line.indexOf(',') + 1)))
                          .toList())));
      double[][] predicted = loaded.predictor().predict(without);
      double[] first =
          loaded.predictor().predict(without.column("x").number(0), without.column("w").number(0));
      assertArrayEquals(first, predicted[0], 1e-6);
      Evaluation evaluation = loaded.evaluation(gradus.readTable(csv));
      assertTrue(evaluation.metrics().getOrDefault("concordance", 0.0) > 0.65);
      Path shorter = write("short.csv", "x,w,time\n0.1,0.2,3\n0.3,0.1,4\n");
      String missing = message(() -> loaded.evaluation(gradus.readTable(shorter)));
      assertTrue(
          missing.contains("there is no column 'died', which the loss or a metric needs"), missing);
    }
  }

  @Test
  void aRunThatBeginsWithAModelHasTheColumnAsideToo() throws IOException {
    survival();
    String text =
        ofSurvival("{cox: {event: died}}")
            .replace("columns: {died: ignore}, ", "")
            .replace("epochs: 60", "epochs: 2");
    try (Gradus gradus = Gradus.create()) {
      Model model = gradus.job(yaml("first.yaml", text)).train().model();
      Training second = gradus.job(yaml("second.yaml", text)).from(model).train();
      assertEquals(List.of(), second.warnings());
      assertEquals(2, second.model().preparation().inputs().size());
      Path named = yaml("third.yaml", text.replace("{event: died}}", "{event: w}}"));
      assertTrue(
          message(() -> gradus.job(named).from(model).train())
              .contains("the loss, a metric or data.split.group uses 'w', but it is an input of"));
    }
  }

  @Test
  void rowsWithoutAValueAreRefusedOrLeftOutAndCounted() throws IOException {
    String rows = "x,died,time\n1,yes,1\n2,,2\n3,no,3\n4,1,4\n5,true,5\n6,0,6\n";
    write("gaps.csv", rows);
    String text =
        """
        data: {csv: gaps.csv, target: time%s}
        loss: {cox: {event: died}}
        metrics: [concordance: {event: died}]
        training: {epochs: 2}
        """
            + NETWORK;
    try (Gradus gradus = Gradus.create()) {
      Path refusing = yaml("refuse.yaml", text.formatted(""));
      String refused = message(() -> gradus.job(refusing).train());
      assertTrue(
          refused.contains("gaps.csv:3")
              && refused.contains("column 'died' has an empty cell here"),
          refused);
      Training dropped = gradus.job(yaml("drop.yaml", text.formatted(", missing: drop"))).train();
      assertTrue(
          dropped.warnings().stream().anyMatch(w -> w.message().contains("1 of 6 rows")),
          dropped.warnings().toString());
      Evaluation evaluation =
          dropped.model().evaluation(gradus.readTable(folder.resolve("gaps.csv")));
      assertEquals(5, evaluation.rows());
      assertEquals(1, evaluation.leftOut());
    }
  }

  @Test
  void whatACellCannotBeIsSaidWithItsPlace() throws IOException {
    try (Gradus gradus = Gradus.create()) {
      assertTrue(
          failure(gradus, "x,died,time\n1,yes,1\n2,perhaps,2\n3,no,3\n", "")
              .contains("must be boolean for the loss or a metric, but here it has 'perhaps'"));
      assertTrue(
          failure(gradus, "x,dead,time\n1,yes,1\n2,no,2\n", "")
              .contains(
                  "there is no column 'died', which the loss or a metric needs. Did you mean 'dead'?"));
      assertTrue(
          failure(gradus, "x,died,time\n1,1,1\n2,0,2\n", ", columns: {died: numeric}")
              .contains("column 'died' is declared numeric, but the loss, a metric"));
    }
  }

  private String failure(Gradus gradus, String rows, String more) throws IOException {
    write("wrong.csv", rows);
    Path file =
        yaml(
            "wrong.yaml",
            "data: {csv: wrong.csv, target: time%s}%nloss: {cox: {event: died}}%n".formatted(more)
                + NETWORK);
    return message(() -> gradus.job(file).train());
  }

  @Test
  void wordsOfABooleanColumnSayYesAndNo() throws IOException {
    write("words.csv", "x,state,time\n1,dead,1\n2,alive,2\n3,dead,3\n4,alive,4\n");
    try (Gradus gradus = Gradus.create()) {
      Training training =
          gradus
              .job(
                  yaml(
                      "words.yaml",
                      """
                  data:
                    csv: words.csv
                    target: time
                    columns: {state: {boolean: {positive: [dead], negative: [alive]}}}
                  loss: {cox: {event: state}}
                  training: {epochs: 2}
                  """
                          + NETWORK))
              .train();
      assertEquals(1, training.model().preparation().inputs().size());
    }
  }

  @Test
  void whoeverIsComparedSeesTheSameInputsAndIsMeasuredByAll() throws IOException {
    survival();
    String text =
        ofSurvival("mse")
            .replace("columns: {died: ignore}, ", "")
            .replace("metrics: [concordance: {event: died}]", "")
            .replace("epochs: 60", "epochs: 3");
    try (Gradus gradus = Gradus.create()) {
      Comparison comparison =
          gradus
              .job(yaml("compare.yaml", text))
              .compare("loss", List.of("{cox: {event: died}}", "mse"), 1);
      for (Variant variant : comparison.variants()) {
        assertTrue(variant.tookPart(), () -> variant.toString());
        assertEquals(Set.of("cox", "mean-squared-error"), variant.scores().get(0).keySet());
        assertEquals(
            List.of("x", "w"),
            variant.study().orElseThrow().training().model().preparation().inputs().stream()
                .map(PreparedColumn::name)
                .toList());
      }
    }
  }

  @Test
  void aStudyOfEachIsMade() throws IOException {
    survival();
    spread();
    grades();
    queries();
    try (Gradus gradus = Gradus.create()) {
      for (String text :
          List.of(
              ofSurvival("{cox: {event: died}}"),
              "data: {csv: spread.csv, target: y, split: {validation: 0.4}}\nloss: quantiles\ntraining: {epochs: 80}\n"
                  + NETWORK,
              ofGrades("{corn: ORDER}", ""),
              ofQueries("{pairwise-ranking: {group: query}}"))) {
        Configuration configuration =
            gradus.read(yaml("study.yaml", text.replaceFirst("epochs: [0-9]+", "epochs: 2")));
        Study study = gradus.job(configuration).study();
        assertEquals(2, study.training().history().size());
        assertEquals(List.of(), study.training().warnings());
        assertFalse(study.outcome().predictions().isEmpty());
      }
    }
  }

  @Test
  void aRateIsLearnedPerUnitOfExposure() throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    StringBuilder csv = new StringBuilder("x,years,claims\n");
    for (int i = 0; i < 600; i++) {
      double x = random.nextDouble();
      // Examples with a high rate have a short exposure.
      double years = (1 + 9 * random.nextDouble()) * (1 - 0.9 * x);
      double mean = years * (1 + 4 * x);
      int claims = 0;
      for (double t = -StrictMath.log(random.nextDouble());
          t < mean;
          t -= StrictMath.log(random.nextDouble())) {
        claims++;
      }
      csv.append(String.format(Locale.ROOT, "%.4f,%.4f,%s%n", x, years, claims));
    }
    write("claims.csv", csv.toString());
    try (Gradus gradus = Gradus.create()) {
      Predictor predictor =
          gradus
              .job(
                  yaml(
                      "claims.yaml",
                      """
                      data: {csv: claims.csv, target: claims, scale: none}
                      loss: {poisson: {exposure: years}}
                      network:
                        - dense: {units: 8, activation: tanh}
                        - dense: {activation: softplus}
                      optimizer: {adam: {learning-rate: 0.02}}
                      training: {epochs: 60, seed: 1}
                      """))
              .train()
              .model()
              .predictor();
      assertEquals(1.4, predictor.predict(0.1)[0], 0.25);
      assertEquals(4.6, predictor.predict(0.9)[0], 0.5);
    }
  }

  /** The standard deviation of y grows with x. */
  private void spread() throws IOException {
    SplittableRandom random = new SplittableRandom(11);
    StringBuilder csv = new StringBuilder("x,y\n");
    for (int i = 0; i < 800; i++) {
      double x = random.nextDouble();
      double y = 10 * x + (0.2 + 3 * x) * random.nextGaussian();
      csv.append(String.format(Locale.ROOT, "%.4f,%.4f%n", x, y));
    }
    write("spread.csv", csv.toString());
  }

  @Test
  void quantilesAreAnIntervalThatHoldsAsManyAsItSays() throws IOException {
    spread();
    try (Gradus gradus = Gradus.create()) {
      Training training =
          gradus
              .job(
                  yaml(
                      "quantiles.yaml",
                      """
                  data: {csv: spread.csv, target: y, split: {validation: 0.4}}
                  loss: quantiles
                  metrics: [interval-coverage, interval-width, mean-absolute-error]
                  training: {epochs: 150, batch-size: 64, seed: 3}
                  """
                          + NETWORK))
              .train();
      double coverage = validated(training, "interval-coverage");
      assertTrue(coverage > 0.84 && coverage < 0.95, "coverage " + coverage);
      Model model = training.model();
      Table table = gradus.readTable(folder.resolve("spread.csv"));
      Predictions predictions = model.predictor().predictions(table);
      assertEquals(List.of(0.05, 0.5, 0.95), List.copyOf(predictions.quantiles().keySet()));
      double[][] low = predictions.quantile(0.05);
      double[][] high = predictions.quantile(0.95);
      Prediction third = model.predictor().predictAll(table).get(2);
      assertEquals(low[2][0], third.quantile(0.05));
      assertEquals(List.of(0.05, 0.5, 0.95), List.copyOf(third.quantiles().keySet()));
      Prediction alone = model.predictor().predict(Map.of("x", table.column("x").number(2)));
      assertEquals(high[2][0], alone.quantile(0.95), 1e-6);
      assertThrows(IllegalArgumentException.class, () -> alone.quantile(0.3));
      double plain = 0;
      double own = 0;
      Model mse =
          gradus
              .job(
                  yaml(
                      "mse.yaml",
                      """
                      data: {csv: spread.csv, target: y, split: {validation: 0.4}}
                      loss: mse
                      training: {epochs: 150, batch-size: 64, seed: 3}
                      """
                          + NETWORK))
              .train()
              .model();
      double[][] means = mse.predictor().predict(table);
      for (int i = 0; i < table.rows(); i++) {
        double y = table.column("y").number(i);
        double median = predictions.rows()[i][0];
        assertEquals(predictions.quantile(0.5)[i][0], median, 1e-5);
        assertTrue(low[i][0] <= median && median <= high[i][0]);
        own += pinball(0.05, y, low[i][0]) + pinball(0.95, y, high[i][0]);
        plain += pinball(0.05, y, means[i][0]) + pinball(0.95, y, means[i][0]);
      }
      assertTrue(own < plain / 2, own + " against " + plain);
      assertEquals(
          coverage(table, low, high),
          model.evaluation(table).metrics().getOrDefault("interval-coverage", 0.0),
          1e-12);
      assertThrows(
          GradusException.class,
          () ->
              gradus
                  .job(
                      yaml(
                          "plain.yaml",
                          "data: {csv: spread.csv, target: y}\nloss: mse\nmetrics: [interval-width]\n"
                              + NETWORK))
                  .train());
    }
  }

  private static double pinball(double tau, double truth, double quantile) {
    return truth > quantile ? tau * (truth - quantile) : (1 - tau) * (quantile - truth);
  }

  private static double coverage(Table table, double[][] low, double[][] high) {
    double inside = 0;
    for (int i = 0; i < low.length; i++) {
      double y = (float) table.column("y").number(i);
      inside += low[i][0] <= y && y <= high[i][0] ? 1 : 0;
    }
    return inside / low.length;
  }

  /** Grades by thresholds of a sum, with much noise. */
  private void grades() throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    List<String> names = List.of("poor", "fair", "good", "very good", "excellent");
    StringBuilder csv = new StringBuilder("a,b,c,d,e,grade\n");
    for (int i = 0; i < 200; i++) {
      double[] x = DoubleStream.generate(random::nextGaussian).limit(5).toArray();
      double latent = x[0] + x[1] - x[2] + random.nextGaussian();
      int grade = latent < -2 ? 0 : latent < -0.7 ? 1 : latent < 0.7 ? 2 : latent < 2 ? 3 : 4;
      csv.append(
          String.format(
              Locale.ROOT,
              "%.3f,%.3f,%.3f,%.3f,%.3f,%s%n",
              x[0],
              x[1],
              x[2],
              x[3],
              x[4],
              names.get(grade)));
    }
    write("grades.csv", csv.toString());
  }

  private static String ofGrades(String loss, String last) {
    String order = "{order: [poor, fair, good, very good, excellent]}";
    return """
        data: {csv: grades.csv, target: grade}
        network:
          - dense: {units: 8, activation: tanh}
          - dense: {%s}
        optimizer: {adam: {learning-rate: 0.02}}
        loss: %s
        metrics: [accuracy, mean-rank-error: %s]
        training: {epochs: 80, seed: 4}
        """
        .formatted(last, loss.replace("ORDER", order), order);
  }

  @Test
  void cornIsFewerStepsAwayThanCrossEntropy() throws IOException {
    grades();
    try (Gradus gradus = Gradus.create()) {
      Path corn = yaml("corn.yaml", ofGrades("{corn: ORDER}", ""));
      Path plain = yaml("ce.yaml", ofGrades("cross-entropy", "activation: softmax"));
      double own = score(gradus, corn, "mean-rank-error");
      double other = score(gradus, plain, "mean-rank-error");
      assertTrue(own < other, own + " against " + other);
      Model model = gradus.job(corn).train().model();
      double[] probabilities = model.predictor().predict(3, 3, -3, 0, 0);
      assertEquals(5, probabilities.length);
      assertEquals(1, Arrays.stream(probabilities).sum(), 1e-12);
      assertEquals("excellent", model.predictor().classify(3, 3, -3, 0, 0));
      assertEquals(
          5,
          model
              .predictor()
              .predict(Map.of("a", 3, "b", 3, "c", -3, "d", 0, "e", 0))
              .probabilities()
              .size());
      assertEquals("poor", model.predictor().classify(-3, -3, 3, 0, 0));
      Path without = yaml("noorder.yaml", ofGrades("corn", ""));
      assertTrue(
          message(() -> gradus.job(without).train())
              .contains("corn needs the order of the classes"));
    }
  }

  /**
   * The best example within a query depends on x; the level of a whole query depends on the query.
   */
  private void queries() throws IOException {
    SplittableRandom random = new SplittableRandom(9);
    StringBuilder csv = new StringBuilder("x,z,query,relevance\n");
    for (int q = 0; q < 60; q++) {
      double level = 3 * random.nextGaussian();
      int size = 5 + random.nextInt(6);
      for (int i = 0; i < size; i++) {
        double x = random.nextDouble(-1, 1);
        double z = random.nextDouble(-1, 1);
        double worth = 2 * x * x + z + level + 0.3 * random.nextGaussian();
        long relevance = Math.max(0, Math.min(9, Math.round(4 + worth)));
        csv.append(String.format(Locale.ROOT, "%.3f,%.3f,q%s,%s%n", x, z, q, relevance));
      }
    }
    write("queries.csv", csv.toString());
  }

  private static String ofQueries(String loss) {
    return """
        data: {csv: queries.csv, target: relevance, columns: {query: ignore}}
        loss: %s
        metrics: [ndcg: {group: query, k: 3}]
        training: {epochs: 60, batch-size: 32, seed: 2}
        """
            .formatted(loss)
        + NETWORK;
  }

  @Test
  void rankingPairsPutsMoreOfWhatIsRelevantFirst() throws IOException {
    queries();
    try (Gradus gradus = Gradus.create()) {
      Path ranking = yaml("ranking.yaml", ofQueries("{pairwise-ranking: {group: query}}"));
      Path plain = yaml("plain.yaml", ofQueries("mse"));
      double own = score(gradus, ranking, "ndcg");
      double other = score(gradus, plain, "ndcg");
      assertTrue(own > other, own + " against " + other);
      Configuration configuration = gradus.read(ranking);
      TrainingPlan plan = gradus.job(configuration).check();
      assertTrue(plan.stepsPerEpoch() > 5, "batches of whole groups: " + plan.stepsPerEpoch());
    }
  }

  /** The mean over the folds of three cross-validations. */
  private static double score(Gradus gradus, Path file, String metric) {
    double sum = 0;
    for (int seed = 1; seed <= 3; seed++) {
      Configuration configuration =
          gradus.read(file, new Setting("training.seed", Integer.toString(seed)));
      sum +=
          gradus
              .job(configuration)
              .crossValidate(3)
              .scores()
              .getOrDefault(metric, new CrossValidation.Score(Double.NaN, 0))
              .mean();
    }
    return sum / 3;
  }

  @Test
  void theBitsAreTheSameWithAnyNumberOfThreadsAndAfterResuming() throws IOException {
    survival();
    queries();
    try (Gradus gradus = Gradus.create()) {
      for (String text :
          List.of(
              ofSurvival("{cox: {event: died}}").replace("batch-size: 400", "batch-size: 100"),
              ofQueries("{pairwise-ranking: {group: query}}"))) {
        String few = text.replace("epochs: 60", "epochs: 6");
        List<List<Double>> losses = new ArrayList<>();
        for (String threads : List.of("1", "3")) {
          Training training =
              gradus
                  .job(
                      yaml(
                          "threads.yaml",
                          few.replace("training: {", "training: {threads: " + threads + ", ")))
                  .train();
          losses.add(training.history().stream().map(epoch -> epoch.loss()).toList());
        }
        assertEquals(losses.get(0), losses.get(1));
        Configuration half = gradus.read(yaml("half.yaml", few.replace("epochs: 6", "epochs: 3")));
        Configuration whole = gradus.read(yaml("whole.yaml", few));
        Path kept = Files.createTempDirectory(folder, "kept");
        gradus.job(half).checkpoints(Checkpoints.in(kept)).train();
        Training resumed = gradus.job(whole).checkpoints(Checkpoints.in(kept).resume()).train();
        assertEquals(losses.get(0), resumed.history().stream().map(epoch -> epoch.loss()).toList());
      }
    }
  }

  @Test
  void anotherEventColumnIsAnotherRun() throws IOException {
    survival();
    try (Gradus gradus = Gradus.create()) {
      Configuration configuration =
          gradus.read(
              yaml(
                  "cox.yaml",
                  ofSurvival("{cox: {event: died}}").replace("epochs: 60", "epochs: 2")));
      Path kept = folder.resolve("kept");
      gradus.job(configuration).checkpoints(Checkpoints.in(kept)).train();
      Path csv = folder.resolve("survival.csv");
      Files.writeString(csv, Files.readString(csv).replaceFirst(",no,", ",yes,"));
      assertThrows(
          GradusException.class,
          () -> gradus.job(configuration).checkpoints(Checkpoints.in(kept).resume()).train());
    }
  }
}
