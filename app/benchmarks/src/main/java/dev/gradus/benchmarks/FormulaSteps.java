package dev.gradus.benchmarks;

import dev.gradus.activations.Exponential;
import dev.gradus.activations.Relu;
import dev.gradus.activations.Sigmoid;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.engine.data.NumericSpec;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.Dense;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.optimizers.Sgd;
import dev.gradus.optimizers.initializers.GlorotUniform;
import dev.gradus.spi.Activation;
import dev.gradus.spi.Loss;
import dev.gradus.spi.PointwiseLoss;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;

/**
 * Times whole training steps of workload B, 30-64-32-2 with batches of 32 rows, with a part and
 * with its formula: two trainings of one thread each that take turns of some steps.
 */
final class FormulaSteps {

  private static final int EXAMPLES = 2048;
  private static final int INPUTS = 30;
  private static final int STEPS = 20;
  private static final int WARM_UP = 100;
  private static final int ROUNDS = 101;

  /** So small that no loss diverges. */
  private static final double RATE = 1e-9;

  private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

  private FormulaSteps() {}

  /** Processor time of a step with the part, and with the formula, in each round. */
  static double[][] microseconds(Restated pair) {
    Semaphore one = new Semaphore(1);
    Semaphore other = new Semaphore(0);
    Turns part = new Turns(pair.part(), pair.part(), one, other);
    Turns formula = new Turns(pair.formula(), pair.part(), other, one);
    Thread beside = new Thread(formula);
    beside.setDaemon(true);
    beside.start();
    part.run();
    try {
      beside.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    part.check();
    formula.check();
    return new double[][] {part.measured(), formula.measured()};
  }

  /** A training that waits for its turn after some steps, and ends when it has measured enough. */
  private static final class Turns implements Runnable, TrainingListener {

    private final Object trained;
    private final Configuration configuration;
    private final Table table;
    private final Semaphore own;
    private final Semaphore next;
    private final List<Double> rounds = new ArrayList<>();
    private Optional<Throwable> failure = Optional.empty();
    private int steps = -1;
    private long begin;

    Turns(Object trained, Object part, Semaphore own, Semaphore next) {
      this.trained = trained;
      this.configuration = configuration(trained, part);
      this.table = table(part);
      this.own = own;
      this.next = next;
    }

    @Override
    public void run() {
      try (Gradus gradus = Gradus.create()) {
        gradus.job(configuration).on(table).listener(this).train();
        throw new IllegalStateException("the run ended before it was measured");
      } catch (EnoughException e) {
        // It has measured enough.
      } catch (RuntimeException | Error e) {
        failure = Optional.of(e);
      } finally {
        // The other one need not wait for it again.
        next.release(WARM_UP + ROUNDS);
      }
    }

    /** Says whether the training failed; its thread has ended. */
    void check() {
      failure.ifPresent(
          thrown -> {
            throw new IllegalStateException("the training with " + trained + " failed", thrown);
          });
    }

    @Override
    public void stepDone(int epoch, int step, double loss) {
      steps++;
      if (steps % STEPS != 0) {
        return;
      }
      if (steps > 0) {
        rounds.add((CLOCK.getCurrentThreadCpuTime() - begin) / 1e3 / STEPS);
        if (rounds.size() == WARM_UP + ROUNDS) {
          throw new EnoughException();
        }
        next.release();
      }
      own.acquireUninterruptibly();
      begin = CLOCK.getCurrentThreadCpuTime();
    }

    double[] measured() {
      return rounds.stream().skip(WARM_UP).mapToDouble(each -> each).toArray();
    }
  }

  /** Ends a run. */
  private static final class EnoughException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private static Configuration configuration(Object trained, Object part) {
    boolean isLoss = trained instanceof Loss;
    Activation hidden = isLoss ? new Relu() : (Activation) trained;
    Optional<Activation> last = isLoss ? ending((PointwiseLoss) part) : Optional.empty();
    return Configuration.builder()
        .data(
            DataSpec.of("y0", "y1")
                .column("y0", new NumericSpec(ColumnSpec.Scale.NONE))
                .column("y1", new NumericSpec(ColumnSpec.Scale.NONE))
                .scale(ColumnSpec.Scale.NONE))
        .layer(dense(64, hidden))
        .layer(dense(32, hidden))
        .layer(last.map(Dense::output).orElseGet(Dense::output))
        .loss(isLoss ? (Loss) trained : new MeanSquaredError())
        .optimizer(new Sgd(RATE, 0.9, 0, false, 0))
        .epochs(Integer.MAX_VALUE)
        .batchSize(32)
        .seed(1)
        .training(training -> training.threads(1))
        .build();
  }

  /** With the same weights for all activations. */
  private static Dense dense(int units, Activation hidden) {
    return new Dense(
        Optional.of(units),
        Optional.of(hidden),
        Optional.of(new GlorotUniform()),
        Optional.empty(),
        true);
  }

  /** An activation whose outputs the loss allows. */
  private static Optional<Activation> ending(PointwiseLoss part) {
    if (part.predictions().high() == 1) {
      return Optional.of(new Sigmoid());
    }
    return part.predictions().low() >= -1 ? Optional.of(new Exponential()) : Optional.empty();
  }

  private static Table table(Object part) {
    boolean isOfProbabilities =
        part instanceof PointwiseLoss loss && loss.predictions().high() == 1;
    SplittableRandom random = new SplittableRandom(1);
    double[][] rows = new double[EXAMPLES][INPUTS + 2];
    for (double[] row : rows) {
      for (int k = 0; k < row.length; k++) {
        row[k] =
            k < INPUTS
                ? random.nextDouble(-0.5, 0.5)
                : isOfProbabilities ? random.nextInt(2) : random.nextDouble(0.1, 1);
      }
    }
    List<String> names = new ArrayList<>();
    for (int k = 0; k < INPUTS; k++) {
      names.add("x" + k);
    }
    names.addAll(List.of("y0", "y1"));
    return Table.ofRows(names, rows);
  }
}
