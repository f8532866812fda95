package dev.gradus.cli;

import dev.gradus.engine.data.ColumnSummary;
import dev.gradus.spi.Recognised;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes a first configuration. */
final class FirstConfiguration {

  /** Smaller images, in pixels, have no structure that filters could find. */
  private static final int LEAST_PIXELS = 8;

  /** The height or width, in pixels, from which an image is large. */
  private static final int LARGE = 16;

  /** A longer line is hard to read, and YAML parsers refuse much longer ones. */
  private static final int LONGEST_LINE = 2_000;

  /**
   * The number of columns that fit in a configuration: it may have 20,000 values, and a column
   * needs up to three.
   */
  private static final int MOST_DECLARED = 6_000;

  /** From this number of categories on, vectors take fewer inputs than one for each category. */
  private static final int MANY_CATEGORIES = 10;

  /** From this number of categories on, some may be too rare to learn from. */
  private static final int RARE_CATEGORIES = 30;

  /** The maximum number of categories, with one for the rare ones. */
  private static final int MOST_CATEGORIES = 100;

  /** The rows that a category needs in a large table. */
  private static final int MOST_COUNT = 10;

  /** In a smaller table, a category needs one row in this number of rows, but two at least. */
  private static final int ROWS_PER_COUNT = 200;

  private static final String EMBEDDING =
      "  - embedding: {dimensions: 8, min-categories: %s}".formatted(MANY_CATEGORIES);

  private FirstConfiguration() {}

  /**
   * Writes the configuration that is usual.
   *
   * @param place where the file will be
   */
  static String text(FoundTable table, YamlPlace place) {
    return text(table, place, Recipe.usual(table));
  }

  /**
   * Writes the configuration.
   *
   * @param place where the file will be
   * @param recipe how it learns, unless the table consists of images
   */
  static String text(FoundTable table, YamlPlace place, Recipe recipe) {
    DetectedData found = table.data();
    PredictionTarget goal = table.goal();
    Optional<Recognised.Images> image =
        found.images().filter(shape -> Math.min(shape.height(), shape.width()) >= LEAST_PIXELS);
    List<String> lines = new ArrayList<>();
    lines.add("data:");
    found.source(place).forEach(line -> lines.add("  " + line));
    lines.add("  target: " + YamlPlace.quoted(goal.target().name()));
    List<String> declared = declared(table);
    String inOneLine = "  columns: {" + String.join(", ", declared) + "}";
    if (inOneLine.length() > LONGEST_LINE) {
      lines.add("  columns:");
      declared.forEach(column -> lines.add("    " + column));
    } else if (!declared.isEmpty()) {
      lines.add(inOneLine);
    }
    if (found.images().isPresent()) {
      lines.add("  scale: min-max");
    }
    if (goal.target().missing() > 0) {
      lines.add("  missing: drop");
    } else if (found.images().isEmpty()) {
      // Also if no cell is missing: one in a file of predictions must not refuse all rows.
      lines.add("  missing: fill");
    }
    lines.add(
        "  split: "
            + split(table, recipe.heldOut())
            + (recipe.heldOut() > 0
                ? "   # add test: 0.1 to hold out rows for a final evaluation"
                : "   # all rows train; gradus cross-validate evaluates"));
    lines.add("network:");
    if (hasNames(table)) {
      lines.add(EMBEDDING);
    }
    if (image.isPresent()) {
      lines.addAll(filters(image.get()));
      lines.add(goal.classes() ? "  - dense: {activation: softmax}" : "  - dense");
      lines.add("loss: " + (goal.classes() ? "cross-entropy" : "mean-squared-error"));
      lines.add("optimizer: {adam: {learning-rate: 0.003}}");
    } else {
      recipe.hidden().forEach(layer -> lines.add("  - " + layer));
      lines.add("  - " + recipe.output());
      lines.add("loss: " + recipe.loss());
      lines.add("optimizer: " + recipe.optimizer());
      lines.add("schedule: " + recipe.schedule());
    }
    lines.add(
        "metrics: "
            + (goal.classes()
                ? ClassBalance.of(found.table().column(goal.target().name())).metrics()
                : "[r2, mean-absolute-error]"));
    if (image.isPresent()) {
      lines.add("training: {epochs: 30, early-stopping: {patience: 5}}");
    } else {
      lines.addAll(recipe.training());
    }
    return String.join("\n", lines) + "\n";
  }

  /** Whether a column has enough categories for an embedding as the first layer. */
  static boolean hasNames(FoundTable table) {
    return table.inputs().anyMatch(column -> isNames(column, MANY_CATEGORIES));
  }

  private static String split(FoundTable table, double heldOut) {
    List<String> parts = new ArrayList<>();
    parts.add("validation: " + (heldOut > 0 ? heldOut : "0"));
    table.dates().time().ifPresent(name -> parts.add("time: " + YamlPlace.quoted(name)));
    table.group().by().ifPresent(column -> parts.add("group: " + YamlPlace.quoted(column.name())));
    if (table.repeated().areKeptTogether()) {
      parts.add("duplicates-together: true");
    }
    return parts.stream().collect(Collectors.joining(", ", "{", "}"));
  }

  /**
   * The reason why no configuration can be written.
   *
   * @param found empty if nothing determines what to predict
   * @return empty if one can be written
   */
  static Optional<String> refusal(Optional<FoundTable> found) {
    if (found.isEmpty()) {
      return Optional.of(
          "there is no file of labels next to these images, so there is nothing to predict; name it with --labels");
    }
    FoundTable table = found.get();
    String target = table.goal().target().name();
    if (table.goal().target().isEmpty()) {
      return Optional.of(
          "column '%s' is empty, so it cannot be predicted; name another column with --target"
              .formatted(target));
    }
    if (table.goal().target().distinct() < 2) {
      return Optional.of(
          "column '%s' has the same value in every row, so there is nothing to predict; name another column with --target"
              .formatted(target));
    }
    if (!table.goal().classes() && table.goal().target().isTooWide()) {
      return Optional.of(
          "column '%s' cannot be predicted: %s, or name another column with --target"
              .formatted(target, IgnoredColumns.tooWide(table.goal().target())));
    }
    if (!table.hasInputs()) {
      return Optional.of(
          table.columns().size() == 1
              ? "nothing is left to predict '%s' from: it is the only column".formatted(target)
              : "nothing is left to predict '%s' from: %s"
                  .formatted(target, table.ignored().text().replace("\n", "; ")));
    }
    int declared = declared(table).size();
    return declared > MOST_DECLARED
        ? Optional.of(
            "%s columns are empty, are row numbers or have missing values, but a configuration can declare only %s; remove columns from the file"
                .formatted(declared, MOST_DECLARED))
        : Optional.empty();
  }

  /**
   * The layers for images. The convolution looks at every square of an image; for large images, it
   * moves in steps of two.
   */
  private static List<String> filters(Recognised.Images shape) {
    return List.of(
        "  - image: {height: %s, width: %s%s}"
            .formatted(
                shape.height(),
                shape.width(),
                shape.channels() == 1 ? "" : ", channels: " + shape.channels()),
        Math.min(shape.height(), shape.width()) < LARGE
            ? "  - conv2d: {filters: 16, activation: relu}"
            : "  - conv2d: {filters: 16, kernel: 5, stride: 2, activation: relu}",
        "  - flatten");
  }

  /**
   * The columns that need a setting. Predicted numbers stay in the range that was learned. A
   * missing cell of an input is filled in, so that its row is kept, also in predictions. A missing
   * name is not replaced by another name if names are missing in the data: it becomes a category.
   */
  private static List<String> declared(FoundTable table) {
    PredictionTarget goal = table.goal();
    FoundDates dates = table.dates();
    boolean drops = goal.target().missing() > 0;
    List<String> declared = new ArrayList<>();
    for (ColumnSummary column : table.columns()) {
      boolean target = column.equals(goal.target());
      String setting = "";
      if (target) {
        setting =
            goal.classes()
                ? column.numeric() || column.numbers() > 0 ? "categorical" : ""
                : isLimited(table) ? "{numeric: {clamp: true}}" : "";
      } else if (table.group().isBy(column.name())) {
        continue;
      } else if (table.ignored().contains(column.name())) {
        setting = "ignore";
      } else if (dates.contains(column.name())) {
        setting = dates.declaration(column.name());
      } else if (column.numeric()) {
        setting = drops ? "{numeric: {missing: median}}" : "";
      } else if (column.looksBoolean() && !isOftenMissing(column)) {
        setting = "{boolean: {missing: most-frequent, unknown: fill}}";
      } else if (drops
          || column.numbers() > 0
          || column.missing() > 0
          || isNames(column, RARE_CATEGORIES)) {
        setting =
            "{categorical: {missing: %s%s}}"
                .formatted(
                    column.missing() > 0 ? "category" : "most-frequent",
                    isNames(column, RARE_CATEGORIES)
                        ? ", max-categories: %s, min-count: %s"
                            .formatted(MOST_CATEGORIES, minCount(column))
                        : "");
      }
      if (!setting.isEmpty()) {
        declared.add(YamlPlace.key(column.name()) + ": " + setting);
      }
    }
    return declared;
  }

  /**
   * Whether predicted numbers stay in the range of the training targets. Without this, one row with
   * a wrong cell, such as a length of 58.9 where all others are below 10, may cost more than all
   * other errors together. A number that is predicted into the future may leave its range.
   */
  private static boolean isLimited(FoundTable table) {
    return table.dates().time().isEmpty();
  }

  /** Whether a missing cell is so frequent that it must mean something, such as "no pool". */
  private static boolean isOftenMissing(ColumnSummary column) {
    return column.missing() * 3L > column.rows();
  }

  /** Whether a column of names has at least this number of different ones. */
  private static boolean isNames(ColumnSummary column, int atLeast) {
    return !column.numeric() && column.distinct() >= atLeast;
  }

  /**
   * What the user should know about the columns and rows.
   *
   * @return a sentence for each of them
   */
  static List<String> notes(FoundTable table) {
    Stream<String> ofColumns =
        table
            .inputs()
            .filter(column -> !column.numeric())
            .flatMap(column -> Stream.of(noteOfMissing(column), noteOfRare(table, column)))
            .flatMap(Optional::stream);
    return Stream.of(ofColumns, table.leaks().stream(), table.repeated().sentence().stream())
        .flatMap(sentences -> sentences)
        .toList();
  }

  private static Optional<String> noteOfMissing(ColumnSummary column) {
    return isOftenMissing(column)
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "'%s': %,d of %,d cells are missing, which becomes a category of its own",
                column.name(),
                column.missing(),
                column.rows()))
        : Optional.empty();
  }

  private static Optional<String> noteOfRare(FoundTable table, ColumnSummary column) {
    if (!isNames(column, RARE_CATEGORIES)) {
      return Optional.empty();
    }
    int least = minCount(column);
    long frequent =
        ColumnSummary.classes(table.data().table().column(column.name())).values().stream()
            .filter(count -> count >= least)
            .count();
    return Optional.of(
        String.format(
            Locale.ROOT,
            "'%s': %,d different values, of which those in %d or more training rows, at most %d, are categories; the others and unknown ones share one",
            column.name(),
            column.distinct(),
            least,
            Math.min(frequent, MOST_CATEGORIES - 1)));
  }

  /** The number of training rows from which on a value is a category of its own. */
  private static int minCount(ColumnSummary column) {
    return Math.max(2, Math.min(MOST_COUNT, column.rows() / ROWS_PER_COUNT));
  }
}
