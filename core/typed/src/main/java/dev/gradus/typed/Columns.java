package dev.gradus.typed;

import dev.gradus.spi.DoubleMath;
import java.util.Arrays;

/**
 * Evaluates a program over columns in {@code double}: an instruction for all numbers of a column,
 * then the next. It holds the columns, so every thread needs its own.
 */
final class Columns {

  /** The most numbers at once: the columns of a usual formula stay in the nearest cache. */
  static final int LENGTH = 128;

  private final Program.Instruction[] instructions;
  private final double[][] columns;
  private final int[] outputs;

  Columns(Program program) {
    instructions = program.instructions().toArray(new Program.Instruction[0]);
    columns = new double[program.columns()][LENGTH];
    outputs = program.outputs();
    program.constants().forEach((column, value) -> Arrays.fill(columns[column], value));
  }

  /** An input, to be filled in before {@link #run}. */
  double[] input(int index) {
    return columns[index];
  }

  /** The values of a term after {@link #run}. */
  double[] output(int index) {
    return columns[outputs[index]];
  }

  /** Evaluates the first {@code n} numbers of all columns. */
  void run(int n) {
    for (Program.Instruction each : instructions) {
      run(each, n);
    }
  }

  private void run(Program.Instruction instruction, int n) {
    double[] to = columns[instruction.to()];
    double[] a = columns[instruction.a()];
    double[] b = columns[instruction.b()];
    double number = instruction.number();
    switch (instruction.op()) {
      case ADD -> {
        for (int i = 0; i < n; i++) {
          to[i] = a[i] + b[i];
        }
      }
      case SUBTRACT -> {
        for (int i = 0; i < n; i++) {
          to[i] = a[i] - b[i];
        }
      }
      case MULTIPLY -> {
        for (int i = 0; i < n; i++) {
          to[i] = a[i] * b[i];
        }
      }
      case DIVIDE -> {
        for (int i = 0; i < n; i++) {
          to[i] = a[i] / b[i];
        }
      }
      case ADD_NUMBER -> {
        for (int i = 0; i < n; i++) {
          to[i] = a[i] + number;
        }
      }
      case TIMES_NUMBER -> {
        for (int i = 0; i < n; i++) {
          to[i] = a[i] * number;
        }
      }
      case NUMBER_OVER -> {
        for (int i = 0; i < n; i++) {
          to[i] = number / a[i];
        }
      }
      case SQRT -> {
        for (int i = 0; i < n; i++) {
          to[i] = Math.sqrt(a[i]);
        }
      }
      case ABS -> {
        for (int i = 0; i < n; i++) {
          to[i] = Math.abs(a[i]);
        }
      }
      case SIGN -> {
        for (int i = 0; i < n; i++) {
          to[i] = sign(a[i]);
        }
      }
      case MAX -> {
        for (int i = 0; i < n; i++) {
          to[i] = Math.max(a[i], b[i]);
        }
      }
      case MIN -> {
        for (int i = 0; i < n; i++) {
          to[i] = Math.min(a[i], b[i]);
        }
      }
      case MAX_NUMBER -> {
        for (int i = 0; i < n; i++) {
          to[i] = Math.max(a[i], number);
        }
      }
      case MIN_NUMBER -> {
        for (int i = 0; i < n; i++) {
          to[i] = Math.min(a[i], number);
        }
      }
      case STEP -> {
        for (int i = 0; i < n; i++) {
          to[i] = step(a[i], b[i]);
        }
      }
      case WHERE_LESS, WHERE_AT_MOST ->
          choose(
              instruction.op() == Program.Op.WHERE_AT_MOST,
              to,
              a,
              b,
              columns[instruction.c()],
              columns[instruction.d()],
              n);
      default -> runFunction(instruction.op(), to, a, b, number, n);
    }
  }

  private static void choose(
      boolean orEqual, double[] to, double[] a, double[] b, double[] yes, double[] no, int n) {
    for (int i = 0; i < n; i++) {
      to[i] =
          orEqual ? whereAtMost(a[i], b[i], yes[i], no[i]) : whereLess(a[i], b[i], yes[i], no[i]);
    }
  }

  static double sign(double a) {
    return Math.signum(a);
  }

  static double step(double low, double high) {
    return whereLess(low, high, 1, 0);
  }

  static double whereLess(double low, double high, double yes, double no) {
    return low < high ? yes : low >= high ? no : Double.NaN;
  }

  static double whereAtMost(double low, double high, double yes, double no) {
    return whereLess(high, low, no, yes);
  }

  static double sigmoidWith(double a, double exponential) {
    return (a < 0 ? exponential : 1) / (1 + exponential);
  }

  static double addPositivePart(double a, double b) {
    return Math.max(a, 0) + b;
  }

  static double erfc(double a) {
    return DoubleMath.erfc(a);
  }

  private static void runFunction(
      Program.Op op, double[] to, double[] a, double[] b, double number, int n) {
    switch (op) {
      case EXP -> {
        for (int i = 0; i < n; i++) {
          to[i] = DoubleMath.exp(a[i]);
        }
      }
      case EXP_OF_MINUS -> {
        for (int i = 0; i < n; i++) {
          to[i] = DoubleMath.exp(-a[i]);
        }
      }
      case EXPM1 -> {
        for (int i = 0; i < n; i++) {
          to[i] = StrictMath.expm1(a[i]);
        }
      }
      case LOG -> {
        for (int i = 0; i < n; i++) {
          to[i] = DoubleMath.log(a[i]);
        }
      }
      case LOG1P -> {
        for (int i = 0; i < n; i++) {
          to[i] = StrictMath.log1p(a[i]);
        }
      }
      case TANH -> {
        for (int i = 0; i < n; i++) {
          to[i] = StrictMath.tanh(a[i]);
        }
      }
      case SIGMOID_WITH -> {
        for (int i = 0; i < n; i++) {
          to[i] = sigmoidWith(a[i], b[i]);
        }
      }
      case ADD_POSITIVE_PART -> {
        for (int i = 0; i < n; i++) {
          to[i] = addPositivePart(a[i], b[i]);
        }
      }
      case POWER -> {
        for (int i = 0; i < n; i++) {
          to[i] = StrictMath.pow(a[i], number);
        }
      }
      default -> {
        for (int i = 0; i < n; i++) {
          to[i] = rare(op, a[i], b[i]);
        }
      }
    }
  }

  private static double rare(Program.Op op, double a, double b) {
    return switch (op) {
      case POWER_OF -> StrictMath.pow(a, b);
      case SIN -> StrictMath.sin(a);
      case COS -> StrictMath.cos(a);
      case SINH -> StrictMath.sinh(a);
      case COSH -> StrictMath.cosh(a);
      case ATAN -> StrictMath.atan(a);
      case ERF -> erf(a);
      case ERFC -> erfc(a);
      case LOG_COSH -> logCosh(a);
      default -> throw new IllegalStateException(op + " is not for numbers of double precision");
    };
  }

  /** The error function; by its series near 0, where 1 - erfc would lose digits. */
  static double erf(double x) {
    double z = x * x;
    if (z > 0.25) {
      return 1 - DoubleMath.erfc(x);
    }
    double sum = 0;
    double power = 1;
    for (int k = 0; k < 14; k++) {
      sum += power / (2 * k + 1);
      power *= -z / (k + 1);
    }
    return 2 / Math.sqrt(Math.PI) * x * sum;
  }

  static double logCosh(double x) {
    double size = Math.abs(x);
    if (size < 1) {
      double sinh = StrictMath.sinh(size);
      return StrictMath.log1p(sinh * sinh) / 2;
    }
    return size + StrictMath.log1p(DoubleMath.exp(-2 * size)) - LOG_2;
  }

  private static final double LOG_2 = StrictMath.log(2);
}
