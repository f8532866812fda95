package dev.gradus.runtime.column;

import dev.gradus.runtime.problem.DataException;
import java.util.List;
import java.util.Optional;

/** A categorical column: each cell is a known category or an unknown one. */
public sealed interface CategoryColumn extends PreparedColumn
    permits OneHotColumn, OrdinalColumn, CodeColumn {

  /** The name of the category of missing names. */
  String MISSING = "(missing)";

  /**
   * The name of the category of all other names. If it is among the categories of a column without
   * an order, no name is unknown.
   */
  String OTHER = "(other)";

  /** The index of a name that is not among the categories. */
  int UNKNOWN = -1;

  @Override
  List<String> categories();

  @Override
  Optional<String> fill();

  @Override
  default Optional<String> filling() {
    return fill().filter(name -> !name.equals(MISSING)).map(name -> "'%s'".formatted(name));
  }

  /** The fill value, or else the first name that was learned. */
  @Override
  default Object example() {
    return filling().isPresent()
        ? fill().orElseThrow()
        : choices().stream().findFirst().orElse(categories().get(0));
  }

  /** The names that cells have. */
  @Override
  default List<String> choices() {
    return categories().stream()
        .filter(name -> !name.equals(MISSING) && !name.equals(OTHER))
        .toList();
  }

  /** Any name, whose code has no meaning. */
  @Override
  default String middle(double least, double largest, float[] into, int at) {
    write(0, into, at);
    return ANY;
  }

  /** Finds the index of a name, which is that of {@link #OTHER} if it is not a category itself. */
  default CategoryPlaces places() {
    return new CategoryPlaces(categories(), categories().indexOf(OTHER));
  }

  /**
   * Writes the encoding of a name.
   *
   * @param place the index of the name among the categories, or {@link #UNKNOWN}
   * @param into {@link #width} of its elements are overwritten, from index {@code at}
   */
  default void write(int place, float[] into, int at) {
    into[at] = place;
  }

  @Override
  default CellEncoder cells() {
    CategoryPlaces known = places();
    return new CellEncoder() {
      @Override
      public boolean text(String text, float[] into, int at) {
        int place = known.of(text);
        write(place, into, at);
        return place != UNKNOWN;
      }

      @Override
      public void missing(float[] into, int at) {
        write(known.of(fill().orElseThrow()), into, at);
      }
    };
  }

  @Override
  default void encode(double raw, float[] into, int at) {
    throw new DataException(
        "",
        "column '%s' is categorical, so a row of numbers is not enough; pass values by column name"
            .formatted(name()));
  }

  @Override
  default String decode(float[] from, int at) {
    return nameAt((int) from[at]);
  }

  /** The name at an index; a question mark for an unknown category. */
  default String nameAt(int place) {
    return place >= 0 && place < categories().size() ? categories().get(place) : "?";
  }
}
