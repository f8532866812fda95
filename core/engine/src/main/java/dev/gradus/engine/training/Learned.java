package dev.gradus.engine.training;

import dev.gradus.engine.baseline.LinearModel;
import dev.gradus.runtime.problem.Warning;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a model is made of when its network was trained.
 *
 * @param experiment whose network was trained just now
 * @param outlet is given what users of the model must know, such as unknown categories
 * @param linear the linear model that was fitted to the same inputs and examples, if one was
 * @param scores that the network was measured to have, by part of the data, then by name
 */
public record Learned(
    Experiment experiment,
    Consumer<Warning> outlet,
    Optional<LinearModel> linear,
    Map<String, Map<String, Double>> scores) {}
