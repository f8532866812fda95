package dev.gradus.spi;

/**
 * A column of the data that a {@link Loss} or a {@link Metric} sees beside prediction and target,
 * such as whether an event was observed, the group of an example, or an exposure.
 *
 * <p>A loss names such columns in {@link Loss#columns}, a metric in {@link Metric#columns}, most
 * often by the value of an option, so that the YAML says which column it is: {@code loss: {cox:
 * {event: died}}}. They are read as they stand in the table. They are not scaled, not predicted,
 * and no inputs of the network. A row in which one of them is missing cannot be learned from.
 *
 * @param name that of the column in the table; not blank
 * @param meaning what its cells are
 * @param range in which a number must lie; for other meanings all finite numbers
 * @since 1.2
 */
public record AuxiliaryColumn(String name, Meaning meaning, Interval range) {

  /** What the cells of a column are, and as which number a loss or metric sees them. */
  public enum Meaning {
    /** Numbers, seen as they are. */
    NUMBER,
    /** Yes or no, in the words of a boolean column: seen as 1 or 0. */
    YES_NO,
    /**
     * Names or numbers of groups: seen as numbers from 0 on that are equal where the group is the
     * same, and say nothing else.
     *
     * <p>Batches of a {@link BatchLoss} that names such a column hold whole groups.
     */
    GROUP
  }

  /** Checks the name. */
  public AuxiliaryColumn {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a column must have a name, but is called '" + name + "'");
    }
  }

  /** A column of finite numbers. */
  public static AuxiliaryColumn number(String name) {
    return number(name, Interval.REAL);
  }

  /** A column of numbers in a range. */
  public static AuxiliaryColumn number(String name, Interval range) {
    return new AuxiliaryColumn(name, Meaning.NUMBER, range);
  }

  /** A column that says yes or no. */
  public static AuxiliaryColumn yesNo(String name) {
    return new AuxiliaryColumn(name, Meaning.YES_NO, Interval.REAL);
  }

  /** A column that says to which group an example belongs. */
  public static AuxiliaryColumn group(String name) {
    return new AuxiliaryColumn(name, Meaning.GROUP, Interval.REAL);
  }
}
