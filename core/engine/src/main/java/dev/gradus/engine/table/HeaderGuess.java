package dev.gradus.engine.table;

import dev.gradus.runtime.column.NumberText;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.DoublePredicate;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Guesses whether the first line of a table names its columns.
 *
 * <p>If none of its cells is a number, it does if its cells are distinct and none is missing or
 * recurs below it, or if one of them is a word above numbers. If some cells are numbers, such as
 * years, wavelengths or column numbers, it does if
 *
 * <ul>
 *   <li>they look like names, and the cells of some column are of another kind than the cell above
 *       them: numbers below a word, strings below a number, or classes below a word that is not one
 *       of them;
 *   <li>they number the columns consecutively, or are ascending years, unlike any other line;
 *   <li>next to a word that never recurs there are two or more numbers, or a year, each far from
 *       those below it; or
 *   <li>all cells are numbers, each far from those below it.
 * </ul>
 *
 * <p>None of this is certain, see {@link #isDoubtful}.
 */
final class HeaderGuess {

  /** A column with more different strings does not contain classes. */
  private static final int MOST_CLASSES = 20;

  /** The number of ascending numbers that are hardly a row of data. */
  private static final int LEAST_ASCENDING = 3;

  /** In a column with fewer numbers, none counts as far from the others. */
  private static final int LEAST_OTHERS = 3;

  private static final int FIRST_YEAR = 1800;
  private static final int LAST_YEAR = 2100;

  private final List<String[]> rows;
  private final Set<String> missing;
  private final String[] first;

  /** The places of the numbers in the first line. */
  private final int[] places;

  /** The values of these numbers. */
  private final double[] numbers;

  /**
   * Examines the first line.
   *
   * @param rows the first rows of the file, at least one; not modified
   * @param missing the markers of a missing value
   */
  HeaderGuess(List<String[]> rows, Set<String> missing) {
    this.rows = rows;
    this.missing = missing;
    this.first = rows.get(0);
    this.places = IntStream.range(0, first.length).filter(i -> isNumber(first[i])).toArray();
    this.numbers = Arrays.stream(places).mapToDouble(i -> NumberText.parse(first[i])).toArray();
  }

  /** Whether the first line names the columns. */
  boolean isHeader() {
    if (places.length == 0) {
      return (couldBeNames() && !anyWord(this::comesAgain)) || anyWord(this::isAboveNumbers);
    }
    return couldBeNames()
        && ((numbersAreNames()
                && (anyWord(this::isAboveNumbers)
                    || anyWord(this::isAboveOtherClasses)
                    || anyNumber(this::isAboveTexts)))
            || countsColumns()
            || areYears()
            || standOutBesideAWord()
            || standsApart());
  }

  /**
   * Whether the guess is uncertain, so that the user should be warned: names with a number among
   * them; a first row of ascending whole numbers, or of numbers beyond all others next to a word
   * that never occurs again; and names of columns that all contain strings.
   */
  boolean isDoubtful() {
    if (isHeader()) {
      return places.length > 0 || !anyWord(this::isAboveNumbers);
    }
    boolean ascends =
        places.length >= LEAST_ASCENDING
            && ascend(numbers)
            && Arrays.stream(numbers).allMatch(HeaderGuess::isWhole);
    boolean standsOut =
        hasWordOfItsOwn() && places.length > 0 && everyNumber(this::isOutside) && !areSorted();
    return couldBeNames() && (ascends || standsOut);
  }

  private boolean hasWordOfItsOwn() {
    return places.length < first.length && !anyWord(this::comesAgain);
  }

  private boolean standOutBesideAWord() {
    boolean likeNames = places.length > 1 || isYear(numbers[0]);
    return hasWordOfItsOwn() && likeNames && everyNumber(this::isFar) && !areSorted();
  }

  /**
   * No cell occurs twice, and none is missing except the first, as in tables with numbered rows.
   */
  private boolean couldBeNames() {
    return Arrays.stream(first).distinct().count() == first.length
        && Arrays.stream(first).skip(1).noneMatch(this::isMissing);
  }

  /** In a column whose strings are all the same, this proves nothing. */
  private boolean comesAgain(int column) {
    Set<String> others = new HashSet<>(below(column));
    return others.size() > 1 && others.contains(first[column]);
  }

  private boolean anyWord(IntPredicate test) {
    return IntStream.range(0, first.length)
        .filter(i -> !isMissing(first[i]) && !isNumber(first[i]))
        .anyMatch(test);
  }

  private boolean anyNumber(IntPredicate test) {
    return Arrays.stream(places).anyMatch(test);
  }

  private boolean everyNumber(IntPredicate test) {
    return Arrays.stream(places).allMatch(test);
  }

  private boolean isAboveNumbers(int column) {
    List<String> below = below(column);
    return below.stream().filter(FormatGuess::isNumberLike).count() * 2 > below.size();
  }

  /** A number above strings, none of which is a number. */
  private boolean isAboveTexts(int column) {
    List<String> present = present(column);
    return !present.isEmpty() && present.stream().noneMatch(FormatGuess::isNumberLike);
  }

  /** A word that never recurs, in a column whose other strings occur several times. */
  private boolean isAboveOtherClasses(int column) {
    List<String> below = below(column);
    Set<String> others = new HashSet<>(below);
    return !others.contains(first[column])
        && others.size() <= MOST_CLASSES
        && others.size() * 2 <= below.size();
  }

  /** Several ascending numbers, such as years; otherwise numbers unlike all those below them. */
  private boolean numbersAreNames() {
    return (ascend(numbers) && numbers.length >= LEAST_ASCENDING)
        || everyNumber(this::isOutside)
        || (numbers.length > 1 && countsFromStart());
  }

  /**
   * Whether its numbers increase by one, unlike those of any other line: from 0 or 1, as programs
   * number columns, or from another number, if they are unlike all numbers below them.
   */
  private boolean countsColumns() {
    boolean ofAnotherKind = everyNumber(i -> isAboveTexts(i) || isAboveDecimals(i));
    boolean enough = numbers.length >= LEAST_ASCENDING || (numbers.length > 1 && ofAnotherKind);
    return enough
        && (countsFromStart()
            || (countsByOne(first) && everyNumber(this::isOutside) && !areSorted()))
        && !anyWord(this::comesAgain)
        && rows.stream().skip(1).noneMatch(this::countsByOne);
  }

  /** Whether its numbers are ascending or descending years, unlike those of any other line. */
  private boolean areYears() {
    return numbers.length >= LEAST_ASCENDING
        && areYears(first)
        && !anyWord(this::comesAgain)
        && rows.stream().skip(1).noneMatch(this::areYears);
  }

  private boolean areYears(String[] row) {
    double[] years = Arrays.stream(places).mapToDouble(i -> numberAt(row, i)).toArray();
    return (ascend(years) || descend(years)) && Arrays.stream(years).allMatch(HeaderGuess::isYear);
  }

  private static boolean isYear(double number) {
    return isWhole(number) && number >= FIRST_YEAR && number <= LAST_YEAR;
  }

  /** If the first column continues to count, the line is the first row of a table. */
  private boolean countsFromStart() {
    boolean goesOn =
        rows.size() > 1 && places[0] == 0 && numberAt(rows.get(1), 0) == numbers[0] + 1;
    return (numbers[0] == 0 || numbers[0] == 1) && countsByOne(first) && !goesOn;
  }

  private boolean countsByOne(String[] row) {
    return IntStream.range(0, places.length)
        .allMatch(i -> numberAt(row, places[i]) == numberAt(row, places[0]) + i);
  }

  /** A whole number above numbers that all have decimals. */
  private boolean isAboveDecimals(int column) {
    List<String> present = present(column);
    return first[column].matches("[0-9]+")
        && !present.isEmpty()
        && present.stream()
            .allMatch(cell -> FormatGuess.isNumberLike(cell) && !cell.matches("[-+]?[0-9]+"));
  }

  /**
   * Whether all its cells are numbers that look like names, further from all those below them than
   * these are from each other. In a table that is sorted by every column it may be the first row.
   */
  private boolean standsApart() {
    boolean onlyNumbers =
        places.length > 1
            && places.length + (first[0].isEmpty() && first.length > 1 ? 1 : 0) == first.length;
    boolean alike =
        (numbers.length >= LEAST_ASCENDING && (ascend(numbers) || descend(numbers)))
            || Arrays.stream(places)
                .allMatch(
                    i ->
                        first[i].length() == first[places[0]].length()
                            && first[i].matches("[0-9]+"));
    return onlyNumbers && alike && everyNumber(this::isFar) && !areSorted();
  }

  private boolean isFar(int column) {
    double[] below = numbersBelow(column);
    double least = Arrays.stream(below).min().orElse(Double.NaN);
    double most = Arrays.stream(below).max().orElse(Double.NaN);
    double number = NumberText.parse(first[column]);
    return below.length >= LEAST_OTHERS && Math.max(least - number, number - most) > most - least;
  }

  private boolean isOutside(int column) {
    double number = NumberText.parse(first[column]);
    return all(column, other -> other < number) || all(column, other -> other > number);
  }

  private boolean all(int column, DoublePredicate test) {
    return Arrays.stream(numbersBelow(column)).allMatch(test);
  }

  /** Whether every numeric column is monotonic from the first line on. */
  private boolean areSorted() {
    return everyNumber(this::isSorted);
  }

  private boolean isSorted(int column) {
    double[] all =
        rows.stream()
            .mapToDouble(row -> numberAt(row, column))
            .filter(number -> !Double.isNaN(number))
            .toArray();
    return ascend(all) || descend(all);
  }

  private static boolean ascend(double[] numbers) {
    return IntStream.range(1, numbers.length).allMatch(i -> numbers[i - 1] < numbers[i]);
  }

  private static boolean descend(double[] numbers) {
    return IntStream.range(1, numbers.length).allMatch(i -> numbers[i - 1] > numbers[i]);
  }

  /** The cells of a column below the first line. */
  private List<String> below(int column) {
    return FormatGuess.body(rows, column);
  }

  /** The cells below the first line that are not missing. */
  private List<String> present(int column) {
    return below(column).stream().filter(cell -> !isMissing(cell)).toList();
  }

  private double[] numbersBelow(int column) {
    return below(column).stream()
        .filter(HeaderGuess::isNumber)
        .mapToDouble(NumberText::parse)
        .toArray();
  }

  private boolean isMissing(String cell) {
    return cell.isEmpty() || missing.contains(cell);
  }

  private static double numberAt(String[] row, int column) {
    return column < row.length ? NumberText.parse(row[column]) : Double.NaN;
  }

  private static boolean isNumber(String cell) {
    return !Double.isNaN(NumberText.parse(cell));
  }

  private static boolean isWhole(double number) {
    return number == Math.rint(number);
  }
}
