package dev.gradus.spi;

import java.util.List;
import java.util.Optional;

/** The position of a layer in a network: the shape of its input, and factories for its tensors. */
public interface LayerSite {

  /** The maximum length of an array. */
  int MOST_NUMBERS = Integer.MAX_VALUE - 8;

  /** The shape of the input. */
  Shape input();

  /** The number of outputs that the target needs, for the last layer of a network. */
  Optional<Integer> outputs();

  /**
   * For the first layer of a network: how many categories the codes of each input column stand for,
   * 0 for a column of numbers. A negative code means an unknown category. Empty for the other
   * layers.
   */
  List<Integer> categories();

  /**
   * The indices of the inputs that are numbers of the data, ascending: quantities such as those of
   * numeric columns, but not categories, one-hot encoded or as codes, nor yes and no. Empty behind
   * layers that compute something else of them.
   *
   * @since 1.4
   */
  default List<Integer> numbers() {
    return List.of();
  }

  /**
   * The ensemble whose members the layer computes; empty in front of it, and in a network without
   * one.
   *
   * <p>The layer is then built for the rows of a single member, and the rows of a batch are those
   * of all members: row i belongs to member i modulo their number, and every range of rows begins
   * with the first member. A layer that does not ask is shared by all members. A tensor with a part
   * for each member holds their columns one after another.
   *
   * @since 1.4
   */
  default Optional<EnsembleLayer> ensemble() {
    return Optional.empty();
  }

  /**
   * Whether the layer directly follows the {@link #ensemble}, which has just scaled its inputs.
   *
   * @since 1.4
   */
  default boolean isFirstOfMembers() {
    return false;
  }

  /** The seed of a layer's random numbers, different for every layer. */
  long seed();

  /**
   * A schedule of the layer, such as that of a dropout rate, for the run that trains this network.
   * Its value for a batch is {@code learningRate(base, number - 1)}, where {@code number} is what
   * {@link LayerFunction.Kernel#begin} receives.
   *
   * @param option the option that holds it, for messages
   * @param range the values that the layer allows; any other value ends training with an error
   * @return the schedule itself, unless the network is built for training
   * @throws RuntimeException with a sentence, if it cannot be used here, because it monitors a
   *     metric
   * @since 1.4
   */
  default Schedule scheduled(String option, Schedule schedule, Interval range) {
    return schedule;
  }

  /**
   * Creates weights, filled by an initializer.
   *
   * @param name within the layer, such as {@code weight}
   * @param rows the number of inputs of a unit (fan-in)
   * @param columns the number of units
   * @param fanOut how many outputs each input contributes to: {@code columns}, unless units use an
   *     input several times, as in a convolution
   * @param given the option {@code weights}; if empty, the default initializer of the layer's
   *     activation
   */
  Tensor weights(String name, int rows, int columns, int fanOut, Optional<Initializer> given);

  /** Creates weights whose units use every input once. */
  default Tensor weights(String name, int rows, int columns, Optional<Initializer> given) {
    return weights(name, rows, columns, columns, given);
  }

  /**
   * Biases, [1, columns].
   *
   * @param given the option {@code biases}; if empty, biases start at 0
   */
  Tensor biases(String name, int columns, Optional<Initializer> given);

  /** A row of numbers with the same initial value, [1, columns]. */
  Tensor constant(String name, Tensor.Role role, int columns, double value);

  /**
   * An initializer with its defaults.
   *
   * @throws RuntimeException with a sentence, if there is no initializer of that name
   */
  Initializer initializer(String name);

  /**
   * A sequence of layers as one function of this layer's input. If none of them computes anything,
   * it is a {@link Reshape}. Its kernel is created with the workspace of the kernel that uses it,
   * or with one of its {@link LayerFunction.Workspace#inner}.
   *
   * @param option the name of the option that holds them, such as {@code layers}, or {@code
   *     experts[1]} for a part of one
   */
  LayerFunction inner(String option, List<Layer> layers);

  /**
   * An exception that names an option.
   *
   * @param option its name in the YAML
   * @param sentence what was found there, what was expected, and what to do
   */
  RuntimeException refusal(String option, String sentence);

  /**
   * An exception about a size that would exceed the maximum array length.
   *
   * @param option its name in the YAML; empty if the size follows from something else
   * @param found the size
   * @param most the largest size that works
   * @param why the contribution of each, such as {@code each unit has 1,000 weights}
   */
  RuntimeException tooLarge(String option, int found, int most, String why);

  /**
   * Records that nothing can be learned through this layer. Training is refused with this reason.
   *
   * @param sentence why, and what to do
   */
  void objection(String sentence);
}
