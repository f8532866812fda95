package dev.gradus.runtime.column;

import java.util.Comparator;

/**
 * The order of categories and classes: numbers by value, then strings by code point.
 *
 * <p>Strings with the same numeric value, such as {@code 007} and {@code 7}, are therefore
 * adjacent, in the order of their code points.
 */
public final class CategoryOrder {

  public static final Comparator<String> COMPARATOR = CategoryOrder::compare;

  private CategoryOrder() {}

  private static int compare(String a, String b) {
    double one = NumberText.parse(a) + 0.0;
    double other = NumberText.parse(b) + 0.0;
    // Anything other than a number is NaN, which Java sorts after all numbers.
    int byValue = Double.compare(one, other);
    return byValue != 0 ? byValue : CodePointOrder.COMPARATOR.compare(a, b);
  }
}
