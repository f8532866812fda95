package dev.gradus.engine.training;

import dev.gradus.engine.examples.Examples;

/**
 * A fold of a cross-validation.
 *
 * @param experiment on all rows but those of the fold
 * @param test the examples of the fold, which are not used for training
 */
public record Fold(Experiment experiment, Examples test) {}
