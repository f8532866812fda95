package dev.gradus.formula.typed;

/** A formula that cannot be read; the message is a sentence that begins with the column. */
public final class FormulaException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  private final int column;

  /**
   * Creates an exception.
   *
   * @param column of the formula, from 1
   * @param cause what was found there, what was expected, and what to do
   */
  public FormulaException(int column, String cause) {
    super("column " + column + ": " + cause);
    this.column = column;
  }

  /** The column of the formula at which reading stopped, from 1. */
  public int column() {
    return column;
  }
}
