package dev.gradus.check;

import java.lang.reflect.Method;

/** What a thread allocates, where this Java can say it. */
final class Allocation {

  /** What Java makes once, and what its compilers do, is in some rounds, but not in all. */
  private static final int ROUNDS = 7;

  private Allocation() {}

  /**
   * About the bytes that this thread allocates for some work, beside those that counting takes; 0
   * if that is not known here.
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

  /** By reflection: not every Java has the module, and plugins must not need it. */
  private static long now() {
    try {
      Object bean =
          Class.forName("java.lang.management.ManagementFactory")
              .getMethod("getThreadMXBean")
              .invoke(null);
      Method counter =
          Class.forName("com.sun.management.ThreadMXBean")
              .getMethod("getCurrentThreadAllocatedBytes");
      return (long) counter.invoke(bean);
    } catch (ReflectiveOperationException e) {
      return 0;
    }
  }
}
