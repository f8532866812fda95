package dev.gradus.engine.explain;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The derivatives of one kind in a layer, such as all dL/dz.
 *
 * @param count the number of all derivatives
 * @param listed the selected derivatives, in their order; all unless fewer were requested
 */
public record Derivatives(int count, List<Derivative> listed) {

  public Derivatives {
    listed = List.copyOf(listed);
  }

  /** The first of {@code count} derivatives, at most {@code most}. */
  public static Derivatives of(int count, int most, IntFunction<Derivative> each) {
    return of(count, most, IntStream.range(0, count), each);
  }

  /** The derivatives at the first of some indices, at most {@code most}. */
  public static Derivatives of(
      int count, int most, IntStream places, IntFunction<Derivative> each) {
    return new Derivatives(count, places.limit(most).mapToObj(each).toList());
  }
}
