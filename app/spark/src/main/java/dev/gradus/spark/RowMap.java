package dev.gradus.spark;

import java.util.AbstractMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Row;

/** The values of a row by the names of its columns. */
final class RowMap extends AbstractMap<String, Object> {

  private final Row row;
  private final Map<String, Integer> places;
  private final Cells cells;

  /**
   * A view.
   *
   * @param places of the columns in the row, by name
   */
  RowMap(Row row, Map<String, Integer> places, Cells cells) {
    this.row = row;
    this.places = places;
    this.cells = cells;
  }

  /** The places of columns in a row, by name. */
  static Map<String, Integer> places(List<String> names) {
    Map<String, Integer> places = new java.util.LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      places.put(names.get(i), i);
    }
    return places;
  }

  @Override
  @SuppressWarnings("NullAway") // null is a missing value, as in any map
  public Object get(Object name) {
    Integer place = places.get(name);
    return place == null || row.isNullAt(place) ? null : cells.of(row.get(place));
  }

  @Override
  public boolean containsKey(Object name) {
    return places.containsKey(name);
  }

  @Override
  public Set<String> keySet() {
    return places.keySet();
  }

  @Override
  public Set<Entry<String, Object>> entrySet() {
    Set<Entry<String, Object>> entries = new LinkedHashSet<>();
    places.keySet().forEach(name -> entries.add(new SimpleImmutableEntry<>(name, get(name))));
    return entries;
  }
}
