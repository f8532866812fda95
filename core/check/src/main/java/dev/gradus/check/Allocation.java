package dev.gradus.check;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Measures what a thread allocates. */
final class Allocation {

  /**
   * The number of rounds: one-off allocations of Java and its compilers occur in some, but not in
   * all.
   */
  private static final int ROUNDS = 7;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Allocation() {}

  /**
   * The approximate bytes that this thread allocates for some work, without those of the
   * measurement itself.
   *
   * @param times the number of repetitions
   */
  static long of(int times, Runnable work) {
    long least = Long.MAX_VALUE;
    long nothing = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long begin = now();
      for (int i = 0; i < times; i++) {
        work.run();
      }
      long end = now();
      least = Math.min(least, end - begin);
      nothing = Math.min(nothing, now() - end);
    }
    return Math.max(0, least - nothing);
  }

  private static long now() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }
}
