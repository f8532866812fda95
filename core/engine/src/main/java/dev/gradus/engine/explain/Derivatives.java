package dev.gradus.engine.explain;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The derivatives of one kind in a layer, such as all dL/dz.
 *
 * @param count how many there are
 * @param listed those that were taken, in their order; all unless fewer were asked for
 */
public record Derivatives(int count, List<Derivative> listed) {

  public Derivatives {
    listed = List.copyOf(listed);
  }

  /** The first of so many, at most {@code most}. */
  public static Derivatives of(int count, int most, IntFunction<Derivative> each) {
    return of(count, most, IntStream.range(0, count), each);
  }

  /** Those at the first of some places, at most {@code most}. */
  public static Derivatives of(
      int count, int most, IntStream places, IntFunction<Derivative> each) {
    return new Derivatives(count, places.limit(most).mapToObj(each).toList());
  }
}
