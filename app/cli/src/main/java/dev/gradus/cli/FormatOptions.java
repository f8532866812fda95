package dev.gradus.cli;

import dev.gradus.engine.table.FormatMatch;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Problem;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that say how a CSV file for a model is written, where that is not recognised. */
final class FormatOptions {

  @Option(
      names = "--delimiter",
      paramLabel = "CHAR",
      description =
          "What stands between two cells of a CSV file: one character, or tab. Recognised unless given.")
  private Optional<String> delimiter = Optional.empty();

  @Option(
      names = "--header",
      paramLabel = "true|false",
      arity = "1",
      description =
          "Whether the first line of a CSV file names the columns; if not, they are those of the training data without the target, in their order. Recognised unless given.")
  private Optional<Boolean> header = Optional.empty();

  /** What was given. */
  FormatMatch.Overrides overrides() {
    Optional<String> named =
        delimiter.map(given -> given.equals("\t") || given.equals("\\t") ? "tab" : given);
    named
        .filter(given -> given.length() != 1 && !given.equals("tab"))
        .ifPresent(
            given -> {
              throw new GradusException(
                  Problem.of(
                      "--delimiter must be one character, or tab, but is '%s'".formatted(given)));
            });
    return new FormatMatch.Overrides(named, header);
  }
}
