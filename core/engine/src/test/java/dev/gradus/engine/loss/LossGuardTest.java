package dev.gradus.engine.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Celu;
import dev.gradus.activations.Elu;
import dev.gradus.activations.Exponential;
import dev.gradus.activations.HardTanh;
import dev.gradus.activations.Relu;
import dev.gradus.activations.Sigmoid;
import dev.gradus.activations.Softmax;
import dev.gradus.activations.Sparsemax;
import dev.gradus.activations.Tanh;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.TrainingSpec;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.network.ScheduleFitting;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.PluginKind;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.layers.Dense;
import dev.gradus.losses.BinaryCrossEntropy;
import dev.gradus.losses.CategoricalCrossEntropy;
import dev.gradus.losses.CategoricalHinge;
import dev.gradus.losses.Corn;
import dev.gradus.losses.Cox;
import dev.gradus.losses.CrossEntropy;
import dev.gradus.losses.GaussianNll;
import dev.gradus.losses.Hinge;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.losses.MultiMargin;
import dev.gradus.losses.PairwiseRanking;
import dev.gradus.losses.Poisson;
import dev.gradus.losses.Quantiles;
import dev.gradus.losses.SparsemaxLoss;
import dev.gradus.losses.SquaredHinge;
import dev.gradus.losses.WeightedSum;
import dev.gradus.optimizers.Sgd;
import dev.gradus.runtime.column.ClassTarget;
import dev.gradus.runtime.column.InputColumns;
import dev.gradus.spi.Activation;
import dev.gradus.spi.ColumnwiseLoss;
import dev.gradus.spi.Interval;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;
import dev.gradus.typed.FormulaLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which losses are accepted for which networks and targets. */
class LossGuardTest {

  private static final Target YES = new Target(Target.Kind.BINARY, List.of("yes"));
  private static final Target PRICE = new Target(Target.Kind.NUMERIC, List.of("price"));
  private static final Target COLOUR = new Target(Target.Kind.CLASSES, List.of("red", "blue"));

  private static final Target MAIL =
      new Target(Target.Kind.LABELS, List.of("urgent", "spam", "paid"));

  private static Network network(Target target, Dense output) {
    return new NetworkBuilder(Catalogue.ofInstalled()).build(List.of(output), 2, target, 0);
  }

  /** The judgement of the guard on a network and a loss, without examples. */
  private static LossFit fit(Loss loss, Target target, Dense output) {
    return fit(loss, target, network(target, output), Matrix.zeros(0, target.width()));
  }

  private static LossFit fit(Loss loss, Target target, Network network, Matrix targets) {
    LossGuard guard = new LossGuard(Catalogue.ofInstalled(), new TrainingSpec(), network, target);
    return guard.check(guard.fit(loss), targets, Optional.empty());
  }

  private static boolean isOnLogits(Loss loss, Target target, Dense output) {
    FittedLoss fitted = assertInstanceOf(FittedLoss.class, fit(loss, target, output));
    assertEquals(fitted.plain().onLogits().isPresent(), fitted.learned().onLogits());
    assertEquals(fitted.plain().onLogits().isPresent(), fitted.reported().onLogits());
    return fitted.learned().onLogits();
  }

  private static String refusal(LossFit fit) {
    Refusal refusal = assertInstanceOf(Refusal.class, fit);
    assertEquals(
        refusal.sentence(),
        assertThrows(TrainingException.class, refusal::orThrow).getMessage(),
        "a user reads the same");
    return refusal.sentence();
  }

  @Test
  void crossEntropyIsTakenFromLogitsWhereTheActivationIsItsOwn() {
    assertTrue(isOnLogits(new CrossEntropy(), YES, Dense.output(new Sigmoid())));
    assertTrue(isOnLogits(new CrossEntropy(), COLOUR, Dense.output(new Softmax())));
    assertTrue(isOnLogits(new BinaryCrossEntropy(), YES, Dense.output(new Sigmoid())));
    assertFalse(isOnLogits(new MeanSquaredError(), YES, Dense.output(new Sigmoid())));
  }

  @Test
  void aLossOfProbabilitiesNeedsProbabilities() {
    assertEquals(
        "loss: binary-cross-entropy needs outputs from 0 to 1, but those of the last layer (tanh) are numbers from -1 to 1; set a suitable activation, such as sigmoid",
        refusal(fit(new BinaryCrossEntropy(), YES, Dense.output(new Tanh()))));
    String bare = refusal(fit(new BinaryCrossEntropy(), YES, Dense.output()));
    assertTrue(bare.contains("(no activation)"), bare);
  }

  @Test
  void noActivationIsNamedWhereNoneFits() {
    assertEquals(
        "loss: sqrt(p - 2) needs outputs of at least 2, but those of the last layer (sigmoid) are numbers from 0 to 1; no activation gives such outputs, so use another loss",
        refusal(fit(new FormulaLoss("sqrt(p - 2)"), YES, Dense.output(new Sigmoid()))));
  }

  private static void wrongWay(
      FormulaLoss loss, Target target, Dense output, double[] wanted, String way) {
    Matrix targets = Matrix.zeros(wanted.length, 1);
    for (int i = 0; i < wanted.length; i++) {
      targets.values()[i] = (float) wanted[i];
    }
    LossFit fit = fit(loss, target, network(target, output), targets);
    if (way.isEmpty()) {
      assertInstanceOf(FittedLoss.class, fit, loss.formula());
    } else {
      assertTrue(
          refusal(fit).contains(" " + way + ", so a network would learn to be wrong"),
          () -> refusal(fit));
    }
  }

  @Test
  void aFormulaThatRewardsErrorsIsRefused() {
    double[] prices = {0.5, 1, 3};
    Dense linear = Dense.output();
    String above = "keeps falling as the prediction moves above its target";
    wrongWay(new FormulaLoss("-(p - y)^2"), PRICE, linear, prices, above);
    wrongWay(new FormulaLoss("y - p"), PRICE, linear, prices, above);
    wrongWay(new FormulaLoss("-log(1 + (p - y)^2)"), PRICE, linear, prices, above);
    wrongWay(
        new FormulaLoss("max(q * (y - p), (q - 1) * (y - p))", Map.of("q", 1.5)),
        PRICE,
        linear,
        prices,
        above);
    wrongWay(
        new FormulaLoss("max(q * (y - p), (q - 1) * (y - p))", Map.of("q", -0.5)),
        PRICE,
        linear,
        prices,
        "keeps falling as the prediction moves below its target");
    wrongWay(
        new FormulaLoss("exp(-(p - y)^2)"),
        PRICE,
        linear,
        prices,
        "is largest where the prediction is the target");
    wrongWay(
        new FormulaLoss("y * log(p) + (1 - y) * log(1 - p)"),
        YES,
        Dense.output(new Sigmoid()),
        new double[] {1, 0},
        "keeps falling as the pre-activation moves below 0");
  }

  /** A sigmoid can only leave these targets to one side. */
  @Test
  void aFormulaThatRewardsErrorsIsRefusedAtTheEndsOfTheOutputs() {
    Dense sigmoid = Dense.output(new Sigmoid());
    double[] sides = {0, 1};
    String largest = "is largest where the prediction is the target";
    wrongWay(new FormulaLoss("-(p - y)^2"), YES, sigmoid, sides, largest);
    wrongWay(new FormulaLoss("exp(-(p - y)^2)"), YES, sigmoid, sides, largest);
    wrongWay(new FormulaLoss("(p - y)^2"), YES, sigmoid, sides, "");
    wrongWay(
        new FormulaLoss("exp(-(p - y)^2)"),
        PRICE,
        Dense.output(new Relu()),
        new double[] {0},
        largest);
    Network network = network(COLOUR, Dense.output(new Softmax()));
    Matrix colours = new Matrix(2, 2, new float[] {1, 0, 0, 1});
    for (String formula : List.of("-(p - y)^2", "exp(-(p - y)^2)")) {
      String refusal = refusal(fit(new FormulaLoss(formula), COLOUR, network, colours));
      assertTrue(refusal.contains(largest), refusal);
    }
    assertInstanceOf(
        FittedLoss.class, fit(new FormulaLoss("abs(p - y)"), COLOUR, network, colours));
  }

  @Test
  void aFormulaThatFallsBeyondTheNumbersIsRefused() {
    double[] prices = {0.5, 1, 3};
    String above = "keeps falling as the prediction moves above its target";
    wrongWay(new FormulaLoss("-exp(p)"), PRICE, Dense.output(), prices, above);
    wrongWay(new FormulaLoss("-exp(exp(p))"), PRICE, Dense.output(), prices, above);
    wrongWay(
        new FormulaLoss("y - exp(-p)"),
        PRICE,
        Dense.output(),
        prices,
        above.replace("above", "below"));
    wrongWay(new FormulaLoss("exp(p) - y * p"), PRICE, Dense.output(), prices, "");
  }

  @Test
  void aFormulaWhoseLeastValueIsFarAwayIsNot() {
    double[] far = {4000, 5000, 6000};
    wrongWay(new FormulaLoss("(p / 1000 - y)^2"), PRICE, Dense.output(), far, "");
    wrongWay(new FormulaLoss("(y - p / 1000000)^2"), PRICE, Dense.output(), far, "");
  }

  /** A plugin in Java with an output for the price and one for its spread. */
  private record TwoOutputs() implements ColumnwiseLoss {

    @Override
    public int outputCount(Target target) {
      return 2;
    }

    @Override
    public double evaluate(double[] prediction, double[] target, double[] gradient) {
      gradient[0] = -1;
      gradient[1] = -target[0];
      return -prediction[0] - prediction[1] * target[0];
    }

    @Override
    public double value(double prediction, double target) {
      return -prediction;
    }

    @Override
    public double derivative(double prediction, double target) {
      return -1;
    }

    @Override
    public void evaluate(
        double[] predictions, double[] targets, double[] values, double[] derivatives, int count) {
      throw new UnsupportedOperationException("not pointwise");
    }
  }

  @Test
  void onlyFormulasAreTriedFarFromTheTarget() {
    Network network = network(new Target(Target.Kind.NUMERIC, List.of("a", "b")), Dense.output());
    Matrix targets = new Matrix(2, 1, new float[] {1, 3});
    assertInstanceOf(FittedLoss.class, fit(new TwoOutputs(), PRICE, network, targets));
  }

  @Test
  void aFormulaThatIsOnlyNegativeOrBoundedByTheLastLayerIsNot() {
    double[] prices = {0.5, 1, 3};
    double[] sides = {-1, 1};
    wrongWay(new FormulaLoss("(p - y)^2 - 5"), PRICE, Dense.output(), prices, "");
    wrongWay(new FormulaLoss("atan(abs(p - y)) - 3"), PRICE, Dense.output(), prices, "");
    wrongWay(new FormulaLoss("-1 / (1 + abs(p - y))"), PRICE, Dense.output(), prices, "");
    wrongWay(new FormulaLoss("p - y * log(p)"), PRICE, Dense.output(new Exponential()), prices, "");
    wrongWay(new FormulaLoss("log(p) + y / p"), PRICE, Dense.output(new Exponential()), prices, "");
    wrongWay(new FormulaLoss("-y * p"), PRICE, Dense.output(new Tanh()), sides, "");
    wrongWay(
        new FormulaLoss("softplus(z) - y * z"),
        YES,
        Dense.output(new Sigmoid()),
        new double[] {0, 1},
        "");
  }

  @Test
  void softmaxOnOneUnitIsRefused() {
    assertEquals(
        "network[0].dense: softmax needs more than one unit, because it relates units to each other; for two classes use sigmoid, or remove 'units'",
        refusal(fit(new MeanSquaredError(), YES, Dense.output(new Softmax()))));
  }

  @Test
  void whoOnlyWantsToBeWarnedIsWarned() {
    Network network = network(YES, Dense.output(new Softmax()));
    TrainingSpec spec =
        Configuration.builder()
            .layer(Dense.output())
            .loss(new MeanSquaredError())
            .optimizer(new Sgd())
            .training(t -> t.lossGuard(TrainingSpec.Guard.WARN))
            .build()
            .training();
    LossGuard warning = new LossGuard(Catalogue.ofInstalled(), spec, network, YES);
    List<String> warnings =
        warning
            .check(
                warning.fit(new BinaryCrossEntropy()),
                new Matrix(2, 1, new float[] {2, 3}),
                Optional.of(new Matrix(1, 1, new float[] {-1})))
            .orThrow()
            .objections();
    assertEquals(5, warnings.size(), warnings::toString);
    assertTrue(warnings.get(0).contains("treats each output separately"), warnings::toString);
    assertTrue(warnings.get(1).contains("softmax needs more than one unit"), warnings::toString);
    assertTrue(warnings.get(2).contains("can never reach"), warnings::toString);
    assertTrue(warnings.get(3).contains("is 2.0 in example 1"), warnings::toString);
    assertTrue(warnings.get(4).contains("is -1.0 in validation example 1"), warnings::toString);
  }

  @Test
  void softmaxWithBinaryCrossEntropyIsRefused() {
    assertEquals(
        "loss: binary-cross-entropy treats each output separately, but those of the last layer (softmax) add up to 1; use cross-entropy, which treats them together, or use sigmoid there",
        refusal(fit(new BinaryCrossEntropy(), COLOUR, Dense.output(new Softmax()))));
  }

  @Test
  void labelsHaveOutputsThatAreIndependentOfEachOther() {
    assertTrue(isOnLogits(new CrossEntropy(), MAIL, Dense.output(new Sigmoid())));
    for (Loss loss :
        List.of(new CrossEntropy(), new BinaryCrossEntropy(), new MeanSquaredError())) {
      assertEquals(
          "network: the labels urgent, spam, paid are independent of each other, but the outputs of the last layer (softmax) add up to 1; use another activation there, such as sigmoid",
          refusal(fit(loss, MAIL, Dense.output(new Softmax()))));
    }
    assertEquals(
        "loss: categorical-cross-entropy is for one of several classes, but the labels urgent, spam, paid are independent of each other; use binary-cross-entropy",
        refusal(fit(new CategoricalCrossEntropy(), MAIL, Dense.output(new Softmax()))));
  }

  @Test
  void zerosAndOnesThatAreNotDeclaredAreSaidToBeLabels() {
    Target numbers = new Target(Target.Kind.NUMERIC, List.of("urgent", "spam"));
    assertEquals(
        "loss: cross-entropy is for classes, but the target 'urgent, spam' is numeric; if its numbers stand for yes and no, declare them with columns: {urgent: boolean}, otherwise use mean-squared-error",
        refusal(fit(new CrossEntropy(), numbers, Dense.output(new Sigmoid()))));
  }

  @Test
  void aLossOfADistributionNeedsOne() {
    assertEquals(
        "loss: categorical-cross-entropy needs probabilities that add up to 1, but the outputs of the last layer (sigmoid) do not; use softmax there",
        refusal(fit(new CategoricalCrossEntropy(), COLOUR, Dense.output(new Sigmoid()))));
  }

  @Test
  void outputsAreNotNormalisedTwice() {
    assertEquals(
        "loss: sparsemax-loss needs logits and normalises them itself, but the last layer (softmax) already outputs probabilities; remove the activation of that layer",
        refusal(fit(new SparsemaxLoss(), COLOUR, Dense.output(new Softmax()))));
    assertTrue(isOnLogits(new SparsemaxLoss(), COLOUR, Dense.output(new Sparsemax())));
  }

  @Test
  void aPositiveMeanNeedsPositiveOutputs() {
    String message = refusal(fit(new Poisson(), PRICE, Dense.output()));
    assertEquals(
        "loss: poisson needs outputs of at least 0, but those of the last layer (no activation) are numbers of any size; set a suitable activation, such as exponential or gaussian or hard-sigmoid or relu or relu6 or sigmoid or softplus or squareplus",
        message);
  }

  @Test
  void aLossThatRefusesTheTargetIsNamedWithItsReason() {
    String message = refusal(fit(new CrossEntropy(), PRICE, Dense.output(new Sigmoid())));
    assertTrue(message.startsWith("loss: cross-entropy"), message);
    assertTrue(message.contains("price"), message);
  }

  @Test
  void aTargetThatTheLossCannotUseIsNamed() {
    Network network = network(COLOUR, Dense.output(new Softmax()));
    Matrix targets = new Matrix(2, 2, new float[] {1, 0, 2, -1});
    String message = refusal(fit(new CategoricalCrossEntropy(), COLOUR, network, targets));
    assertTrue(message.contains("'red', which is 2.0 in example 2"), message);
  }

  @Test
  void aTargetThatTheNetworkCannotReachIsNamed() {
    Network network = network(PRICE, Dense.output(new Relu()));
    Matrix targets = new Matrix(3, 1, new float[] {1, 0, -0.5f});
    String message = refusal(fit(new MeanSquaredError(), PRICE, network, targets));
    assertTrue(message.startsWith("network: the last layer (relu)"), message);
    assertTrue(message.contains("'price', which is -0.5 in example 3"), message);
  }

  @Test
  void anEndOfARangeIsReachedAsAFloat() {
    // -0.2 as a float lies below -0.2 as a double, and is what the network gives there.
    for (Activation ending : List.of(new HardTanh(-0.2, 3), new Elu(0.2), new Celu(0.2))) {
      Network network = network(PRICE, Dense.output(ending));
      Matrix ends = new Matrix(1, 1, new float[] {-0.2f});
      assertInstanceOf(
          FittedLoss.class, fit(new MeanSquaredError(), PRICE, network, ends), ending::toString);
      Matrix below = new Matrix(1, 1, new float[] {Math.nextDown(-0.2f)});
      refusal(fit(new MeanSquaredError(), PRICE, network, below));
    }
  }

  @Test
  void targetsAtTheEndsOfTheRangeAreFine() {
    Network network = network(YES, Dense.output(new Sigmoid()));
    Matrix targets = new Matrix(3, 1, new float[] {0, 1, 0.5f});
    assertInstanceOf(FittedLoss.class, fit(new BinaryCrossEntropy(), YES, network, targets));
  }

  @Test
  void weightsOfAClassThatIsNotThereAreRefusedAndTheLossIsNot() {
    Configuration configuration =
        Configuration.builder()
            .layer(Dense.output(new Softmax()))
            .loss(new CrossEntropy())
            .optimizer(new Sgd())
            .training(t -> t.classWeights(Map.of("green", 2.0)))
            .build();
    Network network = network(COLOUR, Dense.output(new Softmax()));
    LossGuard guard =
        new LossGuard(Catalogue.ofInstalled(), configuration.training(), network, COLOUR);
    LossFit learned = learned(guard, configuration);
    assertEquals(
        "training.class-weights: there is no class 'green' (the classes are: blue, red)",
        refusal(learned));
    assertInstanceOf(FittedLoss.class, guard.fit(configuration.loss()));
  }

  /** A loss that takes another form with class weights. */
  @Plugin(name = "built-in", summary = "A test.")
  public record WeightsBuiltIn() implements Loss {
    @Override
    public double evaluate(double[] prediction, double[] target, double[] gradient) {
      return new MeanSquaredError().evaluate(prediction, target, gradient);
    }

    @Override
    public Optional<Loss> withClassWeights(double[] weights) {
      return Optional.of(new MeanSquaredError());
    }
  }

  @Test
  void aFitInWhichAllClassesCountAlikeDoesNotDependOnWhatIsAskedFirst() {
    for (Loss loss : List.of(new CrossEntropy(), new MeanSquaredError(), new WeightsBuiltIn())) {
      Configuration configuration =
          Configuration.builder()
              .layer(Dense.output(new Softmax()))
              .loss(loss)
              .optimizer(new Sgd())
              .training(t -> t.classWeights(Map.of("blue", 2.0)))
              .build();
      Network network = network(COLOUR, Dense.output(new Softmax()));
      for (boolean first : new boolean[] {true, false}) {
        LossGuard guard =
            new LossGuard(Catalogue.ofInstalled(), configuration.training(), network, COLOUR);
        if (first) {
          assertInstanceOf(FittedLoss.class, guard.fit(loss));
        }
        assertTrue(isWeighted(learned(guard, configuration).orThrow()), loss::toString);
        assertFalse(isWeighted(guard.fit(loss).orThrow()), loss::toString);
      }
    }
  }

  private static boolean isWeighted(FittedLoss fitted) {
    return !fitted.classWeights().isEmpty() || !fitted.weighted().equals(fitted.plain());
  }

  private static LossFit learned(LossGuard guard, Configuration configuration) {
    return new TrainingLoss(
            guard,
            configuration,
            new ClassTarget("colour", List.of("blue", "red"), false),
            new Examples(Matrix.zeros(1, 2), new Matrix(1, 2, new float[] {1, 0})),
            Optional.empty())
        .fit();
  }

  private static final Target GRADE = new Target(Target.Kind.CLASSES, List.of("1", "2", "3"));

  private static final Target SCALED =
      new Target(Target.Kind.NUMERIC, List.of("price"), List.of(new Target.Scale(5, 2, false)));

  private static NetworkBuilder builder() {
    return new NetworkBuilder(Catalogue.ofInstalled());
  }

  /** A network with as many outputs as a loss needs for a target. */
  private static Network network(Loss loss, Target target, Optional<Activation> last) {
    Dense output = last.map(Dense::output).orElseGet(Dense::output);
    return builder()
        .build(
            List.of(output),
            InputColumns.numbers(2),
            target,
            loss.forTarget(target),
            0,
            ScheduleFitting.NONE);
  }

  private static List<Optional<Activation>> everyActivation() {
    List<Optional<Activation>> all = new ArrayList<>(List.of(Optional.empty()));
    for (PluginType type : Catalogue.ofInstalled().all(PluginKind.ACTIVATION)) {
      if (type.needsNoOptions()) {
        all.add(Optional.of((Activation) type.create(Map.of())));
      }
    }
    return all;
  }

  @Test
  void aLossThatMakesProbabilitiesOfLogitsIsRefusedBehindASigmoid() {
    assertEquals(
        "loss: corn needs unbounded outputs, such as logits, but those of the last layer (sigmoid) are numbers from 0 to 1; remove the activation of that layer",
        refusal(
            fit(
                new Corn(),
                GRADE,
                network(new Corn(), GRADE, Optional.of(new Sigmoid())),
                Matrix.zeros(0, 3))));
  }

  @Test
  void aLossThatNeedsOutputsOfAnySizeIsRefusedBehindEveryActivationThatDoesNotGiveThem() {
    Map<Loss, Target> losses =
        Map.of(
            new Corn(), GRADE,
            new Quantiles(), PRICE,
            new GaussianNll(1, true), PRICE,
            new WeightedSum(List.of(new WeightedSum.Term(new GaussianNll(1, true), 2))), SCALED);
    int refused = 0;
    for (Map.Entry<Loss, Target> each : losses.entrySet()) {
      for (Optional<Activation> last : everyActivation()) {
        Target target = each.getValue();
        LossFit fit =
            fit(
                each.getKey(),
                target,
                network(each.getKey(), target, last),
                Matrix.zeros(0, target.width()));
        boolean any = last.map(Activation::outputs).orElse(Interval.REAL).equals(Interval.REAL);
        String which = each.getKey() + " behind " + last;
        if (any) {
          assertInstanceOf(FittedLoss.class, fit, which);
        } else {
          assertTrue(refusal(fit).contains("needs unbounded outputs"), which);
          refused++;
        }
      }
    }
    assertTrue(refused > 60, refused + " of them were refused");
  }

  /** Times and relevances of any size, though tanh and relu cannot reach them. */
  @Test
  void scoresThatAreOnlyComparedMayComeFromAnyActivation() {
    Matrix targets = new Matrix(3, 1, new float[] {-2.5f, 0, 40});
    for (Loss loss : List.of(new Cox(), new PairwiseRanking())) {
      for (Target target : List.of(PRICE, SCALED)) {
        for (Optional<Activation> last : everyActivation()) {
          if (!last.map(Activation::isPointwise).orElse(true)) {
            continue;
          }
          assertInstanceOf(
              FittedLoss.class,
              fit(loss, target, network(loss, target, last), targets),
              loss + " behind " + last);
        }
      }
    }
  }

  @Test
  void scoresForClassesMayComeFromATanhOrARelu() {
    Matrix targets = new Matrix(2, 3, new float[] {1, 0, 0, 0, 0, 1});
    for (Loss loss :
        List.of(
            new Hinge(),
            new SquaredHinge(),
            new CategoricalHinge(),
            new MultiMargin(),
            new SparsemaxLoss())) {
      for (Optional<Activation> last :
          List.of(
              Optional.<Activation>empty(),
              Optional.<Activation>of(new Tanh()),
              Optional.<Activation>of(new Relu()))) {
        assertInstanceOf(
            FittedLoss.class,
            fit(loss, GRADE, network(loss, GRADE, last), targets),
            loss + " behind " + last);
      }
    }
  }

  @Test
  void scoresWithASideForEachClassMustReachBothSides() {
    Matrix sides = new Matrix(2, 1, new float[] {1, -1});
    Network network = network(PRICE, Dense.output(new Relu()));
    String message = refusal(fit(new Hinge(), PRICE, network, sides));
    assertTrue(message.contains("'price', which is -1.0 in example 2"), message);
  }

  /** Decodes the logarithm of a number. */
  @Plugin(name = "of-logarithm", summary = "A test.")
  public record OfLogarithm() implements Loss {
    @Override
    public double evaluate(double[] prediction, double[] target, double[] gradient) {
      return new MeanSquaredError().evaluate(prediction, target, gradient);
    }

    @Override
    public Optional<Decoder> decoder() {
      return Optional.of((outputs, prediction) -> prediction[0] = Math.exp(outputs[0]));
    }
  }

  @Test
  void outputsThatAreDecodedNeedNotReachTheTargetsAndThoseOfAQuantileMust() {
    Matrix targets = new Matrix(2, 1, new float[] {0.5f, 40});
    Network network = network(PRICE, Dense.output(new Tanh()));
    assertInstanceOf(FittedLoss.class, fit(new OfLogarithm(), PRICE, network, targets));
    String message = refusal(fit(new Quantiles(List.of(0.5)), PRICE, network, targets));
    assertTrue(message.contains("can never reach"), message);
  }
}
