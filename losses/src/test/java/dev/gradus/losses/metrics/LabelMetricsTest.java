package dev.gradus.losses.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gradus.spi.Metric;
import dev.gradus.spi.Target;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Metrics of labels, counted by hand. */
class LabelMetricsTest {

  private static final Target LABELS = new Target(Target.Kind.LABELS, List.of("tall", "old"));

  /**
   * Tall: 2 true positives, 1 false positive, 1 false negative. Old: 1 true positive, no errors.
   */
  private static final double[][] TARGETS = {{1, 0}, {1, 1}, {0, 0}, {1, 0}, {0, 0}};

  private static final double[][] PREDICTIONS = {
    {0.9, 0.1}, {0.5, 0.8}, {0.6, 0.2}, {0.4, 0.3}, {0.1, 0.4}
  };

  private static void is(double expected, Metric metric) {
    assertEquals(expected, metric.forTarget(LABELS).evaluate(PREDICTIONS, TARGETS), 1e-12);
  }

  @Test
  void accuracyIsTheShareOfAllSingleAnswers() {
    is(8 / 10.0, new Accuracy());
  }

  @Test
  void precisionRecallAndF1AreMeansOverLabelsUnlessSaidOtherwise() {
    is((2 / 3.0 + 1) / 2, new Precision());
    is((2 / 3.0 + 1) / 2, new Recall());
    is((2 / 3.0 + 1) / 2, new F1(Optional.of(Average.MACRO)));
  }

  @Test
  void microCountsAllLabelsTogether() {
    is(3 / 4.0, new Precision(Optional.of(Average.MICRO)));
    is(3 / 4.0, new Recall(Optional.of(Average.MICRO)));
    is(3 / 4.0, new F1(Optional.of(Average.MICRO)));
  }

  @Test
  void weightedCountsALabelAsOftenAsItApplies() {
    is((3 * 2 / 3.0 + 1) / 4, new F1(Optional.of(Average.WEIGHTED)));
  }

  @Test
  void withoutAnyLabelThereIsNothingToDivide() {
    double[][] none = {{0, 0}, {0, 0}};
    for (Average average : List.of(Average.MACRO, Average.MICRO, Average.WEIGHTED)) {
      assertEquals(0, new F1(Optional.of(average)).forTarget(LABELS).evaluate(none, none));
    }
  }

  @Test
  void rankingIsTheMeanOverLabels() {
    // Tall: of 6 pairs, (0.4, 0.6) and (0.5, 0.6) are in the wrong order. Old: all are right.
    is((4 / 6.0 + 1) / 2, new RocAuc());
  }

  @Test
  void probabilitiesAreJudgedPerAnswer() {
    double tall = 0.01 + 0.25 + 0.36 + 0.36 + 0.01;
    double old = 0.01 + 0.04 + 0.04 + 0.09 + 0.16;
    is((tall + old) / 10, new Brier());
    double surprise = 0.9 * 0.5 * 0.4 * 0.4 * 0.9 * 0.9 * 0.8 * 0.8 * 0.7 * 0.6;
    is(-Math.log(surprise) / 10, new LogLoss());
  }

  @Test
  void agreementIsTheMeanOverLabels() {
    is(((2 / 3.0 + 1 / 2.0) / 2 + 1) / 2, new BalancedAccuracy());
    // Tall: right 3/5, by chance 9/25 + 4/25.
    is(((0.6 - 0.52) / 0.48 + 1) / 2, new CohenKappa());
    // Tall: (2 1 - 1 1)/sqrt(3 3 2 2).
    is((1 / 6.0 + 1) / 2, new Matthews());
  }

  @Test
  void whatMakesNoSenseForLabelsIsRefused() {
    refused(
        "top-k-accuracy is for targets that are multi-class, but the target 'tall, old' is multi-label; use accuracy",
        new TopKAccuracy());
    refused(
        "recall with average: positive is for two classes, but the target is the labels tall, old; use macro, micro or weighted",
        new Recall(Optional.of(Average.POSITIVE)));
  }

  private static void refused(String sentence, Metric metric) {
    assertEquals(
        sentence,
        assertThrows(IllegalArgumentException.class, () -> metric.forTarget(LABELS)).getMessage());
  }
}
