package dev.gradus.engine.data;

import dev.gradus.engine.data.DateGuess.Notation;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.NumericColumn;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.column.NumberText;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The few texts in a column of dates that are not dates, such as {@code NA} or {@code 0000-00-00}.
 * If they count as missing, {@link DateGuess} recognises the column.
 *
 * @param column its name
 * @param texts the different texts, in the order of the rows
 * @param mistaken the number of cells that look like a date, because they have a digit
 */
public record DateGaps(String column, List<String> texts, int mistaken) {

  /** The maximum number of different words that mean that a date is missing. */
  private static final int MOST_WORDS = 3;

  /** The maximum number of different texts with digits that are not dates. */
  private static final int MOST_MISTAKES = 5;

  /** One cell in this number of cells may be a mistake. */
  private static final int CELLS_PER_MISTAKE = 20;

  /** In a column of fewer dates, nothing counts as missing. */
  private static final int LEAST_DATES = 10;

  /** The number of different texts that show whether a column may have dates. */
  private static final int SAMPLE = 20;

  /** The number of texts whose notations are tried. */
  private static final int TRIED = 3;

  /** What programs write for what is missing, in lower case; nobody names a class so. */
  private static final Set<String> USUAL = Set.of("na", "n/a", "nan", "nat", "null", "?");

  private static final Pattern DIGIT = Pattern.compile("[0-9]");

  /** Neither a word nor nothing but zeros. */
  private static final Pattern VALUE = Pattern.compile("[1-9]");

  public DateGaps {
    texts = List.copyOf(texts);
  }

  /**
   * Finds them in all columns of a table. A word that another column of texts has as well may mean
   * something there, such as {@code None} among classes, unless programs write it for what is
   * missing.
   */
  public static List<DateGaps> in(Table table) {
    return table.columns().stream()
        .flatMap(column -> of(column).stream())
        .filter(
            gaps ->
                gaps.texts().stream()
                    .allMatch(
                        text ->
                            USUAL.contains(text.toLowerCase(Locale.ROOT))
                                || isFree(text, gaps, table)))
        .toList();
  }

  private static boolean isFree(String text, DateGaps gaps, Table table) {
    return table.columns().stream()
        .filter(other -> !(other instanceof NumericColumn) && !other.name().equals(gaps.column()))
        .noneMatch(
            other ->
                IntStream.range(0, other.rows()).anyMatch(row -> other.text(row).equals(text)));
  }

  /** Finds them; empty if there are none, or too many, or the column has no dates. */
  static Optional<DateGaps> of(Column column) {
    if (column instanceof NumericColumn) {
      return Optional.empty();
    }
    Map<String, Integer> counts = new LinkedHashMap<>();
    int row = 0;
    while (row < column.rows() && counts.size() < SAMPLE) {
      count(column, row, counts);
      row++;
    }
    long candidates = counts.keySet().stream().filter(DateGaps::mayBeDate).count();
    List<Notation> notations = notations(counts.keySet());
    if (candidates * 2 < counts.size() || notations.isEmpty()) {
      return Optional.empty();
    }
    while (row < column.rows()) {
      count(column, row, counts);
      row++;
    }
    return notations.stream()
        .map(notation -> wrong(notation, counts.keySet()))
        .min(Comparator.comparingInt(Set::size))
        .filter(wrong -> wrong.stream().allMatch(text -> Double.isNaN(NumberText.parse(text))))
        .flatMap(wrong -> gaps(column.name(), counts, wrong));
  }

  private static void count(Column column, int row, Map<String, Integer> counts) {
    if (!column.isMissing(row)) {
      counts.merge(column.text(row), 1, Integer::sum);
    }
  }

  private static boolean mayBeDate(String text) {
    return VALUE.matcher(text).find() && DateGuess.mayBeDate(text, NumberText.parse(text));
  }

  /** The notations of the first texts that may be dates. */
  private static List<Notation> notations(Set<String> texts) {
    return texts.stream()
        .filter(DateGaps::mayBeDate)
        .limit(TRIED)
        .flatMap(
            text ->
                Notation.ISO.date(text).isPresent()
                    ? Stream.of(Notation.ISO)
                    : DateGuess.notationsOf(text))
        .distinct()
        .toList();
  }

  /** The texts that are not dates, or as many of them as show that there are too many. */
  private static Set<String> wrong(Notation notation, Set<String> texts) {
    Set<String> wrong = new LinkedHashSet<>();
    for (String text : texts) {
      if (notation.date(text).isEmpty()) {
        wrong.add(text);
        if (wrong.size() > MOST_WORDS + MOST_MISTAKES) {
          break;
        }
      }
    }
    return wrong;
  }

  private static Optional<DateGaps> gaps(
      String name, Map<String, Integer> counts, Set<String> others) {
    int all = sum(counts, counts.keySet(), text -> true);
    int dates = all - sum(counts, others, text -> true);
    Predicate<String> isMistake = text -> VALUE.matcher(text).find();
    long mistakes = others.stream().filter(isMistake).count();
    boolean few =
        mistakes <= MOST_MISTAKES
            && others.size() - mistakes <= MOST_WORDS
            && (long) sum(counts, others, isMistake) * CELLS_PER_MISTAKE <= all
            && dates * 2L > all;
    return few && !others.isEmpty() && dates >= LEAST_DATES
        ? Optional.of(
            new DateGaps(
                name, List.copyOf(others), sum(counts, others, text -> DIGIT.matcher(text).find())))
        : Optional.empty();
  }

  private static int sum(Map<String, Integer> counts, Set<String> texts, Predicate<String> which) {
    return texts.stream().filter(which).mapToInt(text -> counts.getOrDefault(text, 0)).sum();
  }
}
