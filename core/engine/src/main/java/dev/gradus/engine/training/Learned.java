package dev.gradus.engine.training;

import dev.gradus.engine.baseline.LinearModel;
import dev.gradus.runtime.problem.Warning;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The parts of a model whose network has just been trained.
 *
 * @param experiment with the trained network
 * @param outlet receives warnings for users of the model, such as unknown categories
 * @param linear the linear baseline of the same inputs and examples, if one was fitted
 * @param scores the metrics of the network, by split, then by name
 */
public record Learned(
    Experiment experiment,
    Consumer<Warning> outlet,
    Optional<LinearModel> linear,
    Map<String, Map<String, Double>> scores) {}
