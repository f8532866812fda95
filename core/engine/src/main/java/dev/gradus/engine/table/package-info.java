/**
 * From a file or another source to a table: rows with named columns of numbers or strings.
 *
 * <p>A {@link dev.gradus.engine.table.Table} has {@link dev.gradus.engine.table.Column columns}. A
 * {@link dev.gradus.engine.table.CsvReader} reads one from a file, a {@link
 * dev.gradus.engine.table.SourceReader} from a data source; Java callers create one from arrays. A
 * {@link dev.gradus.engine.table.FormatGuess} guesses the format of a file.
 *
 * <p>Every problem with a file is a {@link dev.gradus.runtime.problem.DataException} that names the
 * line.
 */
package dev.gradus.engine.table;
