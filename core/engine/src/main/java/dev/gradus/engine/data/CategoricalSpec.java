package dev.gradus.engine.data;

import dev.gradus.runtime.column.CategoryColumn;
import dev.gradus.runtime.column.CategoryOrder;
import dev.gradus.runtime.column.CodeColumn;
import dev.gradus.runtime.column.OneHotColumn;
import dev.gradus.runtime.column.OrdinalColumn;
import dev.gradus.runtime.column.PreparedColumn;
import dev.gradus.spi.Option;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A column of names.
 *
 * @param missing the treatment of missing cells
 * @param order the names in their order, if they have one; else empty
 */
@Plugin(
    name = "categorical",
    summary =
        "A column of categories, even if they look like numbers. Categories that are all numbers are the same if the"
            + " numbers are (1 and 1.0); otherwise the text counts (00100 is not 100). The network sees one input"
            + " per category of the training rows, 1 where it applies and 0 elsewhere; for a category"
            + " that is not among them all are 0. With an order it sees the index in it, and -1 for an unknown category.")
public record CategoricalSpec(
    @Option(
            "the treatment of a missing cell: refuse; most-frequent, the most frequent category of the training rows; category, a separate category")
        Missing missing,
    @Option("the categories in their order, if they have one, such as [low, middle, high]")
        List<String> order)
    implements ColumnSpec {

  /** The category that replaces a missing cell. */
  public enum Missing {
    /** No fill value: a missing cell is an error. */
    REFUSE,
    /** The most frequent category; of several, the first, with numbers ordered by value. */
    MOST_FREQUENT,
    /** A separate category. */
    CATEGORY
  }

  /** Creates a column without an order that refuses missing cells. */
  public CategoricalSpec() {
    this(Missing.REFUSE);
  }

  /** Creates a column without an order. */
  CategoricalSpec(Missing missing) {
    this(missing, List.of());
  }

  /**
   * Checks the order.
   *
   * @throws IllegalArgumentException with a sentence, if a name is empty or occurs twice
   */
  public CategoricalSpec {
    order = List.copyOf(order);
    if (new HashSet<>(order).size() < order.size() || order.contains("")) {
      throw new IllegalArgumentException("order must not contain duplicate or empty categories");
    }
  }

  @Override
  public boolean allowsMissing() {
    return missing != Missing.REFUSE;
  }

  @Override
  public Optional<Target.Kind> asTarget() {
    return Optional.of(Target.Kind.CLASSES);
  }

  @Override
  public Optional<PreparedColumn> learn(ColumnCells training, PreparationPlan plan) {
    if (missing == Missing.REFUSE) {
      training.refuseMissing();
    }
    Optional<String> fill =
        switch (missing) {
          case REFUSE -> Optional.empty();
          case CATEGORY -> Optional.of(CategoryColumn.MISSING);
          case MOST_FREQUENT -> Optional.of(mostFrequent(training));
        };
    String name = training.name();
    if (!order.isEmpty()) {
      return Optional.of(new OrdinalColumn(name, order, fill));
    }
    List<String> categories = training.names(fill);
    return Optional.of(
        plan.codes()
            ? new CodeColumn(name, categories, fill)
            : new OneHotColumn(name, categories, fill));
  }

  private static String mostFrequent(ColumnCells training) {
    CategoryNames names = CategoryNames.of(training.column(), training.rows());
    Map<String, Integer> counts = new TreeMap<>(CategoryOrder.COMPARATOR);
    for (int row : training.presentRows()) {
      counts.merge(names.of(row), 1, Integer::sum);
    }
    String best = "";
    for (Map.Entry<String, Integer> entry : counts.entrySet()) {
      best = entry.getValue() > counts.getOrDefault(best, 0) ? entry.getKey() : best;
    }
    if (best.isEmpty()) {
      throw training.nothingToFillIn();
    }
    return best;
  }
}
