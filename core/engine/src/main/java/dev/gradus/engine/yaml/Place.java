package dev.gradus.engine.yaml;

import java.util.Comparator;

/**
 * A place in YAML text.
 *
 * @param source the text
 * @param line counted from 1
 * @param column in code points, counted from 1
 */
public record Place(Source source, int line, int column) implements Comparable<Place> {

  private static final Comparator<Place> ORDER =
      Comparator.comparingInt((Place place) -> place.source.rank())
          .thenComparingInt(Place::line)
          .thenComparingInt(Place::column);

  @Override
  public int compareTo(Place other) {
    return ORDER.compare(this, other);
  }

  /**
   * {@code iris.yaml:3:5}; a setting is a single line, so its name alone; empty for values built in
   * Java, which have no text.
   */
  @Override
  public String toString() {
    return source.isSetting() || source.name().isEmpty()
        ? source.name()
        : source.name() + ":" + line + ":" + column;
  }
}
