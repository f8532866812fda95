package dev.gradus.spi;

/**
 * A column of the data that a {@link Loss} or a {@link Metric} sees in addition to prediction and
 * target, such as whether an event was observed, the group of an example, or an exposure.
 *
 * <p>A loss names such columns in {@link Loss#columns}, a metric in {@link Metric#columns}, usually
 * with an option, so that the YAML names the column: {@code loss: {cox: {event: died}}}. The values
 * are not scaled, not predicted, and not inputs of the network. A row with a missing value in such
 * a column cannot be used for training.
 *
 * @param name the name of the column in the table; not blank
 * @param meaning what its cells are
 * @param range the range of a number; all finite numbers for other meanings
 * @since 1.2
 */
public record AuxiliaryColumn(String name, Meaning meaning, Interval range) {

  /** What the cells of a column mean, and how they become numbers. */
  public enum Meaning {
    /** Numbers, unchanged. */
    NUMBER,
    /** Yes or no, in any spelling of a boolean column: 1 or 0. */
    YES_NO,
    /**
     * Names or numbers of groups: integers from 0 that are equal for the same group and have no
     * other meaning.
     *
     * <p>Batches of a {@link BatchLoss} that names such a column hold whole groups.
     */
    GROUP
  }

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

  /** A boolean column. */
  public static AuxiliaryColumn yesNo(String name) {
    return new AuxiliaryColumn(name, Meaning.YES_NO, Interval.REAL);
  }

  /** A column with the group of each example. */
  public static AuxiliaryColumn group(String name) {
    return new AuxiliaryColumn(name, Meaning.GROUP, Interval.REAL);
  }
}
