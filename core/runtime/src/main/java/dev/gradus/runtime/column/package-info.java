/**
 * Fitted columns: how cells become the inputs of a network, and how its outputs become predictions
 * in the unit of the data.
 *
 * <p>A {@link dev.gradus.runtime.column.Preparation} is the fitted preparation of all columns. It
 * is a record of plain values, which a model file stores.
 */
package dev.gradus.runtime.column;
