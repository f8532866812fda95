package dev.gradus.check;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What a thread allocates. */
final class Allocation {

  /** What Java makes once, and what its compilers do, is in some rounds, but not in all. */
  private static final int ROUNDS = 7;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Allocation() {}

  /**
   * The approximate bytes that this thread allocates for some work, without those of the counting
   * itself.
   *
   * @param times how often it is done
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
