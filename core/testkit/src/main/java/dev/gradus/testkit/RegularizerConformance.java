package dev.gradus.testkit;

import dev.gradus.spi.Regularizer;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;

/** What a {@link Regularizer} has to pass. */
public final class RegularizerConformance {

  private RegularizerConformance() {}

  /** The tests of some regularizers: a container each. */
  public static Stream<DynamicNode> of(Regularizer... regularizers) {
    return of(Arrays.stream(regularizers));
  }

  /** The tests of some regularizers: a container each. */
  public static Stream<DynamicNode> of(Stream<? extends Regularizer> regularizers) {
    return regularizers.map(Nodes::of);
  }
}
