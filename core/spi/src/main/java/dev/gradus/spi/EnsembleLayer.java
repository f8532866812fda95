package dev.gradus.spi;

/**
 * A layer that makes the rest of a network an ensemble. From each row it makes a row for each
 * member, and the layers after it compute the members side by side. After the last layer the engine
 * takes the mean of the members.
 *
 * <p>Training minimises the mean of the losses of the members, not the loss of their mean.
 *
 * @since 1.4
 */
public interface EnsembleLayer extends Layer {

  /** What the members have in common (Y. Gorishniy and others, TabM, 2024). */
  enum Kind {
    /**
     * The weights of dense layers; each member has its own factors and biases there, and its own
     * last layer.
     */
    TABM,
    /** All layers but the last; only the factors of the inputs differ. */
    MINI,
    /** No dense layer: the members are networks of their own. */
    PACKED
  }

  /** The number of members, at least 2. */
  int members();

  /** What the members have in common. */
  Kind kind();

  /**
   * Whether each member learns from batches of its own: in training, the members see different rows
   * in the same step, and each of them sees every row once in an epoch. False by default.
   *
   * @since 1.4
   */
  default boolean ownBatches() {
    return false;
  }

  /**
   * The function of a step in which each member has a row of its own. A layer whose {@link
   * #ownBatches} is true overrides it, too.
   *
   * @param built the function that {@link #build} returned
   * @return a function that shares the parameters of {@code built}; its input is a line with the
   *     rows of the members, one after another, and its output the same as that of {@code built}
   * @since 1.4
   */
  default LayerFunction ofOwnRows(LayerFunction built) {
    throw new UnsupportedOperationException(
        "the members of this ensemble learn from the same rows");
  }

  /** The same ensemble with another number of members. */
  EnsembleLayer withMembers(int count);

  /**
   * Builds the function from one row to the rows of the members, one after another: its output is a
   * line with {@link #members} times as many numbers as its input.
   */
  @Override
  LayerFunction build(LayerSite site);

  /**
   * The mean of the members, after the activation of the last layer.
   *
   * @param outputs the number of outputs of a member
   * @return a function from the outputs of all members, one after another
   */
  LayerFunction mean(int outputs);
}
