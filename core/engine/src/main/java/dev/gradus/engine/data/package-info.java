/**
 * From a table to numbers: column preparation, splits.
 *
 * <p>The path of the data, from a {@link dev.gradus.engine.table.Table} on:
 *
 * <ol>
 *   <li>A {@link dev.gradus.engine.data.Split} holds rows out for validation.
 *   <li>A {@link dev.gradus.engine.data.TablePreparation} learns from the training rows alone how
 *       cells become numbers near zero, and applies this to any table, including later ones. A
 *       {@link dev.gradus.engine.data.PreparationPlan} declares the columns, and the fitted result
 *       is a {@link dev.gradus.runtime.column.Preparation}.
 * </ol>
 *
 * <p>Every problem with the data is a {@link dev.gradus.runtime.problem.DataException} that names
 * the line. All random numbers come from {@link dev.gradus.engine.data.Randomness}.
 */
package dev.gradus.engine.data;
