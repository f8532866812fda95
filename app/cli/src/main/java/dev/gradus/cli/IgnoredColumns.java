package dev.gradus.cli;

import dev.gradus.cli.text.MetricTable;
import dev.gradus.engine.data.ColumnSummary;
import dev.gradus.engine.table.Column;
import dev.gradus.runtime.problem.Warning;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The columns that a first configuration leaves out because a network cannot learn from them.
 *
 * @param reasons the reason for each column, by its name
 */
record IgnoredColumns(Map<String, String> reasons) {

  private static final int MOST_NAMED = 20;

  /** With fewer rows, columns are equal by chance. */
  private static final int LEAST_ROWS = 20;

  /**
   * More constant or equal columns, as of sparse data, stay: they do no harm, and there are too
   * many.
   */
  private static final int MOST_ALIKE = 100;

  private static final String CONSTANT = "it has the same value in every row";

  private static final String SAME_AS = "it has the same values as '";

  private static final String REPEATS =
      "it says which rows belong together, and the split does not need it";

  private static final String COUNTS = "it is only a row number";

  private static final String IDENTIFIES =
      "it has a different whole number in every row, as an identifier has";

  private static final String NAMES =
      "it has whole numbers of more digits than a number keeps, different in most rows, as an identifier has";

  /** Digits, with signs between them, and something short before and behind them. */
  private static final Pattern LIKE_NUMBER =
      Pattern.compile("[^0-9]{0,5}[0-9]+([.,' \u00A0\u202F][0-9]+)*[^0-9]{0,5}");

  /** Two or more numbers, of which one may be the name of a month. */
  private static final Pattern LIKE_DATE =
      Pattern.compile(
          "(?i)\\D{0,12}\\d{1,4}\\D{1,2}(\\d{1,4}|(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)\\b.*");

  /**
   * Finds such columns among the inputs. A column that gives the target away, or of row numbers or
   * identifiers, is kept if there is no other column, because it may be the only measurement, or
   * the time. Images keep all their pixels.
   */
  static IgnoredColumns of(
      DetectedData found,
      List<ColumnSummary> columns,
      PredictionTarget goal,
      FoundDates dates,
      FoundGroup group,
      TargetLeaks leaks) {
    Map<String, String> reasons = new LinkedHashMap<>();
    Map<String, String> leaking = new LinkedHashMap<>();
    Map<Outline, List<Column>> kept = new HashMap<>();
    boolean comparable = found.images().isEmpty() && found.table().rows() >= LEAST_ROWS;
    for (ColumnSummary column : columns) {
      if (!column.equals(goal.target()) && !group.isBy(column.name())) {
        Column cells = found.table().column(column.name());
        Optional<String> useless =
            reason(found, dates, column)
                .or(
                    () ->
                        Optional.of(REPEATS).filter(why -> group.others().contains(column.name())))
                .or(() -> comparable ? equal(column, cells, kept) : Optional.empty());
        useless.ifPresent(reason -> reasons.put(column.name(), reason));
        if (useless.isEmpty()) {
          leaks.certain(cells).ifPresent(reason -> leaking.put(column.name(), reason));
        }
      }
    }
    dropFrequent(reasons, CONSTANT::equals);
    dropFrequent(reasons, reason -> reason.startsWith(SAME_AS));
    int inputs = columns.size() - 1 - (group.by().isPresent() ? 1 : 0);
    if (reasons.size() + leaking.size() < inputs) {
      reasons.putAll(leaking);
    }
    if (reasons.size() == inputs) {
      reasons.values().removeIf(COUNTS::equals);
      reasons.values().removeIf(IDENTIFIES::equals);
      reasons.values().removeIf(NAMES::equals);
    }
    return new IgnoredColumns(reasons);
  }

  private static void dropFrequent(Map<String, String> reasons, Predicate<String> which) {
    if (reasons.values().stream().filter(which).count() > MOST_ALIKE) {
      reasons.values().removeIf(which);
    }
  }

  /**
   * Why a column adds nothing to those that are kept.
   *
   * @param kept by their outlines; the column is added unless it equals one of them
   */
  private static Optional<String> equal(
      ColumnSummary summary, Column column, Map<Outline, List<Column>> kept) {
    List<Column> alike = kept.computeIfAbsent(Outline.of(summary), outline -> new ArrayList<>());
    Optional<String> reason =
        alike.stream()
            .filter(other -> areEqual(column, other))
            .findFirst()
            .map(other -> SAME_AS + other.name() + "'");
    if (reason.isEmpty()) {
      alike.add(column);
    }
    return reason;
  }

  /**
   * What columns have in common if they have the same values, without another look at their cells.
   */
  private record Outline(int missing, int distinct, double least, double mean, double largest) {

    static Outline of(ColumnSummary summary) {
      // Adding 0 makes -0 equal to 0.
      return new Outline(
          summary.missing(),
          summary.distinct(),
          summary.least() + 0.0,
          summary.mean() + 0.0,
          summary.largest() + 0.0);
    }
  }

  /** Whether two columns have the same value in every row. */
  private static boolean areEqual(Column one, Column other) {
    for (int row = 0; row < one.rows(); row++) {
      if (!one.value(row).equals(other.value(row))) {
        return false;
      }
    }
    return true;
  }

  /** Why a network cannot learn from a column, or should not predict it. */
  static Optional<String> reason(DetectedData found, FoundDates dates, ColumnSummary column) {
    if (column.isEmpty()) {
      return Optional.of("it is empty");
    }
    if (column.isConstant() && found.images().isEmpty()) {
      return Optional.of(CONSTANT);
    }
    if (dates.contains(column.name())) {
      return Optional.empty();
    }
    boolean unlike = column.distinct() == column.rows() && column.rows() > 1;
    if (unlike && found.isUnnamed(column.name())) {
      return Optional.of("it has no name, and a different value in every row");
    }
    if (column.isTooWide() && found.images().isEmpty()) {
      return Optional.of(tooWide(column));
    }
    Column cells = found.table().column(column.name());
    if (Identifiers.areNames(column, cells)) {
      return Optional.of(NAMES);
    }
    if (!column.looksLikeIdentifier()) {
      return Identifiers.isOne(column, cells) ? Optional.of(IDENTIFIES) : Optional.empty();
    }
    if (column.numeric()) {
      return Optional.of(COUNTS);
    }
    String texts = "'" + String.join("', '", column.frequent().subList(0, 2)) + "'";
    return Optional.of("it has a different text in most rows, such as " + texts + advice(column));
  }

  /** How texts can be read that may be numbers or dates. */
  private static String advice(ColumnSummary column) {
    if (column.frequent().stream().allMatch(text -> LIKE_NUMBER.matcher(text).matches())) {
      return "; if these are numbers, say in format how they are written (decimal, thousands, units)";
    }
    return column.frequent().stream().allMatch(text -> LIKE_DATE.matcher(text).matches())
        ? "; if these are dates, declare how they are written (columns: {%s: {date: {format: …}}})"
            .formatted(YamlPlace.key(column.name()))
        : "";
  }

  /** Why a column of numbers, if not of classes, cannot be learned. */
  static String tooWide(ColumnSummary column) {
    return "its numbers range from %s to %s, too wide to standardise; change its unit"
        .formatted(MetricTable.text(column.least()), MetricTable.text(column.largest()));
  }

  boolean contains(String column) {
    return reasons.containsKey(column);
  }

  /** The message for the user; empty if no column is ignored. */
  Optional<Warning> warning(int columns) {
    return reasons.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Warning(
                "%s of %s columns %s ignored: %s"
                    .formatted(
                        reasons.size(),
                        columns,
                        reasons.size() == 1 ? "is" : "are",
                        text().replace("\n", "; ")),
                reasons.size()));
  }

  /** One line per column, for at most the first few. */
  String text() {
    int more = reasons.size() - MOST_NAMED;
    return reasons.entrySet().stream()
            .limit(MOST_NAMED)
            .map(entry -> "'%s': %s".formatted(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining("\n"))
        + (more > 0 ? "\nand %s more".formatted(more) : "");
  }
}
