package dev.gradus.runtime.problem;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Collects the warnings of one call, such as a training run or the prediction of a table, and
 * forwards each as it arrives; duplicates are dropped.
 *
 * <p>It may be used by several threads.
 */
public final class Warnings implements Consumer<Warning> {

  private static final String LOGGER = "dev.gradus";

  private final Consumer<Warning> next;
  private final Set<Warning> seen = new LinkedHashSet<>();

  /**
   * A collector.
   *
   * @param next receives each new warning immediately, on the thread that found it
   */
  public Warnings(Consumer<Warning> next) {
    this.next = next;
  }

  /**
   * Logs a warning to the {@link System.Logger} {@code dev.gradus} at {@code WARNING}: the default
   * if an application does not handle warnings.
   */
  public static void log(Warning warning) {
    System.getLogger(LOGGER).log(System.Logger.Level.WARNING, warning.message());
  }

  @Override
  public void accept(Warning warning) {
    synchronized (seen) {
      if (!seen.add(warning)) {
        return;
      }
    }
    next.accept(warning);
  }

  /** The warnings so far, in the order of arrival. */
  public List<Warning> list() {
    synchronized (seen) {
      return List.copyOf(seen);
    }
  }
}
