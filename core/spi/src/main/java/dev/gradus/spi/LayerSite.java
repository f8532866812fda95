package dev.gradus.spi;

import java.util.List;
import java.util.Optional;

/** Where a layer is built: what stands before it, and what makes its tensors. */
public interface LayerSite {

  /** The length that arrays cannot exceed. */
  int MOST_NUMBERS = Integer.MAX_VALUE - 8;

  /** The shape of the input. */
  Shape input();

  /** The number of outputs that the target needs, for the last layer of a network. */
  Optional<Integer> outputs();

  /**
   * For the first layer of a network: how many categories the codes of each input column stand for,
   * 0 for a column of numbers. A code below 0 stands for a category that was never seen. Empty for
   * the other layers.
   */
  List<Integer> categories();

  /** What the randomness of a layer follows from, different for every layer. */
  long seed();

  /**
   * Weights, which start as an initializer says.
   *
   * @param name within the layer, such as {@code weight}
   * @param rows the number of inputs of a unit (fan-in)
   * @param columns the number of units
   * @param fanOut how many outputs each input contributes to: {@code columns}, unless units see an
   *     input several times, as those of a convolution do
   * @param given by an option called {@code weights}; if empty, the initializer that suits the
   *     activation of the layer
   */
  Tensor weights(String name, int rows, int columns, int fanOut, Optional<Initializer> given);

  /** Weights whose units see every input once. */
  default Tensor weights(String name, int rows, int columns, Optional<Initializer> given) {
    return weights(name, rows, columns, columns, given);
  }

  /**
   * Biases, [1, columns].
   *
   * @param given by an option called {@code biases}; if empty, they start at 0
   */
  Tensor biases(String name, int columns, Optional<Initializer> given);

  /** A row of numbers that all start at one value, [1, columns]. */
  Tensor constant(String name, Tensor.Role role, int columns, double value);

  /**
   * An initializer with its defaults.
   *
   * @throws RuntimeException with a sentence, if there is none of that name
   */
  Initializer initializer(String name);

  /**
   * Layers one after the other, as one function behind the input of this layer. If none of them
   * computes anything, it is a {@link Reshape}. Its kernel is made with the workspace of the kernel
   * that uses it, or with one of its {@link LayerFunction.Workspace#inner}.
   *
   * @param option the name of the option that holds them, such as {@code layers}, or {@code
   *     experts[1]} for a part of one
   */
  LayerFunction inner(String option, List<Layer> layers);

  /**
   * A refusal that names an option.
   *
   * @param option its name in the YAML
   * @param sentence what was found there, what was expected, and what to do
   */
  RuntimeException refusal(String option, String sentence);

  /**
   * A refusal of a size, because no array can be so long.
   *
   * @param option its name in the YAML; empty if the size follows from something else
   * @param found the size
   * @param most the largest that would do
   * @param why what each adds, such as {@code each unit has 1,000 weights}
   */
  RuntimeException tooLarge(String option, int found, int most, String why);

  /**
   * Notes an objection: nothing can be learned through this layer. Training is refused with it.
   *
   * @param sentence why, and what to do
   */
  void objection(String sentence);
}
