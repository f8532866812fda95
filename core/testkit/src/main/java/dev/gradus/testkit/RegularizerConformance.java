package dev.gradus.testkit;

import dev.gradus.spi.Regularizer;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;

/** The tests for a {@link Regularizer}. */
public final class RegularizerConformance {

  private RegularizerConformance() {}

  /** Tests for the given regularizers, one container each. */
  public static Stream<DynamicNode> of(Regularizer... regularizers) {
    return of(Arrays.stream(regularizers));
  }

  /** Tests for the given regularizers, one container each. */
  public static Stream<DynamicNode> of(Stream<? extends Regularizer> regularizers) {
    return regularizers.map(Nodes::of);
  }
}
