package dev.gradus.engine.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.table.Column;
import dev.gradus.runtime.problem.DataException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which rows are held out. */
class SplitTest {

  private static void refused(String message, Executable step) {
    assertEquals(message, assertThrows(DataException.class, step).getMessage());
  }

  private static Column classes(int... sizes) {
    return Column.of(
        "y",
        IntStream.range(0, sizes.length)
            .boxed()
            .flatMap(i -> IntStream.range(0, sizes[i]).mapToObj(j -> "class " + (char) ('a' + i)))
            .toArray(String[]::new));
  }

  /** How many validation rows each class has. */
  private static Map<String, Integer> shares(Column classes, Split split) {
    Map<String, Integer> shares = new TreeMap<>();
    for (int row : split.validation()) {
      shares.merge(classes.text(row), 1, Integer::sum);
    }
    return shares;
  }

  private static void assertPartition(int rows, Split split) {
    int[] both =
        IntStream.concat(Arrays.stream(split.training()), Arrays.stream(split.validation()))
            .sorted()
            .toArray();
    assertArrayEquals(IntStream.range(0, rows).toArray(), both);
    assertAscending(split.training());
    assertAscending(split.validation());
  }

  private static void assertAscending(int[] rows) {
    assertArrayEquals(Arrays.stream(rows).sorted().toArray(), rows);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void everyRowIsInOneOfTwoAscendingParts(long seed) {
    RandomGenerator random = Randomness.of(seed, "sizes", 0);
    for (int i = 0; i < 200; i++) {
      int rows = 10 + random.nextInt(1000);
      double fraction = 0.05 + 0.8 * random.nextDouble();
      Split split = Split.random(rows, fraction, random.nextLong());
      assertPartition(rows, split);
      assertEquals(Math.round(fraction * rows), split.validation().length);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void stratifiedPartsHaveTheProportionsOfTheWhole(long seed) {
    RandomGenerator random = Randomness.of(seed, "classes", 0);
    for (int i = 0; i < 200; i++) {
      int[] sizes = random.ints(2 + random.nextInt(6), 2, 80).toArray();
      int rows = Arrays.stream(sizes).sum();
      double fraction = 0.1 + 0.3 * random.nextDouble();
      Column column = classes(sizes);
      Split split = Split.stratified(column, fraction, random.nextLong());
      assertPartition(rows, split);
      int validation = split.validation().length;
      assertEquals(Math.round(fraction * rows), validation);
      double leastWithMore = 1;
      double mostWithout = 0;
      for (int c = 0; c < sizes.length; c++) {
        int share = shares(column, split).getOrDefault("class " + (char) ('a' + c), 0);
        double quota = (double) validation * sizes[c] / rows;
        String what = share + " of " + sizes[c] + ", fair are " + quota;
        assertTrue(share < sizes[c], what);
        assertTrue(Math.abs(share - quota) < 1, what);
        boolean more = share > Math.floor(quota);
        double remainder = quota - Math.floor(quota);
        leastWithMore = more ? Math.min(leastWithMore, remainder) : leastWithMore;
        mostWithout =
            more || share == sizes[c] - 1 ? mostWithout : Math.max(mostWithout, remainder);
      }
      assertTrue(leastWithMore > mostWithout - 1e-9, leastWithMore + " before " + mostWithout);
    }
  }

  @Test
  void irisIsSplitTenTenTen() {
    Column species = classes(50, 50, 50);
    assertEquals(
        Map.of("class a", 10, "class b", 10, "class c", 10),
        shares(species, Split.stratified(species, 0.2, 7)));
  }

  @Test
  void seatsGoToTheLargestRemaindersAndThenByName() {
    // 4 of 17 rows: quotas 1.65, 1.65, 0.71; the largest remainder is that of c, then a before b.
    Column column = classes(7, 7, 3);
    assertEquals(
        Map.of("class a", 2, "class b", 1, "class c", 1),
        shares(column, Split.stratified(column, 4.0 / 17, 7)));
  }

  @Test
  void aClassOfOneRowIsLearnedFrom() {
    Column column = classes(1, 1, 18);
    for (long seed = 0; seed < 50; seed++) {
      Split split = Split.stratified(column, 0.5, seed);
      assertEquals(Map.of("class c", 10), shares(column, split));
    }
  }

  @Test
  void theSeedDecides() {
    assertArrayEquals(
        Split.random(100, 0.2, 7).validation(), Split.random(100, 0.2, 7).validation());
    assertFalse(
        Arrays.equals(
            Split.random(100, 0.2, 7).validation(), Split.random(100, 0.2, 8).validation()));
    Column column = classes(50, 50);
    assertArrayEquals(
        Split.stratified(column, 0.2, 7).validation(),
        Split.stratified(column, 0.2, 7).validation());
    assertFalse(
        Arrays.equals(
            Split.stratified(column, 0.2, 7).validation(),
            Split.stratified(column, 0.2, 8).validation()));
  }

  /**
   * This split must not change with a new version: results could no longer be compared. It agrees
   * with the formulas of SplittableRandom computed in another language.
   */
  @Test
  void theSplitOfSeedSevenStaysWhatItIs() {
    assertArrayEquals(new int[] {4, 6, 13, 16, 17}, Split.random(20, 0.25, 7).validation());
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  void everyRowIsSetApartEquallyOften(long seed) {
    int[] counts = new int[20];
    RandomGenerator random = Randomness.of(seed, "seeds", 0);
    for (int i = 0; i < 4000; i++) {
      for (int row : Split.random(20, 0.25, random.nextLong()).validation()) {
        counts[row]++;
      }
    }
    for (int count : counts) {
      // 1000 expected, standard deviation 27.4; five of them
      assertTrue(Math.abs(count - 1000) < 137, Arrays.toString(counts));
    }
  }

  @Test
  void withoutValidationAllRowsAreLearnedFrom() {
    for (Split split :
        new Split[] {Split.none(3), Split.random(3, 0, 7), Split.stratified(classes(1, 2), 0, 7)}) {
      assertArrayEquals(new int[] {0, 1, 2}, split.training());
      assertArrayEquals(new int[0], split.validation());
    }
  }

  @Test
  void anEmptyPartIsRefused() {
    refused(
        "a validation split of 0.001 of 50 rows leaves no row for validation; make it larger, or 0, or use more rows",
        () -> Split.random(50, 0.001, 7));
    refused(
        "a validation split of 0.999 of 50 rows leaves no row for training; make it smaller, or use more rows",
        () -> Split.random(50, 0.999, 7));
    refused(
        "a validation split of 0.9 of 20 rows leaves 2 training rows, but column 'y' has 3 classes, each of which needs one; make the split smaller",
        () -> Split.stratified(classes(5, 5, 10), 0.9, 7));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, 1.5, Double.NaN, Double.POSITIVE_INFINITY})
  void whatIsNoFractionIsRefused(double fraction) {
    refused(
        "the fraction of rows held out for validation must be at least 0 and less than 1, but is "
            + fraction,
        () -> Split.random(50, fraction, 7));
  }

  @Test
  void itsArraysAreCopies() {
    Split split = Split.none(2);
    split.training()[0] = 9;
    assertArrayEquals(new int[] {0, 1}, split.training());
  }
}
