package dev.gradus.testkit;

import dev.gradus.spi.Layer;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;

/** The tests for a {@link Layer}. */
public final class LayerConformance {

  private LayerConformance() {}

  /** Tests for the given layers, one container each. */
  public static Stream<DynamicNode> of(Layer... layers) {
    return of(Arrays.stream(layers));
  }

  /** Tests for the given layers, one container each. */
  public static Stream<DynamicNode> of(Stream<? extends Layer> layers) {
    return layers.map(Nodes::of);
  }
}
