package dev.gradus.engine.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Random numbers are functions of seed, purpose and index. */
class RandomnessTest {

  @Test
  void equalArgumentsGiveEqualSequences() {
    RandomGenerator a = Randomness.of(7, "shuffle", 3);
    RandomGenerator b = Randomness.of(7, "shuffle", 3);
    for (int i = 0; i < 100; i++) {
      assertEquals(a.nextLong(), b.nextLong());
    }
  }

  @Test
  void everyArgumentMatters() {
    Set<Long> first = new HashSet<>();
    int count = 0;
    for (long seed = -20; seed < 20; seed++) {
      for (String purpose : new String[] {"", "a", "b", "ab", "ba", "shuffle", "split"}) {
        for (long index = -20; index < 20; index++) {
          first.add(Randomness.of(seed, purpose, index).nextLong());
          count++;
        }
      }
    }
    assertEquals(count, first.size());
  }

  @Test
  void aCharacterOfThePurposeIsNotAnIndex() {
    assertTrue(Randomness.of(7, "ab", 'c').nextLong() != Randomness.of(7, "abc", 0).nextLong());
  }

  /** Neighbouring seeds and indices differ in half of the bits, like unrelated ones. */
  @Test
  void neighboursAreUnrelated() {
    double different = 0;
    for (int i = 0; i < 1000; i++) {
      long here = Randomness.of(7, "weights", i).nextLong();
      different += Long.bitCount(here ^ Randomness.of(7, "weights", i + 1L).nextLong());
      different += Long.bitCount(here ^ Randomness.of(8, "weights", i).nextLong());
    }
    // Mean of 2000 binomial(64, 1/2): 32, standard deviation 0.09; five of them
    assertEquals(32, different / 2000, 0.45);
  }

  /**
   * These numbers must not change with a new version: results could no longer be compared. They
   * agree with the formulas of SplittableRandom computed in another language.
   */
  @Test
  void theNumbersOfSeedSevenStayWhatTheyAre() {
    RandomGenerator random = Randomness.of(7, "shuffle", 0);
    assertEquals(
        "11ca9130ebe44ce4 8083e4666d537634",
        Long.toHexString(random.nextLong()) + " " + Long.toHexString(random.nextLong()));
  }

  @Test
  void theNormalNumbersOfSeedSevenStayWhatTheyAre() {
    RandomGenerator random = Randomness.of(7, "weights", 0);
    assertEquals(
        "0x1.6aa33c4588ebbp-4 0x1.5fa74a636834p-2",
        Double.toHexString(random.nextGaussian())
            + " "
            + Double.toHexString(random.nextGaussian()));
  }

  /** The means of z, z², z³ and z⁴ are 0, 1, 0 and 3. */
  @Test
  void normalNumbersHaveTheMomentsOfTheNormalDistribution() {
    RandomGenerator random = Randomness.of(7, "weights", 1);
    int count = 1_000_000;
    double[] moments = new double[5];
    for (int i = 0; i < count; i++) {
      double z = random.nextGaussian();
      double power = 1;
      for (int k = 1; k < moments.length; k++) {
        power *= z;
        moments[k] += power / count;
      }
    }
    // Five standard deviations: 1, sqrt(2), sqrt(15) and sqrt(96) thousandths
    assertEquals(0, moments[1], 0.005);
    assertEquals(1, moments[2], 0.0071);
    assertEquals(0, moments[3], 0.0194);
    assertEquals(3, moments[4], 0.049);
  }

  @Test
  void allOrdersOfFourAreEquallyLikely() {
    int[] counts = new int[256];
    for (int i = 0; i < 24_000; i++) {
      int[] order = {0, 1, 2, 3};
      Randomness.shuffle(order, Randomness.of(7, "orders", i));
      counts[64 * order[0] + 16 * order[1] + 4 * order[2] + order[3]]++;
    }
    int[] seen = Arrays.stream(counts).filter(count -> count > 0).toArray();
    assertEquals(24, seen.length);
    for (int count : seen) {
      // 1000 expected, standard deviation 31; five of them
      assertTrue(Math.abs(count - 1000) < 155, Arrays.toString(seen));
    }
  }
}
