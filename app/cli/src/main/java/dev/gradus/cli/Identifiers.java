package dev.gradus.cli;

import dev.gradus.engine.data.ColumnSummary;
import dev.gradus.engine.table.Column;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Recognises columns of whole numbers that name a row rather than measure it. */
final class Identifiers {

  /** With fewer rows, measurements are different and in order by chance. */
  private static final int LEAST_ROWS = 20;

  /** The last word of the name of an identifier. */
  private static final Set<String> NAMES =
      Set.of("id", "ids", "pid", "uid", "uuid", "identifier", "number", "no", "nr", "index", "key");

  /** A word in the name of a time, which may be whole, different and in order, too. */
  private static final Set<String> TIMES =
      Set.of(
          "time",
          "timestamp",
          "date",
          "datetime",
          "year",
          "month",
          "week",
          "day",
          "hour",
          "minute",
          "second",
          "epoch",
          "period",
          "age",
          "t",
          "x");

  private Identifiers() {}

  /**
   * Whether all numbers are whole and different, and the column is named like an identifier or its
   * numbers grow from row to row.
   */
  static boolean isOne(ColumnSummary summary, Column column) {
    if (!summary.numeric()
        || summary.rows() < LEAST_ROWS
        || summary.missing() > 0
        || summary.distinct() < summary.rows()) {
      return false;
    }
    boolean grows = true;
    for (int row = 0; row < column.rows(); row++) {
      double number = column.number(row);
      if (number != Math.rint(number)) {
        return false;
      }
      grows &= row == 0 || number > column.number(row - 1);
    }
    List<String> words = words(summary.name());
    boolean named = !words.isEmpty() && NAMES.contains(words.get(words.size() - 1));
    return named || (grows && words.stream().noneMatch(TIMES::contains));
  }

  /** The words of a name in lower case: {@code customerID}, {@code customer_id}. */
  private static List<String> words(String name) {
    return Arrays.stream(name.split("[^\\p{L}]+|(?<=\\p{Ll})(?=\\p{Lu})"))
        .filter(word -> !word.isEmpty())
        .map(word -> word.toLowerCase(Locale.ROOT))
        .toList();
  }
}
