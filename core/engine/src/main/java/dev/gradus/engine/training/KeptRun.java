package dev.gradus.engine.training;

import dev.gradus.engine.config.Checkpoint;
import java.nio.file.Path;

/**
 * Where a run is kept, and how often.
 *
 * @param folder for this run alone
 * @param spec when it is kept
 * @param resumption whether an earlier run goes on
 * @param <R> what says so
 */
public record KeptRun<R>(Path folder, Checkpoint spec, R resumption) {}
