package dev.gradus.engine.parallel;

/**
 * Finds out, while a team works, how many of its threads pay.
 *
 * <p>On an idle machine all of them do. Where another program uses a processor, or a quota limits
 * the process, a thread that the operating system has suspended holds up all others, and one thread
 * alone may be faster. So steps are timed: most with the number of threads that was fastest, and
 * now and then, for some tens of milliseconds, with another number. A trial that cost time delays
 * the next one, so that all trials together cost about two percent at most.
 *
 * <p>Numbers that a network computes do not depend on its threads; this only decides when they are
 * there.
 */
final class Pace {

  /** How long the same number of threads is timed before anything is decided, in nanoseconds. */
  private static final long WINDOW = 10_000_000;

  /** The least number of steps of a window, unless they take ten times as long as one should. */
  private static final int LEAST_STEPS = 4;

  /** The number of windows that a trial gives to the other number of threads. */
  private static final int TRIAL_WINDOWS = 3;

  /** The least time between two trials, in nanoseconds. */
  private static final long PAUSE = 200_000_000;

  /** The longest time between two trials, in nanoseconds. */
  private static final long LONGEST_PAUSE = 10_000_000_000L;

  /** How much longer than the time that a trial lost the next one has to wait. */
  private static final long PAID_BACK = 50;

  /** Measurements are halved when they cover more than this, in nanoseconds: load changes. */
  private static final long MEMORY = 250_000_000;

  /** Another number of threads has to take less than this share of the time. */
  private static final double WORTHWHILE = 0.97;

  /** A first window this many times slower ends a trial. */
  private static final double HOPELESS = 1.5;

  private final int most;
  private final double[] nanos;
  private final double[] units;
  private int chosen;
  private int running;
  private int turn;
  private int windowsLeft;
  private long pause = PAUSE / 2;
  private double lost;
  private long windowNanos;
  private long windowUnits;
  private int windowSteps;

  /**
   * Begins with all threads.
   *
   * @param most the number of threads that there are, at least 1
   */
  Pace(int most) {
    this.most = most;
    this.nanos = new double[most + 1];
    this.units = new double[most + 1];
    this.chosen = most;
    this.running = most;
  }

  /** How many threads are to do the next step. */
  int threads() {
    return running;
  }

  /**
   * Takes note of a step that {@link #threads} threads did.
   *
   * @param took nanoseconds
   * @param size how much work it was, in a unit that is the same for all steps, such as examples
   */
  void step(long took, int size) {
    windowNanos += took;
    windowUnits += size;
    windowSteps++;
    if ((windowNanos >= WINDOW && windowSteps >= LEAST_STEPS) || windowNanos >= 10 * WINDOW) {
      endWindow();
      windowNanos = 0;
      windowUnits = 0;
      windowSteps = 0;
    }
  }

  private void endWindow() {
    if (nanos[running] > MEMORY) {
      nanos[running] /= 2;
      units[running] /= 2;
    }
    nanos[running] += windowNanos;
    units[running] += windowUnits;
    if (running == chosen) {
      pause -= windowNanos;
      if (most > 1 && (pause <= 0 || isSurpassed())) {
        beginTrial();
      }
    } else {
      lost += windowNanos - windowUnits * cost(chosen);
      windowsLeft--;
      if (windowsLeft == 0 || cost(running) > HOPELESS * cost(chosen)) {
        endTrial();
      }
    }
  }

  /** Whether one thread was faster, when it was last tried, than the chosen number is now. */
  private boolean isSurpassed() {
    return chosen > 1
        && units[1] > 0
        && windowNanos > windowUnits * cost(1) / WORTHWHILE
        && cost(chosen) > cost(1);
  }

  private double cost(int threads) {
    return nanos[threads] / units[threads];
  }

  private void beginTrial() {
    running = next();
    nanos[running] /= 4;
    units[running] /= 4;
    windowsLeft = TRIAL_WINDOWS;
    lost = 0;
  }

  /** Half of the threads, twice as many, or one, in turn. */
  private int next() {
    while (true) {
      turn++;
      int count =
          switch (turn % 3) {
            case 0 -> 1;
            case 1 -> chosen / 2;
            default -> Math.min(most, 2 * chosen);
          };
      if (count >= 1 && count != chosen) {
        return count;
      }
    }
  }

  private void endTrial() {
    if (cost(running) < WORTHWHILE * cost(chosen)) {
      chosen = running;
      pause = PAUSE;
    } else {
      running = chosen;
      pause = Math.min(LONGEST_PAUSE, Math.max(PAUSE, (long) (PAID_BACK * lost)));
    }
  }
}
