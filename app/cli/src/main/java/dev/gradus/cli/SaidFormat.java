package dev.gradus.cli;

import dev.gradus.engine.table.CsvFormat;
import java.util.Optional;

/**
 * What the user says about the format of a CSV file; the rest is detected.
 *
 * @param header whether the first line names the columns
 * @param whole the whole format, of which nothing is detected but further strings for missing
 *     values and the style of numbers
 */
record SaidFormat(Optional<Boolean> header, Optional<CsvFormat> whole) {

  static final SaidFormat NOTHING = new SaidFormat(Optional.empty(), Optional.empty());
}
