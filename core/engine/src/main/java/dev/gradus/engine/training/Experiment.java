package dev.gradus.engine.training;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.loss.FittedLoss;
import dev.gradus.engine.loss.LossFit;
import dev.gradus.engine.loss.LossGuard;
import dev.gradus.engine.loss.TrainingLoss;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.table.RowOrigins;
import dev.gradus.runtime.column.Decoding;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.problem.Warnings;
import dev.gradus.spi.Metric;
import java.util.List;
import java.util.Optional;

/**
 * All that training needs, made from a configuration and a table.
 *
 * @param configuration what to train, and how
 * @param preparation how columns become numbers, learned on the training part alone
 * @param network with the weights that training begins with; training modifies it
 * @param training the examples to learn from
 * @param validation the validation examples, if any
 * @param test the test examples, if any
 * @param trainingLines where those to learn from come from
 * @param validationLines where those of the validation part come from
 * @param testLines where those of the test part come from
 * @param learned the loss by which the network learns
 * @param warnings collects what the user must know of the data and of the run
 * @param start the identity of the model that training begins with; empty for fresh weights
 */
public record Experiment(
    Configuration configuration,
    Preparation preparation,
    Network network,
    Examples training,
    Optional<Examples> validation,
    Optional<Examples> test,
    RowOrigins trainingLines,
    RowOrigins validationLines,
    RowOrigins testLines,
    TrainingLoss learned,
    Warnings warnings,
    Optional<String> start) {

  /** How many examples are held out, for validation and for the test. */
  int heldOutRows() {
    return validation.map(Examples::rows).orElse(0) + test.map(Examples::rows).orElse(0);
  }

  /** What fits losses to the network, each once. */
  public LossGuard guard() {
    return learned.guard();
  }

  /** The loss by which the network learns, fitted to it and its examples, or why there is none. */
  public LossFit fit() {
    return learned.fit();
  }

  /**
   * The same, where it is known to fit.
   *
   * @throws dev.gradus.engine.event.TrainingException if it does not fit
   */
  public FittedLoss loss() {
    return fit().orThrow();
  }

  /** Turns the outputs of the network into predictions. */
  public Decoding decoding() {
    return guard().decoding(configuration.loss(), preparation.targets());
  }

  /**
   * The same network and data, with other metrics reported, whose columns are among those that the
   * examples have.
   */
  public Experiment withMetrics(List<Metric> metrics) {
    return with(configuration.withMetrics(metrics), network, learned);
  }

  /** The same data, for another network of another configuration. */
  Experiment with(Configuration changed, Network network, TrainingLoss learned) {
    return new Experiment(
        changed,
        preparation,
        network,
        training,
        validation,
        test,
        trainingLines,
        validationLines,
        testLines,
        learned,
        warnings,
        start);
  }
}
