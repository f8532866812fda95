package dev.gradus.engine.data;

import java.util.Arrays;

/** A column whose cells are all numbers, or missing. */
public final class NumericColumn implements Column {

  private final String name;
  private final double[] numbers;
  private final int[] spelled;
  private final String[] spellings;

  /**
   * Takes over arrays.
   *
   * @param numbers NaN where a cell is missing
   * @param spelled per row 0, or the index of the cell's text, if that is not the number's plain
   *     one; empty if all are plain
   * @param spellings the texts that are not plain
   */
  NumericColumn(String name, double[] numbers, int[] spelled, String[] spellings) {
    this.name = TableRules.checkName(name);
    this.numbers = numbers;
    this.spelled = spelled;
    this.spellings = spellings;
  }

  static NumericColumn ofFinite(String name, double[] numbers) {
    double[] copy = numbers.clone();
    for (int row = 0; row < copy.length; row++) {
      TableRules.checkFinite(copy[row], row, name);
    }
    return new NumericColumn(name, copy, new int[0], new String[0]);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int rows() {
    return numbers.length;
  }

  @Override
  public boolean isMissing(int row) {
    return Double.isNaN(numbers[row]);
  }

  @Override
  public String text(int row) {
    if (isMissing(row)) {
      return "";
    }
    boolean plain = spelled.length == 0 || spelled[row] == 0;
    return plain ? NumberText.plain(numbers[row]) : spellings[spelled[row]];
  }

  @Override
  public double number(int row) {
    return numbers[row];
  }

  @Override
  public NumericColumn select(int[] rows) {
    return new NumericColumn(
        name,
        Arrays.stream(rows).mapToDouble(row -> numbers[row]).toArray(),
        spelled.length == 0 ? spelled : Arrays.stream(rows).map(row -> spelled[row]).toArray(),
        spellings);
  }
}
