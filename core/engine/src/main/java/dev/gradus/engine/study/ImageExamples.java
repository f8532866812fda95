package dev.gradus.engine.study;

import dev.gradus.spi.Shape;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Some examples as images, if the inputs of a network are pixels.
 *
 * @param shape of an image, with 1 or 3 channels
 * @param hardest the pixels of the examples with the largest gradients, in their order: row by row,
 *     the channels of a pixel next to each other, scaled from 0 for the smallest number in these
 *     images to 255 for the largest
 * @param mistakes the same for misclassified examples of the outcome, by their index there, with
 *     the most probable wrong class first
 */
public record ImageExamples(
    Shape shape, List<List<Integer>> hardest, Map<Integer, List<Integer>> mistakes) {

  /** Copies the collections. */
  public ImageExamples {
    hardest = hardest.stream().map(List::copyOf).toList();
    mistakes = Collections.unmodifiableMap(new LinkedHashMap<>(mistakes));
  }
}
