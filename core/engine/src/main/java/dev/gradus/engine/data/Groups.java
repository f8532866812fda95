package dev.gradus.engine.data;

import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.column.ColumnNames;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.spi.AuxiliaryColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
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

  /** The rows of each group, in the order of a seed. */
  private final List<int[]> members;

  private final int rows;

  private Groups(String name, List<int[]> members, int rows) {
    this.name = name;
    this.members = members;
    this.rows = rows;
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
    AuxiliaryColumn group = AuxiliaryColumn.group(name);
    int[] all = IntStream.range(0, table.rows()).toArray();
    double[] numbers =
        AuxiliaryColumns.of(table, List.of(group), Map.of(), all).of(List.of(group))[0];
    Map<Double, List<Integer>> together = new LinkedHashMap<>();
    for (int row = 0; row < numbers.length; row++) {
      together.computeIfAbsent(numbers[row], unused -> new ArrayList<>()).add(row);
    }
    List<int[]> found =
        together.values().stream()
            .map(rows -> rows.stream().mapToInt(Integer::intValue).toArray())
            .toList();
    int[] order = IntStream.range(0, found.size()).toArray();
    Randomness.shuffle(order, Randomness.of(seed, "split", 0));
    return new Groups(name, Arrays.stream(order).mapToObj(found::get).toList(), table.rows());
  }

  /** The number of rows. */
  int rows() {
    return rows;
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
    if (members.size() < 2) {
      throw new DataException(
          "",
          "data.split.group: all %s rows are in one group of column '%s', so they cannot be split; use a column with more groups, or remove group"
              .formatted(rows, name));
    }
    boolean[] apart = new boolean[rows];
    List<Integer> rest = new ArrayList<>();
    int left = wanted;
    for (int group = 0; group < members.size(); group++) {
      if (left - size(group) >= SEARCHED) {
        setApart(group, apart);
        left -= size(group);
      } else {
        rest.add(group);
      }
    }
    for (int group : nearest(differentFirst(rest), left, left < wanted)) {
      setApart(group, apart);
    }
    return apart;
  }

  /**
   * The same groups, reordered: first one of each size, then the second of each size, because
   * different sizes have more sums.
   */
  private List<Integer> differentFirst(List<Integer> groups) {
    Map<Integer, Integer> before = new HashMap<>();
    Map<Integer, Integer> turn = new HashMap<>();
    groups.forEach(group -> turn.put(group, before.merge(size(group), 1, Integer::sum)));
    return groups.stream().sorted(Comparator.comparingInt(turn::get)).toList();
  }

  private int size(int group) {
    return members.get(group).length;
  }

  private void setApart(int group, boolean[] apart) {
    for (int row : members.get(group)) {
      apart[row] = true;
    }
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
   */
  private List<Integer> nearest(List<Integer> groups, int wanted, boolean orNone) {
    int smallest = groups.stream().mapToInt(this::size).min().orElseThrow();
    int all = groups.stream().mapToInt(this::size).sum();
    // A sum further away than the empty selection, or the smallest group, is never the closest.
    int most = (int) Math.min(all - 1L, Math.max(2L * wanted, smallest));
    int[] last = new int[most + 1];
    Arrays.fill(last, -1);
    int reached = 0;
    long steps = 0;
    for (int i = 0; i < groups.size(); i++) {
      int size = size(groups.get(i));
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
    List<Integer> taken = new ArrayList<>();
    for (int sum = nearestSum(last, wanted, orNone); sum > 0; ) {
      int group = groups.get(last[sum]);
      taken.add(group);
      sum -= size(group);
    }
    return taken;
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
    if (folds < 2 || folds > members.size()) {
      throw new DataException(
          "",
          "data.split.group: the %s groups of column '%s' cannot be divided into %s folds; use at least 2 folds, and at most as many as groups"
              .formatted(members.size(), name, folds));
    }
    int[] sizes = new int[folds];
    int[] foldOf = new int[rows];
    List<int[]> largestFirst =
        members.stream().sorted(Comparator.comparingInt((int[] m) -> m.length).reversed()).toList();
    for (int[] group : largestFirst) {
      int fewest = 0;
      for (int fold = 1; fold < folds; fold++) {
        fewest = sizes[fold] < sizes[fewest] ? fold : fewest;
      }
      for (int row : group) {
        foldOf[row] = fewest;
      }
      sizes[fewest] += group.length;
    }
    return foldOf;
  }
}
