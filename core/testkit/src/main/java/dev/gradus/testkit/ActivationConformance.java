package dev.gradus.testkit;

import dev.gradus.spi.Activation;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;

/** The tests for an {@link Activation}. */
public final class ActivationConformance {

  private ActivationConformance() {}

  /** Tests for the given activations, one container each. */
  public static Stream<DynamicNode> of(Activation... activations) {
    return of(Arrays.stream(activations));
  }

  /** Tests for the given activations, one container each. */
  public static Stream<DynamicNode> of(Stream<? extends Activation> activations) {
    return activations.map(Nodes::of);
  }
}
