package dev.gradus.engine.data;

import dev.gradus.engine.table.Column;
import dev.gradus.runtime.column.CategoryColumn;
import dev.gradus.runtime.column.CategoryOrder;
import dev.gradus.runtime.column.CodeColumn;
import dev.gradus.runtime.column.OneHotColumn;
import dev.gradus.runtime.column.OrdinalColumn;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.column.PreparedColumn;
import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Target;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A column of names.
 *
 * @param missing the treatment of missing cells
 * @param order the names in their order, if they have one; else empty
 * @param maxCategories the maximum number of categories
 * @param minCount the number of training rows from which on a name is a category of its own
 */
@Plugin(
    name = "categorical",
    summary =
        "A column of categories, even if they look like numbers. Categories that are all numbers are the same if the"
            + " numbers are (1 and 1.0); otherwise the text counts (00100 is not 100). The network sees one input"
            + " per category of the training rows, 1 where it applies and 0 elsewhere; for a category"
            + " that is not among them all are 0. With max-categories or min-count, the rare categories share one,"
            + " (other), which an unknown category then belongs to. With an order it sees the index in it, and -1 for an unknown category.")
public record CategoricalSpec(
    @Option(
            "the treatment of a missing cell: refuse; most-frequent, the most frequent category of the training rows; category, a separate category")
        Missing missing,
    @Option("the categories in their order, if they have one, such as [low, middle, high]")
        List<String> order,
    @Option(
            value =
                "the maximum number of categories: the most frequent are kept, and all others, with those that are unknown, become one of these, (other); if left out, there is no limit but that of all columns",
            min = 2)
        Optional<Integer> maxCategories,
    @Option(
            value =
                "the number of training rows from which on a category is kept; those in fewer rows, with those that are unknown, become one, (other)",
            min = 1)
        int minCount)
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

  /** Creates a column that keeps all categories. */
  public CategoricalSpec(Missing missing, List<String> order) {
    this(missing, order, Optional.empty(), 1);
  }

  /**
   * Checks the order.
   *
   * @throws IllegalArgumentException with a sentence, if a name is empty or occurs twice, or
   *     categories with an order are limited
   */
  public CategoricalSpec {
    order = List.copyOf(order);
    Options.check(CategoricalSpec.class, missing, order, maxCategories, minCount);
    if (!order.isEmpty() && (maxCategories.isPresent() || minCount > 1)) {
      throw new IllegalArgumentException(
          "order names all categories, so max-categories and min-count do not apply; remove them, or the order");
    }
    if (new HashSet<>(order).size() < order.size() || order.contains("")) {
      throw new IllegalArgumentException("order must not contain duplicate or empty categories");
    }
  }

  @Override
  public boolean allowsMissing() {
    return missing != Missing.REFUSE;
  }

  /** Whether rare categories share one. */
  boolean isLimited() {
    return maxCategories.isPresent() || minCount > 1;
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
    List<String> categories = isLimited() ? kept(training, fill) : training.names(fill);
    return Optional.of(
        plan.codes()
            ? new CodeColumn(name, categories, fill)
            : new OneHotColumn(name, categories, fill));
  }

  /**
   * The categories that are frequent enough, sorted; the first of equally frequent ones, where
   * there is a choice. The fill value is always one of them.
   */
  private List<String> kept(ColumnCells training, Optional<String> fill) {
    int most =
        Math.min(maxCategories.orElse(Preparation.MOST_CATEGORIES), Preparation.MOST_CATEGORIES);
    NameCounts counts = counts(training, fill.orElse(""));
    Comparator<NameCounts.Counted> fillFirst =
        Comparator.comparing(counted -> !fill.equals(Optional.of(counted.name())));
    List<String> frequent =
        counts.first(fillFirst.thenComparing(NameCounts.BY_COUNT), most, Long.MAX_VALUE).stream()
            .filter(
                counted -> counted.rows() >= minCount || fill.equals(Optional.of(counted.name())))
            .map(NameCounts.Counted::name)
            .toList();
    Stream<String> kept =
        frequent.size() == counts.distinct()
            ? frequent.stream()
            : Stream.concat(frequent.stream().limit(most - 1L), Stream.of(CategoryColumn.OTHER))
                .distinct();
    return kept.sorted(CategoryOrder.COMPARATOR).toList();
  }

  /**
   * Counts the names of cells.
   *
   * @param fill the name of missing cells; empty if they have none
   */
  private static NameCounts counts(ColumnCells training, String fill) {
    Column column = training.column();
    int[] rows = training.rows();
    CategoryNames names = CategoryNames.of(column, rows);
    return new NameCounts(rows.length, i -> column.isMissing(rows[i]) ? fill : names.of(rows[i]));
  }

  private String mostFrequent(ColumnCells training) {
    // A column with more categories than there may be is refused afterwards.
    long enough = order.isEmpty() && !isLimited() ? Preparation.MOST_CATEGORIES : Long.MAX_VALUE;
    List<NameCounts.Counted> first = counts(training, "").first(NameCounts.BY_COUNT, 1, enough);
    if (first.isEmpty()) {
      throw training.nothingToFillIn();
    }
    return first.get(0).name();
  }
}
