package dev.gradus.engine.config;

import static java.util.Objects.requireNonNull;

import dev.gradus.engine.object.Changed;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Predicts sets of classes, or intervals of numbers, that hold the true one with a given
 * probability: the section {@code conformal} of {@code training}.
 *
 * <p>They are fitted after training by split conformal prediction, on the rows of {@code
 * data.split.calibration}; see {@link dev.gradus.runtime.column.Conformal}.
 *
 * @param coverage the probability
 * @param method how sets of classes are chosen; empty for {@link Method#LAC}. For numbers the
 *     method follows from the loss
 */
public record ConformalSpec(
    @Option(
            value = "the share of new rows whose set or interval holds the true value",
            above = 0,
            below = 1)
        double coverage,
    @Option(
            "how sets of classes are chosen. lac: the smallest sets, which may be empty; aps: larger ones for rows that are hard to classify, never empty. If left out, lac. For numbers it follows from the loss: quantiles widens two of its quantiles, a loss that predicts a deviation gives intervals in proportion to it, any other gives intervals of the same width")
        Optional<Method> method) {

  /**
   * The name under which the share of rows is reported whose true value is in its set or interval.
   * With several numbers in the target, the name of each follows after a dot, in all three names.
   */
  public static final String SHARE = "conformal.coverage";

  /** The name of the mean number of classes in a set. */
  public static final String SIZE = "conformal.size";

  /** The name of the mean width of an interval, in the unit of the data. */
  public static final String WIDTH = "conformal.width";

  /** Whether a name is one of these three, or that of one of several numbers. */
  public static boolean isMeasure(String name) {
    return Stream.of(SHARE, SIZE, WIDTH)
        .anyMatch(each -> name.equals(each) || name.startsWith(each + "."));
  }

  /** How sets of classes are chosen. */
  public enum Method {
    /**
     * All classes that are probable enough: least ambiguous set-valued classifiers (M. Sadinle, J.
     * Lei, L. Wasserman, Least Ambiguous Set-Valued Classifiers With Bounded Error Levels, 2019).
     */
    LAC,
    /**
     * The most probable classes until their sum is large enough: adaptive prediction sets (Y.
     * Romano, M. Sesia, E. Candès, Classification with Valid and Adaptive Coverage, 2020).
     */
    APS
  }

  /** A coverage of 0.9. */
  public ConformalSpec() {
    this(0.9);
  }

  /** A coverage, with the usual method. */
  public ConformalSpec(double coverage) {
    this(coverage, Optional.empty());
  }

  /** Checks that the coverage is a probability. */
  public ConformalSpec {
    Options.check(ConformalSpec.class, coverage, method);
  }

  /** Sets how sets of classes are chosen. */
  public ConformalSpec method(Method method) {
    return Changed.with(
        this, "method", Optional.of(requireNonNull(method, "method must not be null")));
  }
}
