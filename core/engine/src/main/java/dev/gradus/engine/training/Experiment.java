package dev.gradus.engine.training;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.data.SeenRanges;
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
import java.util.stream.Stream;

/**
 * Everything that training needs, created from a configuration and a table.
 *
 * @param configuration what to train, and how
 * @param preparation of the columns, fitted on the training split alone
 * @param network with its initial weights; training modifies it
 * @param training the training examples
 * @param validation the validation examples, if any
 * @param test the test examples, if any
 * @param calibration the examples that are only for calibration, if any
 * @param trainingLines the origin of the training examples
 * @param validationLines the origin of the validation examples
 * @param testLines the origin of the test examples
 * @param learned the training loss
 * @param warnings collects the warnings about the data and the run
 * @param start the identity of the initial model; empty if training starts from initial weights
 * @param trust what was fitted to held-out examples after training; nothing before
 * @param seen the ranges of the inputs in the rows that are trained on, and those of the start
 *     model
 */
public record Experiment(
    Configuration configuration,
    Preparation preparation,
    Network network,
    Examples training,
    Optional<Examples> validation,
    Optional<Examples> test,
    Optional<Examples> calibration,
    RowOrigins trainingLines,
    RowOrigins validationLines,
    RowOrigins testLines,
    TrainingLoss learned,
    Warnings warnings,
    Optional<String> start,
    Trust trust,
    SeenRanges seen) {

  /** An experiment without held-out examples, whose training examples come from no table. */
  static Experiment withoutHeldOut(
      Configuration configuration,
      Preparation preparation,
      Network network,
      Examples training,
      TrainingLoss learned,
      Warnings warnings,
      Optional<String> start,
      SeenRanges seen) {
    return new Experiment(
        configuration,
        preparation,
        network,
        training,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        RowOrigins.NONE,
        RowOrigins.NONE,
        RowOrigins.NONE,
        learned,
        warnings,
        start,
        Trust.NONE,
        seen);
  }

  /** The number of held-out examples, for validation, for the test and for calibration. */
  int heldOutRows() {
    return Stream.of(validation, test, calibration)
        .flatMap(Optional::stream)
        .mapToInt(Examples::rows)
        .sum();
  }

  /** Fits losses to the network, each only once. */
  public LossGuard guard() {
    return learned.guard();
  }

  /** The training loss, fitted to the network and its examples, or the reason why there is none. */
  public LossFit fit() {
    return learned.fit();
  }

  /**
   * The training loss, fitted.
   *
   * @throws dev.gradus.engine.event.TrainingException if it does not fit
   */
  public FittedLoss loss() {
    return fit().orThrow();
  }

  /** The decoding that turns the outputs of the network into predictions. */
  public Decoding decoding() {
    return trust.in(plainDecoding());
  }

  /** The same as the network itself predicts, without calibration. */
  Decoding plainDecoding() {
    return guard().decoding(configuration.loss(), preparation.targets());
  }

  /** The same experiment with what was fitted to held-out examples after training. */
  Experiment with(Trust fitted) {
    return with(configuration, network, learned, fitted);
  }

  /** The same network and data with other metrics, whose columns the examples have already. */
  public Experiment withMetrics(List<Metric> metrics) {
    return with(configuration.withMetrics(metrics), network, learned);
  }

  /** The same after training on other rows. */
  Experiment seeing(SeenRanges ranges) {
    return new Experiment(
        configuration,
        preparation,
        network,
        training,
        validation,
        test,
        calibration,
        trainingLines,
        validationLines,
        testLines,
        learned,
        warnings,
        start,
        trust,
        ranges);
  }

  /** The same data with another network of another configuration. */
  Experiment with(Configuration changed, Network network, TrainingLoss learned) {
    return with(changed, network, learned, trust);
  }

  private Experiment with(
      Configuration changed, Network network, TrainingLoss learned, Trust fitted) {
    return new Experiment(
        changed,
        preparation,
        network,
        training,
        validation,
        test,
        calibration,
        trainingLines,
        validationLines,
        testLines,
        learned,
        warnings,
        start,
        fitted,
        seen);
  }
}
