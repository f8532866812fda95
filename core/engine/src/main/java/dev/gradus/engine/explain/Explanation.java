package dev.gradus.engine.explain;

import java.util.List;

/**
 * The forward and backward pass of an example through a network, with numbers.
 *
 * @param row the row of the data, from 1
 * @param target what the outputs should have been, as the network sees it
 * @param targetNames the names of its numbers
 * @param layers in the forward pass, from the first to the last
 * @param losses in the backward pass: that of the configuration, then those it is compared with
 * @param step the step of the finite differences
 * @param pointing for each loss after the first, sentences about what makes the two differ
 * @param numpy the rest of the backward pass as lines of numpy, the same for all losses
 * @param notes further remarks
 */
public record Explanation(
    int row,
    List<Double> target,
    List<String> targetNames,
    List<ExplainedLayer> layers,
    List<ExplainedLoss> losses,
    double step,
    List<String> pointing,
    List<String> numpy,
    List<String> notes) {

  public Explanation {
    target = List.copyOf(target);
    targetNames = List.copyOf(targetNames);
    layers = List.copyOf(layers);
    losses = List.copyOf(losses);
    pointing = List.copyOf(pointing);
    numpy = List.copyOf(numpy);
    notes = List.copyOf(notes);
  }

  /** Whether every derivative agrees with its finite difference. */
  public boolean agrees() {
    return losses.stream().flatMap(ExplainedLoss::slopes).allMatch(Derivative::agrees)
        && layers.stream()
            .flatMap(layer -> layer.slopes().listed().stream())
            .allMatch(Derivative::agrees);
  }
}
