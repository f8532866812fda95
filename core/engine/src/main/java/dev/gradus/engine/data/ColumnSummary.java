package dev.gradus.engine.data;

import dev.gradus.engine.parallel.Team;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.NumericColumn;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.column.BooleanWords;
import dev.gradus.runtime.column.CategoryOrder;
import dev.gradus.runtime.column.NumberText;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A summary of a column, for people who see a table for the first time.
 *
 * @param name of the column
 * @param numeric whether all its cells are numbers
 * @param rows the number of cells
 * @param missing the number of missing cells
 * @param numbers the number of numeric cells
 * @param distinct the number of different values; numbers count by value, however they are written,
 *     with all their digits
 * @param least the minimum; NaN for a column of strings
 * @param mean of the numbers; NaN for a column of strings
 * @param largest the maximum; NaN for a column of strings
 * @param frequent the most frequent strings or numbers, at most five; if equally frequent, the
 *     smaller number first
 */
public record ColumnSummary(
    String name,
    boolean numeric,
    int rows,
    int missing,
    int numbers,
    int distinct,
    double least,
    double mean,
    double largest,
    List<String> frequent) {

  private static final int MOST_FREQUENT = 5;

  /** The least number of cells for which several threads pay off. */
  private static final long CELLS_FOR_TEAM = 1 << 16;

  /** The maximum number of different numbers that still look like class names. */
  private static final int MOST_CODES = 20;

  public ColumnSummary {
    frequent = List.copyOf(frequent);
  }

  /** Summarises the columns of a table, on all processors. */
  public static List<ColumnSummary> of(Table table) {
    List<Column> columns = table.columns();
    ColumnSummary[] summaries = new ColumnSummary[columns.size()];
    boolean small = (long) table.rows() * columns.size() < CELLS_FOR_TEAM;
    try (Team team = new Team(small ? 1 : Runtime.getRuntime().availableProcessors())) {
      team.run((piece, member) -> summaries[piece] = of(columns.get(piece)), summaries.length);
    }
    return List.of(summaries);
  }

  /** Summarises a column. */
  public static ColumnSummary of(Column column) {
    return column instanceof NumericColumn numbers ? ofNumbers(numbers) : ofTexts(column);
  }

  private static ColumnSummary ofNumbers(NumericColumn column) {
    double[] all = new double[column.rows()];
    column.copy(0, all.length, all);
    int numbers = 0;
    double least = Double.POSITIVE_INFINITY;
    double largest = Double.NEGATIVE_INFINITY;
    double sum = 0;
    for (double number : all) {
      if (!Double.isNaN(number)) {
        numbers++;
        least = Math.min(least, number);
        largest = Math.max(largest, number);
        sum += number;
      }
    }
    int distinct;
    List<String> frequent;
    boolean exact = Math.max(-least, largest) < NumericColumn.FIRST_INEXACT;
    if (!exact && column.losesDigits()) {
      Collection<Occurrences> values = written(column);
      distinct = values.size();
      frequent = mostFrequent(values, column);
    } else {
      NumberCounts counts = NumberCounts.of(all, least, largest, MOST_FREQUENT);
      distinct = counts.distinct();
      frequent = counts.mostFrequent().stream().map(NumberText::plain).toList();
    }
    return new ColumnSummary(
        column.name(),
        true,
        column.rows(),
        column.rows() - numbers,
        numbers,
        distinct,
        numbers > 0 ? least : Double.NaN,
        numbers > 0 ? mean(sum, all, numbers) : Double.NaN,
        numbers > 0 ? largest : Double.NaN,
        frequent);
  }

  /** The mean of numbers whose sum may be too large for a double. */
  private static double mean(double sum, double[] all, int numbers) {
    if (Double.isFinite(sum)) {
      return sum / numbers;
    }
    double mean = 0;
    for (double number : all) {
      mean += Double.isNaN(number) ? 0 : number / numbers;
    }
    return mean;
  }

  /** The first row of a value, and the number of its rows. */
  private static final class Occurrences {
    private final int first;
    private int count;

    Occurrences(int first) {
      this.first = first;
    }
  }

  /** Where each value occurs, if there are numbers with digits that a double does not keep. */
  private static Collection<Occurrences> written(Column column) {
    Map<Object, Occurrences> values = new HashMap<>();
    for (int row = 0; row < column.rows(); row++) {
      if (!column.isMissing(row)) {
        int own = row;
        values.computeIfAbsent(column.value(row), value -> new Occurrences(own)).count++;
      }
    }
    return values.values();
  }

  /** The most frequent values, with all digits that are written. */
  private static List<String> mostFrequent(Collection<Occurrences> values, Column column) {
    Map<String, Integer> best = new HashMap<>();
    for (Occurrences value : values) {
      double number = column.number(value.first);
      boolean exact = Math.abs(number) < NumericColumn.FIRST_INEXACT;
      best.put(exact ? NumberText.plain(number) : column.text(value.first), value.count);
      if (best.size() > MOST_FREQUENT) {
        mostFrequent(best).skip(MOST_FREQUENT).toList().forEach(last -> best.remove(last.getKey()));
      }
    }
    return mostFrequent(best).map(Map.Entry::getKey).toList();
  }

  private static ColumnSummary ofTexts(Column column) {
    int missing = 0;
    int numbers = 0;
    for (int row = 0; row < column.rows(); row++) {
      if (column.isMissing(row)) {
        missing++;
      } else {
        numbers += Double.isNaN(column.number(row)) ? 0 : 1;
      }
    }
    NameCounts counts = new NameCounts(column.rows(), column::text);
    List<String> frequent =
        counts.first(NameCounts.BY_COUNT, MOST_FREQUENT, Long.MAX_VALUE).stream()
            .map(NameCounts.Counted::name)
            .toList();
    return new ColumnSummary(
        column.name(),
        false,
        column.rows(),
        missing,
        numbers,
        (int) counts.distinct(),
        Double.NaN,
        Double.NaN,
        Double.NaN,
        frequent);
  }

  /**
   * The number of cells of each class of a column, with the classes as in training: {@code 1} and
   * {@code 1.0} are one. The most frequent come first; if equally frequent, the smaller number.
   */
  public static Map<String, Integer> classes(Column column) {
    int[] present =
        IntStream.range(0, column.rows()).filter(row -> !column.isMissing(row)).toArray();
    // If there was not enough memory for the original text of the numbers, only their values are
    // known.
    boolean onlyNumbers = column instanceof NumericColumn numbered && !numbered.hasTexts();
    CategoryNames names = CategoryNames.of(column, onlyNumbers ? new int[0] : present);
    Map<String, Integer> counts = new HashMap<>();
    for (int row : present) {
      counts.merge(names.of(row), 1, Integer::sum);
    }
    Map<String, Integer> sorted = new LinkedHashMap<>();
    mostFrequent(counts).forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return sorted;
  }

  private static Stream<Map.Entry<String, Integer>> mostFrequent(Map<String, Integer> counts) {
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Integer>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey(CategoryOrder.COMPARATOR)));
  }

  /** Whether all its cells are missing. */
  public boolean isEmpty() {
    return missing == rows;
  }

  /** Whether all its cells, at least two, have the same value, and none is missing. */
  public boolean isConstant() {
    return rows > 1 && missing == 0 && distinct == 1;
  }

  /**
   * Whether its numbers are so large, or so far apart, that the sum of their squares may be too
   * large for a {@code double}: then they cannot be standardised. Never a column of strings.
   */
  public boolean isTooWide() {
    double range = largest - least;
    double size = Math.max(Math.abs(least), Math.abs(largest));
    return size * numbers == Double.POSITIVE_INFINITY
        || range * range * numbers == Double.POSITIVE_INFINITY;
  }

  /** Whether its numbers look like class names: few whole numbers. */
  public boolean looksLikeClasses() {
    return !numeric
        || (distinct <= MOST_CODES
            && distinct * 10 <= rows - missing
            && least == Math.rint(least)
            && largest == Math.rint(largest)
            && largest - least < 100);
  }

  /**
   * Whether its cells are yes and no, in a usual pair of words such as true and false, or 1 and 0.
   */
  public boolean looksBoolean() {
    return distinct >= 2 && distinct == frequent.size() && BooleanWords.arePair(frequent);
  }

  /**
   * Whether it identifies a row rather than describing it: too many different strings to learn
   * from, such as names of people, or the number of the row.
   */
  public boolean looksLikeIdentifier() {
    int present = rows - missing;
    return numeric
        ? missing == 0
            && rows > MOST_CODES
            && distinct == rows
            && least == Math.rint(least)
            && largest - least == rows - 1
        : distinct > 50 && distinct * 2 > present;
  }
}
