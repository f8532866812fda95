package dev.gradus.runtime.column;

import dev.gradus.runtime.problem.DataException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;

/**
 * What was learned about a column, and how its cells become numbers and numbers become cells again.
 *
 * <p>It is a record of plain values that describe it completely: a model file stores them under the
 * names of the components.
 */
@Stored("a column")
public sealed interface PreparedColumn
    permits ScaledColumn, BooleanColumn, DateColumn, CategoryColumn {

  /**
   * A larger {@link #distance} is far. Few columns have numbers beyond 10 standard deviations; a
   * number twice as far away is most likely in another unit, or a typing error.
   */
  double FAR = 20;

  /** The word for what stands for all cells alike. */
  String ANY = "any";

  /** The name of the column. */
  String name();

  /** The number of values that a cell is encoded as. */
  int width();

  /** The fill value of a missing cell; empty if cells must not be missing. */
  Optional<?> fill();

  /**
   * The fill value of a missing cell, for a sentence; empty if cells must not be missing, or if a
   * missing cell has a meaning of its own.
   */
  Optional<String> filling();

  /**
   * Encodes a number; allocates nothing.
   *
   * @param raw the cell; NaN if it is missing
   * @param into {@link #width} of its elements are overwritten, from index {@code at}
   * @throws DataException if this column does not take numbers, or not this one
   */
  void encode(double raw, float[] into, int at);

  /** The encoder of single cells. */
  CellEncoder cells();

  /**
   * Decodes a cell, as far as its encoding allows.
   *
   * @param from not modified; the {@link #width} numbers of the cell begin at index {@code at}
   */
  String decode(float[] from, int at);

  /**
   * A cell as the column takes it, to show how an example is passed: a number, a string or a
   * boolean. It is usual, but not a cell of the training data.
   */
  Object example();

  /**
   * Writes the middle of the training data, as far as it is known, to compare cells with. It may be
   * what no cell is encoded as, such as the mean of all categories.
   *
   * @param least the least number in the training data; NaN if it is unknown
   * @param largest the largest number; NaN if it is unknown
   * @param into {@link #width} of its elements are overwritten, from index {@code at}; of a column
   *     of {@link #codes}, which have no mean, with any code
   * @return the middle in words; {@link #ANY} if it stands for all cells alike
   */
  String middle(double least, double largest, float[] into, int at);

  /** The words to choose a cell from; empty if there are too many, as for numbers. */
  default List<String> choices() {
    return categories();
  }

  /**
   * The scaling between the numbers of the network and the unit of the data; empty unless the cells
   * are quantities and become one number each.
   */
  default Optional<DoubleUnaryOperator> quantity() {
    return Optional.empty();
  }

  /**
   * The distance of a number from the centre of the training data, in multiples of their spread;
   * see {@link #learnedFrom}.
   *
   * @param number not NaN
   * @return empty if the training data are unknown
   */
  default OptionalDouble distance(double number) {
    return OptionalDouble.empty();
  }

  /**
   * Whether a number is so far from the training data of the column that a prediction is a guess;
   * false if nothing is known of the data.
   *
   * @param number may be NaN, which is not far
   */
  default boolean isFar(double number) {
    return distance(number).orElse(0) > FAR;
  }

  /** The centre and spread of the training data, in words; empty if they are unknown. */
  default String learnedFrom() {
    return "";
  }

  /** Whether the network sees its cells as the numbers that they are. */
  default boolean isUnscaled() {
    return false;
  }

  /** The learned names, in the order that the network uses; empty if there are none. */
  default List<String> categories() {
    return List.of();
  }

  /** How many of its encoded values are quantities, which come first; 0 unless overridden. */
  default int numbers() {
    return 0;
  }

  /** The number of categories that the encoded number distinguishes; 0 if it is none of them. */
  default int codes() {
    return 0;
  }
}
