package dev.gradus.activations;

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
        Defaults.of(LeakyRelu.class, Map.of("negative-slope", 0.01)),
        Defaults.of(Elu.class, Map.of("alpha", 1.0)),
        Defaults.of(Celu.class, Map.of("alpha", 1.0)),
        Defaults.of(Silu.class, Map.of("beta", 1.0)),
        Defaults.of(Softplus.class, Map.of("beta", 1.0, "threshold", 20.0)),
        Defaults.of(HardTanh.class, Map.of("min", -1.0, "max", 1.0)),
        Defaults.of(SoftShrink.class, Map.of("lambda", 0.5)),
        Defaults.of(HardShrink.class, Map.of("lambda", 0.5)),
        Defaults.of(Squareplus.class, Map.of("b", 4.0)),
        Defaults.of(Gelu.class, Map.of("approximate", Gelu.Approximation.NONE)));
  }
}
