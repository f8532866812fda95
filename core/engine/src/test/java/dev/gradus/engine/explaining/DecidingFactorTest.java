package dev.gradus.engine.explaining;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gradus.activations.Elu;
import dev.gradus.activations.HardSigmoid;
import dev.gradus.activations.Sigmoid;
import dev.gradus.activations.Softmax;
import dev.gradus.activations.Tanh;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.Dense;
import dev.gradus.losses.BinaryCrossEntropy;
import dev.gradus.losses.BinaryFocal;
import dev.gradus.losses.CrossEntropy;
import dev.gradus.losses.MeanAbsoluteError;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.optimizers.initializers.Given;
import dev.gradus.spi.Activation;
import dev.gradus.spi.Loss;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The sentence that points at the factor, from the numbers alone. */
class DecidingFactorTest {

  /** One neuron at z = 4 whose target is 0. */
  private static String atFour(Activation activation, Loss loss, Loss other) {
    return at(Optional.of(activation), loss, other);
  }

  private static String at(Optional<Activation> activation, Loss loss, Loss other) {
    Table table = Table.ofRows(List.of("x1", "x2", "y"), new double[][] {{1, 0, 0}});
    return Samples.explainer(table, loss, Samples.unit(activation, 2, 2))
        .explain(1, List.of(other), 1)
        .pointing()
        .get(0);
  }

  @Test
  void crossEntropyCancelsTheSlopeOfTheSigmoid() {
    String sentence =
        "Both losses see the same a = 0.982 and the same target y = 0. mean-squared-error multiplies dL/da = 1.964 by da/dz = a(1 - a) = 0.01766, which leaves dL/dz = 0.03469: the more the unit is saturated and wrong, the less it learns. binary-cross-entropy's dL/da = 55.6 has 1/(a(1 - a)) = 56.62 in it, which cancels that factor: dL/dz = 0.982, 28.3 times as large.";
    assertEquals(sentence, atFour(new Sigmoid(), new MeanSquaredError(), new BinaryCrossEntropy()));
    assertEquals(
        sentence,
        atFour(new Sigmoid(), new BinaryCrossEntropy(), new MeanSquaredError()),
        "whichever comes first");
  }

  @Test
  void twoLossesThatCancelItDoBoth() {
    assertEquals(
        "Both losses see the same a = 0.982 and the same target y = 0. Both cancel the factor da/dz = a(1 - a) = 0.01766: binary-cross-entropy's dL/da = 55.6 and binary-focal's dL/da = 46.13 have 1/(a(1 - a)) = 56.62 in them. What is left is dL/dz = 0.982 and 0.8148, 1.21 times smaller.",
        atFour(new Sigmoid(), new BinaryCrossEntropy(), new BinaryFocal()));
  }

  @Test
  void behindTanhNeitherErrorEscapes() {
    assertEquals(
        "Both losses see the same a = 0.9993 and the same target y = 0. Both multiply their dL/da by the same factor da/dz = 1 - a² = 0.001341, and neither cancels it: the more the unit is saturated and wrong, the less it learns. They differ in dL/da alone: mean-squared-error's dL/da = 1.999 gives dL/dz = 0.00268, mean-absolute-error's dL/da = 1 gives 0.001341, 2 times smaller.",
        atFour(new Tanh(), new MeanSquaredError(), new MeanAbsoluteError()));
  }

  @Test
  void withoutAnActivationNothingShrinks() {
    assertEquals(
        "Both losses see the same a = 4 and the same target y = 0. Both multiply their dL/da by da/dz = 1, so that nothing shrinks on the way: they differ in dL/da alone. mean-squared-error's dL/da = 8 gives dL/dz = 8, mean-absolute-error's dL/da = 1 gives 1, 8 times smaller.",
        at(Optional.empty(), new MeanSquaredError(), new MeanAbsoluteError()));
  }

  @Test
  void anActivationThatDoesNotBecomeFlatIsSaidToBeSo() {
    assertEquals(
        "Both losses see the same a = 4 and the same target y = 0. Both multiply their dL/da by da/dz = 1, which does not vanish where the unit is more wrong: they differ in dL/da alone. mean-squared-error's dL/da = 8 gives dL/dz = 8, mean-absolute-error's dL/da = 1 gives 1, 8 times smaller.",
        atFour(new Elu(), new MeanSquaredError(), new MeanAbsoluteError()));
  }

  @Test
  void whereNothingIsLearnedThatIsSaid() {
    assertEquals(
        "Neither mean-squared-error nor mean-absolute-error learns anything from this example: dL/dz = 0 for both.",
        atFour(new HardSigmoid(), new MeanSquaredError(), new MeanAbsoluteError()));
  }

  @Test
  void softmaxHasARowOfFactors() {
    Table table =
        Table.of(
            List.of(
                Column.of("x1", new double[] {1, 0, 0}),
                Column.of("x2", new double[] {0, 1, 0}),
                Column.of("y", new String[] {"c", "a", "b"})));
    Dense last =
        new Dense(
            Optional.empty(),
            Optional.of(new Softmax()),
            Optional.of(new Given(List.of(List.of(4.0, 0.0, -2.0), List.of(0.0, 0.0, 0.0)))),
            Optional.empty(),
            true);
    assertEquals(
        "Both losses see the same a[3] = 0.002428 and the same target y[3] = 1. mean-squared-error multiplies dL/da = (0.6531, 0.01196, -0.665) by da/dz[3] = (-0.002379, -4.357e-5, 0.002422), which leaves dL/dz[3] = -0.003165: the more the unit is saturated and wrong, the less it learns. cross-entropy's dL/da = (0, 0, -411.8) grows as fast as it shrinks, which cancels that factor: dL/dz[3] = -0.9976, 315 times as large.",
        Samples.explainer(table, new CrossEntropy(), last)
            .explain(1, List.of(new MeanSquaredError()), 1)
            .pointing()
            .get(0));
  }
}
