package dev.gradus.engine.training;

import dev.gradus.engine.data.SeenRanges;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.column.Preparation;

/**
 * What the networks of several folds have in common if they become one ensemble.
 *
 * @param preparation of the columns, fitted to all rows
 * @param rows all rows that a fold may have
 * @param seen the ranges of the inputs in these rows
 * @param layers join the networks
 */
public record CommonRows(
    Preparation preparation, Table rows, SeenRanges seen, JointLayers layers) {}
