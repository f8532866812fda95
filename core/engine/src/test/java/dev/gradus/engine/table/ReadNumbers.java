package dev.gradus.engine.table;

/** Columns of numbers as readers make them, for tests of other packages. */
public final class ReadNumbers {

  private ReadNumbers() {}

  /** Numbers that are written plainly; NaN where a cell is missing. */
  public static Column of(String name, double[] numbers) {
    return NumericColumn.ofPlain(name, numbers);
  }
}
