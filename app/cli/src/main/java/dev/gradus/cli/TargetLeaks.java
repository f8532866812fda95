package dev.gradus.cli;

import dev.gradus.engine.data.ColumnSummary;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.NumericColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;

/**
 * Recognises columns that give the target away, such as a copy of it: a network learns nothing but
 * them, and they are rarely known when a prediction is needed.
 */
final class TargetLeaks {

  /** With fewer rows, columns agree by chance. */
  private static final int LEAST_ROWS = 20;

  /** The share of the squared error that remains where numbers of another scale were rounded. */
  private static final double ROUNDED = 1e-8;

  /** The relative difference of a sum and the target that is due to binary fractions. */
  private static final double EXACT = 1e-6;

  /** The number of rows at once that show whether numbers are on a line. */
  private static final int ROWS_OF_LINE = 1 << 10;

  /** The largest number of columns that are tried in pairs. */
  private static final int MOST_PAIRED = 200;

  private final Column target;
  private final boolean classes;

  /** The rows that have a target; none if there is nothing to search. */
  private final int[] rows;

  /** The largest absolute number of a target that is a number. */
  private final double sizeY;

  /** The mean of such a target divided by its size. */
  private final double meanY;

  /** The sum of the squares of what the target divided by its size is above or below the mean. */
  private final double yy;

  private TargetLeaks(Column target, boolean classes, int[] rows) {
    this.target = target;
    this.classes = classes;
    this.rows = rows;
    int[] measured = classes ? new int[0] : rows;
    // Squares of numbers from 1e154 on are infinite.
    sizeY = size(target, measured);
    meanY = mean(target, sizeY, measured);
    double squares = 0;
    for (int row : measured) {
      double y = target.number(row) / sizeY - meanY;
      squares += y * y;
    }
    yy = squares;
  }

  /** Prepares the search. Images, few rows, and a target with one value have no leak. */
  static TargetLeaks in(DetectedData found, PredictionTarget goal) {
    ColumnSummary summary = goal.target();
    Column target = found.table().column(summary.name());
    boolean searched =
        found.images().isEmpty()
            && summary.distinct() > 1
            && summary.rows() - summary.missing() >= LEAST_ROWS;
    return new TargetLeaks(
        target, goal.classes(), searched ? present(target, summary.missing()) : new int[0]);
  }

  private static int[] present(Column column, int missing) {
    IntStream rows = IntStream.range(0, column.rows());
    return (missing == 0 ? rows : rows.filter(row -> !column.isMissing(row))).toArray();
  }

  /** Why a column certainly gives the target away: it is a copy or a code of it. */
  Optional<String> certain(Column column) {
    if (rows.length == 0) {
      return Optional.empty();
    }
    if (IntStream.of(rows).allMatch(row -> column.value(row).equals(target.value(row)))) {
      return Optional.of("it is a copy of the target");
    }
    if (classes) {
      return Optional.of("each of its values stands for one class of the target")
          .filter(why -> isCode(column));
    }
    return Optional.of("it is the target on another scale").filter(why -> isScaled(column));
  }

  /** Whether every value has its class, and every class its value, in two rows or more each. */
  private boolean isCode(Column column) {
    Map<Object, Object> classOf = new HashMap<>();
    Map<Object, Object> valueOf = new HashMap<>();
    for (int row : rows) {
      Object value = column.value(row);
      Object wanted = target.value(row);
      Object known = classOf.putIfAbsent(value, wanted);
      Object other = valueOf.putIfAbsent(wanted, value);
      if ((known != null && !known.equals(wanted)) || (other != null && !other.equals(value))) {
        return false;
      }
    }
    return 2 * classOf.size() <= rows.length;
  }

  /** Whether the target is a multiple of the column plus a constant. */
  private boolean isScaled(Column column) {
    if (!(column instanceof NumericColumn numbers && target instanceof NumericColumn wanted)
        || isOffAnyLine(numbers, wanted)
        || IntStream.of(rows).anyMatch(row -> Double.isNaN(column.number(row)))) {
      return false;
    }
    double sizeX = size(column, rows);
    double meanX = mean(column, sizeX, rows);
    double xx = 0;
    double xy = 0;
    for (int row : rows) {
      double x = column.number(row) / sizeX - meanX;
      double y = target.number(row) / sizeY - meanY;
      xx += x * x;
      xy += x * y;
    }
    return xx > 0 && 1 - xy / xx * (xy / yy) < ROUNDED;
  }

  /** The largest absolute number, or 1 if all are 0. */
  private static double size(Column column, int[] rows) {
    double size =
        IntStream.of(rows).mapToDouble(row -> Math.abs(column.number(row))).max().orElse(1);
    return size == 0 ? 1 : size;
  }

  private static double mean(Column column, double size, int[] rows) {
    return IntStream.of(rows).mapToDouble(row -> column.number(row) / size).average().orElse(0);
  }

  /**
   * Whether some of the rows already show that {@link #isScaled} is false. The squared errors of
   * the best line through all rows are at least those of the best lines through a thousand rows at
   * a time.
   */
  private boolean isOffAnyLine(NumericColumn column, NumericColumn wanted) {
    // Twice as many, because of rounding.
    double most = 2 * ROUNDED * yy;
    double errors = 0;
    double[] x = new double[ROWS_OF_LINE];
    double[] y = new double[ROWS_OF_LINE];
    for (int from = 0;
        from < rows.length && errors <= most;
        from += Math.min(ROWS_OF_LINE, rows.length - from)) {
      int count = Math.min(ROWS_OF_LINE, rows.length - from);
      column.copy(rows, from, from + count, x);
      wanted.copy(rows, from, from + count, y);
      errors += errorsOfLine(x, y, count);
    }
    return errors > most;
  }

  /** The squared errors of the best line; NaN if a number is missing. */
  private double errorsOfLine(double[] x, double[] y, int count) {
    double sizeX = 0;
    for (int i = 0; i < count; i++) {
      sizeX = Math.max(sizeX, Math.abs(x[i]));
    }
    double sumX = 0;
    double sumY = 0;
    for (int i = 0; i < count; i++) {
      x[i] = sizeX == 0 ? 0 : x[i] / sizeX;
      y[i] /= sizeY;
      sumX += x[i];
      sumY += y[i];
    }
    double xx = 0;
    double xy = 0;
    double squares = 0;
    for (int i = 0; i < count; i++) {
      double fromMeanX = x[i] - sumX / count;
      double fromMeanY = y[i] - sumY / count;
      xx += fromMeanX * fromMeanX;
      xy += fromMeanX * fromMeanY;
      squares += fromMeanY * fromMeanY;
    }
    return xx == 0 ? squares : Math.max(0, squares - xy / xx * xy);
  }

  /**
   * Sentences about columns that may give the target away: each of them predicts it nearly without
   * an error, or two of them add up to it.
   *
   * @param inputs at least two; if there is only one, there is nothing else to predict from
   */
  List<String> likely(List<Column> inputs) {
    List<String> sentences = new ArrayList<>();
    if (rows.length > 0 && inputs.size() > 1) {
      SinglePredictor predictor = new SinglePredictor(target, classes, rows, inputs.size());
      for (Column column : inputs) {
        predictor
            .nearlyPerfect(column)
            .ifPresent(how -> sentences.add(sentence(column.name(), how)));
      }
      if (!classes) {
        sentences.addAll(pairs(inputs));
      }
    }
    return sentences;
  }

  private String sentence(String column, String how) {
    return "'%s' alone predicts '%s' %s; if it will not be known when you predict, ignore it (columns: {%s: ignore})"
        .formatted(column, target.name(), how, YamlPlace.key(column));
  }

  private List<String> pairs(List<Column> inputs) {
    List<Column> numbers =
        inputs.stream().filter(NumericColumn.class::isInstance).limit(MOST_PAIRED).toList();
    List<String> sentences = new ArrayList<>();
    for (int i = 0; i < numbers.size(); i++) {
      for (int j = i + 1; j < numbers.size(); j++) {
        Column one = numbers.get(i);
        Column other = numbers.get(j);
        operation(one, other)
            .ifPresent(formula -> sentences.add(sentence(one.name(), other.name(), formula)));
      }
    }
    return sentences;
  }

  private Optional<String> operation(Column one, Column other) {
    String formula = "'%s' %s '%s'";
    if (gives(one, other, Double::sum)) {
      return Optional.of(formula.formatted(one.name(), "+", other.name()));
    } else if (gives(one, other, (a, b) -> a - b)) {
      return Optional.of(formula.formatted(one.name(), "-", other.name()));
    } else if (gives(one, other, (a, b) -> b - a)) {
      return Optional.of(formula.formatted(other.name(), "-", one.name()));
    }
    return Optional.of(formula.formatted(one.name(), "*", other.name()))
        .filter(product -> gives(one, other, (a, b) -> a * b));
  }

  /** Whether an operation gives the target in every row. */
  private boolean gives(Column one, Column other, DoubleBinaryOperator operation) {
    for (int row : rows) {
      double a = one.number(row);
      double b = other.number(row);
      double y = target.number(row);
      double most = Math.max(Math.abs(y), Math.max(Math.abs(a), Math.abs(b)));
      if (!(Math.abs(operation.applyAsDouble(a, b) - y) <= EXACT * most)) {
        return false;
      }
    }
    return true;
  }

  private String sentence(String one, String other, String formula) {
    return "'%s' is %s in every row; if these will not be known when you predict, ignore them (columns: {%s: ignore, %s: ignore})"
        .formatted(target.name(), formula, YamlPlace.key(one), YamlPlace.key(other));
  }
}
