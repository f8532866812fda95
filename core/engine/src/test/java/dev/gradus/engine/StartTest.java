package dev.gradus.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Relu;
import dev.gradus.activations.Sigmoid;
import dev.gradus.activations.Softmax;
import dev.gradus.activations.Tanh;
import dev.gradus.engine.binding.Setting;
import dev.gradus.engine.config.Checkpoint;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.config.Domain;
import dev.gradus.engine.config.ParameterGroup;
import dev.gradus.engine.config.SplitSpec;
import dev.gradus.engine.config.TrainingSpec;
import dev.gradus.engine.config.TuneSpec;
import dev.gradus.engine.data.CategoricalSpec;
import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.engine.data.IgnoredSpec;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.model.Training;
import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.Variant;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.BatchNorm;
import dev.gradus.layers.Dense;
import dev.gradus.layers.Dropout;
import dev.gradus.layers.Embedding;
import dev.gradus.losses.BinaryCrossEntropy;
import dev.gradus.losses.CrossEntropy;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.losses.regularizers.L2;
import dev.gradus.optimizers.Adam;
import dev.gradus.optimizers.Adamw;
import dev.gradus.optimizers.Lbfgs;
import dev.gradus.optimizers.Sgd;
import dev.gradus.optimizers.initializers.Constant;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.spi.Activation;
import dev.gradus.spi.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training starts from a model, on other data, for another target, or with some layers frozen. */
class StartTest {

  /** A rate at which a step is less than half a bit of any weight that is not 0. */
  private static final double NEXT_TO_NOTHING = 1e-30;

  private static final Gradus GRADUS = Gradus.create();

  @TempDir Path folder;

  @AfterAll
  static void close() {
    GRADUS.close();
  }

  private static Training train(Configuration configuration, Table table) {
    return GRADUS.job(configuration).on(table).train();
  }

  private static Training trainFrom(Model model, Configuration configuration, Table table) {
    return GRADUS.job(configuration).on(table).from(model).train();
  }

  private static String refusal(Model model, Configuration configuration, Table table) {
    return String.valueOf(
        assertThrows(GradusException.class, () -> trainFrom(model, configuration, table))
            .getMessage());
  }

  /** Points of a plane, in one of three classes by their place, and two numbers that follow it. */
  private static Table points(int rows, long seed, String... kinds) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] x = random.doubles(rows, -1, 1).toArray();
    double[] y = random.doubles(rows, -1, 1).toArray();
    String[] kind = new String[rows];
    double[] height = new double[rows];
    double[] depth = new double[rows];
    for (int i = 0; i < rows; i++) {
      double hill = Math.sin(3 * x[i]) * Math.cos(2 * y[i]);
      height[i] = hill;
      depth[i] = 2 - 3 * hill;
      kind[i] = kinds[(int) ((hill + 1) / 2.0001 * kinds.length)];
    }
    return Table.of(
        List.of(
            Column.of("x", x),
            Column.of("y", y),
            Column.of("kind", kind),
            Column.of("height", height),
            Column.of("depth", depth)));
  }

  private static Table pick(Table table, String... names) {
    List<Column> columns = new ArrayList<>();
    for (String name : names) {
      columns.add(table.column(name));
    }
    return Table.of(columns);
  }

  private static final Table KINDS = pick(points(90, 3, "a", "b", "c"), "x", "y", "kind");

  private static Configuration.Builder of(String target, Layer... layers) {
    Configuration.Builder builder = Configuration.builder().data(DataSpec.of(target));
    for (Layer layer : layers) {
      builder.layer(layer);
    }
    return builder.batchSize(16).epochs(5).seed(7);
  }

  private static Configuration.Builder kinds() {
    return of("kind", Dense.of(8, new Tanh()), Dense.output(new Softmax()))
        .loss(new CrossEntropy())
        .optimizer(new Adam(0.02));
  }

  private static Model model() {
    return train(kinds().build(), KINDS).model();
  }

  private static Map<String, FMatrixRMaj> layer(Model model, int layer) {
    return model.weights().get(layer);
  }

  private static void assertSameBits(
      Map<String, FMatrixRMaj> expected, Map<String, FMatrixRMaj> actual) {
    assertEquals(expected.keySet(), actual.keySet());
    expected
        .keySet()
        .forEach(name -> assertArrayEquals(bits(expected, name), bits(actual, name), name));
  }

  private static void assertSameBits(Model expected, Model actual) {
    for (int layer = 0; layer < expected.weights().size(); layer++) {
      assertSameBits(layer(expected, layer), layer(actual, layer));
    }
  }

  private static float[] bits(Map<String, FMatrixRMaj> layer, String name) {
    return Objects.requireNonNull(layer.get(name)).data;
  }

  private static double measured(Model model, String metric, Table table) {
    return model.evaluate(table).getOrDefault(metric, Double.NaN);
  }

  private static boolean differ(Map<String, FMatrixRMaj> one, Map<String, FMatrixRMaj> other) {
    return one.keySet().stream()
        .anyMatch(name -> !Arrays.equals(bits(one, name), bits(other, name)));
  }

  @Test
  void withARateOfNextToNothingTheModelStaysTheStartToTheBit() {
    Model start = model();
    Table other = pick(points(40, 99, "c", "b", "a"), "x", "y", "kind");
    Training training =
        trainFrom(start, kinds().optimizer(new Sgd(NEXT_TO_NOTHING)).seed(1).build(), other);
    assertSameBits(start, training.model());
    assertEquals(start.preparation(), training.model().preparation());
    assertEquals(List.of(), training.warnings());
  }

  @Test
  void plainDescentGoesOnAsIfItHadNotStopped() {
    Configuration.Builder plain = kinds().optimizer(new Sgd(0.1)).training(t -> t.shuffle(false));
    Model whole = train(plain.epochs(10).build(), KINDS).model();
    Model half = train(plain.epochs(5).build(), KINDS).model();
    assertTrue(differ(layer(whole, 0), layer(half, 0)));
    assertSameBits(whole, trainFrom(half, plain.epochs(5).build(), KINDS).model());
  }

  @Test
  void aFileAndTheModelInItAreTheSameStart() throws IOException {
    Model start = model();
    Path file = folder.resolve("start.safetensors");
    GRADUS.save(start, file);
    Model byFile = train(kinds().training(t -> t.start(file)).build(), KINDS).model();
    Model byModel = trainFrom(start, kinds().build(), KINDS).model();
    assertSameBits(byModel, byFile);
    String hash = byModel.start().orElseThrow();
    assertTrue(hash.matches("[0-9a-f]{64}"), hash);
    assertEquals(Optional.of(hash + " start.safetensors"), byFile.start());
    assertEquals(Optional.empty(), start.start());
    // Training that continues from the result starts from it, not from its initial model.
    assertEquals(Optional.empty(), byFile.configuration().training().start());
    Path next = folder.resolve("next.safetensors");
    GRADUS.save(byFile, next);
    Files.delete(file);
    assertEquals(byFile.start(), GRADUS.load(next).start());
    assertSameBits(byFile, GRADUS.load(next));
  }

  @Test
  void aYamlNamesTheFileFromItsOwnFolder() throws IOException {
    Path sub = Files.createDirectories(folder.resolve("models"));
    Model start = model();
    GRADUS.save(start, sub.resolve("start.safetensors"));
    Files.writeString(folder.resolve("kinds.csv"), "x,y,kind\n0.1,0.2,a\n0.3,0.1,b\n-0.2,0.4,c\n");
    Path yaml = folder.resolve("go-on.yaml");
    Files.writeString(
        yaml,
        """
        data: {csv: kinds.csv, target: kind}
        network:
          - dense: {units: 8, activation: tanh}
          - dense: {activation: softmax}
        loss: cross-entropy
        optimizer: {adam: {learning-rate: 0.01}}
        training: {epochs: 3, start: models/start.safetensors, freeze: [network.0]}
        """);
    Model model = GRADUS.job(yaml).train().model();
    assertSameBits(layer(start, 0), layer(model, 0));
    assertTrue(differ(layer(start, 1), layer(model, 1)));
    assertEquals(start.preparation(), model.preparation());
    CrossValidation folds = GRADUS.job(yaml, Setting.parse("training.epochs=1")).crossValidate(3);
    assertEquals(3, folds.folds().size());
  }

  private static Configuration.Builder deep() {
    return of(
            "kind",
            Dense.of(64, new Relu()),
            new BatchNorm(),
            new Dropout(0.2),
            Dense.of(64, new Tanh()),
            Dense.output(new Softmax()))
        .loss(new CrossEntropy())
        .optimizer(new Adamw(0.02))
        .regularizer(new L2(0.1))
        .training(t -> t.maxNorm(0.5))
        .batchSize(32)
        .epochs(3);
  }

  @Test
  void frozenLayersStayToTheBitWhateverElsePullsAtThem() {
    Table table = pick(points(300, 5, "a", "b", "c"), "x", "y", "kind");
    Model start = train(deep().build(), table).model();
    List<Model> models = new ArrayList<>();
    for (int threads : new int[] {1, 3}) {
      Configuration configuration =
          deep()
              .training(t -> t.freeze("network.0", "network[1]", "network.2"))
              .training(t -> t.emaDecay(0.9))
              .training(t -> t.threads(threads))
              .build();
      models.add(trainFrom(start, configuration, table).model());
    }
    assertSameBits(models.get(0), models.get(1));
    assertSameBits(layer(start, 0), layer(models.get(0), 0));
    assertSameBits(layer(start, 1), layer(models.get(0), 1));
    assertTrue(differ(layer(start, 3), layer(models.get(0), 3)));
    assertTrue(differ(layer(start, 4), layer(models.get(0), 4)));
  }

  @Test
  void aLayerCanBeFrozenBehindOneThatLearns() {
    Model start = train(deep().build(), KINDS).model();
    Model model =
        trainFrom(start, deep().training(t -> t.freeze("network.2", "network.3")).build(), KINDS)
            .model();
    assertSameBits(layer(start, 3), layer(model, 3));
    assertTrue(differ(layer(start, 0), layer(model, 0)));
    assertTrue(differ(layer(start, 1), layer(model, 1)));
  }

  @Test
  void aFullBatchOptimizerLeavesFrozenLayersAlone() {
    Configuration.Builder builder =
        of("kind", Dense.of(8, new Tanh()), Dense.of(8, new Tanh()), Dense.output(new Softmax()))
            .loss(new CrossEntropy());
    Model start = train(builder.optimizer(new Adam(0.02)).build(), KINDS).model();
    Configuration.Builder whole =
        Configuration.builder()
            .data(DataSpec.of("kind"))
            .layer(Dense.of(8, new Tanh()))
            .layer(Dense.of(8, new Tanh()))
            .layer(Dense.output(new Softmax()))
            .loss(new CrossEntropy())
            .optimizer(new Lbfgs())
            .epochs(5);
    Training training = trainFrom(start, whole.training(t -> t.freeze("network.1")).build(), KINDS);
    assertSameBits(layer(start, 1), layer(training.model(), 1));
    assertTrue(differ(layer(start, 0), layer(training.model(), 0)));
    assertTrue(
        training.history().get(4).loss() < training.history().get(0).loss(),
        () -> training.history().toString());
    assertEquals(
        "training.groups: lbfgs updates all weights together along a line, so layers cannot have separate learning rates; remove groups, or use another optimizer",
        refusal(
            start,
            whole.training(t -> t.group(ParameterGroup.of(0.5, "network.0"))).build(),
            KINDS));
  }

  /** With w1 frozen at 0.5 and x = 2, o = w2 + b2, so the Hessian of (o - y)² is 2 [1 1; 1 1]. */
  @Test
  void theSharpnessIsThatOfWhatLearns() {
    Dense half =
        new Dense(
            Optional.of(1),
            Optional.empty(),
            Optional.of(new Constant(0.5)),
            Optional.empty(),
            true);
    Configuration configuration =
        Configuration.builder()
            .data(
                new DataSpec(
                    Optional.empty(),
                    List.of("y"),
                    Map.of(),
                    ColumnSpec.Scale.NONE,
                    SplitSpec.NONE))
            .layer(half)
            .layer(Dense.output())
            .loss(new MeanSquaredError())
            .optimizer(new Sgd(0.01))
            .epochs(1)
            .training(t -> t.freeze("network.0"))
            .build();
    Table one = Table.of(Column.of("x", 2), Column.of("y", 3));
    List<Double> found = GRADUS.job(configuration).on(one).study().sharpness().eigenvalues();
    assertEquals(4, found.get(0), 0.01);
    assertEquals(1, found.size());
  }

  @Test
  void anotherTargetIsLearnedFasterThanFromScratch() {
    Model start =
        train(
                of("height", Dense.of(32, new Tanh()), Dense.of(32, new Tanh()), Dense.output())
                    .loss(new MeanSquaredError())
                    .optimizer(new Adam(0.01))
                    .epochs(60)
                    .build(),
                pick(points(600, 11, "a"), "x", "y", "height"))
            .model();
    Table few = pick(points(20, 12, "a"), "x", "y", "depth");
    Table others = pick(points(300, 13, "a"), "x", "y", "depth");
    Configuration.Builder small =
        of("depth", Dense.of(32, new Tanh()), Dense.of(32, new Tanh()), Dense.output())
            .loss(new MeanSquaredError())
            .metric(new MeanSquaredError())
            .optimizer(new Adam(0.01))
            .epochs(150);
    double scratch = measured(train(small.build(), few).model(), "mean-squared-error", others);
    Configuration transfer =
        small
            .training(t -> t.reset("network.2"))
            .training(t -> t.freeze("network.0", "network.1"))
            .build();
    Training training = trainFrom(start, transfer, few);
    double transferred = measured(training.model(), "mean-squared-error", others);
    assertTrue(transferred < scratch / 2, transferred + " and " + scratch);
    // The inputs keep the scales of the model; the target has its own scale.
    assertEquals(start.preparation().inputs(), training.model().preparation().inputs());
    assertEquals(List.of("depth"), training.model().preparation().targets().names());
    assertSameBits(layer(start, 0), layer(training.model(), 0));
  }

  @Test
  void newCategoriesAreUnknownAndCounted() {
    Table cities =
        Table.of(
            Column.of("city", "Oslo", "Rome", "Oslo", "Rome"), Column.of("price", 1, 2, 1.5, 2.5));
    Table more =
        Table.of(
            Column.of("city", "Oslo", "Bern", "Bern", "Kiel"), Column.of("price", 1, 2, 3, 2.5));
    Configuration configuration =
        of("price", Dense.output()).loss(new MeanSquaredError()).optimizer(new Sgd(0.1)).build();
    Model start = train(configuration, cities).model();
    Training training = trainFrom(start, configuration, more);
    assertEquals(
        List.of(
            new Warning(
                "the table: 3 of 4 rows have a category in column 'city' that the model has not learned ('Bern', 'Kiel'); they are treated as unknown",
                3)),
        training.warnings());
  }

  @Test
  void newClassesAreRefusedOrGetAUnitEach() {
    Model start = model();
    Table more = pick(points(60, 21, "a", "aa", "b", "c", "d"), "x", "y", "kind");
    long rows =
        IntStream.range(0, more.rows())
            .filter(row -> List.of("aa", "d").contains(more.column("kind").text(row)))
            .count();
    assertEquals(
        "the table: %s of 60 rows have a class in column 'kind' that the initial model has not learned (aa, d); remove those rows, or add a unit for each class (training: {new-classes: add}), or reset the last layer (training: {reset: [network.1]})"
            .formatted(rows),
        refusal(start, kinds().build(), more));
    Model added =
        trainFrom(
                start,
                kinds()
                    .training(t -> t.newClasses(TrainingSpec.NewClasses.ADD))
                    .optimizer(new Sgd(NEXT_TO_NOTHING))
                    .build(),
                more)
            .model();
    assertEquals(List.of("a", "aa", "b", "c", "d"), added.target().outputs());
    assertSameBits(layer(start, 0), layer(added, 0));
    for (String tensor : List.of("weight", "bias")) {
      FMatrixRMaj then = Objects.requireNonNull(layer(start, 1).get(tensor));
      FMatrixRMaj now = Objects.requireNonNull(layer(added, 1).get(tensor));
      int[] places = {0, 2, 3};
      for (int row = 0; row < then.numRows; row++) {
        for (int k = 0; k < places.length; k++) {
          assertEquals(then.get(row, k), now.get(row, places[k]));
        }
      }
    }
    Model learned =
        trainFrom(
                start,
                kinds().training(t -> t.newClasses(TrainingSpec.NewClasses.ADD)).epochs(40).build(),
                more)
            .model();
    assertTrue(measured(learned, "loss", more) < measured(added, "loss", more) / 1.5);
    assertEquals(
        "training.freeze: network.1 gets new units for new classes, which cannot learn while it is frozen; do not freeze it",
        refusal(
            start,
            kinds()
                .training(t -> t.newClasses(TrainingSpec.NewClasses.ADD))
                .training(t -> t.freeze("network.1"))
                .build(),
            more));
  }

  @Test
  void aSingleOutputTakesNoThirdClass() {
    Configuration.Builder two =
        of("kind", Dense.output(new Sigmoid()))
            .loss(new BinaryCrossEntropy())
            .optimizer(new Sgd(0.1));
    Model start = train(two.build(), pick(points(30, 4, "no", "yes"), "x", "y", "kind")).model();
    Table more = pick(points(30, 4, "maybe", "no", "yes"), "x", "y", "kind");
    assertTrue(
        refusal(start, two.training(t -> t.newClasses(TrainingSpec.NewClasses.ADD)).build(), more)
            .startsWith("training.new-classes: the initial model has one output for two classes"));
  }

  @Test
  void layersWithoutWeightsMayComeAndGo() {
    Model start = model();
    Configuration.Builder builder =
        of("kind", Dense.of(8, new Tanh()), new Dropout(0.5), Dense.output(new Softmax()))
            .loss(new CrossEntropy())
            .optimizer(new Sgd(NEXT_TO_NOTHING));
    Model model = trainFrom(start, builder.build(), KINDS).model();
    assertSameBits(layer(start, 0), layer(model, 0));
    assertSameBits(layer(start, 1), layer(model, 2));
  }

  private static Configuration with(Layer first, Layer... rest) {
    Configuration.Builder builder = Configuration.builder().data(DataSpec.of("kind")).layer(first);
    for (Layer layer : rest) {
      builder.layer(layer);
    }
    return builder.loss(new CrossEntropy()).optimizer(new Sgd(0.1)).epochs(1).build();
  }

  @Test
  void whatDoesNotMatchIsRefusedWithBothShapesAndARemedy() {
    Model start = model();
    Activation tanh = new Tanh();
    Layer last = Dense.output(new Softmax());
    assertEquals(
        "network.0 (dense 9 tanh) cannot start from the weights of the initial model: its weight is 2 by 9, but there, in network.0 (dense 8 tanh), 2 by 8; use the same size, or reset it (training: {reset: [network.0]})",
        refusal(start, with(Dense.of(9, tanh), last), KINDS));
    assertTrue(
        refusal(start, with(Dense.of(8, tanh), Dense.of(8, tanh), last), KINDS)
            .startsWith(
                "network.1 (dense 8 tanh) cannot start from the weights of the initial model: its weight is 8 by 8, but there, in network.1 (dense 3 softmax), 8 by 3;"));
    assertTrue(
        refusal(start, with(Dense.of(8, tanh), new BatchNorm(), last), KINDS)
            .contains("network.1 (batch-norm 8) cannot start"));
    Configuration.Builder one = of("kind", last).loss(new CrossEntropy()).optimizer(new Sgd(0.1));
    Model small = train(one.build(), KINDS).model();
    assertTrue(
        refusal(small, with(Dense.of(3, new Softmax()), last), KINDS)
            .contains(
                "network.1 (dense 3 softmax) cannot start from the weights of the initial model: that model has only 1 layers with weights"));
  }

  @Test
  void whatIsOtherOrUnusedIsSaid() {
    Model start = model();
    Training relu =
        trainFrom(start, with(Dense.of(8, new Relu()), Dense.output(new Softmax())), KINDS);
    assertEquals(
        List.of(
            Warning.of(
                "network.0 (dense 8 relu) starts from the weights of network.0 (dense 8 tanh) of the initial model, although it computes something else")),
        relu.warnings());
    Configuration.Builder declared =
        Configuration.builder()
            .data(
                new DataSpec(
                    Optional.empty(),
                    List.of("kind"),
                    Map.of("x", new CategoricalSpec()),
                    ColumnSpec.Scale.NONE,
                    SplitSpec.NONE))
            .layer(Dense.of(8, new Tanh()))
            .layer(Dense.output(new Softmax()))
            .loss(new CrossEntropy())
            .optimizer(new Sgd(0.1))
            .epochs(1);
    Table wide = pick(points(30, 3, "a", "b", "c"), "depth", "kind", "y", "x");
    assertEquals(
        List.of(
            new Warning(
                "data.columns: the declaration of x has no effect, because the initial model keeps its own preparation of it",
                1),
            Warning.of(
                "data.scale: it has no effect on the inputs, because the initial model keeps its own scales"),
            new Warning(
                "the table: 1 of its columns is not an input of the initial model and is ignored: depth",
                1)),
        trainFrom(start, declared.build(), wide).warnings());
  }

  @Test
  void columnsMustBeThoseOfTheModel() {
    Model start = model();
    Table lacking = pick(points(30, 3, "a", "b", "c"), "x", "kind");
    assertTrue(
        refusal(start, kinds().build(), lacking)
            .startsWith("the table: the model needs a column 'y', which is missing."));
    assertEquals(
        "data.target: 'x' is an input of the initial model, so it cannot be its target; use another target, or start from fresh weights",
        refusal(
            start,
            of("x", Dense.of(8, new Tanh()), Dense.output())
                .loss(new MeanSquaredError())
                .optimizer(new Sgd(0.1))
                .build(),
            KINDS));
    assertEquals(
        "data.target: the initial model predicts 'kind', not 'depth'; use the same target, or reset the last layer for the new one (training: {reset: [network.1]})",
        refusal(
            start,
            of("depth", Dense.of(8, new Tanh()), Dense.output())
                .loss(new MeanSquaredError())
                .optimizer(new Sgd(0.1))
                .build(),
            points(30, 3, "a", "b", "c")));
    Configuration.Builder ignoring =
        kinds()
            .data(
                new DataSpec(
                    Optional.empty(),
                    List.of("kind"),
                    Map.of("x", new IgnoredSpec()),
                    ColumnSpec.Scale.STANDARD,
                    SplitSpec.NONE));
    assertTrue(
        refusal(start, ignoring.build(), KINDS).startsWith("data.columns: 'x' is declared as "));
  }

  @Test
  void codesNeedTheEmbeddingThatTheyAreFor() {
    Table cities =
        Table.of(
            Column.of("city", "Oslo", "Rome", "Oslo", "Rome"), Column.of("price", 1, 2, 1.5, 2.5));
    Configuration.Builder embedded =
        of("price", new Embedding(), Dense.output())
            .loss(new MeanSquaredError())
            .optimizer(new Sgd(0.1));
    Model start = train(embedded.build(), cities).model();
    Configuration.Builder plain =
        of("price", Dense.of(2, new Tanh()), Dense.output())
            .loss(new MeanSquaredError())
            .optimizer(new Sgd(0.1));
    assertTrue(
        refusal(start, plain.training(t -> t.reset("network.0", "network.1")).build(), cities)
            .startsWith("network.0: the inputs of the initial model are category codes"));
  }

  @Test
  void whatSaysNothingIsRefused() {
    assertEquals(
        "training.reset: there is no initial model, so all layers start from fresh weights; set training.start, or remove reset",
        refusalAlone(kinds().training(t -> t.reset("network.1")).build()));
    assertEquals(
        "training.new-classes: there is no initial model whose classes could be extended; set training.start, or remove new-classes",
        refusalAlone(kinds().training(t -> t.newClasses(TrainingSpec.NewClasses.ADD)).build()));
    assertEquals(
        "training.freeze: all trainable layers are frozen, so nothing is learned; unfreeze at least one of them",
        refusalAlone(kinds().training(t -> t.freeze("network.0", "network.1")).build()));
    assertEquals(
        "training.freeze: network.1 (batch-norm) behaves differently in training and in prediction, so it can only be frozen together with all layers before it; freeze those too, or do not freeze it",
        refusalAlone(deep().training(t -> t.freeze("network.1")).build()));
    assertEquals(
        "training.groups[0]: network.2 has no trainable parameters, so it has no learning rate; remove it",
        refusalAlone(deep().training(t -> t.group(ParameterGroup.of(2, "network.2"))).build()));
    Model start = model();
    assertTrue(
        refusal(
                start,
                kinds().training(t -> t.start(folder.resolve("m.safetensors"))).build(),
                KINDS)
            .endsWith("but the run has an initial model already; remove one of them"));
    String gone =
        refusalAlone(kinds().training(t -> t.start(folder.resolve("gone.safetensors"))).build());
    assertTrue(gone.contains("gone.safetensors: training.start cannot be used: "), gone);
  }

  private static String refusalAlone(Configuration configuration) {
    return String.valueOf(
        assertThrows(GradusException.class, () -> train(configuration, KINDS)).getMessage());
  }

  @Test
  void aRunThatBeganWithAModelIsResumedWithoutIt() throws IOException {
    Path file = folder.resolve("start.safetensors");
    GRADUS.save(train(deep().build(), KINDS).model(), file);
    Configuration.Builder builder =
        deep()
            .training(t -> t.start(file))
            .training(t -> t.freeze("network.0", "network.1"))
            .training(t -> t.reset("network.4"))
            .training(t -> t.group(new ParameterGroup(List.of("network.3"), 0.5, false)))
            .training(t -> t.checkpoint(new Checkpoint(1, 9, true)));
    byte[] whole = trained(builder.epochs(6).build(), Checkpoints.in(folder.resolve("whole")));
    Path part = folder.resolve("part");
    trained(builder.epochs(3).build(), Checkpoints.in(part));
    byte[] withFile = trained(builder.epochs(5).build(), Checkpoints.in(part).resume());
    assertFalse(Arrays.equals(whole, withFile));
    Files.delete(file);
    assertArrayEquals(whole, trained(builder.epochs(6).build(), Checkpoints.in(part).resume()));
    // A run with another initial model is another run.
    GRADUS.save(train(deep().seed(8).build(), KINDS).model(), file);
    String other =
        String.valueOf(
            assertThrows(
                    GradusException.class,
                    () -> trained(builder.epochs(7).build(), Checkpoints.in(part).resume()))
                .getMessage());
    assertTrue(other.contains(": it started from another model: "), other);
    Configuration none =
        deep()
            .training(t -> t.freeze("network.0", "network.1"))
            .training(t -> t.group(new ParameterGroup(List.of("network.3"), 0.5, false)))
            .training(t -> t.checkpoint(new Checkpoint(1, 9, true)))
            .epochs(7)
            .build();
    String without =
        String.valueOf(
            assertThrows(GradusException.class, () -> trained(none, Checkpoints.in(part).resume()))
                .getMessage());
    assertTrue(without.contains("training.reset"), without);
  }

  @Test
  void everyLastStepBeginsWithTheModel() {
    Model start = train(kinds().epochs(40).build(), KINDS).model();
    Configuration still =
        kinds()
            .optimizer(new Sgd(NEXT_TO_NOTHING))
            .epochs(1)
            .tune(new TuneSpec(Map.of("training.batch-size", Domain.choice("8", "16"))).folds(2))
            .build();
    Job job = GRADUS.job(still).on(KINDS).from(start);
    double known = measured(start, "loss", KINDS);
    assertEquals(known, job.crossValidate(3).folds().get(0).getOrDefault("loss", 9.0), known);
    job.tune()
        .trials()
        .forEach(trial -> assertEquals(known, trial.folds().get(0), known / 2, trial.toString()));
    Comparison comparison = job.compare("loss", List.of("cross-entropy", "mean-squared-error"), 2);
    for (Variant variant : comparison.variants()) {
      assertSameBits(start, variant.study().orElseThrow().model());
      assertEquals(2, variant.scores().size());
    }
    assertSameBits(start, job.study().model());
    assertSameBits(start, job.learner().model());
    assertEquals(0, job.check().frozen());
    // The explained loss is that of the model.
    assertEquals(
        GRADUS.job(still).on(KINDS).explainer(start).explain(1).toString(),
        job.explainer().explain(1).toString());
  }

  @Test
  void aRunFromAModelInMemoryIsResumedWithTheSameModel() throws IOException {
    Model start = model();
    Configuration.Builder builder =
        kinds().training(t -> t.checkpoint(new Checkpoint(1, 9, true)).freeze("network.0"));
    Checkpoints whole = Checkpoints.in(folder.resolve("whole"));
    Checkpoints part = Checkpoints.in(folder.resolve("part"));
    byte[] expected = trainedFrom(start, builder.epochs(6).build(), whole);
    byte[] unused = trainedFrom(start, builder.epochs(3).build(), part);
    assertArrayEquals(expected, trainedFrom(start, builder.epochs(6).build(), part.resume()));
    String without =
        String.valueOf(
            assertThrows(
                    GradusException.class, () -> trained(builder.epochs(7).build(), part.resume()))
                .getMessage());
    assertTrue(
        without.contains(": it started from the weights of a model (")
            && without.endsWith("), but here there is no initial model; use the same model"),
        without);
  }

  private byte[] trainedFrom(Model model, Configuration configuration, Checkpoints checkpoints)
      throws IOException {
    return saved(GRADUS.job(configuration).on(KINDS).from(model).checkpoints(checkpoints));
  }

  private byte[] saved(Job job) throws IOException {
    Path file = folder.resolve("trained.safetensors");
    GRADUS.save(job.train().model(), file);
    return Files.readAllBytes(file);
  }

  private byte[] trained(Configuration configuration, Checkpoints checkpoints) throws IOException {
    return saved(GRADUS.job(configuration).on(KINDS).checkpoints(checkpoints));
  }
}
