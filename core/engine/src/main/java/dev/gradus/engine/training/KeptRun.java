package dev.gradus.engine.training;

import dev.gradus.engine.config.Checkpoint;
import java.nio.file.Path;

/**
 * Where and how often a run is saved.
 *
 * @param folder for this run alone
 * @param spec when it is saved
 * @param resumption whether an earlier run is resumed
 * @param <R> the type of this choice
 */
public record KeptRun<R>(Path folder, Checkpoint spec, R resumption) {}
