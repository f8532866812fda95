package dev.gradus.engine.explain;

import java.util.List;

/**
 * One example through a network, forward and back, with numbers.
 *
 * @param row which row of the data, from 1
 * @param target what the outputs should have been, as the network sees it
 * @param targetNames the names of its numbers
 * @param layers on the way forward, from the first to the last
 * @param losses on the way back: that of the configuration, then those beside it
 * @param step the step of the finite differences
 * @param pointing for each loss beside the first, the sentences that point at what makes the two
 *     differ
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

  /** Whether every derivative is what its finite difference says. */
  public boolean agrees() {
    return losses.stream().flatMap(ExplainedLoss::slopes).allMatch(Derivative::agrees)
        && layers.stream()
            .flatMap(layer -> layer.slopes().listed().stream())
            .allMatch(Derivative::agrees);
  }
}
