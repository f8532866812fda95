package dev.gradus.testkit;

import dev.gradus.spi.Loss;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;

/** The tests for a {@link Loss}. */
public final class LossConformance {

  private LossConformance() {}

  /** Tests for the given losses, one container each. */
  public static Stream<DynamicNode> of(Loss... losses) {
    return of(Arrays.stream(losses));
  }

  /** Tests for the given losses, one container each. */
  public static Stream<DynamicNode> of(Stream<? extends Loss> losses) {
    return losses.map(Nodes::of);
  }
}
