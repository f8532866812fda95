package dev.gradus.cli;

import dev.gradus.engine.data.ColumnSummary;
import dev.gradus.engine.data.DateGuess;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The column that is predicted unless the user names another one.
 *
 * @param column its name
 * @param reason why it was chosen, for a sentence
 */
record UsualTarget(String column, String reason) {

  /** The first of the {@link #NAMES} that say no more in the last place than elsewhere. */
  private static final String FIRST_MODEST = "salary";

  /** Says what a column is for in the first or last place; elsewhere it is one figure of many. */
  private static final String SALES = "sales";

  /**
   * Names that say what a column is for, the surest first: lower case, without blanks and signs.
   * The names of popular files are among them.
   */
  private static final List<String> NAMES =
      List.of(
          "target",
          "label",
          "outcome",
          "survived",
          "churn",
          "churned",
          "exited",
          "attrition",
          "left",
          "subscribed",
          "deposit",
          "defaultpaymentnextmonth",
          "default",
          "loanstatus",
          "diagnosis",
          "heartdisease",
          "diabetesbinary",
          "diabetes012",
          "heartdiseaseorattack",
          "stroke",
          "isfraud",
          "species",
          "y",
          "class",
          "response",
          "quality",
          "saleprice",
          "sellingprice",
          "medianhousevalue",
          "medv",
          "charges",
          "rentedbikecount",
          "cnt",
          SALES,
          "price",
          "mpg",
          FIRST_MODEST,
          "tip",
          "ozone");

  /**
   * Of these names, the ones of questions that are answered with yes or no. They mean something
   * else in a column of other values: the left edge of a box, the stroke of an engine.
   */
  private static final Set<String> ANSWERS =
      Set.of(
          "survived",
          "churn",
          "churned",
          "exited",
          "attrition",
          "left",
          "subscribed",
          "deposit",
          "default",
          "stroke",
          "isfraud");

  /**
   * Chooses among the columns of a table: the last one if its name says so, the one with the surest
   * name, else the last. A column without a name, or one that cannot be predicted, is not chosen as
   * long as there is another.
   */
  static UsualTarget of(DetectedData found, List<ColumnSummary> columns) {
    List<ColumnSummary> fromLast = new ArrayList<>(columns);
    Collections.reverse(fromLast);
    List<ColumnSummary> named = byName(fromLast);
    List<ColumnSummary> inOrder = Stream.concat(named.stream(), fromLast.stream()).toList();
    Optional<ColumnSummary> chosen =
        inOrder.stream().filter(column -> unfit(found, column).isEmpty()).findFirst();
    ColumnSummary column = chosen.orElse(inOrder.get(0));
    boolean last = column.equals(fromLast.get(0));
    String reason =
        chosen.isPresent() && named.contains(column)
            ? "by its name"
            : last ? "the last column" : "the last one that can be predicted";
    return new UsualTarget(column.name(), reason + skipped(found, inOrder, column));
  }

  /** The columns with a name from the list, the surest first, the last of equal ones first. */
  private static List<ColumnSummary> byName(List<ColumnSummary> fromLast) {
    ColumnSummary last = fromLast.get(0);
    return fromLast.stream()
        .filter(UsualTarget::isNamed)
        .filter(column -> !isCoordinate(fromLast, column) && !isFigure(fromLast, column))
        .sorted(
            Comparator.comparingInt(
                column ->
                    column.equals(last) && place(column.name()) < NAMES.indexOf(FIRST_MODEST)
                        ? -1
                        : place(column.name())))
        .toList();
  }

  /** A y right after an x is a coordinate, unless it is the last column. */
  private static boolean isCoordinate(List<ColumnSummary> fromLast, ColumnSummary column) {
    int place = fromLast.indexOf(column);
    return key(column.name()).equals("y")
        && place > 0
        && place + 1 < fromLast.size()
        && key(fromLast.get(place + 1).name()).equals("x");
  }

  private static boolean isFigure(List<ColumnSummary> fromLast, ColumnSummary column) {
    int place = fromLast.indexOf(column);
    return key(column.name()).equals(SALES)
        && (!column.numeric() || (place > 0 && place + 1 < fromLast.size()));
  }

  /** Whether its name is in the list, and its values do not say otherwise. */
  private static boolean isNamed(ColumnSummary column) {
    int place = place(column.name());
    return place < NAMES.size() && (column.distinct() <= 2 || !ANSWERS.contains(NAMES.get(place)));
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
  }

  /** The place of a name in the list, in the singular or plural; its length if it is not there. */
  private static int place(String name) {
    String key = key(name);
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
    if (column.numeric() && !column.isEmpty() && isNamed(column)) {
      return Optional.empty();
    }
    Optional<DateGuess> dates =
        column.isEmpty() || !found.images().isEmpty()
            ? Optional.empty()
            : DateGuess.of(found.table().column(column.name()));
    if (dates.isPresent()) {
      return Optional.of(dates.get().isTimeOfDay() ? "it has times of day" : "it has dates");
    }
    return IgnoredColumns.reason(found, FoundDates.NONE, column)
        .or(
            () ->
                Optional.of("it says which rows belong together")
                    .filter(why -> FoundGroup.repeats(column, found.table())))
        .or(() -> Optional.of("it has no name").filter(why -> found.isUnnamed(column.name())));
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
