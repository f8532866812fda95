package dev.gradus.engine.examples;

import dev.gradus.engine.data.AuxiliaryColumns;
import dev.gradus.engine.data.Randomness;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.linear.MatrixRows;
import dev.gradus.spi.AuxiliaryColumn;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The order of the rows in an epoch, divided into batches.
 *
 * <p>Every row occurs once in an epoch, or once for each member of an ensemble whose members have
 * batches of their own. All batches have the same size except the last, which may be smaller; if
 * rows belong to groups, all batches except the last have the same number of groups. The order of
 * an epoch depends only on the seed and the epoch, so training can resume with any epoch. Not
 * thread-safe.
 */
public final class Batches {

  private final boolean shuffled;
  private final long seed;
  private final int[] order;

  /** The start of each batch in the order, and the end of the last one. */
  private final int[] starts;

  /** The rows of one group after the other; empty if there are no groups. */
  private final int[] grouped;

  /** Where each group begins among them, and the end of the last one; empty if there are none. */
  private final int[] firsts;

  private final int groupsOfBatch;
  private final int largest;

  /**
   * The number of members that have batches of their own; 1 if there is one sequence of batches.
   */
  private final int members;

  /**
   * Batches, in the order of the rows until an epoch is started.
   *
   * @param rows the number of examples, at least 1
   * @param size the number of rows of a batch, at least 1; may be larger than {@code rows}
   * @param shuffled whether every epoch has its own random order
   */
  public Batches(int rows, int size, boolean shuffled, long seed) {
    this(rows, size, shuffled, seed, 1);
  }

  /**
   * Batches for each member of an ensemble.
   *
   * <p>The members go through the same order, each from another place, so that a batch has
   * different rows for each member unless there are too few.
   *
   * @param rows the number of examples, at least 1
   * @param size the number of rows of a batch of a member, at least 1; may be larger than {@code
   *     rows}
   * @param shuffled whether every epoch has its own random order
   * @param members the number of members, at least 1
   */
  public Batches(int rows, int size, boolean shuffled, long seed, int members) {
    if (rows < 1 || size < 1 || members < 1) {
      throw new IllegalArgumentException(
          "%s rows cannot be divided into batches of %s; both must be at least 1"
              .formatted(rows, size));
    }
    this.shuffled = shuffled;
    this.seed = seed;
    this.order = new int[rows];
    this.grouped = new int[0];
    this.firsts = new int[0];
    this.groupsOfBatch = 0;
    this.members = members;
    this.largest = Math.min(size, rows);
    this.starts = new int[(rows - 1) / largest + 2];
    for (int batch = 0; batch < starts.length; batch++) {
      starts[batch] = (int) Math.min((long) batch * largest, rows);
    }
    restoreOrder();
  }

  /**
   * Batches of whole groups. Each has as many groups as have the requested number of rows on
   * average, but at least one.
   *
   * @param group the group of each row; at least one row; not modified
   * @param size the requested number of rows, at least 1
   * @param shuffled whether groups are shuffled in every epoch
   */
  public Batches(double[] group, int size, boolean shuffled, long seed) {
    this.shuffled = shuffled;
    this.seed = seed;
    this.members = 1;
    this.order = new int[group.length];
    this.grouped = new int[group.length];
    this.firsts = together(numbers(group), grouped);
    int groups = firsts.length - 1;
    this.groupsOfBatch = (int) Math.max(1, Math.round((double) size * groups / group.length));
    this.starts = new int[(groups - 1) / groupsOfBatch + 2];
    this.largest =
        IntStream.range(0, groups)
            .map(each -> firsts[each] - firsts[each + 1])
            .sorted()
            .limit(groupsOfBatch)
            .map(rows -> -rows)
            .sum();
    restoreOrder();
  }

  /** For each row its group, numbered from 0 in the order in which they appear. */
  private static int[] numbers(double[] group) {
    Map<Double, Integer> known = new HashMap<>();
    int[] numbers = new int[group.length];
    for (int row = 0; row < group.length; row++) {
      numbers[row] = known.computeIfAbsent(group[row], unused -> known.size());
    }
    return numbers;
  }

  /**
   * Brings the rows of each group together, in their order.
   *
   * @param groupOf for each row its group
   * @param grouped receives the rows
   * @return where each group begins, and the end of the last one
   */
  private static int[] together(int[] groupOf, int[] grouped) {
    int[] next = new int[Arrays.stream(groupOf).max().orElse(-1) + 2];
    for (int group : groupOf) {
      next[group + 1]++;
    }
    for (int group = 1; group < next.length; group++) {
      next[group] += next[group - 1];
    }
    int[] firsts = next.clone();
    for (int row = 0; row < groupOf.length; row++) {
      grouped[next[groupOf[row]]++] = row;
    }
    return firsts;
  }

  /** The number of batches of an epoch. */
  public int count() {
    return starts.length - 1;
  }

  /**
   * The number of members that have batches of their own; 1 if there is one sequence of batches.
   */
  public int members() {
    return members;
  }

  /** The largest possible number of rows of a batch, in any epoch. */
  public int largest() {
    return largest;
  }

  /** The number of rows of a batch, counted from 0. */
  public int size(int batch) {
    if (batch < 0 || batch >= count()) {
      throw new IllegalArgumentException(
          "there is no batch %s among %s; they are counted from 0".formatted(batch, count()));
    }
    return starts[batch + 1] - starts[batch];
  }

  /**
   * The rows of a batch, in its order; a copy. If members have their own batches, the first row of
   * each member, then the second row of each, and so on.
   */
  public int[] rows(int batch) {
    return members == 1
        ? Arrays.copyOfRange(order, starts[batch], starts[batch] + size(batch))
        : ofMembers(batch);
  }

  private int[] ofMembers(int batch) {
    int[] rows = new int[size(batch) * members];
    for (int i = 0; i < rows.length; i++) {
      // Each member begins in another place of the order.
      long from = (long) (i % members) * order.length / members;
      rows[i] = order[(int) ((starts[batch] + i / members + from) % order.length)];
    }
    return rows;
  }

  /** Switches to the order of an epoch. */
  public void startEpoch(long epoch) {
    if (shuffled && firsts.length == 0) {
      restoreOrder();
      Randomness.shuffle(order, Randomness.of(seed, "shuffle", epoch));
    } else if (shuffled) {
      int[] shown = ascending(firsts.length - 1);
      Randomness.shuffle(shown, Randomness.of(seed, "shuffle", epoch));
      lay(shown);
    }
  }

  private void restoreOrder() {
    if (firsts.length == 0) {
      Arrays.setAll(order, i -> i);
    } else {
      lay(ascending(firsts.length - 1));
    }
  }

  /** Concatenates the rows of the groups. */
  private void lay(int[] shown) {
    int next = 0;
    for (int i = 0; i < shown.length; i++) {
      if (i % groupsOfBatch == 0) {
        starts[i / groupsOfBatch] = next;
      }
      int first = firsts[shown[i]];
      int rows = firsts[shown[i] + 1] - first;
      System.arraycopy(grouped, first, order, next, rows);
      next += rows;
    }
    starts[starts.length - 1] = next;
  }

  private static int[] ascending(int count) {
    int[] numbers = new int[count];
    Arrays.setAll(numbers, i -> i);
    return numbers;
  }

  /**
   * Copies the rows of a batch.
   *
   * @param batch counted from 0
   * @param from [rows, m]; not modified
   * @param into [at least the size of the batch, times the number of members that have batches of
   *     their own, m]; its first rows are overwritten
   * @return the number of rows copied
   */
  public int gather(int batch, MatrixRows from, Matrix into) {
    int rows = size(batch) * members;
    int columns = from.columns();
    if (from.rows() != order.length || into.columns() != columns || into.rows() < rows) {
      throw new IllegalArgumentException(
          "a batch of %s of %s rows cannot be copied from %s x %s to %s x %s"
              .formatted(rows, order.length, from.rows(), columns, into.rows(), into.columns()));
    }
    if (members == 1) {
      from.copyRows(order, starts[batch], starts[batch] + rows, into.values());
    } else {
      copy(from, ofMembers(batch), into);
    }
    return rows;
  }

  /** Row by row, because they are in no place where others will be wanted next. */
  private static void copy(MatrixRows from, int[] rows, Matrix into) {
    for (int i = 0; i < rows.length; i++) {
      from.copyRow(rows[i], into.values(), i * from.columns());
    }
  }

  /**
   * Copies the rows of a batch from auxiliary columns.
   *
   * @param from the columns of all rows; not modified
   * @param into the same columns, with at least as many rows as the batch; the first rows are
   *     overwritten
   */
  public void gather(int batch, AuxiliaryColumns from, AuxiliaryColumns into) {
    List<AuxiliaryColumn> columns = List.copyOf(from.columns());
    double[][] all = from.of(columns);
    double[][] some = into.of(columns);
    int[] rows = rows(batch);
    for (int k = 0; k < all.length; k++) {
      for (int i = 0; i < rows.length; i++) {
        some[k][i] = all[k][rows[i]];
      }
    }
  }
}
