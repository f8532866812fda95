package dev.gradus.engine.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Pelu;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.config.SplitSpec;
import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.network.Parameter;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.Dense;
import dev.gradus.layers.Residual;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.optimizers.Adam;
import dev.gradus.optimizers.Lbfgs;
import dev.gradus.optimizers.ScheduleFreeAdamw;
import dev.gradus.runtime.network.Ranges;
import dev.gradus.spi.Activation;
import dev.gradus.spi.Interval;
import dev.gradus.spi.LearnedActivation;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The coefficients of an activation stay within their range with every optimizer. */
class RangesTest {

  private final Catalogue catalogue = Catalogue.ofInstalled();

  /** A line through 0 with a slope below 0 that is learned, from 0.3 to 0.7; else it fails. */
  @Plugin(name = "narrow", summary = "A test.")
  public record Narrow() implements LearnedActivation {

    /** Neither end is a float. */
    private static final Interval RANGE = Interval.closed(0.3, 0.7);

    @Override
    public List<Coefficient> coefficients() {
      return List.of(new Coefficient("slope", 0.7, RANGE));
    }

    @Override
    public double value(double x, double[] coefficients) {
      check(coefficients);
      return x > 0 ? x : coefficients[0] * x;
    }

    @Override
    public double derivative(double x, double[] coefficients) {
      check(coefficients);
      return x > 0 ? 1 : coefficients[0];
    }

    @Override
    public void coefficientDerivatives(double x, double[] coefficients, double[] derivatives) {
      check(coefficients);
      derivatives[0] = x > 0 ? 0 : x;
    }

    private static void check(double[] coefficients) {
      assertTrue(RANGE.contains(coefficients[0]), "slope " + coefficients[0]);
    }

    @Override
    public double[] kinks() {
      return new double[] {0};
    }
  }

  /** A target that wants a slope of 2 below 0, and of 0 in the other half. */
  private static Table table() {
    SplittableRandom random = new SplittableRandom(5);
    double[][] rows = new double[100][];
    for (int i = 0; i < rows.length; i++) {
      double x = random.nextDouble(-3, 3);
      double z = random.nextDouble(-3, 3);
      rows[i] = new double[] {x, z, (x > 0 ? x : 2 * x) + Math.max(0, z)};
    }
    return Table.ofRows(List.of("x", "z", "y"), rows);
  }

  private static Configuration.Builder configuration(Activation activation) {
    return Configuration.builder()
        .data(
            new DataSpec(
                Optional.empty(), List.of("y"), Map.of(), ColumnSpec.Scale.NONE, SplitSpec.NONE))
        .layer(Dense.of(6, activation))
        .layer(new Residual(List.of(Dense.of(6, activation))))
        .layer(Dense.output())
        .loss(new MeanSquaredError())
        .epochs(15)
        .seed(3);
  }

  private Network trained(Configuration.Builder configuration) {
    Experiment experiment =
        new ExperimentBuilder(new NetworkBuilder(catalogue)).build(configuration.build(), table());
    new Trainer().train(experiment, TrainingListener.NONE);
    return experiment.network();
  }

  private static List<Parameter> coefficients(Network network) {
    return network.parameters().stream().filter(each -> each.role() == Tensor.Role.SCALE).toList();
  }

  /** Also in a block, and where others predict than learn. */
  private int stays(Configuration.Builder configuration, double low, double high) {
    int atEnds = 0;
    List<Parameter> coefficients = coefficients(trained(configuration));
    for (Parameter each : coefficients) {
      for (float value : each.matrix().values()) {
        assertTrue(value >= low && value <= high, each.name() + " is " + value);
        atEnds += Math.abs(value - low) < 1e-6 || Math.abs(value - high) < 1e-6 ? 1 : 0;
      }
    }
    return atEnds;
  }

  @Test
  void coefficientsStayInTheirRange() {
    String would = "some would have left the range";
    assertTrue(
        stays(configuration(new Narrow()).optimizer(new Adam(0.1)).batchSize(20), 0.3, 0.7) > 0,
        would);
    assertTrue(
        stays(configuration(new Pelu()).optimizer(new Adam(0.3)).batchSize(20), 0.1, 1e9) > 0,
        would);
  }

  @Test
  void soDoThoseThatPredictWhileOthersLearn() {
    Configuration.Builder mean =
        configuration(new Narrow())
            .optimizer(new Adam(0.1))
            .batchSize(20)
            .training(t -> t.emaDecay(0.5));
    int unused = stays(mean, 0.3, 0.7);
    Configuration.Builder free =
        configuration(new Narrow()).optimizer(new ScheduleFreeAdamw(0.1)).batchSize(20);
    unused = stays(free, 0.3, 0.7);
  }

  /** Whose line search would look anywhere. */
  @Test
  void soDoThoseOfFullBatches() {
    assertTrue(stays(configuration(new Narrow()).optimizer(new Lbfgs()), 0.3, 0.7) > 0);
  }

  @Test
  void numbersArePutBackToTheNearestFloatOfTheRange() {
    // Neither end is a float, and the nearest one of each lies outside.
    float low = Math.nextUp(-0.1f);
    float high = Math.nextDown(0.1f);
    float[] values = {-1, -0.1f, 0.05f, 0.1f, 9, Float.NaN, Float.POSITIVE_INFINITY};
    Ranges.keep(values, 1, values.length, Interval.closed(-0.1, 0.1));
    assertArrayEquals(new float[] {-1, low, 0.05f, high, high, Float.NaN, high}, values);
    float[] any = {-1e30f, 1e30f};
    Ranges.keep(any, 0, 2, Interval.REAL);
    Ranges.keep(any, 0, 1, Interval.closed(-1e30, 0));
    Ranges.keep(any, 0, 2, Interval.atLeast(-2));
    assertArrayEquals(new float[] {-2, 1e30f}, any);
  }

  @Test
  void anEndThatDoesNotBelongToARangeIsRefused() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new LearnedActivation.Coefficient("beta", 1, Interval.above(0)));
    assertEquals(
        "'beta' must be above 0, but values cannot be clipped to an excluded end; include it",
        e.getMessage());
    assertEquals(
        Interval.REAL, new LearnedActivation.Coefficient("beta", 1).range(), "any, unless said");
  }
}
