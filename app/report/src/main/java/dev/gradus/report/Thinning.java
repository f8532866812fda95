package dev.gradus.report;

import java.util.ArrayList;
import java.util.List;

/** Thins out evenly what a picture could not show in full; the first and the last stay. */
final class Thinning {

  private Thinning() {}

  /**
   * Thins out.
   *
   * @param most how many may stay, at least 2
   */
  static <T> List<T> of(List<T> all, int most) {
    int n = all.size();
    if (n <= most) {
      return List.copyOf(all);
    }
    List<T> kept = new ArrayList<>(most);
    for (int i = 0; i < most; i++) {
      kept.add(all.get((int) ((long) i * (n - 1) / (most - 1))));
    }
    return kept;
  }
}
