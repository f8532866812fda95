package dev.gradus.spi;

import java.util.List;

/**
 * A function made of others, such as a block of layers or a mixture of experts. What the engine
 * asks of it follows from its parts, unless overridden.
 *
 * <p>Its kernel passes on to the kernels of the parts every call that it gets: {@code begin},
 * {@code beginMeasuring} and {@code layOut} too.
 */
public interface CompositeFunction extends LayerFunction {

  /** The functions that it is made of, at least one. */
  List<LayerFunction> parts();

  /** Those of the parts; one with parameters of its own overrides it. */
  @Override
  default List<Tensor> parameters() {
    return parts().stream().flatMap(part -> part.parameters().stream()).toList();
  }

  @Override
  default List<Tensor> statistics() {
    return parts().stream().flatMap(part -> part.statistics().stream()).toList();
  }

  @Override
  default boolean isRandom() {
    return parts().stream().anyMatch(LayerFunction::isRandom);
  }

  @Override
  default boolean needsWholeBatch() {
    return parts().stream().anyMatch(LayerFunction::needsWholeBatch);
  }

  @Override
  default boolean needsBlocks() {
    return parts().stream().anyMatch(LayerFunction::needsBlocks);
  }

  @Override
  default int leastRows() {
    return parts().stream().mapToInt(LayerFunction::leastRows).max().orElse(1);
  }

  @Override
  default long multiplications() {
    return parts().stream().mapToLong(LayerFunction::multiplications).sum();
  }

  @Override
  default long largestArray(int rows) {
    return parts().stream().mapToLong(part -> part.largestArray(rows)).max().orElse(0);
  }

  @Override
  default long threadBytes() {
    return parts().stream().mapToLong(LayerFunction::threadBytes).sum();
  }
}
