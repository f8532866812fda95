package dev.gradus.optimizers.schedules;

import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Schedule;

/**
 * The rate rises and falls linearly, again and again.
 *
 * <p>The learning rate of the optimizer is the upper end. A cycle is one rise and one fall.
 */
@Plugin(
    name = "cyclic",
    aliases = {"triangular"},
    summary =
        "Rises and falls linearly, again and again. For finding good rates, and leaving "
            + "poor minima.",
    formula =
        "rate(t) = minimum + (learning-rate - minimum) f s, f from 0 to 1 in steps-up and back in steps-down, s = 1,"
            + " 2^-cycle or gamma^t by the mode",
    reference = "L. N. Smith, Cyclical Learning Rates for Training Neural Networks, 2017")
public record Cyclic(
    @Option(value = "the lower end", min = 0) double minimum,
    @Option(value = "the steps of each rise", min = 1) int stepsUp,
    @Option(value = "the steps of each fall", min = 1) int stepsDown,
    @Option("how the height of the cycles changes") Mode mode,
    @Option(value = "the factor of every step, for exp-range", above = 0, max = 1) double gamma)
    implements Schedule {

  /** How the height of the cycles changes. */
  public enum Mode {
    /** The height stays the same. */
    TRIANGULAR,
    /** The height is halved with every cycle. */
    HALVING,
    /** The height is multiplied by gamma in every step. */
    EXP_RANGE
  }

  /** Creates a schedule from 0, with 1000 steps up and 1000 down, and cycles of equal height. */
  public Cyclic() {
    this(0, 1000, 1000, Mode.TRIANGULAR, 1);
  }

  public Cyclic {
    Options.check(Cyclic.class, minimum, stepsUp, stepsDown, mode, gamma);
  }

  @Override
  public double learningRate(double base, long step) {
    long length = (long) stepsUp + stepsDown;
    long cycle = step / length;
    double since = step % length;
    double height = since <= stepsUp ? since / stepsUp : (length - since) / stepsDown;
    double scale =
        switch (mode) {
          case TRIANGULAR -> 1;
          case HALVING -> StrictMath.pow(0.5, (double) cycle);
          case EXP_RANGE -> StrictMath.pow(gamma, (double) step);
        };
    return minimum + (base - minimum) * height * scale;
  }
}
