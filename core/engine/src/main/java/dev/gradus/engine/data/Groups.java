package dev.gradus.engine.data;

import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.column.ColumnNames;
import dev.gradus.runtime.problem.DataException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Rows that belong together, such as those of a patient, and must not be on both sides of a split:
 * metrics on rows that resemble training rows are too good.
 */
final class Groups {

  /** The maximum number of steps in the search for a size, which take well below a second. */
  private static final long MOST_STEPS = 100_000_000;

  /**
   * The number of rows that are left to the search for a size; the groups before are taken in their
   * order.
   */
  private static final int SEARCHED = 10_000;

  private final String name;

  /** For each row, its group. */
  private final int[] groupOf;

  private final int[] sizes;

  /** The groups in the order of a seed. */
  private final int[] order;

  private Groups(String name, int[] groupOf, long seed) {
    this.name = name;
    this.groupOf = groupOf;
    sizes = new int[Arrays.stream(groupOf).max().orElse(-1) + 1];
    for (int group : groupOf) {
      sizes[group]++;
    }
    order = IntStream.range(0, sizes.length).toArray();
    Randomness.shuffle(order, Randomness.of(seed, "split", 0));
  }

  /**
   * The groups of a table, in the order of a seed.
   *
   * @param name of the group column: rows with the same number or string belong to one group
   * @throws DataException if there is no such column, or it has an empty cell
   */
  static Groups of(Table table, String name, long seed) {
    Column column =
        table
            .find(name)
            .orElseThrow(
                () ->
                    new DataException(
                        table.origin(),
                        "there is no column '%s', which data.split.group names.%s The columns are: %s"
                            .formatted(
                                name,
                                ColumnNames.didYouMean(name, table.names()),
                                ColumnNames.list(table.names()))));
    for (int row = 0; row < table.rows(); row++) {
      if (column.isMissing(row)) {
        throw new DataException(
            table.placeOf(row),
            "column '%s' has an empty cell here, but data.split.group needs the group of the row; fill it, remove the row, or drop such rows (missing: drop)"
                .formatted(name));
      }
    }
    return new Groups(name, EqualRows.of(Table.of(column)).numbers(), seed);
  }

  /** The number of rows. */
  int rows() {
    return groupOf.length;
  }

  /**
   * Holds out groups whose total number of rows is as close as possible to a given number; of two
   * equally close totals, the smaller.
   *
   * @param wanted the number of rows, at least 1 and below that of all
   * @return whether each row is held out; neither all nor none
   * @throws DataException if all rows are one group
   */
  boolean[] setApart(int wanted) {
    if (sizes.length < 2) {
      throw new DataException(
          "",
          "data.split.group: all %s rows are in one group of column '%s', so they cannot be split; use a column with more groups, or remove group"
              .formatted(rows(), name));
    }
    boolean[] chosen = new boolean[sizes.length];
    int[] rest = new int[sizes.length];
    int count = 0;
    int left = wanted;
    for (int group : order) {
      if (left - sizes[group] >= SEARCHED) {
        chosen[group] = true;
        left -= sizes[group];
      } else {
        rest[count++] = group;
      }
    }
    choose(differentFirst(Arrays.copyOf(rest, count)), left, left < wanted, chosen);
    boolean[] apart = new boolean[rows()];
    for (int row = 0; row < apart.length; row++) {
      apart[row] = chosen[groupOf[row]];
    }
    return apart;
  }

  /**
   * The same groups, reordered: first one of each size, then the second of each size, because
   * different sizes have more sums.
   */
  private int[] differentFirst(int[] groups) {
    Map<Integer, Integer> before = new HashMap<>();
    int[] turns =
        Arrays.stream(groups)
            .map(group -> before.merge(sizes[group], 1, Integer::sum) - 1)
            .toArray();
    return sorted(groups, turns);
  }

  /**
   * Sorts numbers.
   *
   * @param by decides; of equal ones the order stays
   */
  private static int[] sorted(int[] numbers, int[] by) {
    int[] next = new int[Arrays.stream(by).max().orElse(0) + 2];
    for (int each : by) {
      next[each + 1]++;
    }
    Arrays.parallelPrefix(next, Integer::sum);
    int[] sorted = new int[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      sorted[next[by[i]]++] = numbers[i];
    }
    return sorted;
  }

  /**
   * Finds groups, but never all of them, whose sizes add up to a number, or nearly.
   *
   * <p>For each reachable sum the last added group is recorded, so the others follow: the remainder
   * of a sum was reached by earlier groups.
   *
   * @param groups to choose from, at least one
   * @param wanted at least 1
   * @param orNone whether the empty selection is allowed
   * @param chosen receives them
   */
  private void choose(int[] groups, int wanted, boolean orNone, boolean[] chosen) {
    int smallest = Arrays.stream(groups).map(group -> sizes[group]).min().orElseThrow();
    int all = Arrays.stream(groups).map(group -> sizes[group]).sum();
    // A sum further away than the empty selection, or the smallest group, is never the closest.
    int most = (int) Math.min(all - 1L, Math.max(2L * wanted, smallest));
    int[] last = new int[most + 1];
    Arrays.fill(last, -1);
    int reached = 0;
    long steps = 0;
    for (int i = 0; i < groups.length; i++) {
      int size = sizes[groups[i]];
      for (int sum = Math.min(reached, most - size); sum >= 0; sum--) {
        if ((sum == 0 || last[sum] >= 0) && last[sum + size] < 0) {
          last[sum + size] = i;
        }
      }
      steps += reached + 1L;
      reached = (int) Math.min(most, (long) reached + size);
      boolean found = wanted <= most && last[wanted] >= 0;
      if (found || (steps > MOST_STEPS && any(last))) {
        break;
      }
    }
    for (int sum = nearestSum(last, wanted, orNone); sum > 0; ) {
      int group = groups[last[sum]];
      chosen[group] = true;
      sum -= sizes[group];
    }
  }

  private static boolean any(int[] last) {
    return Arrays.stream(last).anyMatch(group -> group >= 0);
  }

  /**
   * The reachable sum closest to the requested one.
   *
   * @param orNone whether the empty selection is allowed
   */
  private static int nearestSum(int[] last, int wanted, boolean orNone) {
    int best = orNone ? 0 : -1;
    for (int sum = 1; sum < last.length; sum++) {
      if (last[sum] >= 0 && (best < 0 || Math.abs(sum - wanted) < Math.abs(best - wanted))) {
        best = sum;
      }
    }
    return best;
  }

  /**
   * Assigns groups to folds, the largest first, each to the fold with the fewest rows: the sizes of
   * the folds differ by at most the size of the largest group.
   *
   * @param folds at least 2
   * @return for each row its fold, from 0
   * @throws DataException if there are fewer groups than folds
   */
  int[] folds(int folds) {
    if (folds < 2 || folds > sizes.length) {
      throw new DataException(
          "",
          "data.split.group: the %s groups of column '%s' cannot be divided into %s folds; use at least 2 folds, and at most one for each group"
              .formatted(sizes.length, name, folds));
    }
    int[] rowsOfFold = new int[folds];
    int[] foldOf = new int[sizes.length];
    int largest = Arrays.stream(sizes).max().orElseThrow();
    int[] smaller = Arrays.stream(order).map(group -> largest - sizes[group]).toArray();
    for (int group : sorted(order, smaller)) {
      int fewest = 0;
      for (int fold = 1; fold < folds; fold++) {
        fewest = rowsOfFold[fold] < rowsOfFold[fewest] ? fold : fewest;
      }
      foldOf[group] = fewest;
      rowsOfFold[fewest] += sizes[group];
    }
    return Arrays.stream(groupOf).map(group -> foldOf[group]).toArray();
  }
}
