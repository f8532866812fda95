package dev.gradus.cli;

import dev.gradus.engine.data.ColumnSummary;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.NumericColumn;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

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

  /** Those who have several rows in tables of visits, purchases, recordings or measurements. */
  private static final Set<String> PARTIES =
      Set.of(
          "patient",
          "subject",
          "participant",
          "respondent",
          "person",
          "customer",
          "client",
          "user",
          "visitor",
          "member",
          "account",
          "household",
          "session",
          "student",
          "employee",
          "donor",
          "driver",
          "player",
          "speaker",
          "author",
          "writer");

  /** The name of an identifier of a party that is not named. */
  private static final Set<String> OF_PARTIES = Set.of("id", "uid", "uuid", "pid", "identifier");

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
    if (!isWhole(column)) {
      return false;
    }
    boolean grows = true;
    for (int row = 1; row < column.rows(); row++) {
      grows &= column.number(row) > column.number(row - 1);
    }
    List<String> words = words(summary.name());
    boolean named = !words.isEmpty() && NAMES.contains(words.get(words.size() - 1));
    return named || (grows && words.stream().noneMatch(TIMES::contains));
  }

  /**
   * Whether all numbers are whole, most are different, and some have digits that a number does not
   * keep: nobody measures so exactly.
   */
  static boolean areNames(ColumnSummary summary, Column column) {
    int present = summary.rows() - summary.missing();
    return column instanceof NumericColumn numbers
        && summary.rows() >= LEAST_ROWS
        && summary.distinct() * 2L > present
        && numbers.losesDigits()
        && IntStream.range(0, column.rows())
            .filter(row -> !column.isMissing(row))
            .allMatch(row -> column.number(row) == Math.rint(column.number(row)));
  }

  /** Whether all numbers of a column are whole. */
  static boolean isWhole(Column column) {
    for (int row = 0; row < column.rows(); row++) {
      if (column.number(row) != Math.rint(column.number(row))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether a name is that of an identifier which several rows can share: {@code patient}, {@code
   * customer_id}, {@code SubjectNo}, {@code id}.
   */
  static boolean namesGroup(String name) {
    List<String> words = words(name);
    if (words.isEmpty()) {
      return false;
    }
    String last = words.get(words.size() - 1);
    if (PARTIES.contains(last) || PARTIES.contains(last.replaceFirst("id$", ""))) {
      return true;
    }
    return words.size() == 1
        ? OF_PARTIES.contains(last)
        : NAMES.contains(last) && PARTIES.contains(words.get(words.size() - 2));
  }

  /** The words of a name in lower case: {@code customerID}, {@code customer_id}. */
  private static List<String> words(String name) {
    return Arrays.stream(name.split("[^\\p{L}]+|(?<=\\p{Ll})(?=\\p{Lu})"))
        .filter(word -> !word.isEmpty())
        .map(word -> word.toLowerCase(Locale.ROOT))
        .toList();
  }
}
