/**
 * From a table to numbers: column preparation, splits.
 *
 * <p>The path of the data, from a {@link dev.gradus.engine.table.Table} on:
 *
 * <ol>
 *   <li>A {@link dev.gradus.engine.data.Split} sets rows apart for validation.
 *   <li>A {@link dev.gradus.engine.data.TablePreparation} learns from the training rows alone what
 *       turns cells into numbers near zero, and applies it to any table, later ones included. A
 *       {@link dev.gradus.engine.data.PreparationPlan} declares the columns, and the fitted result
 *       is a {@link dev.gradus.runtime.column.Preparation}.
 * </ol>
 *
 * <p>Whatever is wrong with the data is a {@link dev.gradus.runtime.problem.DataException} that
 * names the line. Whatever is random comes from {@link dev.gradus.engine.data.Randomness}.
 */
package dev.gradus.engine.data;
