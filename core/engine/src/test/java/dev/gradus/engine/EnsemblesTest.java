package dev.gradus.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Prelu;
import dev.gradus.activations.Relu;
import dev.gradus.activations.Softmax;
import dev.gradus.activations.Tanh;
import dev.gradus.engine.config.Checkpoint;
import dev.gradus.engine.config.ClassWeights;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.config.TrainingSpec;
import dev.gradus.engine.data.WeightSpec;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.event.TrainingPlan;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.model.Training;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.BatchNorm;
import dev.gradus.layers.Dense;
import dev.gradus.layers.Dropout;
import dev.gradus.layers.Ensemble;
import dev.gradus.layers.PiecewiseLinear;
import dev.gradus.layers.Residual;
import dev.gradus.losses.CrossEntropy;
import dev.gradus.losses.PairwiseRanking;
import dev.gradus.losses.metrics.Accuracy;
import dev.gradus.optimizers.Adam;
import dev.gradus.optimizers.Lbfgs;
import dev.gradus.optimizers.Sam;
import dev.gradus.runtime.SavedModel;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.spi.EnsembleLayer;
import dev.gradus.spi.Layer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.acme.layers.Gated;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An ensemble is trained, saved and resumed like any other network. */
class EnsemblesTest {

  private static final Gradus GRADUS = Gradus.builder().plugin(Gated.class).build();
  private static final int ROWS = 160;
  private static final List<String> CLASSES = List.of("high", "low", "middle");

  @TempDir Path folder;

  private static List<List<Layer>> networks() {
    return List.of(
        List.of(new Ensemble(5), Dense.of(40, new Relu()), Dense.of(30, new Relu())),
        List.of(
            new Ensemble(5, EnsembleLayer.Kind.MINI), Dense.of(40, new Relu()), new Dropout(0.1)),
        List.of(new Ensemble(3, EnsembleLayer.Kind.PACKED), Dense.of(40, new Relu()), Dense.of(30)),
        List.of(
            new PiecewiseLinear(8, 4),
            new Ensemble(3, EnsembleLayer.Kind.MINI),
            new Dense(
                Optional.of(20),
                Optional.of(new Tanh()),
                Optional.empty(),
                Optional.empty(),
                true,
                Dense.Parametrization.NTK,
                true,
                true)),
        List.of(
            // Enough work for several threads.
            Dense.of(60, new Tanh()),
            new Ensemble(8, EnsembleLayer.Kind.MINI, Ensemble.Start.SIGNS, true),
            Dense.of(60, new Relu()),
            new Dropout(0.1)),
        List.of(
            Dense.of(6, new Tanh()),
            new Ensemble(3, EnsembleLayer.Kind.TABM, Ensemble.Start.NORMAL),
            new Gated(7),
            new BatchNorm(),
            new Residual(List.of(Dense.of(7, new Tanh()), new Gated(7)))));
  }

  private static Configuration.Builder configuration(List<Layer> layers) {
    Configuration.Builder builder =
        Configuration.builder().data(DataSpec.of("size").split(0.25)).loss(new CrossEntropy());
    layers.forEach(builder::layer);
    return builder
        .layer(Dense.output(new Softmax()))
        .optimizer(new Adam(0.01))
        .metric(new Accuracy())
        .epochs(6)
        .batchSize(50)
        .seed(3);
  }

  private static Table table() {
    SplittableRandom random = new SplittableRandom(1);
    double[][] x = new double[3][ROWS];
    String[] sizes = new String[ROWS];
    for (int i = 0; i < ROWS; i++) {
      for (double[] column : x) {
        column[i] = random.nextDouble(-1, 1);
      }
      double value = x[0][i] * x[1][i] + x[2][i];
      sizes[i] = CLASSES.get(value > 0.3 ? 0 : value < -0.3 ? 1 : 2);
    }
    return Table.of(
        List.of(
            Column.of("a", x[0]),
            Column.of("b", x[1]),
            Column.of("c", x[2]),
            Column.of("size", sizes)));
  }

  @Test
  void theyLearnAndTheSameBitsWithAnyNumberOfThreads() throws IOException {
    for (List<Layer> layers : networks()) {
      Training one =
          GRADUS.job(configuration(layers).training(t -> t.threads(1)).build()).on(table()).train();
      Training three =
          GRADUS.job(configuration(layers).training(t -> t.threads(3)).build()).on(table()).train();
      assertEquals(one.history(), three.history());
      List<EpochReport> history = one.history();
      double first = history.get(0).loss();
      assertTrue(history.get(history.size() - 1).loss() < 0.95 * first, layers.toString());
      assertArrayEquals(
          tensors(saved(one.model(), "one.safetensors")),
          tensors(saved(three.model(), "three.safetensors")));
    }
  }

  /** The content after the header, which names the number of threads. */
  private static byte[] tensors(byte[] file) {
    int header = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return Arrays.copyOfRange(file, Long.BYTES + header, file.length);
  }

  private byte[] saved(Model model, String name) throws IOException {
    Path file = folder.resolve(name);
    GRADUS.save(model, file);
    return Files.readAllBytes(file);
  }

  @Test
  void theyAreSavedAndLoadedAndGoOnFromACheckpoint() throws IOException {
    int number = 0;
    for (List<Layer> layers : networks()) {
      number++;
      Path whole = folder.resolve("whole" + number);
      Configuration each =
          configuration(layers).training(t -> t.checkpoint(new Checkpoint(2, 9, false))).build();
      Training training = GRADUS.job(each).on(table()).checkpoints(Checkpoints.in(whole)).train();
      byte[] bytes = saved(training.model(), "whole.safetensors");
      Model loaded = GRADUS.load(folder.resolve("whole.safetensors"));
      assertArrayEquals(bytes, saved(loaded, "again.safetensors"));
      assertEquals(training.model().members(), loaded.members());
      Training rest =
          GRADUS
              .job(each)
              .on(table())
              .checkpoints(
                  Checkpoints.in(folder.resolve("rest" + number))
                      .resume(whole.resolve("epoch-000002.safetensors")))
              .train();
      assertArrayEquals(bytes, saved(rest.model(), "rest.safetensors"));
    }
  }

  @Test
  void theRuntimePredictsTheSameBits() throws IOException {
    // Without the layer of this test, which the runtime would look for in its own class loader.
    for (List<Layer> layers : networks().subList(0, 5)) {
      Model model = GRADUS.job(configuration(layers).build()).on(table()).train().model();
      SavedModel runtime = SavedModel.read(saved(model, "model.safetensors"));
      double[][] expected = model.predictor().predict(table());
      for (int row = 0; row < ROWS; row++) {
        double[] inputs = new double[3];
        for (int k = 0; k < 3; k++) {
          inputs[k] = table().columns().get(k).number(row);
        }
        assertArrayEquals(expected[row], runtime.predictor().predict(inputs));
        assertEquals(1, Arrays.stream(expected[row]).sum(), 1e-6);
        assertEquals(
            Arrays.stream(expected[row]).boxed().toList(),
            List.copyOf(runtime.predictor().prediction(inputs).probabilities().values()));
      }
    }
  }

  /** That of training batches is the mean of the losses, which is larger. */
  @Test
  void theReportedLossIsThatOfTheMeanPrediction() {
    Training training = GRADUS.job(configuration(networks().get(0)).build()).on(table()).train();
    Model model = training.model();
    double[][] predictions = model.predictor().predict(table());
    double sum = 0;
    for (int row = 0; row < ROWS; row++) {
      int truth = CLASSES.indexOf(table().columns().get(3).text(row));
      sum -= Math.log(predictions[row][truth]);
    }
    assertEquals(sum / ROWS, model.evaluate(table()).get(EpochReport.LOSS), 1e-6);
  }

  @Test
  void aModelCanBeCutToItsFirstMembers() throws IOException {
    for (List<Layer> layers : networks()) {
      Model all = GRADUS.job(configuration(layers).build()).on(table()).train().model();
      Model first = all.withFirstMembers(2);
      assertEquals(2, first.members());
      assertTrue(first.parameters() < all.parameters());
      assertTrue(first.about().scores().isEmpty());
      for (int layer = 0; layer < all.weights().size(); layer++) {
        Map<String, FMatrixRMaj> whole = all.weights().get(layer);
        first
            .weights()
            .get(layer)
            .forEach(
                (name, part) -> {
                  FMatrixRMaj from = Objects.requireNonNull(whole.get(name));
                  boolean isShared = part.numCols == from.numCols;
                  assertEquals(
                      isShared ? from.numCols : from.numCols / all.members() * 2, part.numCols);
                  for (int row = 0; row < part.numRows; row++) {
                    for (int column = 0; column < part.numCols; column++) {
                      assertEquals(from.get(row, column), part.get(row, column), name);
                    }
                  }
                });
      }
      saved(first, "first.safetensors");
      Model loaded = GRADUS.load(folder.resolve("first.safetensors"));
      assertArrayEquals(first.predictor().predict(table()), loaded.predictor().predict(table()));
      assertEquals(first.evaluate(table()), loaded.withFirstMembers(2).evaluate(table()));
      assertArrayEquals(
          all.predictor().predict(table()),
          all.withFirstMembers(all.members()).predictor().predict(table()));
    }
  }

  @Test
  void aModelHasNoMoreMembersThanWereTrained() {
    Model model = GRADUS.job(configuration(networks().get(0)).build()).on(table()).train().model();
    assertEquals(
        "count must be from 2 to 5, the number of members, but is 6",
        assertThrows(IllegalArgumentException.class, () -> model.withFirstMembers(6)).getMessage());
    Model alone =
        GRADUS.job(configuration(List.of(Dense.of(3))).build()).on(table()).train().model();
    assertEquals(
        "the model is not an ensemble, so it has no members to choose from",
        assertThrows(IllegalArgumentException.class, () -> alone.withFirstMembers(2)).getMessage());
  }

  @Test
  void thePlanNamesItsMembers() {
    TrainingPlan plan = GRADUS.job(configuration(networks().get(0)).build()).on(table()).check();
    assertEquals(5, plan.members());
    assertEquals(3, plan.outputs());
    // The factors of three inputs; 40 and 30 units with factors and biases; a last layer for each.
    assertEquals(
        5 * 3 + 3 * 40 + 5 * 2 * 40 + 5 * 40 + 40 * 30 + 5 * 2 * 30 + 5 * (30 * 3 + 3),
        plan.parameters());
  }

  @Test
  void theyAreTrainedWithAllExamplesAtOnce() {
    Training training =
        GRADUS
            .job(
                configuration(List.of(new Ensemble(4), Dense.of(5, new Tanh())))
                    .optimizer(new Lbfgs())
                    .training(new TrainingSpec().epochs(6))
                    .build())
            .on(table())
            .train();
    List<EpochReport> history = training.history();
    assertTrue(history.get(5).loss() < history.get(0).loss());
  }

  private static List<Layer> apart() {
    return List.of(
        new Ensemble(4, EnsembleLayer.Kind.TABM, Ensemble.Start.SIGNS, true),
        Dense.of(5, new Tanh()));
  }

  @Test
  void membersWithBatchesOfTheirOwnLearnFromOtherRows() {
    List<Layer> together = List.of(new Ensemble(4), Dense.of(5, new Tanh()));
    Training same = GRADUS.job(configuration(together).build()).on(table()).train();
    Training other = GRADUS.job(configuration(apart()).build()).on(table()).train();
    assertNotEquals(same.history(), other.history());
    assertEquals(same.history().size(), other.history().size());
  }

  /** A change of a configuration, under which a step sees all rows. */
  private record Setting(String name, UnaryOperator<Configuration.Builder> change) {

    @Override
    public String toString() {
      return name;
    }
  }

  private static Setting ofTraining(String name, UnaryOperator<TrainingSpec> change) {
    return new Setting(name, builder -> builder.training(change));
  }

  private static List<Setting> settings() {
    return List.of(
        new Setting("plain", builder -> builder),
        ofTraining("frozen", spec -> spec.freeze("network.0")),
        ofTraining("average", spec -> spec.emaDecay(0.5)),
        ofTraining("accumulated", spec -> spec.batchSize(40).accumulateBatches(3)),
        ofTraining("classes", spec -> spec.classWeights(ClassWeights.balanced())),
        new Setting("again", builder -> builder.optimizer(new Sam())),
        new Setting(
            "accumulated again",
            builder ->
                builder
                    .optimizer(new Sam())
                    .training(spec -> spec.batchSize(40).accumulateBatches(3))),
        new Setting(
            "weights",
            builder ->
                builder.data(DataSpec.of("size").split(0.25).column("d", new WeightSpec()))));
  }

  private static Table weighted() {
    List<Column> columns = new ArrayList<>(table().columns());
    columns.add(Column.of("d", new SplittableRandom(4).doubles(ROWS, 0.5, 2).toArray()));
    return Table.of(columns);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("settings")
  void ownBatchesChangeNothingIfAStepSeesAllRows(Setting setting) {
    assertOwnBatchesChangeNothing(
        setting, List.of(Dense.of(4, new Prelu())), List.of(Dense.of(5, new Tanh())));
  }

  @Test
  void layersBeforeTheEnsembleSeeTheRowsOfAllMembers() {
    Setting average = ofTraining("average", spec -> spec.emaDecay(0.5));
    List<Layer> behind = List.of(Dense.of(5, new Tanh()), new BatchNorm());
    assertOwnBatchesChangeNothing(
        average, List.of(new PiecewiseLinear(8, 4), new BatchNorm()), behind);
    assertOwnBatchesChangeNothing(
        average,
        List.of(new Residual(List.of(Dense.of(4, new Tanh()), new Gated(4))), Dense.of(4)),
        behind);
  }

  private static void assertOwnBatchesChangeNothing(
      Setting setting, List<Layer> before, List<Layer> behind) {
    Training same = trained(setting, before, behind, false);
    Training other = trained(setting, before, behind, true);
    for (int epoch = 0; epoch < 6; epoch++) {
      assertEquals(same.history().get(epoch).loss(), other.history().get(epoch).loss(), 1e-4);
    }
    double[][] expected = same.model().predictor().predict(weighted());
    double[][] actual = other.model().predictor().predict(weighted());
    for (int row = 0; row < ROWS; row++) {
      assertArrayEquals(expected[row], actual[row], 1e-3);
    }
  }

  private static Training trained(
      Setting setting, List<Layer> before, List<Layer> behind, boolean ownBatches) {
    List<Layer> layers = new ArrayList<>(before);
    layers.add(new Ensemble(4, EnsembleLayer.Kind.TABM, Ensemble.Start.SIGNS, ownBatches));
    layers.addAll(behind);
    Configuration all = setting.change().apply(configuration(layers).batchSize(500)).build();
    return GRADUS.job(all).on(weighted()).train();
  }

  @Test
  void itIsSaidIfOwnBatchesChangeNothing() {
    Configuration all = configuration(apart()).batchSize(120).build();
    assertEquals(
        List.of(
            "network: own-batches changes nothing, because each batch has all 120 rows; use a batch-size below that, or remove it"),
        GRADUS.job(all).on(table()).check().warnings().stream().map(Warning::toString).toList());
  }

  @Test
  void membersWithBatchesOfTheirOwnMayNeedTooLongAnArray() {
    Configuration large =
        configuration(
                List.of(
                    Dense.of(60_000),
                    Dense.of(2),
                    new Ensemble(1024, EnsembleLayer.Kind.MINI, Ensemble.Start.SIGNS, true)))
            .build();
    assertEquals(
        "network[0].dense: a batch would need an array of 3,072,000,000 numbers, but the maximum is 2,147,483,639; use a smaller layer or a smaller batch-size",
        assertThrows(TrainingException.class, () -> GRADUS.job(large).on(table()).train())
            .getMessage());
  }

  @Test
  void membersWithBatchesOfTheirOwnTakeMoreMemory() {
    List<Layer> wide = List.of(Dense.of(500), new Ensemble(4), Dense.of(5));
    List<Layer> apart = List.of(Dense.of(500), apart().get(0), Dense.of(5));
    long together = GRADUS.job(configuration(wide).build()).on(table()).check().bytes();
    long own = GRADUS.job(configuration(apart).build()).on(table()).check().bytes();
    // The outputs of the first layer, and their gradients, for each row of a batch of each member.
    long more = 2 * Float.BYTES * 500L * 50 * 3;
    assertTrue(own - together >= more, "%s and %s".formatted(own, together));
  }

  @Test
  void whatRelatesExamplesNeedsTheSameBatchesForAllMembers() {
    Configuration full =
        configuration(apart())
            .optimizer(new Lbfgs())
            .training(new TrainingSpec().epochs(6))
            .build();
    assertEquals(
        "network: lbfgs uses all examples in every step, so the members of the ensemble cannot have batches of their own; remove own-batches, or use another optimizer",
        assertThrows(TrainingException.class, () -> GRADUS.job(full).on(table()).train())
            .getMessage());
    Configuration ranked =
        Configuration.builder()
            .data(DataSpec.of("c"))
            .layer(apart().get(0))
            .layer(Dense.output())
            .loss(new PairwiseRanking("size"))
            .optimizer(new Adam(0.01))
            .build();
    assertEquals(
        "network: pairwise-ranking relates the examples of a batch to each other, so all members of the ensemble need the same batches; remove own-batches, or use another loss",
        assertThrows(TrainingException.class, () -> GRADUS.job(ranked).on(table()).check())
            .getMessage());
  }

  @Test
  void aStudyShowsThem() {
    assertEquals(
        6,
        GRADUS
            .job(configuration(networks().get(0)).build())
            .on(table())
            .study()
            .training()
            .history()
            .size());
  }
}
