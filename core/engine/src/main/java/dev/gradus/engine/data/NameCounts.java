package dev.gradus.engine.data;

import dev.gradus.runtime.column.CategoryOrder;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * Counts how often each name occurs in some rows, in as many passes as the memory needs. The result
 * does not depend on their number.
 */
final class NameCounts {

  /** The most frequent names first. */
  static final Comparator<Counted> BY_COUNT = Comparator.comparingInt(Counted::rows).reversed();

  /**
   * A name.
   *
   * @param rows the number of rows that have it
   */
  record Counted(String name, int rows) {}

  private final int rows;
  private final IntFunction<String> nameOf;
  private final KeysInParts<String, int[]> parts;
  private long distinct;

  /**
   * The names of rows.
   *
   * @param rows the number of rows
   * @param nameOf the name of a row, counted from 0; the empty string if it has none
   */
  NameCounts(int rows, IntFunction<String> nameOf) {
    this(rows, nameOf, new KeysInParts<>());
  }

  /** The same with parts of another size. */
  NameCounts(int rows, IntFunction<String> nameOf, KeysInParts<String, int[]> parts) {
    this.rows = rows;
    this.nameOf = nameOf;
    this.parts = parts;
  }

  /**
   * Counts, and finds the names that come first; may be called once.
   *
   * @param order of the names; ties are in the order of categories
   * @param most the number of names that are wanted
   * @param enough if there are more different names than this, the result does not matter
   */
  List<Counted> first(Comparator<Counted> order, int most, long enough) {
    Comparator<Counted> total = order.thenComparing(Counted::name, CategoryOrder.COMPARATOR);
    List<Counted> first = List.of();
    do {
      countPart(enough);
      distinct += parts.values().size();
      Stream<Counted> more =
          parts.values().entrySet().stream()
              .map(entry -> new Counted(entry.getKey(), entry.getValue()[0]));
      first = Stream.concat(first.stream(), more).sorted(total).limit(most).toList();
    } while (distinct <= enough && parts.next());
    return first;
  }

  private void countPart(long enough) {
    for (int row = 0; row < rows; row++) {
      String name = nameOf.apply(row);
      if (!name.isEmpty()) {
        parts.get(name, () -> new int[1]).ifPresent(count -> count[0]++);
      }
      if (distinct + parts.values().size() > enough) {
        return;
      }
    }
  }

  /** The number of different names, once they are counted. */
  long distinct() {
    return distinct;
  }
}
