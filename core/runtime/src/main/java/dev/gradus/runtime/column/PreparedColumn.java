package dev.gradus.runtime.column;

import dev.gradus.runtime.problem.DataException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;

/**
 * What was learned about a column, and how its cells become numbers and numbers become cells again.
 *
 * <p>It is a record of plain values, which say all there is to know: a model file holds them under
 * the names of the components.
 */
@Stored("a column")
public sealed interface PreparedColumn permits ScaledColumn, BooleanColumn, CategoryColumn {

  /**
   * A larger {@link #distance} is far. Few columns have numbers beyond 10 standard deviations of
   * their own; what lies twice as far is most likely in another unit, or a slip.
   */
  double FAR = 20;

  /** The name of the column. */
  String name();

  /** How many numbers a cell becomes. */
  int width();

  /** The fill value of a missing cell; empty if cells must not be missing. */
  Optional<?> fill();

  /**
   * The fill value of a missing cell, for a sentence; empty if none may be missing, or if a missing
   * cell says something itself.
   */
  Optional<String> filling();

  /**
   * Turns a number into numbers; allocates nothing.
   *
   * @param raw the cell; NaN if it is missing
   * @param into {@link #width} of its elements are overwritten, from {@code at} on
   * @throws DataException if a number says nothing of a cell of this column, or this one does not
   */
  void encode(double raw, float[] into, int at);

  /** What turns cells into numbers. */
  CellEncoder cells();

  /**
   * Turns numbers back into a cell, as far as they still say what it was.
   *
   * @param from not modified; the {@link #width} numbers of the cell begin at {@code at}
   */
  String decode(float[] from, int at);

  /**
   * How a number of the network becomes one of the data, in its unit; empty unless the cells are
   * quantities and become one number each.
   */
  default Optional<DoubleUnaryOperator> quantity() {
    return Optional.empty();
  }

  /**
   * How far a number is from those that the column was learned from: by how many times their spread
   * it lies from their centre; see {@link #learnedFrom}.
   *
   * @param number not NaN
   * @return empty if nothing is known of them
   */
  default OptionalDouble distance(double number) {
    return OptionalDouble.empty();
  }

  /**
   * Whether a number is so far from those that the column was learned from that a prediction is a
   * guess; never if nothing is known of them.
   *
   * @param number may be NaN, which is not far
   */
  default boolean isFar(double number) {
    return distance(number).orElse(0) > FAR;
  }

  /** Where the numbers lie that the column was learned from, in words; empty if it is not known. */
  default String learnedFrom() {
    return "";
  }

  /** Whether its cells are numbers that the network sees as they are. */
  default boolean isUnscaled() {
    return false;
  }

  /** The names that were learned, in the order in which the network has them; empty if none. */
  default List<String> categories() {
    return List.of();
  }

  /** How many categories the number that a cell becomes tells apart; 0 if it is a quantity. */
  default int codes() {
    return 0;
  }
}
