package dev.gradus.engine.plugin;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.runtime.problem.Remedy;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseActivation;
import dev.gradus.spi.PointwiseLoss;
import dev.gradus.spi.Regularizer;
import dev.gradus.spi.RowActivation;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The diagnosis of gradients that are not the derivative of their value. */
class VerifierTest {

  private final Verifier verifier = new Verifier(Catalogue.ofInstalled());

  private String refusal(Object plugin) {
    return String.valueOf(
        assertThrows(PluginException.class, () -> verifier.verifyPlugin(plugin, List.of()))
            .getMessage());
  }

  private static void assertSays(String message, String... parts) {
    for (String part : parts) {
      assertTrue(message.contains(part), () -> "'%s' is not in '%s'".formatted(part, message));
    }
  }

  /** The mistake of Neuroph: the mean absolute error with the derivative of the squared error. */
  @Plugin(name = "absolute", summary = "A test.")
  public record AbsoluteWithSquare() implements PointwiseLoss {
    @Override
    public double value(double prediction, double target) {
      return Math.abs(prediction - target);
    }

    @Override
    public double derivative(double prediction, double target) {
      return 2 * (prediction - target);
    }

    @Override
    public double[] kinks(double target) {
      return new double[] {target};
    }
  }

  @Test
  void theGradientOfAnotherLossIsRecognised() {
    assertSays(
        refusal(new AbsoluteWithSquare()),
        "the loss 'absolute' (",
        ") is not the derivative of its value: for the prediction [",
        "the gradient is ",
        ", but the value changes by ",
        " per unit, a ratio of ",
        "; the value is that of mean-absolute-error, the gradient that of mean-squared-error. Correct the gradient");
    PluginException e =
        assertThrows(
            PluginException.class,
            () -> verifier.verifyPlugin(new AbsoluteWithSquare(), List.of()));
    assertEquals(Remedy.VERIFY_PLUGIN, e.problems().get(0).remedy());
    assertTrue(String.valueOf(e.getMessage()).endsWith("Correct the gradient"), e::getMessage);
  }

  @Plugin(name = "half", summary = "A test.")
  public record HalfGradient() implements PointwiseLoss {
    @Override
    public double value(double prediction, double target) {
      return Math.pow(prediction - target, 2);
    }

    @Override
    public double derivative(double prediction, double target) {
      return prediction - target;
    }
  }

  @Test
  void aFactorThatIsTheSameEverywhereIsNamed() {
    assertSays(
        refusal(new HalfGradient()),
        "a ratio of 0.5000",
        "the ratio is the same at every point: the gradient is 0.5000 times");
  }

  @Plugin(name = "edge", summary = "A test.")
  public record WrongAtTheEdge() implements PointwiseLoss {
    @Override
    public double value(double prediction, double target) {
      return Math.pow(prediction - target, 2);
    }

    @Override
    public double derivative(double prediction, double target) {
      return prediction - target > 4 ? 0 : 2 * (prediction - target);
    }
  }

  @Test
  void nothingIsSaidOfAFactorWhereMostPlacesAreRight() {
    String message = refusal(new WrongAtTheEdge());
    assertSays(message, "the gradient is 0", " per unit, a ratio of 0.000. Correct the gradient");
  }

  @Plugin(name = "uphill", summary = "A test.")
  public record Uphill() implements PointwiseLoss {
    @Override
    public double value(double prediction, double target) {
      return Math.pow(prediction - target, 2);
    }

    @Override
    public double derivative(double prediction, double target) {
      return 2 * (target - prediction);
    }
  }

  @Test
  void aWrongSignIsNamed() {
    assertSays(refusal(new Uphill()), "the sign of the gradient is wrong");
  }

  @Plugin(name = "short", summary = "A test.")
  public record TooLong() implements Loss {
    @Override
    public double evaluate(double[] prediction, double[] target, double[] gradient) {
      gradient[prediction.length] = 1;
      return 0;
    }
  }

  @Test
  void aLossThatWritesTooFarIsTold() {
    assertSays(refusal(new TooLong()), "it failed when it was tried", "ArrayIndexOutOfBounds");
  }

  @Plugin(name = "mutating", summary = "A test.")
  public record Mutating() implements Loss {
    @Override
    public double evaluate(double[] prediction, double[] target, double[] gradient) {
      prediction[0] = 0;
      return 0;
    }
  }

  @Test
  void aLossThatModifiesItsInputsIsTold() {
    assertSays(refusal(new Mutating()), "it modifies its inputs");
  }

  @Plugin(name = "flat", summary = "A test.")
  public record FlatTanh() implements PointwiseActivation {
    @Override
    public double value(double x) {
      return Math.tanh(x);
    }

    /** At the output, as in many a tutorial. */
    @Override
    public double derivative(double y) {
      return 1 - y * y;
    }
  }

  @Test
  void aDerivativeAtTheOutputIsFound() {
    assertSays(refusal(new FlatTanh()), "the activation 'flat'", "for the input ");
  }

  @Plugin(name = "diagonal", summary = "A test.")
  public record Diagonal() implements RowActivation {
    @Override
    public void forward(double[] x, double[] y) {
      double sum = Arrays.stream(x).map(Math::exp).sum();
      for (int i = 0; i < x.length; i++) {
        y[i] = Math.exp(x[i]) / sum;
      }
    }

    @Override
    public void backward(double[] x, double[] y, double[] gradient) {
      for (int i = 0; i < x.length; i++) {
        gradient[i] *= y[i] * (1 - y[i]);
      }
    }
  }

  @Test
  void aJacobianThatIsOnlyItsDiagonalIsFound() {
    assertSays(refusal(new Diagonal()), "the activation 'diagonal'", "for the inputs [");
  }

  @Plugin(name = "twice", summary = "A test.")
  public record Twice() implements Regularizer {
    @Override
    public double penalize(float[] weights, float[] gradient) {
      double sum = 0;
      for (int i = 0; i < weights.length; i++) {
        sum += weights[i] * weights[i];
        gradient[i] += 4 * weights[i];
      }
      return sum;
    }
  }

  @Test
  void aRegularizerIsVerifiedToo() {
    assertSays(refusal(new Twice()), "the regularizer 'twice'", "the gradient is 2.000 times");
  }

  /** All that is built in would pass, too. */
  @Test
  void whatIsRightPasses() {
    Catalogue catalogue = Catalogue.ofInstalled();
    for (PluginKind kind : PluginKind.values()) {
      for (PluginType type : catalogue.all(kind)) {
        Object plugin = type.example();
        assertDoesNotThrow(() -> verifier.verifyPlugin(plugin, List.of()), type.name());
      }
    }
  }

  @Test
  void pluginsAreFoundWhereverTheyAreInAConfiguration() {
    assertEquals(
        List.of(new Uphill(), new Twice()),
        UsedPlugins.in(Map.of("a", List.of(Optional.of(new Uphill()), new Twice()))));
  }
}
