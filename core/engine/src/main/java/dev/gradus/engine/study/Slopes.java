package dev.gradus.engine.study;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The derivatives of one kind in a layer, such as all dL/dz.
 *
 * @param count how many there are
 * @param listed the first of them, in their order
 */
public record Slopes(int count, List<Slope> listed) {

  /** Keeps a copy. */
  public Slopes {
    listed = List.copyOf(listed);
  }

  /** The first of so many, at most {@code most}. */
  static Slopes of(int count, int most, IntFunction<Slope> each) {
    List<Slope> listed = new ArrayList<>();
    for (int i = 0; i < Math.min(count, most); i++) {
      listed.add(each.apply(i));
    }
    return new Slopes(count, listed);
  }
}
