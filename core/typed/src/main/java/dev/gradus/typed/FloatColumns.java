package dev.gradus.typed;

import dev.gradus.spi.DoubleMath;
import dev.gradus.spi.FloatMath;
import java.util.Arrays;
import java.util.List;

/**
 * Evaluates a program over columns in {@code float}, with the functions that the activations that
 * ship use too. It holds the columns, so every thread needs its own.
 */
final class FloatColumns {

  /** The most numbers at once. */
  static final int LENGTH = 512;

  private final Program.Instruction[] instructions;
  private final float[][] columns;
  private final int[] outputs;
  private final boolean[] uses;
  private final List<FloatColumns> sides;

  /** The places where a side is needed. */
  private final int[] places = new int[LENGTH];

  FloatColumns(Program program) {
    instructions = program.instructions().toArray(new Program.Instruction[0]);
    columns = new float[program.columns()][LENGTH];
    outputs = program.outputs();
    uses = new boolean[] {program.uses(0), program.uses(1)};
    sides = program.sides().stream().map(FloatColumns::new).toList();
    program
        .constants()
        .forEach((column, value) -> Arrays.fill(columns[column], value.floatValue()));
  }

  /** The input, to be filled in before {@link #run}. */
  float[] input() {
    return columns[0];
  }

  /** Fills in an input, 0 or 1, if it is used. */
  void read(int index, float[] from, int start, int n) {
    if (uses[index]) {
      System.arraycopy(from, start, columns[index], 0, n);
    }
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
      case ADD -> FloatLoops.add(to, a, b, n);
      case SUBTRACT -> FloatLoops.subtract(to, a, b, n);
      case MULTIPLY -> FloatLoops.multiply(to, a, b, n);
      case DIVIDE -> FloatLoops.divide(to, a, b, n);
      case ADD_NUMBER -> FloatLoops.addNumber(to, a, number, n);
      case TIMES_NUMBER -> FloatLoops.timesNumber(to, a, number, n);
      case NUMBER_OVER -> FloatLoops.numberOver(to, a, number, n);
      case SQRT -> FloatLoops.sqrt(to, a, n);
      case ABS -> FloatLoops.abs(to, a, n);
      case SIGN -> FloatLoops.sign(to, a, n);
      case MAX -> FloatLoops.max(to, a, b, n);
      case MIN -> FloatLoops.min(to, a, b, n);
      case MAX_NUMBER -> FloatLoops.maxNumber(to, a, number, n);
      case MIN_NUMBER -> FloatLoops.minNumber(to, a, number, n);
      case STEP -> FloatLoops.step(to, a, b, n);
      case STEP_OF_POSITIVE -> FloatLoops.stepOfPositive(to, a, n);
      case SIDE_WHERE_LESS, SIDE_UNLESS_LESS -> runSide(instruction, to, a, b, n);
      case WHERE_LESS ->
          FloatLoops.whereLess(to, a, b, columns[instruction.c()], columns[instruction.d()], n);
      case WHERE_AT_MOST ->
          // Not the other way round
          FloatLoops.whereLess(to, b, a, columns[instruction.d()], columns[instruction.c()], n);
      default -> runFunction(instruction, to, a, b, n);
    }
  }

  /** Gathers the inputs where the side is needed, and puts its values in their places. */
  private void runSide(Program.Instruction instruction, float[] to, float[] a, float[] b, int n) {
    FloatColumns side = sides.get(instruction.d());
    boolean isWhereLess = instruction.op() == Program.Op.SIDE_WHERE_LESS;
    int count =
        isWhereLess ? FloatLoops.less(places, a, b, n) : FloatLoops.notLess(places, a, b, n);
    float[] x = columns[0];
    float[] gathered = side.columns[0];
    for (int i = 0; i < count; i++) {
      gathered[i] = x[places[i]];
    }
    side.run(count);
    float[] values = side.output(0);
    System.arraycopy(columns[instruction.c()], 0, to, 0, n);
    for (int i = 0; i < count; i++) {
      to[places[i]] = values[i];
    }
    FloatLoops.keepNan(to, a, b, n);
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
      case ERFC -> {
        for (int i = 0; i < n; i++) {
          to[i] = FloatLoops.erfc(a[i]);
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
      case TANH_OF_SOFTPLUS -> FloatLoops.tanhOfSoftplus(to, a, n);
      case TANH_DERIVATIVE_OF_SOFTPLUS -> FloatLoops.tanhDerivativeOfSoftplus(to, a, n);
      case SIGMOID_OF_EXP -> FloatLoops.sigmoidOfExp(to, a, n);
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
      case LOG_COSH -> Columns.logCosh(a);
      default -> throw new IllegalStateException(op + " is not for numbers of single precision");
    };
  }
}
