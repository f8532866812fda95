package dev.gradus.benchmarks;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.event.TrainingPlan;
import dev.gradus.engine.table.Table;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Training samples per second, in whole training runs that are started as an application starts
 * them.
 *
 * <p>Arguments: names of {@link Workload}s; by default all. Prints two lines for each: its name,
 * {@code chosen} for as many threads as Gradus chooses or {@code 1} for one thread, and the samples
 * per second after the warm-up. Runs of both kinds take turns in one process, so that their ratio
 * does not depend on the moment. For the workload {@code simple} the number is nanoseconds per row
 * and processor: elapsed time times the processors that may be used, divided by the rows.
 */
public final class TrainingBenchmark {

  /** Processor time, because the compiler takes longer when the machine is busy. */
  private static final double PROCESSOR_SECONDS_TO_COMPILE = 3;

  private static final double SECONDS_TO_WARM_UP = 0.4;
  private static final double SECONDS_TO_MEASURE = 1;
  private static final int TURNS = 2;

  private TrainingBenchmark() {}

  /** Runs the benchmark. */
  public static void main(String[] args) {
    List<String> names = List.of(args);
    for (Workload workload : Workload.ALL) {
      if (names.isEmpty() || names.contains(workload.name())) {
        measure(workload);
      }
    }
  }

  private static void measure(Workload workload) {
    Table table = workload.examples().get();
    Configuration chosen = workload.configuration();
    Configuration one = chosen.toBuilder().training(training -> training.threads(1)).build();
    Stopwatch withChosen = new Stopwatch(workload, table.rows());
    Stopwatch withOne = new Stopwatch(workload, table.rows());
    run(chosen, table, new Compilation());
    // Code for the sizes of the network is made later, and is compiled in one more turn.
    run(chosen, table, new Stopwatch(workload, table.rows()));
    run(one, table, new Stopwatch(workload, table.rows()));
    for (int turn = 0; turn < TURNS; turn++) {
      run(chosen, table, withChosen);
      run(one, table, withOne);
    }
    print(workload, "chosen", Runtime.getRuntime().availableProcessors(), withChosen);
    print(workload, "1", 1, withOne);
  }

  private static void print(Workload workload, String threads, int processors, Stopwatch watch) {
    double rate = watch.samples / watch.seconds;
    double value = workload.name().equals("simple") ? 1e9 * processors / rate : rate;
    System.out.printf(Locale.ROOT, "%s %s %.1f%n", workload.name(), threads, value);
  }

  private static void run(Configuration configuration, Table table, TrainingListener watch) {
    try (Gradus gradus = Gradus.create()) {
      gradus.job(configuration).on(table).listener(watch).train();
      throw new IllegalStateException("the run ended before it was measured");
    } catch (EnoughException e) {
      // The listener has what it needs.
    }
  }

  /** Ends a run. */
  private static final class EnoughException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** Counts the samples of the steps after the warm-up of each run, and ends the run. */
  private static final class Stopwatch implements TrainingListener {

    private final int batchSize;
    private final int rows;
    private long begin;
    private boolean warm;
    private long samplesOfRun;
    private long samples;
    private double seconds;

    Stopwatch(Workload workload, int rows) {
      this.batchSize = workload.configuration().training().batchSize().orElseThrow();
      this.rows = rows;
    }

    @Override
    public void started(TrainingPlan plan) {
      begin = System.nanoTime();
      warm = false;
      samplesOfRun = 0;
    }

    @Override
    public void stepDone(int epoch, int step, double loss) {
      long now = System.nanoTime();
      double sinceBegin = (now - begin) / 1e9;
      if (!warm) {
        warm = sinceBegin > SECONDS_TO_WARM_UP;
        begin = warm ? now : begin;
        return;
      }
      samplesOfRun += Math.min(batchSize, rows - (step - 1) * batchSize);
      if (sinceBegin > SECONDS_TO_MEASURE) {
        samples += samplesOfRun;
        seconds += sinceBegin;
        throw new EnoughException();
      }
    }
  }

  /** Ends a run when the compiler has had time for its work. */
  private static final class Compilation implements TrainingListener {

    private long last = System.nanoTime();

    @Override
    public void stepDone(int epoch, int step, double loss) {
      long now = System.nanoTime();
      if (now - last > 1e8) {
        last = now;
        Duration used = ProcessHandle.current().info().totalCpuDuration().orElseThrow();
        if (used.toNanos() > PROCESSOR_SECONDS_TO_COMPILE * 1e9) {
          throw new EnoughException();
        }
      }
    }
  }
}
