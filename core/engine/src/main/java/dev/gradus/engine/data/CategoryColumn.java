package dev.gradus.engine.data;

import dev.gradus.engine.problem.DataException;
import dev.gradus.engine.table.NumberText;
import java.util.List;
import java.util.Optional;

/** A column of names: one of those that were learned, or another. */
public sealed interface CategoryColumn extends PreparedColumn
    permits OneHotColumn, OrdinalColumn, CodeColumn {

  /** The place of a name that is not among the categories. */
  int UNKNOWN = -1;

  @Override
  List<String> categories();

  @Override
  Optional<String> fill();

  @Override
  default Optional<String> filling() {
    return fill()
        .filter(name -> !name.equals(Categorical.MISSING))
        .map(name -> "'%s'".formatted(name));
  }

  /** The places become the numbers, one each. */
  @Override
  default void encode(ColumnCells cells, float[] into, int at, int stride) {
    int[] places = cells.places(categories(), fill());
    for (int i = 0; i < places.length; i++) {
      into[at + i * stride] = places[i];
    }
  }

  /**
   * Writes the numbers of a name.
   *
   * @param place of the name among the categories, or {@link #UNKNOWN}
   * @param into {@link #width} of its elements are overwritten, from {@code at} on
   */
  default void write(int place, float[] into, int at) {
    into[at] = place;
  }

  @Override
  default CellEncoder cells() {
    CategoryPlaces known = new CategoryPlaces(categories());
    return new CellEncoder() {
      @Override
      public boolean number(double number, float[] into, int at) {
        return text(NumberText.plain(number), into, at);
      }

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
        "column '%s' holds names, so a row of numbers is not enough; give its values by name, or a table"
            .formatted(name()));
  }

  @Override
  default String decode(float[] from, int at) {
    return nameAt((int) from[at]);
  }

  /** The name at a place; a question mark if there is none. */
  default String nameAt(int place) {
    return place >= 0 && place < categories().size() ? categories().get(place) : "?";
  }
}
