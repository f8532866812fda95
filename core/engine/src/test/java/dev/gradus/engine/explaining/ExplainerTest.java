package dev.gradus.engine.explaining;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Gelu;
import dev.gradus.activations.Identity;
import dev.gradus.activations.LeakyRelu;
import dev.gradus.activations.LogSoftmax;
import dev.gradus.activations.Prelu;
import dev.gradus.activations.Relu;
import dev.gradus.activations.Sigmoid;
import dev.gradus.activations.Softmax;
import dev.gradus.activations.Tanh;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.config.ClassWeights;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.explain.Derivative;
import dev.gradus.engine.explain.Derivatives;
import dev.gradus.engine.explain.ExplainedLoss;
import dev.gradus.engine.explain.Explainer;
import dev.gradus.engine.explain.Explanation;
import dev.gradus.engine.explain.ExplanationException;
import dev.gradus.engine.explain.LayerGradients;
import dev.gradus.engine.learned.Models;
import dev.gradus.engine.model.Training;
import dev.gradus.engine.network.Parameter;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.BatchNorm;
import dev.gradus.layers.Dense;
import dev.gradus.layers.Dropout;
import dev.gradus.layers.LayerNorm;
import dev.gradus.losses.BinaryCrossEntropy;
import dev.gradus.losses.CategoricalFocal;
import dev.gradus.losses.CrossEntropy;
import dev.gradus.losses.GaussianNll;
import dev.gradus.losses.Huber;
import dev.gradus.losses.LogCosh;
import dev.gradus.losses.MeanAbsoluteError;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.losses.Poisson;
import dev.gradus.losses.regularizers.L2;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.spi.Activation;
import dev.gradus.spi.Layer;
import dev.gradus.spi.Loss;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** One example through a network and back, with the right numbers. */
class ExplainerTest {

  private static final int SEED = 11;

  private static final int ALL = Integer.MAX_VALUE;

  /** The tolerance of float against double. */
  private static final double ROUNDED = 1e-5;

  private static Dense last(Activation activation) {
    return Samples.dense(1, activation);
  }

  private static Dense lastOfThree(Activation activation) {
    return Samples.dense(3, activation);
  }

  @TestFactory
  Stream<DynamicTest> everyDerivativeIsWhatItsFiniteDifferenceSays() {
    record Case(String name, Table table, Loss loss, List<Layer> layers) {}
    Table numbers = Samples.numbers(SEED);
    Table two = Samples.classes(SEED, 2);
    Table three = Samples.classes(SEED, 3);
    return Stream.of(
            new Case("a neuron", numbers, new MeanSquaredError(), List.of(last(new Sigmoid()))),
            new Case(
                "two layers of sigmoids",
                two,
                new CrossEntropy(),
                List.of(Samples.dense(4, new Sigmoid()), last(new Sigmoid()))),
            new Case(
                "softmax behind tanh",
                three,
                new CrossEntropy(),
                List.of(Samples.dense(5, new Tanh()), lastOfThree(new Softmax()))),
            new Case(
                "focal loss",
                three,
                new CategoricalFocal(),
                List.of(Samples.dense(3, new Gelu()), lastOfThree(new Softmax()))),
            new Case(
                "softmax in the midst",
                numbers,
                new Huber(),
                List.of(Samples.dense(4, new Softmax()), last(new Identity()))),
            new Case(
                "three layers",
                numbers,
                new LogCosh(),
                List.of(
                    Samples.dense(3, new LeakyRelu()), Samples.dense(4, new Tanh()), new Dense())),
            new Case(
                "relu",
                numbers,
                new MeanAbsoluteError(),
                List.of(Samples.dense(6, new Relu()), new Dense())),
            new Case(
                "an activation that learns",
                numbers,
                new MeanSquaredError(),
                List.of(Samples.dense(3, new Prelu()), new Dense())),
            new Case(
                "an activation of rows that gives no probabilities",
                numbers,
                new MeanSquaredError(),
                List.of(Samples.dense(3, new LogSoftmax()), new Dense())),
            new Case(
                "a layer without biases",
                numbers,
                new MeanSquaredError(),
                List.of(
                    Samples.dense(3, new Tanh()),
                    new Dense(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        false))),
            new Case("predictions above 0", numbers, new Poisson(), List.of(last(new Sigmoid()))),
            new Case(
                "two outputs for a target",
                numbers,
                new GaussianNll(1, true),
                List.of(Samples.dense(3, new Tanh()), new Dense())))
        .flatMap(
            each ->
                Stream.of(1, 2, 3)
                    .map(
                        row ->
                            DynamicTest.dynamicTest(
                                each.name() + ", row " + row,
                                () -> {
                                  Explanation explanation =
                                      Samples.explainer(
                                              each.table(),
                                              Samples.configuration(each.loss(), each.layers()))
                                          .explain(row, List.of(), ALL);
                                  assertAllAgree(explanation);
                                })));
  }

  private static void assertAllAgree(Explanation explanation) {
    List<Derivative> slopes =
        Stream.concat(
                explanation.losses().stream().flatMap(ExplainedLoss::slopes),
                explanation.layers().stream().flatMap(layer -> layer.slopes().listed().stream()))
            .toList();
    assertTrue(slopes.size() >= 5, "there is something to compare");
    String wrong =
        slopes.stream()
            .filter(slope -> !slope.agrees())
            .map(Derivative::toString)
            .collect(Collectors.joining("\n"));
    assertEquals("", wrong, "seed " + SEED);
    assertTrue(explanation.agrees());
    assertTrue(slopes.stream().anyMatch(slope -> slope.byChainRule() != 0), "not all of it is 0");
  }

  @Test
  void aGradientThatIsNotThatOfItsLossIsMarked() {
    Explanation explanation =
        Samples.explainer(Samples.numbers(SEED), new WrongSlope(), last(new Sigmoid())).explain(1);
    assertFalse(explanation.agrees());
    Derivative slope = explanation.losses().get(0).layers().get(0).preActivations().listed().get(0);
    assertFalse(slope.agrees());
    assertEquals(0.5, slope.relativeDifference(), ROUNDED, "half of it is missing");
    assertTrue(
        explanation.losses().get(1).slopes().allMatch(Derivative::agrees), "the other is right");
  }

  @Test
  void whatIsExplainedIsWhatIsLearned() {
    Table row = Samples.numbers(SEED).select(new int[] {0});
    Configuration configuration =
        Samples.configuration(
            new BinaryCrossEntropy(), List.of(Samples.dense(4, new Tanh()), last(new Sigmoid())));
    List<Parameter> before = Samples.experiment(row, configuration).network().parameters();
    Explanation explanation = Samples.explainer(row, configuration).explain(1, List.of(), ALL);
    try (Gradus gradus = Gradus.create()) {
      Training training = gradus.job(configuration).on(row).train();
      List<Parameter> after = Models.networkOf(training.model()).parameters();
      assertEquals(training.history().get(0).loss(), explanation.losses().get(0).value(), ROUNDED);
      List<LayerGradients> layers = explanation.losses().get(0).layers();
      assertStep(before.get(0), after.get(0), layers.get(0).weights());
      assertStep(before.get(1), after.get(1), layers.get(0).biases());
      assertStep(before.get(2), after.get(2), layers.get(1).weights());
      assertStep(before.get(3), after.get(3), layers.get(1).biases());
    }
  }

  private static void assertStep(Parameter before, Parameter after, Derivatives gradient) {
    assertEquals(gradient.count(), before.matrix().size(), before.name());
    for (int i = 0; i < gradient.count(); i++) {
      assertEquals(
          before.matrix().values()[i] - Samples.RATE * gradient.listed().get(i).byChainRule(),
          after.matrix().values()[i],
          ROUNDED,
          before.name() + " " + i);
    }
  }

  @Test
  void theWayForwardIsThatOfThePredictor() {
    Table table = Samples.classes(SEED, 3);
    Configuration configuration =
        Samples.configuration(
            new CrossEntropy(),
            List.of(Samples.dense(4, new Tanh()), new Dropout(0.5), lastOfThree(new Softmax())));
    try (Gradus gradus = Gradus.create()) {
      Training training = gradus.job(configuration).on(table).train();
      Explanation explanation =
          NetworkExplainer.of(
                  gradus.catalogue(), configuration, training.model(), table, unused -> {})
              .explain(5);
      double[] predicted = training.model().predictor().predict(table)[4];
      List<Double> outputs = explanation.layers().get(1).outputs();
      for (int k = 0; k < predicted.length; k++) {
        assertEquals(predicted[k], outputs.get(k), ROUNDED);
      }
      assertEquals(
          List.of(
              "network[1].dropout: skipped, because it passes numbers through unchanged in "
                  + "prediction"),
          explanation.notes());
    }
  }

  @Test
  void wideLayersAreCutShort() {
    Explanation explanation =
        Samples.explainer(
                Samples.numbers(SEED),
                new MeanSquaredError(),
                Samples.dense(50, new Tanh()),
                new Dense())
            .explain(1, List.of(), 7);
    Derivatives weights = explanation.losses().get(0).layers().get(0).weights();
    assertEquals(100, weights.count());
    assertEquals(7, weights.listed().size());
    assertEquals("dL/dW[1,1]", weights.listed().get(0).symbol());
  }

  @Test
  void ofManyWeightsThoseWithoutAnInputComeLast() {
    Table table = Table.ofRows(List.of("x1", "x2", "y"), new double[][] {{0, 3, 0.5}, {1, 2, 0.2}});
    Explanation explanation =
        Samples.explainer(table, new MeanSquaredError(), last(new Sigmoid()))
            .explain(1, List.of(), 1);
    assertEquals(
        "dL/dW[2,1]",
        explanation.losses().get(0).layers().get(0).weights().listed().get(0).symbol());
  }

  @Test
  void anotherUsualLossStandsBesideTheFirst() {
    assertEquals(
        List.of("cross-entropy", "mean-squared-error"),
        names(Samples.classes(SEED, 3), new CrossEntropy(), lastOfThree(new Softmax())));
    assertEquals(
        List.of("mean-squared-error", "cross-entropy"),
        names(Samples.classes(SEED, 2), new MeanSquaredError(), last(new Sigmoid())));
    assertEquals(
        List.of("mean-squared-error", "binary-cross-entropy"),
        names(Samples.numbers(SEED), new MeanSquaredError(), last(new Sigmoid())));
    assertEquals(
        List.of("mean-squared-error", "mean-absolute-error"),
        names(Samples.numbers(SEED), new MeanSquaredError(), new Dense()));
  }

  private static List<String> names(Table table, Loss loss, Layer... layers) {
    return Samples.explainer(table, loss, layers).explain(1).losses().stream()
        .map(ExplainedLoss::name)
        .toList();
  }

  @Test
  void whereNoUsualLossFitsOneStandsAlone() {
    Explanation explanation =
        Samples.explainer(Samples.numbers(SEED), new GaussianNll(1, true), new Dense()).explain(1);
    assertEquals(1, explanation.losses().size());
    assertEquals(List.of(), explanation.pointing());
    assertEquals(
        List.of("none of the usual losses fits this network, so there is none to compare with"),
        explanation.notes());
  }

  @Test
  void aRoundedOutputIsSaidAndGradusLearnsFromTheLogit() {
    Table table = Table.ofRows(List.of("x1", "x2", "y"), new double[][] {{1, 0, 0}});
    Explanation explanation =
        Samples.explainer(
                table, new BinaryCrossEntropy(), Samples.unit(Optional.of(new Sigmoid()), 60, 0))
            .explain(1);
    ExplainedLoss loss = explanation.losses().get(0);
    assertEquals(60, loss.value(), ROUNDED);
    assertEquals(1, loss.layers().get(0).preActivations().listed().get(0).byChainRule(), ROUNDED);
    assertTrue(Double.isNaN(loss.layers().get(0).outputs().listed().get(0).measured()));
    assertTrue(explanation.agrees());
    assertTrue(explanation.notes().get(0).contains("rounded"), explanation.notes().toString());
  }

  @Test
  void aKinkIsSaid() {
    Table table = Table.ofRows(List.of("x1", "x2", "y"), new double[][] {{0, 0, 0.5}});
    Explanation explanation =
        Samples.explainer(
                table, new MeanSquaredError(), Samples.unit(Optional.of(new Relu()), 1, 0))
            .explain(1);
    assertEquals(
        List.of(
            "network[0].dense: 1 of 1 units stand at z = 0, where relu has a kink: there are two slopes there, and a finite difference takes their mean"),
        explanation.notes());
  }

  @Test
  void whatIsLeftOutIsSaid() {
    Configuration configuration =
        Configuration.builder()
            .data(Samples.DATA)
            .layer(last(new Sigmoid()))
            .loss(new CrossEntropy())
            .optimizer(new dev.gradus.optimizers.Sgd(Samples.RATE))
            .regularizer(new L2(0.1))
            .training(t -> t.classWeights(ClassWeights.balanced()))
            .build();
    assertEquals(
        List.of(
            "weights of classes and examples, which multiply L and all of its derivatives, are left out",
            "the regularizers, which add their own gradients to dL/dW, are left out"),
        Samples.explainer(Samples.classes(SEED, 2), configuration).explain(1).notes());
  }

  @Test
  void aRowThatIsNotThereIsRefused() {
    Explainer explainer =
        Samples.explainer(Samples.numbers(SEED), new MeanSquaredError(), new Dense());
    for (int row : new int[] {-1, 0, 13}) {
      assertEquals(
          "row " + row + ": the data have 12 rows; take one from 1 to 12",
          assertThrows(ExplanationException.class, () -> explainer.explain(row)).getMessage());
    }
    explainer.explain(12);
  }

  @Test
  void layersThatCannotBeExplainedAreRefusedByName() {
    assertRefused(
        "network[1].batch-norm: relates the examples of a batch to each other, so one example alone has no gradient; take the layer out to see how the rest learns",
        new MeanSquaredError(),
        Samples.dense(2, new Tanh()),
        new BatchNorm(),
        new Dense());
    assertRefused(
        "network[1].layer-norm: an example is explained through dense layers alone; take the layer out, or explain a smaller network with the same loss",
        new MeanSquaredError(),
        Samples.dense(2, new Tanh()),
        new LayerNorm(),
        new Dense());
  }

  @Test
  void aLossOverWholeBatchesIsRefused() {
    assertRefused(
        "loss: whole-batch relates the examples of a batch to each other, so one example alone has no gradient; explain another loss",
        new WholeBatch(),
        new Dense());
  }

  private static void assertRefused(String sentence, Loss loss, Layer... layers) {
    assertEquals(
        sentence,
        assertThrows(
                GradusException.class,
                () -> Samples.explainer(Samples.numbers(SEED), loss, layers).explain(1))
            .getMessage());
  }

  @Test
  void aLossThatTheGuardRefusesIsRefusedWithItsSentence() {
    Explainer explainer =
        Samples.explainer(Samples.numbers(SEED), new MeanSquaredError(), new Dense());
    TrainingException refused =
        assertThrows(
            TrainingException.class,
            () -> explainer.explain(1, List.of(new BinaryCrossEntropy()), ALL));
    assertTrue(
        refused.toString().contains("loss: binary-cross-entropy needs outputs from 0 to 1"),
        refused.toString());
  }
}
