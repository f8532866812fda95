package dev.gradus.losses;

import dev.gradus.testkit.Defaults;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Defaults are those of the source that the class names, copied here from that source. */
class DefaultsTest {

  @TestFactory
  Stream<DynamicNode> defaults() {
    return Stream.of(
        Defaults.of(Huber.class, Map.of("delta", 1.0)),
        Defaults.of(SmoothL1.class, Map.of("beta", 1.0)),
        Defaults.of(Quantile.class, Map.of("tau", 0.5)),
        Defaults.of(Tweedie.class, Map.of("power", 1.5)),
        Defaults.of(MeanAbsolutePercentageError.class, Map.of("epsilon", 1e-7)),
        Defaults.of(
            BinaryCrossEntropy.class, Map.of("label-smoothing", 0.0, "positive-weight", 1.0)),
        Defaults.of(CategoricalCrossEntropy.class, Map.of("label-smoothing", 0.0)),
        Defaults.of(BinaryFocal.class, Map.of("gamma", 2.0, "alpha", 0.25)),
        Defaults.of(CategoricalFocal.class, Map.of("gamma", 2.0, "alpha", 0.25)),
        Defaults.of(PolyCrossEntropy.class, Map.of("epsilon", 1.0)),
        Defaults.of(GeneralisedCrossEntropy.class, Map.of("q", 0.7)),
        Defaults.of(MultiMargin.class, Map.of("margin", 1.0)),
        Defaults.of(Dice.class, Map.of("smooth", 1.0)),
        Defaults.of(Tversky.class, Map.of("alpha", 0.5, "beta", 0.5)),
        Defaults.of(GaussianNll.class, Map.of("variance", 1.0)));
  }
}
