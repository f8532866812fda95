package dev.gradus.testkit;

import dev.gradus.spi.DataSource;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;

/** The tests for a {@link DataSource}, which must have something to read. */
public final class DataSourceConformance {

  private DataSourceConformance() {}

  /** Tests for the given data sources, one container per source. */
  public static Stream<DynamicNode> of(DataSource... sources) {
    return of(Arrays.stream(sources));
  }

  /** Tests for the given data sources, one container per source. */
  public static Stream<DynamicNode> of(Stream<? extends DataSource> sources) {
    return sources.map(Nodes::of);
  }
}
