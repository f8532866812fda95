package dev.gradus.optimizers.initializers;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.spi.Initializer;
import dev.gradus.testkit.InitializerConformance;
import dev.gradus.testkit.Installed;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The initializers pass the conformance kit, with their defaults and with other options. */
class InitializersConformTest {

  @TestFactory
  Stream<DynamicNode> initializers() {
    List<Double> row = List.of(0.5, -0.25, 1.0, 2.0);
    // Without values there is nothing that it could fill.
    return InitializerConformance.of(
        Stream.concat(
            Installed.all(Initializer.class).filter(each -> !each.equals(new Given())),
            Stream.of(
                new Normal(1, 2),
                new Given(List.of(row, row, row)),
                new Constant(0.5),
                new TruncatedNormal(0, 1, Optional.of(3.0), Optional.of(3.5)),
                new Orthogonal(2))));
  }

  @Test
  void theRowsAreThere() {
    assertTrue(Installed.all(Initializer.class).toList().contains(new HeUniform()));
  }
}
