package dev.gradus.engine.loss;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.TrainingSpec;
import dev.gradus.engine.examples.Examples;
import dev.gradus.runtime.column.TargetColumns;
import java.util.List;
import java.util.Optional;

/** The training loss of a network, fitted once to the network and its examples. */
public final class TrainingLoss {

  private final LossGuard guard;
  private final Configuration configuration;
  private final TargetColumns columns;
  private final Examples training;
  private final Optional<Examples> validation;
  private final Optional<List<Double>> classWeights;
  private Optional<LossFit> fit = Optional.empty();

  /**
   * A training loss that is not fitted yet, and is checked on the targets when it is.
   *
   * @param guard fits losses to the network
   * @param configuration sets the loss and the class weights
   * @param columns the target columns
   * @param training the training examples
   * @param validation the held-out examples, if any
   */
  public TrainingLoss(
      LossGuard guard,
      Configuration configuration,
      TargetColumns columns,
      Examples training,
      Optional<Examples> validation) {
    this(guard, configuration, columns, training, validation, Optional.empty());
  }

  private TrainingLoss(
      LossGuard guard,
      Configuration configuration,
      TargetColumns columns,
      Examples training,
      Optional<Examples> validation,
      Optional<List<Double>> classWeights) {
    this.guard = guard;
    this.configuration = configuration;
    this.columns = columns;
    this.training = training;
    this.validation = validation;
    this.classWeights = classWeights;
  }

  /**
   * A training loss that another process has checked on its examples: it is fitted without a look
   * at the targets, which may be none.
   *
   * @param training the training examples, or none
   * @param classWeights as {@link #classWeights} returned them for the examples
   */
  public static TrainingLoss checked(
      LossGuard guard,
      Configuration configuration,
      TargetColumns columns,
      Examples training,
      List<Double> classWeights) {
    TrainingLoss loss =
        new TrainingLoss(
            guard, configuration, columns, training, Optional.empty(), Optional.of(classWeights));
    loss.fit = Optional.of(guard.fit(configuration.loss(), classWeights));
    return loss;
  }

  /** Fits losses to the network. */
  public LossGuard guard() {
    return guard;
  }

  /**
   * The weight of each class: one for each output, or with a single output for 0 and for 1; empty
   * if all count the same.
   */
  public List<Double> classWeights() {
    return classWeights.orElseGet(
        () -> ClassWeighting.of(configuration.training(), columns, training.targets()));
  }

  /**
   * Fits it with class weights; the same fit every time. Not thread-safe.
   *
   * @return a refusal with a sentence and a remedy, if the network cannot be trained with it
   */
  public LossFit fit() {
    if (fit.isEmpty()) {
      TrainingSpec spec = configuration.training();
      LossFit fitted =
          ClassWeighting.refusal(spec, columns)
              .<LossFit>map(refusal -> refusal)
              .orElseGet(
                  () ->
                      guard.fit(
                          configuration.loss(),
                          ClassWeighting.of(spec, columns, training.targets())));
      fit = Optional.of(guard.check(fitted, training.targets(), validation.map(Examples::targets)));
    }
    return fit.get();
  }
}
