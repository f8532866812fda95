package dev.gradus.cli;

import dev.gradus.engine.table.FormatMatch;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Problem;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options for the CSV format of the data, if it is not detected correctly. */
final class FormatOptions {

  @Option(
      names = "--delimiter",
      paramLabel = "CHAR",
      description =
          "The delimiter between the cells of a CSV file: one character, tab, or blanks for any number of blanks (default: detected).")
  private Optional<String> delimiter = Optional.empty();

  @Option(
      names = "--header",
      paramLabel = "true|false",
      arity = "1",
      description =
          "Whether the first line of a CSV file names the columns (default: detected). If only the training data had names, the columns must be those of the model without the target, in the same order; to compare predictions with the target, add a header line.")
  private Optional<Boolean> header = Optional.empty();

  /** The format as far as options set it. */
  FormatMatch.Overrides overrides() {
    Optional<String> named =
        delimiter.map(given -> given.equals("\t") || given.equals("\\t") ? "tab" : given);
    named
        .filter(given -> given.length() != 1 && !List.of("tab", "blanks").contains(given))
        .ifPresent(
            given -> {
              throw new GradusException(
                  Problem.of(
                      "--delimiter must be one character, tab or blanks, but is '%s'"
                          .formatted(given)));
            });
    return new FormatMatch.Overrides(named, header);
  }
}
