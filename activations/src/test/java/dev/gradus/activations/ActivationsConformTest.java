package dev.gradus.activations;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.initializers.Constant;
import dev.gradus.activations.initializers.Given;
import dev.gradus.activations.initializers.HeUniform;
import dev.gradus.activations.initializers.Normal;
import dev.gradus.activations.initializers.Orthogonal;
import dev.gradus.activations.initializers.TruncatedNormal;
import dev.gradus.spi.Activation;
import dev.gradus.spi.Initializer;
import dev.gradus.testkit.ActivationConformance;
import dev.gradus.testkit.InitializerConformance;
import dev.gradus.testkit.Installed;
import java.util.List;
import java.util.Optional;
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
                new Pelu(2, 0.1))));
  }

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
    assertTrue(
        Installed.all(Activation.class).toList().containsAll(List.of(new Relu(), new Softmax())));
    assertTrue(Installed.all(Initializer.class).toList().contains(new HeUniform()));
  }

  @Test
  void everySuggestedInitializerIsThere() {
    List<String> names =
        Installed.all(Initializer.class)
            .map(plugin -> plugin.getClass().getAnnotation(dev.gradus.spi.Plugin.class).name())
            .toList();
    Installed.all(Activation.class)
        .forEach(
            activation ->
                assertTrue(names.contains(activation.initializer()), activation.toString()));
  }
}
