package dev.gradus.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gradus.losses.GaussianNll;
import dev.gradus.losses.Quantiles;
import dev.gradus.losses.WeightedSum;
import dev.gradus.spi.Loss;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** The forms of standard deviations and quantiles, found by trying losses. */
class SpreadFormsTest {

  private abstract static class OfOutputs implements Loss {
    @Override
    public double evaluate(double[] prediction, double[] target, double[] gradient) {
      return 0;
    }
  }

  /** A loss with a deviation that is a function of the second half of the outputs. */
  private static Loss deviating(DoubleUnaryOperator of) {
    return new OfOutputs() {
      @Override
      public double deviation(double[] outputs, int target) {
        return of.applyAsDouble(outputs[outputs.length / 2 + target]);
      }
    };
  }

  private static Optional<Curve> curve(DoubleUnaryOperator of) {
    return DeviationForm.of(deviating(of), 4, 1).map(DeviationForm::curve);
  }

  @Test
  void deviations() {
    DeviationForm ofGaussian = DeviationForm.of(new GaussianNll(0.3, true), 4, 1).orElseThrow();
    assertEquals(0.3, ofGaussian.factor(), 1e-12);
    assertEquals(0.3e-6, ofGaussian.term(), 1e-18);
    assertEquals(
        new DeviationForm(true, Curve.SOFTPLUS, ofGaussian.factor(), ofGaussian.term(), 3),
        ofGaussian);
    WeightedSum sum = new WeightedSum(List.of(new WeightedSum.Term(new GaussianNll(0.3, true), 2)));
    assertEquals(Optional.of(ofGaussian), DeviationForm.of(sum, 4, 1));
    assertEquals(Optional.of(Curve.EXPONENTIAL), curve(StrictMath::exp));
    assertEquals(Optional.of(Curve.EXPONENTIAL), curve(s -> StrictMath.exp(s / 2)));
    assertEquals(Optional.of(Curve.SOFTPLUS), curve(s -> Curve.SOFTPLUS.of(s) + 1e-3));
    assertEquals(Optional.of(Curve.IDENTITY), curve(s -> 2 * s + 20));
    assertEquals(Optional.empty(), curve(s -> 1 + s * s));
    assertEquals(Optional.empty(), curve(s -> StrictMath.exp(Math.min(s, 10))));
    assertEquals(Optional.empty(), curve(s -> Double.NaN));
    assertEquals(
        Optional.of(new DeviationForm(true, Curve.SOFTPLUS, 0, 4, 0)),
        DeviationForm.of(deviating(s -> 2), 4, 1));
  }

  /** A loss with three quantiles, each of which adds to an output of its own. */
  private static Loss withQuantiles(DoubleUnaryOperator addition) {
    return new OfOutputs() {
      @Override
      public List<Double> quantiles() {
        return List.of(0.1, 0.5, 0.9);
      }

      @Override
      public double quantile(double[] outputs, int target, int index) {
        return outputs[index * (outputs.length / 3) + target] + addition.applyAsDouble(index);
      }
    };
  }

  @Test
  void quantiles() {
    Loss cumulative = new Quantiles(List.of(0.1, 0.2, 0.45, 0.9));
    assertEquals(Optional.of(new QuantileForm(4, 2, 2)), QuantileForm.of(cumulative, 8, 2));
    Loss apart = withQuantiles(index -> 0);
    assertEquals(Optional.of(new QuantileForm(3, 2, -1)), QuantileForm.of(apart, 6, 2));
    assertEquals(Optional.empty(), QuantileForm.of(withQuantiles(index -> index), 6, 2));
    assertEquals(Optional.empty(), QuantileForm.of(apart, 5, 1));
  }
}
