package dev.gradus.testkit;

import dev.gradus.spi.Metric;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;

/** The tests for a {@link Metric}. */
public final class MetricConformance {

  private MetricConformance() {}

  /** Tests for the given metrics, one container each. */
  public static Stream<DynamicNode> of(Metric... metrics) {
    return of(Arrays.stream(metrics));
  }

  /** Tests for the given metrics, one container each. */
  public static Stream<DynamicNode> of(Stream<? extends Metric> metrics) {
    return metrics.map(Nodes::of);
  }
}
