package dev.gradus.engine.study;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The gradients of each variant at the initial weights, over the same examples.
 *
 * @param sameExamples whether all variants learn from the same rows with the same targets; if not,
 *     nothing is compared, and the lists and maps are empty
 * @param sameWeights whether all variants start from the same weights, bit by bit
 * @param layers the names of the layers, those of several variants joined by "or"
 * @param norms by variant: the norm of the gradient of each of those layers that it has, over the
 *     training examples, or {@value #SAMPLE} of them
 * @param cosines by variant, then by variant: the cosine of the angle between the gradients of two
 *     variants over all weights; 1 is the same direction
 * @param examples some training examples
 */
public record InitialGradients(
    boolean sameExamples,
    boolean sameWeights,
    List<String> layers,
    Map<String, List<Double>> norms,
    Map<String, Map<String, Double>> cosines,
    List<Example> examples) {

  /**
   * The maximum number of training examples in a gradient; if there are more, an evenly spaced
   * sample.
   */
  public static final int SAMPLE = 1024;

  public InitialGradients {
    examples = List.copyOf(examples);
    layers = List.copyOf(layers);
    norms = Collections.unmodifiableMap(new LinkedHashMap<>(norms));
    cosines = Collections.unmodifiableMap(new LinkedHashMap<>(cosines));
  }

  /**
   * A training example.
   *
   * @param line its line in the file, or its row if there is no file, from 1
   * @param target as the network sees it
   * @param output by variant: the output of the network
   * @param gradient by variant: dL/dz of the last layer, for this example alone
   */
  public record Example(
      int line,
      List<Double> target,
      Map<String, List<Double>> output,
      Map<String, List<Double>> gradient) {

    public Example {
      target = List.copyOf(target);
      output = Collections.unmodifiableMap(new LinkedHashMap<>(output));
      gradient = Collections.unmodifiableMap(new LinkedHashMap<>(gradient));
    }
  }
}
