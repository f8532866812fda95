package dev.gradus.engine.explain;

import java.util.List;

/**
 * A layer in the forward pass: z = x W + b, a = f(z).
 *
 * @param place in the configuration, such as {@code network[0].dense}
 * @param activation the name of f; {@code none} if a = z
 * @param inputs x
 * @param weights W, a row for each input, with a number for each unit
 * @param biases b; empty if there are none
 * @param preActivations z
 * @param outputs a
 * @param slopes da/dz: one for each unit, or the whole matrix, row by row, if f relates the units
 *     to each other
 */
public record ExplainedLayer(
    String place,
    String activation,
    List<Double> inputs,
    List<List<Double>> weights,
    List<Double> biases,
    List<Double> preActivations,
    List<Double> outputs,
    Derivatives slopes) {

  public ExplainedLayer {
    inputs = List.copyOf(inputs);
    weights = List.copyOf(weights);
    biases = List.copyOf(biases);
    preActivations = List.copyOf(preActivations);
    outputs = List.copyOf(outputs);
  }
}
