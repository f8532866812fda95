package dev.gradus.losses;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.losses.metrics.Accuracy;
import dev.gradus.losses.metrics.IntervalCoverage;
import dev.gradus.losses.metrics.MeanRankError;
import dev.gradus.losses.metrics.Ndcg;
import dev.gradus.losses.regularizers.GroupLasso;
import dev.gradus.losses.regularizers.L1;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Metric;
import dev.gradus.spi.Regularizer;
import dev.gradus.testkit.Installed;
import dev.gradus.testkit.LossConformance;
import dev.gradus.testkit.MetricConformance;
import dev.gradus.testkit.RegularizerConformance;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * All plugins of this module pass the conformance kit, with their defaults and with other options.
 */
class LossesConformTest {

  @TestFactory
  Stream<DynamicNode> losses() {
    return LossConformance.of(
        Stream.concat(
            Installed.all(Loss.class),
            Stream.of(
                new Huber(0.5),
                new BinaryCrossEntropy(0.1, 3),
                new CategoricalCrossEntropy(0.1),
                new CrossEntropy(0.2),
                new SmoothL1(0.25),
                new MeanAbsolutePercentageError(0.5),
                new Quantile(0.9),
                new Tweedie(1.1),
                new GaussianNll(0.3),
                new GaussianNll(0.5, true),
                new BinaryFocal(0, 0.5),
                new BinaryFocal(0.5, 0.75),
                new CategoricalFocal(0, 1),
                new CategoricalFocal(0.5, 0.5),
                new PolyCrossEntropy(-0.5),
                new GeneralisedCrossEntropy(1),
                new MultiMargin(0.3),
                new Dice(1e-3),
                new Tversky(0.3, 0.7, 0.1),
                new Cox("died", Cox.Ties.BRESLOW),
                new PairwiseRanking("query"),
                new Poisson(Optional.of("years")),
                new WeightedSum(
                    List.of(
                        new WeightedSum.Term(new MeanSquaredError(), 0.5),
                        new WeightedSum.Term(new Poisson(Optional.of("years")), 1),
                        new WeightedSum.Term(new Poisson(Optional.of("days")), 2))),
                new Quantiles(List.of(0.5)),
                new Quantiles(List.of(0.1, 0.25, 0.6, 0.9)),
                new Corn(List.of("output-2", "output-1")),
                new Corn(List.of("output-2", "output-3", "output-1")),
                new Corn(List.of("output-5", "output-1", "output-2", "output-4", "output-3")),
                new WeightedSum(
                    List.of(
                        new WeightedSum.Term(new Quantiles(), 0.7),
                        new WeightedSum.Term(new Quantiles(), 2))),
                new WeightedSum(
                    List.of(
                        new WeightedSum.Term(new Huber(), 0.7),
                        new WeightedSum.Term(new MeanAbsoluteError(), 2))),
                new WeightedSum(
                    List.of(
                        new WeightedSum.Term(new CategoricalCrossEntropy(0.1), 0.5),
                        new WeightedSum.Term(new CategoricalFocal(), 3))))));
  }

  @TestFactory
  Stream<DynamicNode> metrics() {
    return MetricConformance.of(
        Stream.concat(
            Installed.all(Metric.class),
            Stream.of(
                new Ndcg("query", Optional.of(2), Ndcg.Gain.LINEAR),
                new IntervalCoverage(0.1, 0.8),
                new MeanRankError(List.of("green", "blue", "red")))));
  }

  @TestFactory
  Stream<DynamicNode> regularizers() {
    return RegularizerConformance.of(
        Stream.concat(
            Installed.all(Regularizer.class),
            Stream.of(new L1(0.5), new GroupLasso(1, GroupLasso.Group.UNITS))));
  }

  @Test
  void theRowsAreThere() {
    assertTrue(
        Installed.all(Loss.class).toList().containsAll(List.of(new Huber(), new CrossEntropy())));
    assertTrue(Installed.all(Metric.class).toList().contains(new Accuracy()));
    assertTrue(Installed.all(Regularizer.class).toList().contains(new L1()));
  }
}
