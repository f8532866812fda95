package dev.gradus.engine.model;

import dev.gradus.engine.data.TablePreparation;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.column.PreparedColumn;
import dev.gradus.runtime.column.TargetColumns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Finds the linear functions from the numbers that a column becomes in one preparation to those
 * that it becomes in others.
 *
 * <p>The rows are encoded in blocks, one column at a time: once for the sums of the least squares,
 * and once to check each function on every row. So the memory does not grow with the number of rows
 * or columns, and one encoding of a block serves all the others.
 */
final class ColumnMaps {

  /** The largest difference of a prepared number around 1; floats are accurate to a hundredth. */
  static final double SAME = 1e-5;

  /** The most that this may become for a number that is a difference of large ones. */
  private static final double MOST = 1e-2;

  /** The same in proportion to a number that is itself large. */
  private static final double MOST_OF_LARGE = 1e-4;

  /**
   * Keeps equations solvable whose columns depend on each other, and changes nothing else: it is a
   * share of each number in the diagonal, so that the unit of a column does not matter.
   */
  private static final double RIDGE = 1e-12;

  /** The number of rows that take as long as the encoder of a block, which looks up categories. */
  private static final int LEAST_ROWS = 1 << 8;

  /** The approximate number of numbers in a block of rows. */
  private static final int NUMBERS_OF_BLOCK = 1 << 16;

  /** The most coefficients of members that are solved together, unless one alone has more. */
  private static final long MOST_COEFFICIENTS = 1 << 22;

  private final Table rows;
  private final Column cells;
  private final Encoder encoder;
  private final PreparedColumn common;
  private final int inputs;
  private final int rowsOfBlock;

  /**
   * Begins with a column.
   *
   * @param rows with the cells
   * @param common how they become the numbers from which the functions start
   * @param targets any; they are not read
   */
  ColumnMaps(Table rows, PreparedColumn common, TargetColumns targets) {
    this(
        rows,
        common,
        (column, some) ->
            TablePreparation.of(new Preparation(List.of(column), targets))
                .inputs(rows, some, unused -> {}));
  }

  /** The same with any encoder of the rows. */
  ColumnMaps(Table rows, PreparedColumn common, Encoder encoder) {
    this.rows = rows;
    this.cells = rows.column(common.name());
    this.encoder = encoder;
    this.common = common;
    this.inputs = common.width();
    this.rowsOfBlock = Math.max(LEAST_ROWS, NUMBERS_OF_BLOCK / inputs);
  }

  /** Encodes a column. */
  @FunctionalInterface
  interface Encoder {

    /**
     * The numbers that the cells of a column become in some rows.
     *
     * @param rows not to be modified
     */
    float[] encoded(PreparedColumn column, int[] rows);
  }

  /**
   * A linear function.
   *
   * @param coefficients a row for each number of the common preparation, and one for the constant;
   *     a column for each number that it becomes
   */
  record Linear(double[][] coefficients) {

    static Linear identity(int width) {
      double[][] coefficients = new double[width + 1][width];
      for (int k = 0; k < width; k++) {
        coefficients[k][k] = 1;
      }
      return new Linear(coefficients);
    }

    /**
     * Whether it is right for a row, up to the rounding of floats.
     *
     * @param sizes the largest of each number in all rows, if below 1
     */
    private boolean fits(
        float[] here, int at, int[] used, int count, float[] there, int to, double[] sizes) {
      int constant = coefficients.length - 1;
      for (int k = 0; k < coefficients[constant].length; k++) {
        double sum = coefficients[constant][k];
        // In proportion to the terms of the sum: after a scale that a far number has stretched,
        // usual numbers are differences of large ones.
        double size = Math.abs(there[to + k]);
        double largest = Math.max(sizes[k], Math.max(Math.abs(sum), size));
        for (int i = 0; i < count; i++) {
          double term = coefficients[used[i]][k] * here[at + used[i]];
          sum += term;
          largest = Math.max(largest, Math.abs(term));
        }
        double most = Math.min(SAME * largest, Math.max(MOST, MOST_OF_LARGE * size));
        if (!(Math.abs(sum - there[to + k]) <= most)) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * The functions to the numbers of other preparations of the column.
   *
   * @return for each of them its function; empty if no linear function is right for all rows, or at
   *     least for all rows whose cell is not missing
   */
  List<Optional<Linear>> to(List<PreparedColumn> others) {
    List<Optional<Linear>> maps = new ArrayList<>();
    while (maps.size() < others.size()) {
      int from = maps.size();
      int to = from;
      long width = inputs + 1L;
      do {
        width += others.get(to++).width();
      } while (to < others.size()
          && (width + others.get(to).width()) * (inputs + 1) <= MOST_COEFFICIENTS);
      maps.addAll(new Group(others.subList(from, to)).maps());
    }
    return maps;
  }

  private int[] block(int from) {
    return IntStream.range(from, from + rowsOfBlock(from)).toArray();
  }

  /** How many rows the block has that begins there; the last one may be shorter. */
  private int rowsOfBlock(int from) {
    return Math.min(rowsOfBlock, rows.rows() - from);
  }

  /** Some of the other preparations, whose equations are solved together. */
  private final class Group {

    private final List<PreparedColumn> others;

    /** The sums of products of the rows whose cell is not missing. */
    private final double[][] sums;

    /** The numbers of a row: those here, a 1, and those of each of the others. */
    private final double[] row;

    private final int[] used;

    /** The largest of each of these numbers, at most 1. */
    private final double[] sizes;

    /** The numbers of a row whose cell is missing, which are the same in each of them. */
    private double[] missing = {};

    private int countOfMissing;

    Group(List<PreparedColumn> others) {
      this.others = others;
      int width = inputs + 1 + others.stream().mapToInt(PreparedColumn::width).sum();
      this.sums = new double[inputs + 1][width];
      this.row = new double[width];
      this.used = new int[width];
      this.sizes = new double[width];
    }

    List<Optional<Linear>> maps() {
      List<Optional<Linear>> maps = new ArrayList<>();
      others.forEach(
          other ->
              maps.add(
                  Optional.of(Linear.identity(inputs)).filter(unused -> other.equals(common))));
      if (maps.stream().allMatch(Optional::isPresent)) {
        return maps;
      }
      for (int from = 0; from < rows.rows(); from += rowsOfBlock(from)) {
        add(block(from));
      }
      // Without a constant first: an unknown category has no number here, and must have none there.
      // A missing cell is filled with another number in each fold, for which nothing can make up.
      for (boolean all : countOfMissing > 0 ? new boolean[] {true, false} : new boolean[] {true}) {
        for (boolean constant : new boolean[] {false, true}) {
          if (maps.stream().anyMatch(Optional::isEmpty)) {
            keepRight(solved(all, constant), all, maps);
          }
        }
      }
      return maps;
    }

    private void add(int[] block) {
      float[] here = encoder.encoded(common, block);
      List<float[]> there = others.stream().map(other -> encoder.encoded(other, block)).toList();
      for (int i = 0; i < block.length; i++) {
        int next = put(here, i, inputs, 0);
        row[next++] = 1;
        for (int m = 0; m < others.size(); m++) {
          next = put(there.get(m), i, others.get(m).width(), next);
        }
        for (int k = 0; k < row.length; k++) {
          sizes[k] = Math.max(sizes[k], Math.min(1, Math.abs(row[k])));
        }
        if (cells.isMissing(block[i])) {
          countOfMissing++;
          missing = missing.length == 0 ? row.clone() : missing;
        } else {
          add(row, 1, sums);
        }
      }
    }

    private int put(float[] numbers, int index, int width, int at) {
      for (int k = 0; k < width; k++) {
        row[at + k] = numbers[index * width + k];
      }
      return at + width;
    }

    /** Adds the products of the numbers of a row, most of which may be 0. */
    private void add(double[] numbers, double times, double[][] into) {
      int count = 0;
      for (int i = 0; i < numbers.length; i++) {
        if (numbers[i] != 0) {
          used[count++] = i;
        }
      }
      for (int a = 0; a < count && used[a] <= inputs; a++) {
        double[] products = into[used[a]];
        double factor = times * numbers[used[a]];
        for (int b = 0; b < count; b++) {
          products[used[b]] += factor * numbers[used[b]];
        }
      }
    }

    /** The least squares by the normal equations. */
    private List<Linear> solved(boolean all, boolean constant) {
      double[][] equations = new double[sums.length][];
      Arrays.setAll(equations, i -> sums[i].clone());
      if (all && countOfMissing > 0) {
        add(missing, countOfMissing, equations);
      }
      for (int i = 0; i <= inputs; i++) {
        if (!constant) {
          equations[i][inputs] = 0;
        }
        equations[i][i] = equations[i][i] == 0 ? 1 : equations[i][i] * (1 + RIDGE);
      }
      if (!constant) {
        Arrays.fill(equations[inputs], 0);
        equations[inputs][inputs] = 1;
      }
      eliminate(equations);
      List<Linear> solved = new ArrayList<>();
      int at = inputs + 1;
      for (PreparedColumn other : others) {
        int from = at;
        at += other.width();
        double[][] coefficients = new double[equations.length][];
        int to = at;
        Arrays.setAll(coefficients, i -> Arrays.copyOfRange(equations[i], from, to));
        solved.add(new Linear(coefficients));
      }
      return solved;
    }

    /** Keeps those that are right for every row, where there is none yet. */
    private void keepRight(List<Linear> found, boolean all, List<Optional<Linear>> maps) {
      List<Integer> open = new ArrayList<>();
      for (int m = 0; m < maps.size(); m++) {
        if (maps.get(m).isEmpty()) {
          open.add(m);
        }
      }
      for (int from = 0; from < rows.rows() && !open.isEmpty(); from += rowsOfBlock(from)) {
        int[] block = block(from);
        float[] here = encoder.encoded(common, block);
        open.removeIf(
            m -> {
              float[] there = encoder.encoded(others.get(m), block);
              return !fits(found.get(m), here, there, block, all, sizesOf(m));
            });
      }
      open.forEach(m -> maps.set(m, Optional.of(found.get(m))));
    }

    private double[] sizesOf(int index) {
      int from =
          inputs + 1 + others.subList(0, index).stream().mapToInt(PreparedColumn::width).sum();
      return Arrays.copyOfRange(sizes, from, from + others.get(index).width());
    }

    private boolean fits(
        Linear map, float[] here, float[] there, int[] block, boolean all, double[] sizes) {
      int width = there.length / block.length;
      for (int i = 0; i < block.length; i++) {
        int at = i * inputs;
        int count = 0;
        for (int k = 0; k < inputs; k++) {
          if (here[at + k] != 0) {
            used[count++] = k;
          }
        }
        if ((all || !cells.isMissing(block[i]))
            && !map.fits(here, at, used, count, there, i * width, sizes)) {
          return false;
        }
      }
      return true;
    }
  }

  /** Gauss-Jordan, without pivots: the equations are symmetric and positive definite. */
  private static void eliminate(double[][] equations) {
    for (int i = 0; i < equations.length; i++) {
      double pivot = equations[i][i];
      for (int j = 0; j < equations[i].length; j++) {
        equations[i][j] /= pivot;
      }
      for (int other = 0; other < equations.length; other++) {
        double factor = equations[other][i];
        for (int j = 0; other != i && factor != 0 && j < equations[i].length; j++) {
          equations[other][j] -= factor * equations[i][j];
        }
      }
    }
  }
}
