package dev.gradus.engine.training.update;

import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.plugin.PluginException;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.spi.JointOptimizer;
import dev.gradus.spi.Optimizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The scalar state of an optimizer that all tensors share.
 *
 * <p>A checkpoint only holds matrices of floats, so each number is stored as the sum of three
 * floats: they have 72 binary digits, a double has 53. If a number is so small that digits are
 * lost, the run itself continues with the stored value, so that a resumed run is the same.
 */
final class JointScalars {

  private static final int FLOATS = 3;

  private final List<String> names = new ArrayList<>();
  private final double[] values;
  private final float[][] kept;

  /**
   * Before the first step.
   *
   * @throws PluginException if two states have the same name
   */
  JointScalars(JointOptimizer optimizer) {
    List<JointOptimizer.Scalar> scalars = optimizer.scalars();
    Set<String> taken = new HashSet<>();
    optimizer.state().forEach(state -> taken.add(state.name()));
    values = new double[scalars.size()];
    kept = new float[values.length][FLOATS];
    for (int i = 0; i < values.length; i++) {
      JointOptimizer.Scalar scalar = scalars.get(i);
      if (!taken.add(scalar.name())) {
        throw new PluginException(
            "optimizer %s has two states named '%s'; a checkpoint can store only one of them"
                .formatted(PluginType.nameOf(optimizer), scalar.name()));
      }
      names.add(nameOf(scalar));
      values[i] = scalar.initial();
    }
    keep();
  }

  /** The name of a number in the training state. */
  private static String nameOf(JointOptimizer.Scalar scalar) {
    return Update.OPTIMIZER + scalar.name();
  }

  /** Whether an entry may be missing in a checkpoint of an earlier version. */
  static boolean wasAdded(Optimizer optimizer, String name) {
    return optimizer instanceof JointOptimizer joint
        && joint.scalars().stream()
            .anyMatch(scalar -> scalar.added() && nameOf(scalar).equals(name));
  }

  /** The numbers, shared; call {@link #keep} after a change. */
  double[] values() {
    return values;
  }

  /** Stores the current numbers. */
  void keep() {
    for (int i = 0; i < values.length; i++) {
      double rest = values[i];
      for (int k = 0; k < FLOATS; k++) {
        kept[i][k] = (float) rest;
        rest -= kept[i][k];
      }
    }
    restore();
  }

  void restore() {
    for (int i = 0; i < values.length; i++) {
      values[i] = (double) kept[i][0] + kept[i][1] + kept[i][2];
    }
  }

  /** The stored numbers, shared. */
  List<float[]> arrays() {
    return List.of(kept);
  }

  /** The stored numbers by name, shared. */
  Map<String, Matrix> memory() {
    Map<String, Matrix> memory = new LinkedHashMap<>();
    for (int i = 0; i < kept.length; i++) {
      memory.put(names.get(i), new Matrix(1, FLOATS, kept[i]));
    }
    return memory;
  }
}
