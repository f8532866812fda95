package dev.gradus.spi;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A function made of others, such as a block of layers or a mixture of experts. Unless overridden,
 * its properties follow from its parts.
 *
 * <p>Its kernel forwards every call to the kernels of the parts, including {@code begin}, {@code
 * beginMeasuring} and {@code layOut}.
 */
public interface CompositeFunction extends LayerFunction {

  /** The functions that it consists of, at least one. */
  List<LayerFunction> parts();

  /**
   * The same function of other parts. A prediction can be divided among the columns by gradients
   * only if parts that behave differently in training, such as batch normalization, can be replaced
   * by what they compute in prediction.
   *
   * @param others as many as there are {@link #parts}, each with the inputs and outputs of its part
   * @return empty if the parts cannot be replaced
   * @since 1.4
   */
  default Optional<LayerFunction> withParts(List<LayerFunction> others) {
    return Optional.empty();
  }

  /** The parameters of the parts. A function with its own parameters overrides this method. */
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

  /**
   * Whether the initial values of a part depend on the training data.
   *
   * @since 1.4
   */
  @Override
  default boolean initializesFromData() {
    return parts().stream().anyMatch(LayerFunction::initializesFromData);
  }

  /**
   * Initializes the parts with the same rows: those of {@link LayerSite#inner} have this input.
   *
   * @since 1.4
   */
  @Override
  default void initialize(float[] x, int rows, RandomGenerator random) {
    parts().forEach(part -> part.initialize(x, rows, random));
  }
}
