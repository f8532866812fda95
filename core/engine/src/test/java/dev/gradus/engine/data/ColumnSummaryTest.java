package dev.gradus.engine.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a column shows to people who see it for the first time. */
class ColumnSummaryTest {

  private static ColumnSummary numbers(double... numbers) {
    return ColumnSummary.of(Column.of("x", numbers));
  }

  private static ColumnSummary texts(String... texts) {
    return ColumnSummary.of(Column.of("x", texts));
  }

  private static double[] first(int count, int modulo) {
    return IntStream.range(0, count).mapToDouble(i -> i % modulo).toArray();
  }

  @Test
  void numbersAreMeasuredAndTextsAreCounted() {
    assertEquals(
        new ColumnSummary("x", true, 3, 0, 3, 2, 1, 2, 4, List.of("1", "4")), numbers(1, 1, 4));
    ColumnSummary words = texts("b", "a", "b", "", "7");
    assertEquals(List.of("b", "7", "a"), words.frequent());
    assertEquals(
        List.of(5, 1, 1, 3),
        List.of(words.rows(), words.missing(), words.numbers(), words.distinct()));
    assertTrue(Double.isNaN(words.mean()));
  }

  @Test
  void fewWholeNumbersLookLikeClasses() {
    assertTrue(numbers(first(100, 10)).looksLikeClasses());
    assertTrue(texts("a", "b").looksLikeClasses());
    assertFalse(numbers(first(100, 50)).looksLikeClasses());
    assertFalse(
        numbers(0.5, 1, 0.5, 1, 0.5, 1, 0.5, 1, 0.5, 1, 0.5, 1, 0.5, 1, 0.5, 1, 0.5, 1, 0.5, 1)
            .looksLikeClasses());
  }

  @Test
  void numbersOfRowsAndManyDifferentTextsLookLikeIdentifiers() {
    assertTrue(numbers(first(30, 30)).looksLikeIdentifier());
    assertFalse(numbers(first(30, 29)).looksLikeIdentifier());
    assertFalse(numbers(first(10, 10)).looksLikeIdentifier(), "too few to tell");
    String[] names = IntStream.range(0, 60).mapToObj(i -> "name " + i).toArray(String[]::new);
    assertTrue(texts(names).looksLikeIdentifier());
    assertFalse(texts("a", "b", "a").looksLikeIdentifier());
  }

  @Test
  void aColumnMayBeEmpty() {
    assertTrue(texts("", "").isEmpty());
    assertFalse(texts("", "a").isEmpty());
  }
}
