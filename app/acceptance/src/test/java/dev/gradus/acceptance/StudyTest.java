package dev.gradus.acceptance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.binding.Setting;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.event.DecisionSurface;
import dev.gradus.engine.event.LayerSnapshot;
import dev.gradus.engine.event.Snapshot;
import dev.gradus.engine.model.Training;
import dev.gradus.engine.study.ExampleGradient;
import dev.gradus.engine.study.GradientCurve;
import dev.gradus.engine.study.LossLandscape;
import dev.gradus.engine.study.Study;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A study of a run shows what really happened in it. */
class StudyTest {

  private static final double EXACT = 1e-12;
  private static final double FLOAT = 1e-6;

  @TempDir Path folder;

  private static Study study(String example, String... settings) {
    try (Gradus gradus = Gradus.create()) {
      Setting[] all = java.util.Arrays.stream(settings).map(Setting::parse).toArray(Setting[]::new);
      Configuration configuration = gradus.read(Distribution.EXAMPLES.resolve(example), all);
      return gradus.job(configuration).study();
    }
  }

  @Tag("slow")
  @Test
  void lookingAtImagesChangesNoBit() throws Exception {
    lookingChangesNoBit("digits-convolution.yaml");
  }

  @ParameterizedTest
  @ValueSource(strings = {"iris.yaml", "wine.yaml", "xor-mse.yaml"})
  void lookingChangesNoBit(String example) throws Exception {
    // A study always fits a linear model, which the file keeps.
    try (Gradus gradus = Gradus.builder().withLinearModels().build()) {
      Configuration configuration =
          gradus.read(Distribution.EXAMPLES.resolve(example), Setting.parse("training.epochs=2"));
      Training plain = gradus.job(configuration).train();
      Study study = gradus.job(configuration).study();
      gradus.save(plain.model(), folder.resolve("plain"));
      gradus.save(study.model(), folder.resolve("studied"));
      assertArrayEquals(
          Files.readAllBytes(folder.resolve("plain")),
          Files.readAllBytes(folder.resolve("studied")));
      assertEquals(plain.history(), study.training().history());
      assertEquals(plain.metrics(), study.training().metrics());
    }
  }

  /**
   * scikit-learn 1.9.1: {@code LogisticRegression(C=1, tol=1e-10, max_iter=100000)} on all rows
   * after {@code StandardScaler}; {@code log_loss} and {@code accuracy_score} on the same rows.
   */
  @ParameterizedTest
  @CsvSource({
    "breast_cancer.yaml,0.05339,0.9877",
    "wine.yaml,0.03186,1",
    "digits.yaml,0.02906,0.9989",
    "iris.yaml,0.12954,0.9733"
  })
  void theLinearModelBesideItIsThatOfScikitLearn(String example, double loss, double accuracy) {
    try (Gradus gradus = Gradus.builder().withLinearModels().build()) {
      Configuration configuration =
          gradus.read(
              Distribution.EXAMPLES.resolve(example),
              Setting.parse("training.epochs=1"),
              Setting.parse("data.split="));
      Map<String, Double> linear =
          Objects.requireNonNull(
              gradus.job(configuration).train().linear().metrics().get("training"));
      assertEquals(loss, linear.getOrDefault("loss", Double.NaN), 1e-5);
      assertEquals(accuracy, linear.getOrDefault("accuracy", Double.NaN), 5e-5);
    }
  }

  @Test
  void theStartAndTheEndAreSeen() {
    Study study = study("iris.yaml", "training.epochs=50");
    List<Integer> epochs = study.snapshots().stream().map(Snapshot::epoch).toList();
    assertEquals(0, epochs.get(0));
    assertEquals(50, epochs.get(epochs.size() - 1));
    assertEquals(epochs.stream().sorted().distinct().toList(), epochs);
    assertFalse(study.startingWeights().equals(study.finalWeights()));
  }

  @Test
  void theLastEpochIsSeenWhereverTrainingStops() {
    Study study =
        study("wine.yaml", "training.epochs=1000", "training.early-stopping={patience: 7}");
    int last = study.training().history().size();
    assertTrue(last < 1000, "stops early");
    assertEquals(last, study.snapshots().get(study.snapshots().size() - 1).epoch());
  }

  @Test
  void layersAreMeasured() {
    Snapshot last = lastOf(study("iris.yaml"));
    assertEquals(
        List.of("1 dense 16 tanh", "2 dense 3 softmax"),
        last.layers().stream().map(LayerSnapshot::name).toList());
    for (LayerSnapshot layer : last.layers()) {
      assertTrue(layer.slope() > 0 && layer.slope() < 1, layer.toString());
      assertTrue(layer.saturated() >= 0 && layer.saturated() <= 1, layer.toString());
      assertTrue(layer.gradientNorm() > 0, layer.toString());
      assertTrue(layer.updateRatio() > 1e-6 && layer.updateRatio() < 0.1, layer.toString());
      assertTrue(layer.activations().least() >= -1 && layer.activations().largest() <= 1);
    }
    LayerSnapshot first = last.layers().get(0);
    assertEquals(4 * 16, first.weights().counts().stream().mapToInt(c -> c).sum());
    assertEquals(16, first.biases().counts().stream().mapToInt(c -> c).sum());
    assertTrue(of(last.training(), "accuracy") > 0.9, last.training().toString());
  }

  @Test
  void aSteepSigmoidIsSaturated() {
    Study study =
        study(
            "xor-mse.yaml",
            "training.epochs=1",
            "network[0].dense.weights={constant: {value: 100}}",
            "network[0].dense.biases={constant: {value: -50}}");
    LayerSnapshot first = study.snapshots().get(0).layers().get(0);
    assertEquals(1, first.saturated());
    assertEquals(0, first.slope(), FLOAT);
  }

  @Test
  void unitsInTheMidstOfASigmoidAreNotSaturated() {
    Study study =
        study(
            "xor-mse.yaml",
            "training.epochs=1",
            "network[0].dense.weights=zeros",
            "network[0].dense.biases=zeros");
    LayerSnapshot first = study.snapshots().get(0).layers().get(0);
    assertEquals(0, first.saturated());
    assertEquals(0.25, first.slope(), FLOAT);
    assertTrue(Double.isNaN(first.gradientNorm()), "no step was made yet");
  }

  @Test
  void twoInputsSpanAPlane() {
    Study study = study("xor-cross-entropy.yaml");
    DecisionSurface surface = lastOf(study).surface().orElseThrow();
    int columns = surface.x().size();
    assertEquals(surface.x().size() * surface.y().size(), surface.values().size());
    assertEquals(-0.1, surface.x().get(0), FLOAT);
    assertEquals(1.1, surface.x().get(columns - 1), FLOAT);
    // The middle of the square is between the classes; the corners were learned.
    double corner =
        surface.values().get(nearest(surface.y(), 0) * columns + nearest(surface.x(), 1));
    assertTrue(corner > 0.9, "at (1, 0): " + corner);
    assertEquals(4, study.outcome().inputs().size());
    assertEquals(List.of(0.0, 0.0), study.outcome().inputs().get(0));
  }

  private static int nearest(List<Double> axis, double to) {
    return IntStream.range(0, axis.size())
        .boxed()
        .min(java.util.Comparator.comparingDouble(i -> Math.abs(axis.get(i) - to)))
        .orElseThrow();
  }

  @Test
  void moreInputsDoNot() {
    assertTrue(lastOf(study("iris.yaml", "training.epochs=1")).surface().isEmpty());
  }

  @Test
  void theGradientOfCrossEntropyIsTheError() {
    for (GradientCurve.Point point : study("xor-cross-entropy.yaml").curve().points()) {
      assertEquals(point.error(), point.gradient(), EXACT);
      assertEquals(Math.log1p(Math.exp(point.logit())), point.loss(), 1e-9);
    }
  }

  @Test
  void theGradientOfTheSquaredErrorHasTheSlopeInIt() {
    GradientCurve curve = study("xor-mse.yaml").curve();
    for (GradientCurve.Point point : curve.points()) {
      double a = 1 / (1 + Math.exp(-point.logit()));
      assertEquals(a * (1 - a), point.slope(), EXACT);
      assertEquals(2 * a * a * (1 - a), point.gradient(), EXACT);
      assertEquals(point.slope() < 0.1 * 0.25, point.saturated(), "at " + point.logit());
    }
    assertTrue(curve.points().get(0).saturated() && !curve.points().get(60).saturated());
  }

  @Test
  void theGradientOfSoftmaxWithCrossEntropyIsTheError() {
    GradientCurve curve = study("iris.yaml", "training.epochs=1").curve();
    assertTrue(curve.about().contains("the logit z of 'versicolor' varies"), curve.about());
    for (GradientCurve.Point point : curve.points()) {
      assertEquals(point.error(), point.gradient(), EXACT);
      assertTrue(
          point.error() > 0 && point.error() < 1,
          "the logit of a wrong class has a positive gradient");
    }
  }

  @Test
  void theHardestExamplesComeFirst() {
    List<ExampleGradient> examples = study("iris.yaml").contributions();
    for (int i = 1; i < examples.size(); i++) {
      assertTrue(examples.get(i - 1).gradient() >= examples.get(i).gradient());
    }
    ExampleGradient hardest = examples.get(0);
    assertFalse(hardest.target().equals(hardest.prediction()), hardest.toString());
    assertTrue(hardest.share() > 1.0 / 120, "more than its share: " + hardest);
    // The values shown are those of the line of the file that is named.
    List<String> cells = List.of(linesOf("iris.csv").get(hardest.line() - 1).split(","));
    assertEquals(cells.get(4), hardest.target());
    assertEquals(
        cells.stream().limit(4).map(Double::valueOf).toList(),
        hardest.inputs().values().stream().map(Double::valueOf).toList());
  }

  private static List<String> linesOf(String name) {
    try {
      return Files.readAllLines(Distribution.EXAMPLES.resolve(name));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void theMidstOfTheLandscapeIsTheLossThatWasReached() {
    Study study = study("iris.yaml");
    LossLandscape landscape = study.landscape().orElseThrow();
    int column = landscape.x().indexOf(0.0);
    int row = landscape.y().indexOf(0.0);
    double reached = landscape.losses().get(row).get(column);
    assertEquals(
        of(of(study.training().metrics(), "training"), "loss"),
        reached,
        1e-9,
        "120 examples are all in the sample");
    double largest =
        landscape.losses().stream().flatMap(List::stream).mapToDouble(loss -> loss).max().orElse(0);
    assertTrue(largest > 5 * reached, "it rises: " + largest);
  }

  @Tag("slow")
  @Test
  void aNetworkThatIsTooLargeHasNoLandscape() {
    Study study = study("iris.yaml", "training.epochs=1", "network[0].dense.units=60000");
    assertTrue(study.landscape().isEmpty());
    assertTrue(study.sharpness().reason().contains("too long"), study.sharpness().toString());
  }

  @Test
  void anOutcomeIsInTheUnitOfTheData() throws Exception {
    Path csv = folder.resolve("numbers.csv");
    StringBuilder lines = new StringBuilder("x,y\n");
    for (int i = 0; i < 200; i++) {
      lines.append(i).append(',').append(1000 + 3 * i).append('\n');
    }
    Files.writeString(csv, lines);
    Path yaml = folder.resolve("numbers.yaml");
    Files.writeString(
        yaml,
        """
        data: {csv: numbers.csv, target: y, split: {validation: 0.2}}
        network: [dense: {units: 8, activation: tanh}, dense]
        loss: mean-squared-error
        optimizer: {adam: {learning-rate: 0.03}}
        """);
    try (Gradus gradus = Gradus.create()) {
      Study study = gradus.job(gradus.read(yaml)).study();
      assertEquals("validation", study.outcome().part());
      assertEquals(40, study.outcome().examples());
      for (int i = 0; i < 40; i++) {
        int x = study.outcome().lines().get(i) - 2;
        assertEquals(1000 + 3 * x, study.outcome().targets().get(i).get(0), 0.01);
        assertEquals(1000 + 3 * x, study.outcome().predictions().get(i).get(0), 30);
      }
    }
  }

  private static Snapshot lastOf(Study study) {
    return study.snapshots().get(study.snapshots().size() - 1);
  }

  private static <T> T of(Map<String, T> map, String key) {
    return Objects.requireNonNull(map.get(key), key);
  }
}
