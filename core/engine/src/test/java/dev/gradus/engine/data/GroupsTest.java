package dev.gradus.engine.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.problem.DataException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that belong together are on one side of a split. */
class GroupsTest {

  private static void refused(String message, Executable step) {
    assertEquals(message, assertThrows(DataException.class, step).getMessage());
  }

  /** The rows of the groups lie scattered. */
  private static Table table(int... sizes) {
    double[] groups =
        IntStream.range(0, sizes.length)
            .flatMap(group -> IntStream.generate(() -> group).limit(sizes[group]))
            .asDoubleStream()
            .toArray();
    RandomGenerator random = Randomness.of(5, "scatter", 0);
    for (int i = groups.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      double kept = groups[i];
      groups[i] = groups[other];
      groups[other] = kept;
    }
    return Table.of(Column.of("patient", groups));
  }

  private static Set<Double> groups(Table table, int[] rows) {
    Set<Double> groups = new HashSet<>();
    Arrays.stream(rows).forEach(row -> groups.add(table.column("patient").number(row)));
    return groups;
  }

  private static void assertApart(Table table, Split split) {
    Set<Double> both = groups(table, split.training());
    both.retainAll(groups(table, split.validation()));
    assertEquals(Set.of(), both);
    assertEquals(table.rows(), split.training().length + split.validation().length);
  }

  /** The size that is nearest to what is wanted, of all sets of groups but none and all. */
  private static int nearest(int[] sizes, int wanted) {
    int best = Integer.MAX_VALUE;
    for (int set = 1; set < (1 << sizes.length) - 1; set++) {
      int sum = 0;
      for (int k = 0; k < sizes.length; k++) {
        sum += (set >> k & 1) * sizes[k];
      }
      best = Math.abs(sum - wanted) < Math.abs(best - wanted) ? sum : best;
    }
    return best;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void noGroupIsCutAndTheSizeIsAsNearAsGroupsAllow(long seed) {
    RandomGenerator random = Randomness.of(seed, "groups", 0);
    for (int i = 0; i < 200; i++) {
      int[] sizes = random.ints(2 + random.nextInt(9), 1, 40).toArray();
      Table table = table(sizes);
      if (table.rows() < 5) {
        continue;
      }
      double fraction = 0.2 + 0.6 * random.nextDouble();
      int wanted = (int) Math.round(fraction * table.rows());
      Split split = Split.grouped(table, "patient", fraction, seed);
      assertApart(table, split);
      assertEquals(
          Math.abs(nearest(sizes, wanted) - wanted),
          Math.abs(split.validation().length - wanted),
          () -> wanted + " of " + Arrays.toString(sizes));
    }
  }

  @Test
  void ofManyRowsTheSizeIsExactToo() {
    // One group alone is larger than what is wanted.
    int[] sizes = new int[40_001];
    Arrays.fill(sizes, 3);
    sizes[7] = 100_000;
    Arrays.fill(sizes, 8, 28, 1);
    Table table = table(sizes);
    Split split = Split.grouped(table, "patient", 0.25, 3);
    assertApart(table, split);
    assertEquals(Math.round(0.25 * table.rows()), split.validation().length);
    assertTrue(groups(table, split.training()).contains(7.0));
  }

  @Test
  void theSeedDecidesWhich() {
    Table table = table(IntStream.generate(() -> 2).limit(50).toArray());
    int[] first = Split.grouped(table, "patient", 0.2, 1).validation();
    assertArrayEquals(first, Split.grouped(table, "patient", 0.2, 1).validation());
    assertNotEquals(
        groups(table, first), groups(table, Split.grouped(table, "patient", 0.2, 2).validation()));
    assertEquals(0, Split.grouped(table, "patient", 0, 1).validation().length);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void foldsHaveWholeGroupsAndNearlyEqualSizes(long seed) {
    RandomGenerator random = Randomness.of(seed, "folds", 0);
    for (int i = 0; i < 50; i++) {
      int[] sizes = random.ints(5 + random.nextInt(30), 1, 40).toArray();
      Table table = table(sizes);
      List<Split> folds = Split.groupedFolds(table, "patient", 5, seed);
      int[] apart = new int[table.rows()];
      for (Split fold : folds) {
        assertApart(table, fold);
        Arrays.stream(fold.validation()).forEach(row -> apart[row]++);
      }
      assertTrue(Arrays.stream(apart).allMatch(times -> times == 1), "each row once");
      int[] rows = folds.stream().mapToInt(fold -> fold.validation().length).sorted().toArray();
      int largest = Arrays.stream(sizes).max().orElseThrow();
      assertTrue(rows[0] > 0 && rows[4] - rows[0] <= largest, () -> Arrays.toString(rows));
    }
  }

  @Test
  void groupsAreNamedByTextsToo() {
    Table table = Table.of(Column.of("patient", "a", "b", "a", "b", "c"));
    Split split = Split.grouped(table, "patient", 0.4, 1);
    assertEquals(2, split.validation().length);
    assertEquals(
        table.column("patient").text(split.validation()[0]),
        table.column("patient").text(split.validation()[1]));
  }

  @Test
  void whatCannotBeDividedIsRefused() {
    refused(
        "data.split.group: all 6 rows are in one group of column 'patient', so they cannot be split; use a column with more groups, or remove group",
        () -> Split.grouped(table(6), "patient", 0.5, 1));
    refused(
        "data.split.group: the 3 groups of column 'patient' cannot be divided into 4 folds; use at least 2 folds, and at most one for each group",
        () -> Split.groupedFolds(table(2, 2, 2), "patient", 4, 1));
    String missing =
        String.valueOf(
            assertThrows(DataException.class, () -> Split.grouped(table(2, 2), "patiend", 0.5, 1))
                .getMessage());
    assertTrue(
        missing.contains("there is no column 'patiend', which data.split.group names.")
            && missing.contains("patient"),
        missing);
    Table gaps = Table.of(Column.of("patient", 1, Double.NaN, 2));
    assertTrue(
        String.valueOf(
                assertThrows(DataException.class, () -> Split.grouped(gaps, "patient", 0.5, 1))
                    .getMessage())
            .contains(
                "column 'patient' has an empty cell here, but data.split.group needs the group"));
  }
}
