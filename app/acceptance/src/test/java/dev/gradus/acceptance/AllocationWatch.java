package dev.gradus.acceptance;

import com.sun.management.ThreadMXBean;
import dev.gradus.engine.event.TrainingListener;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;

/** Adds up the allocations of the thread from one step of an epoch to the next. */
final class AllocationWatch implements TrainingListener {

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final long thread = Thread.currentThread().getId();
  private final int warmEpochs;
  private final int epochs;
  private final int batches;
  private long last;
  private final Map<Integer, Long> bytes = new TreeMap<>();
  private int steps;
  private boolean done;

  /** Watches the epochs behind so many. */
  AllocationWatch(int warmEpochs) {
    this(warmEpochs, Integer.MAX_VALUE, Integer.MAX_VALUE);
  }

  /**
   * Watches the epochs behind so many, and stops the run after others.
   *
   * @param batches how many steps of an epoch are watched
   */
  AllocationWatch(int warmEpochs, int epochs, int batches) {
    this.warmEpochs = warmEpochs;
    this.epochs = epochs;
    this.batches = batches;
  }

  long allocated() {
    return threads.getThreadAllocatedBytes(thread);
  }

  /** The bytes, by epoch. */
  Map<Integer, Long> bytes() {
    return bytes;
  }

  /** How many steps were watched. */
  int steps() {
    return steps;
  }

  @Override
  public void stepDone(int epoch, int step, double loss) {
    long now = allocated();
    if (epoch > warmEpochs && step > 1 && step <= batches) {
      bytes.merge(epoch, now - last, Long::sum);
      steps++;
    }
    last = allocated();
    done = epoch > epochs;
  }

  @Override
  public boolean wantsToStop() {
    return done;
  }
}
