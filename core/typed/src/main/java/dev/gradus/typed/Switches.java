package dev.gradus.typed;

import dev.gradus.formula.typed.Term;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/** The terms whose sign decides which of two formulas holds: their zeros are the kinks. */
final class Switches {

  /** Where zeros of terms that are not straight lines are looked for. */
  private static final double SPAN = 20;

  private static final double STEP = 1.0 / 16;

  private final int count;
  private final int variables;
  private final ThreadLocal<Columns> columns;

  private Switches(int count, int variables, Program program) {
    this.count = count;
    this.variables = variables;
    this.columns = ThreadLocal.withInitial(() -> new Columns(program));
  }

  /**
   * Compiles switches.
   *
   * @param variables the one that the kinks are of, and the target, if there is one
   */
  static Switches of(List<Term> terms, List<String> variables) {
    return new Switches(terms.size(), variables.size(), Program.of(variables, terms));
  }

  private double at(int index, double x, double target) {
    Columns own = columns.get();
    own.input(0)[0] = x;
    if (variables > 1) {
      own.input(1)[0] = target;
    }
    own.run(1);
    return own.output(index)[0];
  }

  /** Whether a switch changes its sign within a radius, or is 0 or no number there. */
  boolean isNear(double x, double target, double radius) {
    for (int i = 0; i < count; i++) {
      double sign = Math.signum(at(i, x, target));
      if (sign == 0
          || sign != Math.signum(at(i, x - radius, target))
          || sign != Math.signum(at(i, x + radius, target))) {
        return true;
      }
    }
    return false;
  }

  /** The kinks, in order, each once. */
  double[] zeros(double target) {
    DoubleStream zeros = DoubleStream.empty();
    for (int i = 0; i < count; i++) {
      zeros = DoubleStream.concat(zeros, Arrays.stream(zeros(i, target)));
    }
    return zeros.sorted().distinct().toArray();
  }

  private double[] zeros(int index, double target) {
    double atZero = at(index, 0, target);
    double slope = at(index, 1, target) - atZero;
    double further = at(index, 3, target) - (atZero + 3 * slope);
    boolean isStraight = Math.abs(further) <= 1e-9 * (Math.abs(atZero) + Math.abs(slope));
    if (isStraight && slope != 0) {
      return new double[] {-atZero / slope + 0.0};
    }
    DoubleStream.Builder found = DoubleStream.builder();
    double before = at(index, -SPAN, target);
    for (double x = -SPAN + STEP; x <= SPAN; x += STEP) {
      double now = at(index, x, target);
      if (before == 0) {
        found.add(x - STEP);
      } else if (Math.signum(before) * Math.signum(now) < 0) {
        found.add(bisected(index, x - STEP, x, target));
      }
      before = now;
    }
    return found.build().toArray();
  }

  private double bisected(int index, double from, double to, double target) {
    double low = from;
    double high = to;
    double sign = Math.signum(at(index, low, target));
    for (int i = 0; i < 60; i++) {
      double middle = (low + high) / 2;
      if (Math.signum(at(index, middle, target)) == sign) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }
}
