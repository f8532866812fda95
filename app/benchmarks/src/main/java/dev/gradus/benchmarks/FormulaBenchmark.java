package dev.gradus.benchmarks;

import dev.gradus.activations.Elu;
import dev.gradus.activations.Gelu;
import dev.gradus.activations.Mish;
import dev.gradus.activations.Relu;
import dev.gradus.activations.Sigmoid;
import dev.gradus.activations.Tanh;
import dev.gradus.engine.data.AuxiliaryColumns;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.loss.Objective;
import dev.gradus.losses.Huber;
import dev.gradus.losses.LogCosh;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.spi.Loss;
import dev.gradus.spi.PointwiseActivation;
import dev.gradus.typed.FormulaActivation;
import dev.gradus.typed.FormulaLoss;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * What a formula costs, compared with the part that ships: value and gradient of a batch of 32 rows
 * of 64 units, as training computes them. An argument names the only one to measure.
 *
 * <p>Both are measured in turn, in processor time of the thread. The ratio is the median of those
 * of the rounds, so that a load that comes and goes changes both sides of it.
 */
public final class FormulaBenchmark {

  private static final int ROWS = 32;
  private static final int UNITS = 64;
  private static final int SIZE = ROWS * UNITS;
  private static final int ROUNDS = 31;
  private static final int WARM_UP = 60;
  private static final int REPETITIONS = 100;
  private static final int SEED = 1;

  private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

  private FormulaBenchmark() {}

  /** A part that ships, and the same as a formula. */
  private record Pair(String name, Runnable part, Runnable formula) {

    static Pair of(PointwiseActivation part, String formula) {
      return new Pair(
          part.getClass().getSimpleName(), work(part), work(new FormulaActivation(formula)));
    }

    static Pair of(Loss part, FormulaLoss formula) {
      return new Pair(part.getClass().getSimpleName(), work(part), work(formula));
    }
  }

  private static float[] numbers(double size) {
    SplittableRandom random = new SplittableRandom(SEED);
    float[] numbers = new float[SIZE];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) random.nextDouble(-size, size);
    }
    return numbers;
  }

  private static Runnable work(PointwiseActivation activation) {
    float[] x = numbers(3);
    float[] y = new float[SIZE];
    float[] sent = numbers(1);
    float[] gradient = new float[SIZE];
    return () -> {
      activation.forward(x, y, 0, SIZE);
      System.arraycopy(sent, 0, gradient, 0, SIZE);
      activation.backward(x, y, gradient, 0, SIZE);
    };
  }

  private static Runnable work(Loss loss) {
    Matrix predictions = new Matrix(ROWS, UNITS, numbers(3));
    Matrix targets = new Matrix(ROWS, UNITS, numbers(2));
    Matrix gradients = Matrix.zeros(ROWS, UNITS);
    Objective objective = new Objective(loss, false, UNITS, new double[0]);
    return () -> {
      objective.start(targets, Optional.empty(), AuxiliaryColumns.NONE, 1);
      objective.evaluate(predictions, gradients, 0, ROWS, 0);
    };
  }

  /** Runs the benchmark. */
  public static void main(String[] args) {
    List<Pair> pairs =
        List.of(
            Pair.of(new Relu(), "max(x, 0)"),
            Pair.of(new Elu(), "where(x > 0, x, exp(x) - 1)"),
            Pair.of(new Sigmoid(), "1 / (1 + exp(-x))"),
            Pair.of(new Tanh(), "tanh(x)"),
            Pair.of(new Mish(), "x * tanh(log(1 + exp(x)))"),
            Pair.of(new Gelu(), "x * (1 + erf(x / sqrt(2))) / 2"),
            Pair.of(new MeanSquaredError(), new FormulaLoss("(p - y)^2")),
            Pair.of(
                new Huber(),
                new FormulaLoss(
                    "where(abs(p - y) < d, (p - y)^2 / 2, d * (abs(p - y) - d / 2))",
                    Map.of("d", 1.0))),
            Pair.of(new LogCosh(), new FormulaLoss("log(cosh(p - y))")));
    System.out.printf("%-18s %12s %12s %8s%n", "", "ships, ns", "formula, ns", "ratio");
    for (Pair pair : pairs) {
      if (args.length == 0 || pair.name().equalsIgnoreCase(args[0])) {
        measure(pair);
      }
    }
  }

  private static void measure(Pair pair) {
    double[] part = new double[ROUNDS];
    double[] formula = new double[ROUNDS];
    double[] ratios = new double[ROUNDS];
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      double one = nanoseconds(pair.part());
      double other = nanoseconds(pair.formula());
      if (round >= 0) {
        part[round] = one;
        formula[round] = other;
        ratios[round] = other / one;
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%-18s %12.2f %12.2f %8.2f%n",
        pair.name(),
        median(part),
        median(formula),
        median(ratios));
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
