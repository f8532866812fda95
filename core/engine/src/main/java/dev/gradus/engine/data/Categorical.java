package dev.gradus.engine.data;

import dev.gradus.spi.Option;
import dev.gradus.spi.Plugin;
import java.util.HashSet;
import java.util.List;

/**
 * A column of names.
 *
 * @param missing what stands for a missing one
 * @param order the names in their order, if they have one; empty if not
 */
@Plugin(
    name = "categorical",
    summary =
        "A column whose cells are names, even if they look like numbers. Names that are all numbers are the same if the"
            + " numbers are (1 and 1.0); otherwise a name is what is written (00100 is not 100). The network sees one input"
            + " per category of the training rows, 1 where it applies and 0 elsewhere; for a category"
            + " that is not among them all are 0. With an order it sees the place in it, and -1 for another name.")
public record Categorical(
    @Option(
            "what stands for a missing name: refuse; most-frequent, the most frequent of the training rows; category, one of its own")
        Missing missing,
    @Option("the names in their order, if they have one, such as [low, middle, high]")
        List<String> order)
    implements ColumnSpec {

  /** The name of the category of missing names. */
  public static final String MISSING = "(missing)";

  /** What stands for a missing name. */
  public enum Missing {
    /** Nothing: the cell is an error. */
    REFUSE,
    /** The most frequent of the others, the first of several, numbers by value. */
    MOST_FREQUENT,
    /** A category of its own. */
    CATEGORY
  }

  /** Without an order, none missing. */
  public Categorical() {
    this(Missing.REFUSE, List.of());
  }

  /**
   * Checks the order.
   *
   * @throws IllegalArgumentException with a sentence, if a name is empty or comes twice
   */
  public Categorical {
    order = List.copyOf(order);
    if (new HashSet<>(order).size() < order.size() || order.contains("")) {
      throw new IllegalArgumentException("order must not name a category twice, or an empty one");
    }
  }
}
