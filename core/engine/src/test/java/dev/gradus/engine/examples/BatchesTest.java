package dev.gradus.engine.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.data.AuxiliaryColumns;
import dev.gradus.engine.data.Randomness;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.spi.AuxiliaryColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The order of the rows in an epoch. */
class BatchesTest {

  /** Row i holds 2i and 2i + 1. */
  private static Matrix numbered(int rows) {
    Matrix matrix = Matrix.zeros(rows, 2);
    for (int i = 0; i < 2 * rows; i++) {
      matrix.values()[i] = i;
    }
    return matrix;
  }

  /** The rows in the order in which the batches show them. */
  private static int[] order(Batches batches, int rows, int size) {
    Matrix from = numbered(rows);
    Matrix into = Matrix.zeros(size, 2);
    List<Integer> order = new ArrayList<>();
    for (int batch = 0; batch < batches.count(); batch++) {
      int count = batches.gather(batch, from, into);
      assertEquals(batches.size(batch), count);
      for (int i = 0; i < count; i++) {
        assertEquals(into.get(i, 0) + 1, into.get(i, 1));
        order.add((int) into.get(i, 0) / 2);
      }
    }
    return order.stream().mapToInt(i -> i).toArray();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void everyRowComesOnceInAnEpoch(long seed) {
    RandomGenerator random = Randomness.of(seed, "sizes", 0);
    for (int i = 0; i < 200; i++) {
      int rows = 1 + random.nextInt(200);
      int size = 1 + random.nextInt(250);
      Batches batches = new Batches(rows, size, true, random.nextLong());
      batches.startEpoch(i);
      int[] order = order(batches, rows, size);
      assertArrayEquals(
          IntStream.range(0, rows).toArray(), Arrays.stream(order).sorted().toArray());
      assertEquals((rows + size - 1) / size, batches.count());
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void rowsOfAGroupStayTogether(long seed) {
    RandomGenerator random = Randomness.of(seed, "groups", 0);
    for (int i = 0; i < 100; i++) {
      int rows = 1 + random.nextInt(100);
      int size = 1 + random.nextInt(120);
      int kinds = 1 + random.nextInt(12);
      double[] groups = new double[rows];
      for (int row = 0; row < rows; row++) {
        groups[row] = random.nextInt(kinds);
      }
      Batches batches = new Batches(groups, size, true, 7);
      int count = batches.count();
      batches.startEpoch(i);
      assertEquals(count, batches.count(), "each epoch has as many batches");
      assertArrayEquals(
          IntStream.range(0, rows).toArray(),
          Arrays.stream(order(batches, rows, batches.largest())).sorted().toArray());
      Set<Double> before = new HashSet<>();
      for (int batch = 0; batch < count; batch++) {
        Set<Double> own =
            Arrays.stream(batches.rows(batch))
                .mapToObj(row -> groups[row])
                .collect(Collectors.toSet());
        assertTrue(batches.size(batch) >= 1 && batches.size(batch) <= batches.largest());
        assertTrue(Collections.disjoint(before, own), "no group is in two batches");
        before.addAll(own);
      }
    }
  }

  @Test
  void groupsAreShuffledAndTheirRowsKeepTheirOrder() {
    double[] groups = {0, 1, 0, 2, 1, 3, 3, 2};
    Batches batches = new Batches(groups, 4, false, 7);
    batches.startEpoch(1);
    assertArrayEquals(new int[] {0, 2, 1, 4, 3, 7, 5, 6}, order(batches, 8, 4));
    Batches shuffled = new Batches(groups, 4, true, 7);
    shuffled.startEpoch(1);
    int[] first = order(shuffled, 8, 4);
    shuffled.startEpoch(2);
    assertFalse(Arrays.equals(first, order(shuffled, 8, 4)));
    shuffled.startEpoch(1);
    assertArrayEquals(first, order(shuffled, 8, 4), "an epoch has the same order again");
    assertTrue(first[0] < first[1]);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void everyMemberSeesEveryRowOnceInAnEpoch(long seed) {
    RandomGenerator random = Randomness.of(seed, "sizes", 0);
    for (int i = 0; i < 200; i++) {
      int rows = 1 + random.nextInt(200);
      int size = 1 + random.nextInt(250);
      int members = 2 + random.nextInt(9);
      Batches batches = new Batches(rows, size, true, random.nextLong(), members);
      Matrix into = Matrix.zeros(batches.largest() * members, 2);
      Matrix from = numbered(rows);
      batches.startEpoch(i);
      List<Set<Integer>> seen =
          Stream.generate(HashSet<Integer>::new).limit(members).collect(Collectors.toList());
      for (int batch = 0; batch < batches.count(); batch++) {
        int count = batches.gather(batch, from, into);
        assertEquals(batches.size(batch) * members, count);
        int[] said = batches.rows(batch);
        for (int k = 0; k < count; k++) {
          assertEquals(2 * said[k], into.get(k, 0));
          assertTrue(seen.get(k % members).add(said[k]));
        }
        if (rows >= members * batches.largest()) {
          assertEquals(count, Arrays.stream(said).distinct().count());
        }
      }
      seen.forEach(each -> assertEquals(rows, each.size()));
    }
  }

  @Test
  void theBatchesOfMembersHaveAnOrderOfTheirOwnInEachEpoch() {
    Batches batches = new Batches(50, 50, true, 7, 2);
    batches.startEpoch(1);
    int[] first = batches.rows(0);
    batches.startEpoch(2);
    assertFalse(Arrays.equals(first, batches.rows(0)));
    batches.startEpoch(1);
    assertArrayEquals(first, batches.rows(0));
  }

  @Test
  void auxiliaryColumnsAreThoseOfTheRows() {
    List<AuxiliaryColumn> columns = List.of(AuxiliaryColumn.number("cost"));
    double[] costs = IntStream.range(0, 7).mapToDouble(row -> 10 * row).toArray();
    AuxiliaryColumns from = AuxiliaryColumns.of(columns, new double[][] {costs});
    for (int members = 1; members <= 3; members++) {
      Batches batches = new Batches(7, 3, true, 5, members);
      batches.startEpoch(2);
      AuxiliaryColumns into = from.room(3 * members);
      for (int batch = 0; batch < 3; batch++) {
        batches.gather(batch, from, into);
        int[] rows = batches.rows(batch);
        for (int i = 0; i < rows.length; i++) {
          assertEquals(10 * rows[i], into.of(columns)[0][i]);
        }
      }
    }
  }

  @Test
  void membersGoThroughTheSameOrderFromOtherPlaces() {
    Batches batches = new Batches(7, 3, false, 0, 2);
    assertEquals(2, batches.members());
    assertArrayEquals(new int[] {0, 3, 1, 4, 2, 5}, batches.rows(0));
    assertArrayEquals(new int[] {3, 6, 4, 0, 5, 1}, batches.rows(1));
    assertArrayEquals(new int[] {6, 2}, batches.rows(2));
  }

  @Test
  void theLastBatchTakesWhatIsLeft() {
    Batches batches = new Batches(10, 4, false, 7);
    assertEquals(3, batches.count());
    assertEquals(List.of(4, 4, 2), List.of(batches.size(0), batches.size(1), batches.size(2)));
  }

  @Test
  void fewerRowsThanABatchAreOneBatch() {
    Batches batches = new Batches(3, 16, true, 7);
    assertEquals(1, batches.count());
    assertEquals(3, batches.size(0));
  }

  @Test
  void sizesNearTheLargestIntegerDoNotOverflow() {
    Batches batches = new Batches(3, Integer.MAX_VALUE, true, 7);
    assertEquals(1, batches.count());
    assertEquals(3, batches.size(0));
  }

  @Test
  void anEpochHasAnOrderOfItsOwnWhateverCameBefore() {
    Batches resumed = new Batches(50, 8, true, 7);
    Batches whole = new Batches(50, 8, true, 7);
    for (int epoch = 0; epoch < 5; epoch++) {
      whole.startEpoch(epoch);
    }
    resumed.startEpoch(4);
    assertArrayEquals(order(whole, 50, 8), order(resumed, 50, 8));
    whole.startEpoch(5);
    assertFalse(Arrays.equals(order(whole, 50, 8), order(resumed, 50, 8)));
    Batches otherSeed = new Batches(50, 8, true, 8);
    otherSeed.startEpoch(4);
    assertFalse(Arrays.equals(order(otherSeed, 50, 8), order(resumed, 50, 8)));
  }

  @Test
  void theOrderOfTheRowsIsKeptIfWanted() {
    Batches batches = new Batches(10, 4, false, 7);
    batches.startEpoch(3);
    assertArrayEquals(IntStream.range(0, 10).toArray(), order(batches, 10, 4));
  }

  /**
   * This order must not change with a new version: results could no longer be compared. It agrees
   * with the formulas of SplittableRandom computed in another language.
   */
  @Test
  void theOrderOfSeedSevenStaysWhatItIs() {
    Batches batches = new Batches(10, 10, true, 7);
    batches.startEpoch(0);
    assertArrayEquals(new int[] {9, 5, 3, 4, 0, 1, 7, 6, 8, 2}, order(batches, 10, 10));
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Batches(0, 1, true, 7));
    assertThrows(IllegalArgumentException.class, () -> new Batches(1, 0, true, 7));
    Batches batches = new Batches(10, 4, true, 7);
    Matrix into = Matrix.zeros(4, 2);
    assertThrows(IllegalArgumentException.class, () -> batches.gather(0, numbered(9), into));
    assertThrows(
        IllegalArgumentException.class, () -> batches.gather(0, numbered(10), Matrix.zeros(3, 2)));
    assertThrows(
        IllegalArgumentException.class, () -> batches.gather(0, numbered(10), Matrix.zeros(4, 1)));
    assertThrows(IllegalArgumentException.class, () -> batches.gather(3, numbered(10), into));
    assertThrows(IllegalArgumentException.class, () -> batches.gather(-1, numbered(10), into));
  }
}
