package dev.gradus.benchmarks;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.TrainingListener;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Training samples per second, in whole training runs that are started as an application starts
 * them.
 *
 * <p>Arguments: names of {@link Workload}s; by default all. Prints a line for each, with its name
 * and the median over the epochs after the warm-up. The system property {@code threads} sets the
 * number of threads; by default Gradus chooses it.
 */
public final class TrainingBenchmark {

  private static final double SECONDS_TO_WARM_UP = 3;
  private static final double SECONDS_TO_MEASURE = 4;
  private static final int EPOCHS_AT_LEAST = 3;

  private TrainingBenchmark() {}

  /** Runs the benchmark. */
  public static void main(String[] args) {
    List<String> names = List.of(args);
    for (Workload workload : Workload.ALL) {
      if (names.isEmpty() || names.contains(workload.name())) {
        System.out.printf(Locale.ROOT, "%s %.0f%n", workload.name(), samplesPerSecond(workload));
      }
    }
  }

  private static double samplesPerSecond(Workload workload) {
    try (Gradus gradus = Gradus.create()) {
      Stopwatch watch = new Stopwatch();
      try {
        gradus.job(configuration(workload)).on(workload.table()).listener(watch).train();
      } catch (EnoughException e) {
        return Workload.ROWS / watch.medianSeconds();
      }
      throw new IllegalStateException("the run ended before it was measured");
    }
  }

  private static Configuration configuration(Workload workload) {
    Integer threads = Integer.getInteger("threads");
    Configuration configuration = workload.configuration();
    return threads == null
        ? configuration
        : configuration.toBuilder().training(training -> training.threads(threads)).build();
  }

  /** Ends a run that has been measured. */
  private static final class EnoughException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** Measures each epoch, and ends the run when it has enough measurements. */
  private static final class Stopwatch implements TrainingListener {

    private final long begin = System.nanoTime();
    private long last = begin;
    private double[] seconds = {};

    @Override
    public void epochDone(EpochReport report) {
      long now = System.nanoTime();
      double sinceBegin = (now - begin) / 1e9;
      if (sinceBegin > SECONDS_TO_WARM_UP) {
        seconds = Arrays.copyOf(seconds, seconds.length + 1);
        seconds[seconds.length - 1] = (now - last) / 1e9;
      }
      if (seconds.length >= EPOCHS_AT_LEAST
          && sinceBegin > SECONDS_TO_WARM_UP + SECONDS_TO_MEASURE) {
        throw new EnoughException();
      }
      last = System.nanoTime();
    }

    double medianSeconds() {
      double[] sorted = seconds.clone();
      Arrays.sort(sorted);
      return sorted[sorted.length / 2];
    }
  }
}
