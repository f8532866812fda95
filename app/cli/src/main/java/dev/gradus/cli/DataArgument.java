package dev.gradus.cli;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.data.Table;
import dev.gradus.engine.model.Model;
import java.nio.file.Path;

/** Data that are named on the command line: a file, or a hyphen for standard input. */
final class DataArgument {

  static final String STANDARD_INPUT = "-";

  private DataArgument() {}

  /** Reads them in the format that the model was trained on. */
  static Table read(Gradus gradus, Path data, Model model) {
    return data.toString().equals(STANDARD_INPUT)
        ? gradus.readTable(System.in, "standard input", model)
        : gradus.readTable(data, model);
  }
}
