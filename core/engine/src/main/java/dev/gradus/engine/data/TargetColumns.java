package dev.gradus.engine.data;

import dev.gradus.spi.Target;
import java.util.List;

/** What was learned about the columns that are to be predicted. */
public sealed interface TargetColumns permits NumericTarget, ClassTarget, LabelTarget {

  /** The names of the columns. */
  List<String> names();

  /** What losses and metrics are told about them. */
  Target target();

  /** The number of outputs that the network has. */
  int width();

  /**
   * Turns outputs of the network back into the units of the data: numbers in their own scale,
   * probabilities as they are.
   *
   * @param outputs not modified
   * @param from where the outputs of the row begin
   * @param restored {@link #width} numbers; overwritten
   */
  void restore(float[] outputs, int from, double[] restored);
}
