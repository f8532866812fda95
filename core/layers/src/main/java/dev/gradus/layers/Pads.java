package dev.gradus.layers;

import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The option {@code pads}: how many rows and columns there are around an image. */
final class Pads {

  /** How it is written, for its documentation and for messages. */
  static final String FORMS =
      "one number for all sides, two for above and below and for left and right, or four for above, left, below and right";

  private Pads() {}

  /**
   * The numbers of all sides.
   *
   * @param pads as written: a number for all sides, two, or one for each side
   * @param option the option for the size of a window
   * @param size of a window, which must be more than each of the numbers, so that every window
   *     contains a pixel
   * @return rows above, columns left, rows below, columns right
   * @throws IllegalArgumentException with a sentence, if they do not fit
   */
  static Optional<List<Integer>> ofSides(Optional<List<Integer>> pads, String option, int size) {
    return pads.map(given -> ofSides(given, option, size));
  }

  private static List<Integer> ofSides(List<Integer> given, String option, int size) {
    List<Integer> sides =
        switch (given.size()) {
          case 1 -> List.of(given.get(0), given.get(0), given.get(0), given.get(0));
          case 2 -> List.of(given.get(0), given.get(1), given.get(0), given.get(1));
          case 4 -> List.copyOf(given);
          default ->
              throw new IllegalArgumentException(
                  "pads must be %s, but has %s".formatted(FORMS, given.size()));
        };
    int most = Collections.max(sides);
    if (most >= size) {
      throw new IllegalArgumentException(
          "pads must be less than %s, which is %s, but has %s: a window would lie wholly outside the image"
              .formatted(option, size, most));
    }
    return sides;
  }
}
