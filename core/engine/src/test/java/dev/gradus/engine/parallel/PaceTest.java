package dev.gradus.engine.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** How many threads a team uses, on machines whose every step takes a time that is made up here. */
class PaceTest {

  private static final double MILLISECOND = 1e6;

  /** A team that works, and the time that it has taken, in nanoseconds. */
  private static final class Machine {
    private final Pace pace;
    private final int rows;
    private double time;
    private int last;

    Machine(int threads, int rows) {
      pace = new Pace(threads);
      this.rows = rows;
    }

    /** Works for some milliseconds, and returns the nanoseconds that a row took. */
    double work(double milliseconds, IntToDoubleFunction nanosPerRow) {
      double begin = time;
      long done = 0;
      while (time - begin < milliseconds * MILLISECOND) {
        last = pace.threads();
        double took = rows * nanosPerRow.applyAsDouble(last);
        pace.step((long) took, rows);
        time += took;
        done += rows;
      }
      return (time - begin) / done;
    }
  }

  @Test
  void usesAllThreadsOfAnIdleMachine() {
    for (int rows : new int[] {16, 512, 20_000}) {
      double cost = new Machine(2, rows).work(20_000, threads -> 1000.0 / threads);
      assertEquals(500, cost, 0.03 * 500, rows + " rows a step");
    }
  }

  @Test
  void isNeverMuchSlowerThanOneThread() {
    for (double slower : new double[] {1.01, 1.1, 1.5, 3, 30}) {
      for (int rows : new int[] {16, 512, 5_000}) {
        double cost =
            new Machine(2, rows).work(30_000, threads -> threads == 1 ? 1000 : 1000 * slower);
        assertTrue(cost <= 1030, "two threads %s times slower: %s".formatted(slower, cost));
      }
    }
  }

  @Test
  void followsTheLoad() {
    Machine machine = new Machine(2, 128);
    for (int change = 0; change < 5; change++) {
      double idle = machine.work(10_000, threads -> 1000.0 / threads);
      double busy = machine.work(10_000, threads -> threads == 1 ? 1000 : 2500);
      if (change > 0) {
        assertTrue(idle <= 500 * 1.3, "idle again: " + idle);
      }
      assertTrue(busy <= 1000 * 1.1, "busy: " + busy);
    }
  }

  @Test
  void copesWithThreadsThatAreSuspendedNowAndThen() {
    Random random = new Random(1);
    // One step of fifty waits four milliseconds for a thread that does not run: 80,000 ns a step.
    Machine machine = new Machine(2, 64);
    double cost =
        machine.work(
            20_000,
            threads ->
                threads == 1 ? 1000 : 600 + (random.nextInt(50) == 0 ? 4 * MILLISECOND / 64 : 0));
    assertTrue(cost <= 1030, "two threads take 1850 in the mean: " + cost);
  }

  @Test
  void findsTheBestOfManyThreads() {
    // Four of sixteen processors are free: more threads than these wait for each other.
    Machine machine = new Machine(16, 256);
    machine.work(5_000, threads -> threads <= 4 ? 1000.0 / threads : 300 * threads / 4.0);
    double cost =
        machine.work(10_000, threads -> threads <= 4 ? 1000.0 / threads : 300 * threads / 4.0);
    assertEquals(250, cost, 250 * 0.04);
  }

  @Test
  void oneThreadStaysOne() {
    Machine machine = new Machine(1, 16);
    machine.work(1_000, threads -> 1000);
    assertEquals(1, machine.last);
  }
}
