package dev.gradus.engine.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.gradus.activations.Sigmoid;
import dev.gradus.activations.Softmax;
import dev.gradus.engine.config.TrainingSpec;
import dev.gradus.engine.data.AuxiliaryColumns;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.layers.Dense;
import dev.gradus.losses.BinaryCrossEntropy;
import dev.gradus.losses.BinaryFocal;
import dev.gradus.losses.CategoricalCrossEntropy;
import dev.gradus.losses.CategoricalFocal;
import dev.gradus.losses.CrossEntropy;
import dev.gradus.losses.KlDivergence;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.losses.PolyCrossEntropy;
import dev.gradus.losses.WeightedSum;
import dev.gradus.losses.WeightedSum.Term;
import dev.gradus.spi.Activation;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** For every loss in every form, an example is weighted by its true class. */
class ClassWeightsOfLossesTest {

  private static final double[] OF_THREE = {1, 500, 0.25};
  private static final double[] OF_TWO = {0.5, 40};

  private static final Target SPECIES = new Target(Target.Kind.CLASSES, List.of("a", "b", "c"));
  private static final Target YES = new Target(Target.Kind.BINARY, List.of("yes"));

  private static WeightedSum sum(Loss... losses) {
    return new WeightedSum(List.of(losses).stream().map(loss -> new Term(loss, 0.7)).toList());
  }

  /** A loss with class weights built in: it squares them. */
  @Plugin(name = "squares", summary = "Squares weights of classes.")
  public record Squares() implements Loss {

    @Override
    public double evaluate(double[] prediction, double[] target, double[] gradient) {
      return new MeanSquaredError().evaluate(prediction, target, gradient);
    }

    @Override
    public Optional<Loss> withClassWeights(double[] weights) {
      return Optional.of(
          (prediction, target, gradient) -> {
            double weight = 0;
            for (int k = 0; k < target.length; k++) {
              weight += target[k] * weights[k] * weights[k];
            }
            double value = evaluate(prediction, target, gradient);
            for (int k = 0; k < gradient.length; k++) {
              gradient[k] *= weight;
            }
            return weight * value;
          });
    }
  }

  @Test
  void severalClasses() {
    List<Loss> losses =
        List.of(
            new CategoricalCrossEntropy(),
            new CategoricalCrossEntropy(0.1),
            new CrossEntropy(0.1),
            new CategoricalFocal(),
            new PolyCrossEntropy(),
            new KlDivergence(),
            new MeanSquaredError(),
            sum(new CrossEntropy(0.1)),
            sum(new CrossEntropy(0.1), new MeanSquaredError()),
            sum(sum(new CrossEntropy(0.2), new CategoricalFocal())));
    for (Loss loss : losses) {
      for (int k = 0; k < 3; k++) {
        float[] target = new float[3];
        target[k] = 1;
        check(loss, new Softmax(), SPECIES, OF_THREE, target, OF_THREE[k]);
      }
    }
  }

  @Test
  void twoClasses() {
    List<Loss> losses =
        List.of(
            new BinaryCrossEntropy(0.1, 1),
            new CrossEntropy(0.2),
            new BinaryFocal(),
            sum(new CrossEntropy(0.1), new MeanSquaredError()));
    for (Loss loss : losses) {
      for (int y = 0; y < 2; y++) {
        check(loss, new Sigmoid(), YES, OF_TWO, new float[] {y}, OF_TWO[y]);
      }
    }
  }

  @Test
  void aSumHandsThemOnToLossesThatHaveAPlaceForThem() {
    Loss sum = sum(new Squares(), new CategoricalCrossEntropy(0.1));
    float[] target = {0, 0, 1};
    double[] p = {0.2f, 0.5f, 0.3f};
    double[] truth = {0, 0, 1};
    double ofSquares = new Squares().evaluate(p, truth, new double[3]);
    double ofCross = new CategoricalCrossEntropy(0.1).evaluate(p, truth, new double[3]);
    // Squares has no form on logits, so both see the outputs.
    double weight = OF_THREE[2];
    double expected = 0.7 * (weight * weight * ofSquares + weight * ofCross);
    assertEquals(expected, value(sum, target, OF_THREE), 1e-9);
  }

  private static double value(Loss loss, float[] target, double[] weights) {
    return evaluated(loss, new Softmax(), SPECIES, weights, target, new Matrix(1, 3, new float[3]));
  }

  private static void check(
      Loss loss, Activation last, Target target, double[] weights, float[] truth, double expected) {
    Matrix plain = Matrix.zeros(1, truth.length);
    Matrix weighted = Matrix.zeros(1, truth.length);
    double value = evaluated(loss, last, target, new double[0], truth, plain);
    assertNotEquals(0, value);
    assertEquals(
        expected,
        evaluated(loss, last, target, weights, truth, weighted) / value,
        1e-6 * expected,
        () -> "" + loss);
    for (int k = 0; k < truth.length; k++) {
      double slope = plain.values()[k];
      assertEquals(
          expected * slope,
          weighted.values()[k],
          1e-5 * Math.abs(expected * slope),
          () -> "" + loss);
    }
  }

  private static double evaluated(
      Loss loss, Activation last, Target target, double[] weights, float[] truth, Matrix gradient) {
    Catalogue catalogue = Catalogue.ofInstalled();
    Network network =
        new NetworkBuilder(catalogue).build(List.of(Dense.output(last)), 2, target, 0);
    Objective objective =
        new LossGuard(catalogue, new TrainingSpec(), network, target)
            .fit(loss, DoubleStream.of(weights).boxed().toList())
            .orThrow()
            .learned();
    float[] outputs = truth.length == 1 ? new float[] {0.3f} : new float[] {0.2f, 0.5f, 0.3f};
    return objective.evaluate(
        new Matrix(1, truth.length, outputs),
        new Matrix(1, truth.length, truth),
        Optional.empty(),
        AuxiliaryColumns.NONE,
        gradient);
  }
}
