package dev.gradus.cli;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.data.PreparedColumn;
import dev.gradus.engine.data.Table;
import dev.gradus.engine.model.Model;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Data that are named on the command line: a file, or a hyphen for standard input. */
final class DataArgument {

  static final String STANDARD_INPUT = "-";

  /** What the columns of the format of LIBSVM are called. */
  private static final Pattern SPARSE = Pattern.compile("x([0-9]{1,5})");

  private DataArgument() {}

  /**
   * Reads them: IDX and the format of LIBSVM are recognised, CSV is read in the format that the
   * model was trained on.
   */
  static Table read(Gradus gradus, Path data, Model model) {
    return read(gradus, data, Optional.empty(), model);
  }

  /** The same for images whose labels are in a file that is named. */
  static Table read(Gradus gradus, Path data, Optional<Path> labels, Model model) {
    if (data.toString().equals(STANDARD_INPUT)) {
      return gradus.readTable(System.in, "standard input", model);
    }
    Optional<IdxHeader> header = IdxHeader.of(data);
    if (header.isPresent()) {
      return FoundImages.read(gradus, data, header.get(), labels).table();
    }
    OptionalInt width = sparseWidth(model);
    return width.isPresent() && FoundSparse.isIn(data)
        ? FoundSparse.read(gradus, data, Optional.of(width.getAsInt())).table()
        : gradus.readTable(data, model);
  }

  /**
   * The number of the last column of a model that was trained on the format of LIBSVM. Another file
   * in it may leave that column out in every row.
   */
  private static OptionalInt sparseWidth(Model model) {
    return model.preparation().inputs().stream()
        .map(PreparedColumn::name)
        .map(SPARSE::matcher)
        .filter(Matcher::matches)
        .mapToInt(name -> Integer.parseInt(name.group(1)))
        .max();
  }
}
