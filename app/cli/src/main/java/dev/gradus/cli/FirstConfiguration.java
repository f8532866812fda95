package dev.gradus.cli;

import dev.gradus.engine.data.ColumnSummary;
import dev.gradus.spi.Recognised;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The text of a configuration to begin with. */
final class FirstConfiguration {

  /** Images that are smaller, in pixels, have nothing that filters could find. */
  private static final int LEAST_PIXELS = 8;

  /** From so many pixels on, an edge is large. */
  private static final int LARGE = 16;

  /**
   * From so many rows on, there is more to be learned than two layers can, and a tenth of the rows
   * is enough to judge by. Fewer would be learned by heart, were units not left out at random.
   */
  private static final int MANY = 2_000;

  /** A longer line would be hard to read, and much longer ones are not read by YAML parsers. */
  private static final int LONGEST_LINE = 2_000;

  /** A configuration has at most 20,000 values, up to three of which speak of a column. */
  private static final int MOST_DECLARED = 6_000;

  private static final String HIDDEN = "  - dense: {units: 100, activation: relu}";

  private static final List<String> HIDDEN_OF_FEW = List.of(HIDDEN, "  - dropout: {rate: 0.3}");

  private static final List<String> HIDDEN_OF_MANY = List.of(HIDDEN, HIDDEN);

  private FirstConfiguration() {}

  /**
   * Writes it.
   *
   * @param columns of the data
   * @param goal what to predict
   * @param place where it is to lie
   */
  static String text(
      DetectedData found, List<ColumnSummary> columns, PredictionTarget goal, YamlPlace place) {
    Optional<Recognised.Images> image =
        found.images().filter(shape -> Math.min(shape.height(), shape.width()) >= LEAST_PIXELS);
    List<String> lines = new ArrayList<>();
    lines.add("data:");
    found.source(place).forEach(line -> lines.add("  " + line));
    lines.add("  target: " + YamlPlace.quoted(goal.target().name()));
    List<String> declared = declared(columns, goal, IgnoredColumns.of(found, columns, goal));
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
    } else if (columns.stream().anyMatch(column -> column.missing() > 0)) {
      lines.add("  missing: fill");
    }
    boolean many = found.table().rows() >= MANY;
    lines.add(
        "  split: {validation: %s}   # test: 0.1 in here holds rows back for a last measurement"
            .formatted(many ? 0.1 : 0.2));
    lines.add("network:");
    image.ifPresentOrElse(
        shape -> lines.addAll(filters(shape)),
        () -> lines.addAll(many ? HIDDEN_OF_MANY : HIDDEN_OF_FEW));
    lines.add(goal.classes() ? "  - dense: {activation: softmax}" : "  - dense");
    lines.add("loss: " + (goal.classes() ? "cross-entropy" : "mean-squared-error"));
    lines.add(
        image.isPresent()
            ? "optimizer: {adam: {learning-rate: 0.003}}"
            : "optimizer: {adamw: {learning-rate: 0.003, weight-decay: 0.1}}");
    lines.add("metrics: " + (goal.classes() ? "[accuracy]" : "[r2, mean-absolute-error]"));
    lines.add(image.isPresent() ? training(30, 5) : many ? training(200, 20) : training(200, 40));
    return String.join("\n", lines) + "\n";
  }

  /**
   * Why there is none.
   *
   * @param goal what to predict; empty if nothing says what
   * @return empty if there is one
   */
  static Optional<String> refusal(
      DetectedData found, List<ColumnSummary> columns, Optional<PredictionTarget> goal) {
    if (goal.isEmpty()) {
      return Optional.of(
          "there are no labels beside these images, so nothing says what to predict; name the file of the labels with --labels");
    }
    IgnoredColumns ignored = IgnoredColumns.of(found, columns, goal.get());
    String target = goal.get().target().name();
    if (goal.get().target().isEmpty()) {
      return Optional.of(
          "column '%s' is empty, so it cannot be predicted; name another column with --target"
              .formatted(target));
    }
    if (ignored.reasons().size() == columns.size() - 1) {
      return Optional.of(
          columns.size() == 1
              ? "nothing is left to predict '%s' from: it is the only column".formatted(target)
              : "nothing is left to predict '%s' from: %s"
                  .formatted(target, ignored.text().replace("\n", "; ")));
    }
    int declared = declared(columns, goal.get(), ignored).size();
    return declared > MOST_DECLARED
        ? Optional.of(
            "%s columns are empty, are row numbers or have missing values, but a configuration can declare only %s; take columns out of the file"
                .formatted(declared, MOST_DECLARED))
        : Optional.empty();
  }

  private static String training(int epochs, int patience) {
    return "training: {epochs: %s, early-stopping: {patience: %s}}".formatted(epochs, patience);
  }

  /** Filters that look at every square of an image; large images are looked at in steps of two. */
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
   * The columns that are not what they seem. A row without a target is left out, and then a missing
   * cell of another column must not make its row go, too. A name that is missing is not taken for
   * another name: it is a category of its own.
   */
  private static List<String> declared(
      List<ColumnSummary> columns, PredictionTarget goal, IgnoredColumns ignored) {
    boolean drops = goal.target().missing() > 0;
    List<String> declared = new ArrayList<>();
    for (ColumnSummary column : columns) {
      boolean target = column.equals(goal.target());
      String name = YamlPlace.key(column.name());
      if (target && goal.classes() && (column.numeric() || column.numbers() > 0)) {
        declared.add(name + ": categorical");
      } else if (ignored.contains(column.name())) {
        declared.add(name + ": ignore");
      } else if (!target && !column.numeric() && column.looksBoolean()) {
        declared.add(
            name + (column.missing() > 0 ? ": {boolean: {missing: most-frequent}}" : ": boolean"));
      } else if (!target && drops && column.missing() > 0) {
        declared.add(
            name
                + (column.numeric()
                    ? ": {numeric: {missing: median}}"
                    : ": {categorical: {missing: category}}"));
      } else if (!target && !column.numeric() && (column.numbers() > 0 || column.missing() > 0)) {
        declared.add(
            name
                + (column.missing() > 0
                    ? ": {categorical: {missing: category}}"
                    : ": categorical"));
      }
    }
    return declared;
  }
}
