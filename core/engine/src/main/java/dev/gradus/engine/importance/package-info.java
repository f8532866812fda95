/**
 * What a trained network uses: how much each column of the data matters, what each contributes to
 * one prediction, and how the prediction changes with a column.
 *
 * <p>An {@link dev.gradus.engine.importance.Importance} returns records. Everything is about
 * columns of the data, not about inputs of the network: a column that becomes several inputs is one
 * entry.
 */
package dev.gradus.engine.importance;
