package dev.gradus.cli;

import dev.gradus.engine.data.ColumnSummary;
import dev.gradus.engine.data.DateGuess;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The column that is predicted unless the user names another one.
 *
 * @param column its name
 * @param reason why it was chosen, for a sentence
 */
record UsualTarget(String column, String reason) {

  /**
   * Names that say what a column is for, the surest first: lower case, without blanks and signs.
   * The names of popular files are among them.
   */
  private static final List<String> NAMES =
      List.of(
          "target",
          "label",
          "class",
          "y",
          "outcome",
          "survived",
          "churn",
          "churned",
          "exited",
          "attrition",
          "subscribed",
          "deposit",
          "defaultpaymentnextmonth",
          "default",
          "loanstatus",
          "diagnosis",
          "heartdisease",
          "stroke",
          "response",
          "isfraud",
          "species",
          "quality",
          "saleprice",
          "medianhousevalue",
          "medv",
          "mpg",
          "charges",
          "rentedbikecount",
          "cnt",
          "price",
          "income",
          "salary");

  /**
   * Chooses among the columns of a table: the last one if its name says so, the one with the surest
   * name, else the last. A column without a name, or one that cannot be predicted, is not chosen as
   * long as there is another.
   */
  static UsualTarget of(DetectedData found, List<ColumnSummary> columns) {
    List<ColumnSummary> fromLast = new ArrayList<>(columns);
    Collections.reverse(fromLast);
    List<ColumnSummary> inOrder = Stream.concat(byName(columns), fromLast.stream()).toList();
    Optional<ColumnSummary> chosen =
        inOrder.stream().filter(column -> unfit(found, column).isEmpty()).findFirst();
    ColumnSummary column = chosen.orElse(inOrder.get(0));
    boolean last = column.equals(fromLast.get(0));
    String reason =
        chosen.isPresent() && place(column.name()) < NAMES.size()
            ? "by its name"
            : last ? "the last column" : "the last one that can be predicted";
    return new UsualTarget(column.name(), reason + skipped(found, inOrder, column));
  }

  /** The columns with a name from the list, the surest first, the last of equal ones first. */
  private static Stream<ColumnSummary> byName(List<ColumnSummary> columns) {
    List<ColumnSummary> named = new ArrayList<>(columns);
    Collections.reverse(named);
    if (place(named.get(0).name()) < NAMES.size()) {
      // Several may have such a name: x, y, z are also coordinates.
      return named.stream().limit(1);
    }
    return named.stream()
        .filter(column -> place(column.name()) < NAMES.size())
        .sorted((one, other) -> Integer.compare(place(one.name()), place(other.name())));
  }

  /** The place of a name in the list, in the singular or plural; its length if it is not there. */
  private static int place(String name) {
    String key = name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    return Stream.of(key, key.replaceFirst("s$", ""), key.replaceFirst("es$", ""))
        .mapToInt(NAMES::indexOf)
        .filter(place -> place >= 0)
        .min()
        .orElse(NAMES.size());
  }

  /**
   * Why a column cannot be predicted, or should not be. Numbers that only count the rows are a
   * target if the name says so.
   */
  private static Optional<String> unfit(DetectedData found, ColumnSummary column) {
    if (column.distinct() < 2 && !column.isEmpty()) {
      return Optional.of("it has the same value in every row");
    }
    if (column.isTooWide() && !column.looksLikeClasses()) {
      return Optional.of(IgnoredColumns.tooWide(column));
    }
    if (column.numeric() && !column.isEmpty() && place(column.name()) < NAMES.size()) {
      return Optional.empty();
    }
    if (!column.isEmpty() && found.images().isEmpty() && isDate(found, column)) {
      return Optional.of("it has dates");
    }
    return IgnoredColumns.reason(found, FoundDates.NONE, column)
        .or(
            () ->
                Optional.of("it says which rows belong together")
                    .filter(why -> FoundGroup.repeats(column, found.table())))
        .or(() -> Optional.of("it has no name").filter(why -> found.isUnnamed(column.name())));
  }

  private static boolean isDate(DetectedData found, ColumnSummary column) {
    return DateGuess.of(found.table().column(column.name())).isPresent();
  }

  /** The first column that would have been chosen if it could be predicted. */
  private static String skipped(
      DetectedData found, List<ColumnSummary> inOrder, ColumnSummary chosen) {
    ColumnSummary first = inOrder.get(0);
    return first.equals(chosen)
        ? ""
        : " ('%s' is not: %s)".formatted(first.name(), unfit(found, first).orElse(""));
  }
}
