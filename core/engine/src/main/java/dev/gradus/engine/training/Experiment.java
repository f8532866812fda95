package dev.gradus.engine.training;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.data.Examples;
import dev.gradus.engine.data.Lines;
import dev.gradus.engine.data.Preparation;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.problem.Warnings;
import dev.gradus.spi.Metric;
import java.util.List;
import java.util.Optional;

/**
 * All that training needs, made from a configuration and a table.
 *
 * @param configuration what to train, and how
 * @param preparation how columns become numbers, learned on the training part alone
 * @param network with fresh weights; training modifies it
 * @param training the examples to learn from
 * @param validation the examples that are set apart, if any
 * @param trainingLines where those to learn from come from
 * @param validationLines where those that are set apart come from
 * @param warnings collects what the user must know of the data and of the run
 */
public record Experiment(
    Configuration configuration,
    Preparation preparation,
    Network network,
    Examples training,
    Optional<Examples> validation,
    Lines trainingLines,
    Lines validationLines,
    Warnings warnings) {

  /** The same network and data, with other metrics reported. */
  public Experiment withMetrics(List<Metric> metrics) {
    return new Experiment(
        configuration.withMetrics(metrics),
        preparation,
        network,
        training,
        validation,
        trainingLines,
        validationLines,
        warnings);
  }
}
