package dev.gradus.engine.training;

import dev.gradus.engine.linear.MatrixRows;
import dev.gradus.runtime.column.TargetColumns;
import dev.gradus.spi.Target;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Targets in the unit of the data. Those of classes and labels repeat, and share their rows. */
final class DecodedTargets {

  /** The largest number of different targets that are shared. */
  private static final int MOST_SHARED = 1 << 10;

  private final TargetColumns columns;

  /** Decodes the targets of columns. */
  DecodedTargets(TargetColumns columns) {
    this.columns = columns;
  }

  /** A target as the network has it, to find equal ones. */
  private record Encoded(float[] values) {

    @Override
    public boolean equals(Object other) {
      return other instanceof Encoded encoded && Arrays.equals(values, encoded.values);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(values);
    }
  }

  /** Whether there are so few different targets that equal ones share their rows. */
  static boolean areShared(Target target) {
    int outputs = target.outputs().size();
    return switch (target.kind()) {
      case NUMERIC -> false;
      case BINARY -> true;
      case CLASSES -> outputs <= MOST_SHARED;
      case LABELS -> outputs < Integer.SIZE - 1 && 1 << outputs <= MOST_SHARED;
    };
  }

  /**
   * The targets of all examples.
   *
   * @param encoded as the network has them
   */
  double[][] of(MatrixRows encoded) {
    boolean repeats = columns.target().kind() != Target.Kind.NUMERIC;
    Map<Encoded, double[]> different = new HashMap<>();
    double[][] rows = new double[encoded.rows()][];
    float[] row = new float[encoded.columns()];
    for (int i = 0; i < rows.length; i++) {
      encoded.copyRow(i, row, 0);
      double[] known = repeats ? different.get(new Encoded(row)) : null;
      rows[i] = known == null ? of(row) : known;
      if (repeats && known == null && different.size() < MOST_SHARED) {
        different.put(new Encoded(row.clone()), rows[i]);
      }
    }
    return rows;
  }

  /**
   * The target of one example.
   *
   * @param encoded as the network has it; not modified
   */
  double[] of(float[] encoded) {
    double[] row = new double[columns.width()];
    columns.restore(encoded, 0, row);
    return row;
  }
}
