package dev.gradus.activations;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.spi.Activation;
import dev.gradus.testkit.ActivationConformance;
import dev.gradus.testkit.Installed;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * All plugins of this module pass the conformance kit, with their defaults and with other options.
 */
class ActivationsConformTest {

  @TestFactory
  Stream<DynamicNode> activations() {
    return ActivationConformance.of(
        Stream.concat(
            Installed.all(Activation.class),
            Stream.of(
                new LeakyRelu(0.2),
                new Elu(0.5),
                new Celu(2),
                new Gelu(Gelu.Approximation.TANH),
                new Silu(3),
                new Softplus(2, 5),
                new HardTanh(-2, 3),
                new SoftShrink(1.25),
                new HardShrink(1.25),
                new Threshold(1, 20),
                new Squareplus(0.5),
                new Pelu(2, 0.1),
                new Parametric(new Selu()),
                new Parametric(new Sigmoid()))));
  }

  @Test
  void theRowsAreThere() {
    assertTrue(
        Installed.all(Activation.class).toList().containsAll(List.of(new Relu(), new Softmax())));
  }
}
