package dev.gradus.runtime.column;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the index of a cell among the learned names.
 *
 * <p>A cell is looked up as it is written, and then by its number: {@code 1.0} is the name {@code
 * 1}. If not all of the names are numbers, a cell that looks like a name made of digits, such as
 * {@code 00100}, is not looked up by its number.
 */
public final class CategoryPlaces {

  private static final int NONE = CategoryColumn.UNKNOWN;

  private final Map<String, Integer> byText = new HashMap<>();
  private final Map<Double, Integer> byNumber = new HashMap<>();
  private final boolean numbers;

  /** The index of a name that is not found. */
  private final int other;

  /** The names must be distinct. */
  public CategoryPlaces(List<String> names) {
    this(names, NONE);
  }

  /**
   * The same with a place for all other strings.
   *
   * @param other an index, or -1 for none
   */
  CategoryPlaces(List<String> names, int other) {
    this.other = other;
    boolean onlyNumbers = true;
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      byText.put(name, i);
      if (NumberText.isExact(name)) {
        // If two names are the same number, a third spelling of it matches neither.
        byNumber.merge(numberOf(name), i, (one, another) -> NONE);
      } else {
        onlyNumbers &= name.equals(CategoryColumn.MISSING) || name.equals(CategoryColumn.OTHER);
      }
    }
    numbers = onlyNumbers;
  }

  /**
   * The index of a string, from 0; if it is not among the names, that of all other strings, or else
   * -1.
   */
  public int of(String text) {
    Integer place = byText.get(text);
    if (place != null) {
      return place;
    }
    int found =
        numbers || NumberText.isExact(text) ? byNumber.getOrDefault(numberOf(text), NONE) : NONE;
    return found == NONE ? other : found;
  }

  /** The number, with -0 replaced by 0. */
  private static double numberOf(String text) {
    return NumberText.parse(text) + 0.0;
  }
}
