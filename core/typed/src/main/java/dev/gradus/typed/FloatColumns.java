package dev.gradus.typed;

import dev.gradus.spi.DoubleMath;
import dev.gradus.spi.FloatMath;
import java.util.Arrays;

/**
 * Evaluates a program over columns in {@code float}, with the functions that the activations that
 * ship use too. It holds the columns, so every thread needs its own.
 */
final class FloatColumns {

  /** The most numbers at once. */
  static final int LENGTH = 256;

  private final Program.Instruction[] instructions;
  private final float[][] columns;
  private final int[] outputs;

  FloatColumns(Program program) {
    instructions = program.instructions().toArray(new Program.Instruction[0]);
    columns = new float[program.columns()][LENGTH];
    outputs = program.outputs();
    program
        .constants()
        .forEach((column, value) -> Arrays.fill(columns[column], value.floatValue()));
  }

  /** The input, to be filled in before {@link #run}. */
  float[] input() {
    return columns[0];
  }

  /** The values of a term after {@link #run}. */
  float[] output(int index) {
    return columns[outputs[index]];
  }

  /** Evaluates the first {@code n} numbers of all columns. */
  void run(int n) {
    for (Program.Instruction each : instructions) {
      run(each, n);
    }
  }

  private void run(Program.Instruction instruction, int n) {
    float[] to = columns[instruction.to()];
    float[] a = columns[instruction.a()];
    float[] b = columns[instruction.b()];
    float number = (float) instruction.number();
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
          to[i] = (float) Math.sqrt(a[i]);
        }
      }
      case ABS -> {
        for (int i = 0; i < n; i++) {
          to[i] = Math.abs(a[i]);
        }
      }
      case SIGN -> {
        for (int i = 0; i < n; i++) {
          to[i] = Math.signum(a[i]);
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
      case WHERE_LESS, WHERE_AT_MOST ->
          choose(
              instruction.op() == Program.Op.WHERE_AT_MOST,
              to,
              a,
              b,
              columns[instruction.c()],
              columns[instruction.d()],
              n);
      default -> runFunction(instruction, to, a, b, n);
    }
  }

  private static void choose(
      boolean orEqual, float[] to, float[] a, float[] b, float[] yes, float[] no, int n) {
    for (int i = 0; i < n; i++) {
      boolean holds = orEqual ? a[i] <= b[i] : a[i] < b[i];
      boolean fails = orEqual ? a[i] > b[i] : a[i] >= b[i];
      to[i] = holds ? yes[i] : fails ? no[i] : Float.NaN;
    }
  }

  private static void runFunction(
      Program.Instruction instruction, float[] to, float[] a, float[] b, int n) {
    switch (instruction.op()) {
      case EXP -> FloatMath.exp(a, to, 0, n);
      case TANH -> FloatMath.tanh(a, to, 0, n);
      case SIGMOID -> FloatMath.sigmoid(a, to, 0, n);
      case SOFTPLUS -> FloatMath.softplus(a, to, 0, n);
      case ERF -> FloatMath.erf(a, to, 0, n);
      case EXPM1 -> {
        for (int i = 0; i < n; i++) {
          to[i] = FloatMath.expm1(a[i]);
        }
      }
      case TANH_DERIVATIVE -> {
        for (int i = 0; i < n; i++) {
          to[i] = FloatMath.tanhDerivative(a[i]);
        }
      }
      case SIGMOID_DERIVATIVE -> {
        for (int i = 0; i < n; i++) {
          to[i] = FloatMath.sigmoidDerivative(a[i]);
        }
      }
      default -> {
        for (int i = 0; i < n; i++) {
          to[i] = (float) rare(instruction.op(), a[i], b[i], instruction.number());
        }
      }
    }
  }

  private static double rare(Program.Op op, double a, double b, double number) {
    return switch (op) {
      case LOG -> DoubleMath.log(a);
      case LOG1P -> StrictMath.log1p(a);
      case POWER -> StrictMath.pow(a, number);
      case POWER_OF -> StrictMath.pow(a, b);
      case SIN -> StrictMath.sin(a);
      case COS -> StrictMath.cos(a);
      case SINH -> StrictMath.sinh(a);
      case COSH -> StrictMath.cosh(a);
      case ATAN -> StrictMath.atan(a);
      case ERFC -> DoubleMath.erfc(a);
      case LOG_COSH -> Columns.logCosh(a);
      default -> throw new IllegalStateException(op + " is not for numbers of single precision");
    };
  }
}
