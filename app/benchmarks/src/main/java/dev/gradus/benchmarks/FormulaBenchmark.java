package dev.gradus.benchmarks;

import dev.gradus.engine.data.AuxiliaryColumns;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.loss.Objective;
import dev.gradus.spi.Loss;
import dev.gradus.spi.PointwiseActivation;
import dev.gradus.spi.PointwiseLoss;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * What a formula costs, compared with the part that ships, for every pointwise loss and activation:
 * value and gradient of a batch of 32 rows of 64 units, as training computes them, and a whole
 * training step of workload B. Arguments name those to measure, such as {@code Huber}.
 *
 * <p>Both are measured in turn, in processor time of the thread. The ratio is the median of those
 * of the rounds, so that a load that comes and goes changes both sides of it.
 */
public final class FormulaBenchmark {

  private static final int ROWS = 32;
  private static final int UNITS = 64;
  private static final int SIZE = ROWS * UNITS;
  private static final int ROUNDS = 31;
  private static final int WARM_UP = 40;
  private static final int REPETITIONS = 30;
  private static final int SEED = 1;

  /** A formula may cost this much more in a training step. */
  private static final double MOST = 1.05;

  private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

  private FormulaBenchmark() {}

  private static float[] numbers(double low, double high) {
    SplittableRandom random = new SplittableRandom(SEED);
    float[] numbers = new float[SIZE];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) random.nextDouble(low, high);
    }
    return numbers;
  }

  private static Runnable work(Object part) {
    return part instanceof Loss loss
        ? work((PointwiseLoss) loss)
        : work((PointwiseActivation) part);
  }

  private static Runnable work(PointwiseActivation activation) {
    float[] x = numbers(-3, 3);
    float[] y = new float[SIZE];
    float[] sent = numbers(-1, 1);
    float[] gradient = new float[SIZE];
    return () -> {
      activation.forward(x, y, 0, SIZE);
      System.arraycopy(sent, 0, gradient, 0, SIZE);
      activation.backward(x, y, gradient, 0, SIZE);
    };
  }

  private static Runnable work(PointwiseLoss loss) {
    double low = Math.max(-3, loss.predictions().low());
    double high = Math.min(3, loss.predictions().high());
    Matrix predictions = new Matrix(ROWS, UNITS, numbers(low, high));
    Matrix targets = new Matrix(ROWS, UNITS, numbers(Math.max(low, -1), Math.min(high, 2)));
    Matrix gradients = Matrix.zeros(ROWS, UNITS);
    Objective objective = new Objective(loss, false, UNITS, new double[0]);
    return () -> {
      objective.start(targets, Optional.empty(), AuxiliaryColumns.NONE, 1);
      objective.evaluate(predictions, gradients, 0, ROWS, 0);
    };
  }

  /** Runs the benchmark. */
  public static void main(String[] args) {
    List<String> all = Restated.ALL.stream().map(Restated::simpleName).distinct().toList();
    for (String name : args) {
      if (all.stream().noneMatch(name::equalsIgnoreCase)) {
        System.err.printf(
            "no loss or activation with a formula is called '%s'; use %s%n",
            name, String.join(", ", all));
        System.exit(1);
      }
    }
    System.out.printf(
        "%-28s %10s %10s %7s %12s %12s %7s%n",
        "", "ships, ns", "formula", "ratio", "step B, us", "formula", "ratio");
    for (Restated pair : Restated.ALL) {
      if (args.length == 0 || Arrays.stream(args).anyMatch(pair.simpleName()::equalsIgnoreCase)) {
        measure(pair);
      }
    }
  }

  private static void measure(Restated pair) {
    Runnable part = work(pair.part());
    Runnable formula = work(pair.formula());
    double[][] numbers = new double[2][ROUNDS];
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      double one = nanoseconds(part);
      double other = nanoseconds(formula);
      if (round >= 0) {
        numbers[0][round] = one;
        numbers[1][round] = other;
      }
    }
    double[][] steps = FormulaSteps.microseconds(pair);
    double ofSteps = ratio(steps);
    System.out.printf(
        Locale.ROOT,
        "%-28s %10.2f %10.2f %7.2f %12.1f %12.1f %7.3f%s%n",
        pair.name(),
        median(numbers[0]),
        median(numbers[1]),
        ratio(numbers),
        median(steps[0]),
        median(steps[1]),
        ofSteps,
        ofSteps > MOST ? " above " + MOST : "");
  }

  /** The median of the ratios of the rounds. */
  private static double ratio(double[][] measured) {
    double[] ratios = new double[measured[0].length];
    for (int round = 0; round < ratios.length; round++) {
      ratios[round] = measured[1][round] / measured[0][round];
    }
    return median(ratios);
  }

  /** Processor time for each number of the batch. */
  private static double nanoseconds(Runnable work) {
    long begin = CLOCK.getCurrentThreadCpuTime();
    for (int i = 0; i < REPETITIONS; i++) {
      work.run();
    }
    return (double) (CLOCK.getCurrentThreadCpuTime() - begin) / REPETITIONS / SIZE;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
