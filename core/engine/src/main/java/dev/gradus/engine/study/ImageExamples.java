package dev.gradus.engine.study;

import dev.gradus.spi.Shape;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What some examples look like, where the inputs of a network are the pixels of an image.
 *
 * @param shape of an image, with 1 channel or 3
 * @param hardest the pixels of the examples with the longest gradients, in their order: row by row,
 *     the channels of a pixel next to each other, each from 0 for the least number of these images
 *     to 255 for the largest
 * @param mistakes the same of examples of the outcome whose class is predicted wrongly, by their
 *     place there, those first whose wrong class is the most probable
 */
public record ImageExamples(
    Shape shape, List<List<Integer>> hardest, Map<Integer, List<Integer>> mistakes) {

  /** Keeps copies. */
  public ImageExamples {
    hardest = hardest.stream().map(List::copyOf).toList();
    mistakes = Collections.unmodifiableMap(new LinkedHashMap<>(mistakes));
  }
}
