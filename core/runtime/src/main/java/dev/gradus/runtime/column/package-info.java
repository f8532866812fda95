/**
 * Columns as they were learned: how cells become the numbers that a network sees, and how its
 * outputs become predictions in the unit of the data.
 *
 * <p>A {@link dev.gradus.runtime.column.Preparation} holds what was learned of all columns. It is a
 * record of plain values, which a model file holds.
 */
package dev.gradus.runtime.column;
