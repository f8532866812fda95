package dev.gradus.runtime.column;

import dev.gradus.runtime.problem.DataException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A column of yes and no, which becomes 1 and 0.
 *
 * @param name the column
 * @param positive the words for yes; empty for the usual ones
 * @param negative the words for no; empty for the usual ones, or if only a missing cell says no
 * @param fill the fill value of a missing cell, true for yes; empty if cells must not be missing
 * @param indicator whether a further number is 1 where a cell was missing, else 0
 * @param fillsUnknown whether a cell that is neither yes nor no counts as missing
 */
@Stored("boolean")
public record BooleanColumn(
    String name,
    List<String> positive,
    List<String> negative,
    Optional<Boolean> fill,
    @Stored(with = "fill") boolean indicator,
    @Stored(value = "unknown", onlyTrue = true) boolean fillsUnknown)
    implements PreparedColumn {

  /** A column with the usual words and no missing cells. */
  public BooleanColumn(String name) {
    this(name, List.of(), List.of(), Optional.empty(), false);
  }

  /** A column in which every cell that is not missing must be yes or no. */
  public BooleanColumn(
      String name,
      List<String> positive,
      List<String> negative,
      Optional<Boolean> fill,
      boolean indicator) {
    this(name, positive, negative, fill, indicator, false);
  }

  /** Checks the words, and that an indicator has missing cells to indicate. */
  public BooleanColumn {
    positive = List.copyOf(positive);
    negative = List.copyOf(negative);
    BooleanWords.check(positive, negative);
    if ((positive.isEmpty() && !negative.isEmpty())
        || ((indicator || fillsUnknown) && fill.isEmpty())) {
      throw new IllegalArgumentException(
          "column '%s' lacks words for yes, or a fill value for missing cells".formatted(name));
    }
  }

  @Override
  public int width() {
    return indicator ? 2 : 1;
  }

  /** If there are only words for yes, a missing cell means no. */
  @Override
  public Optional<String> filling() {
    boolean saysNo = !positive.isEmpty() && negative.isEmpty();
    return saysNo ? Optional.empty() : fill.map(yes -> yes ? "yes" : "no");
  }

  @Override
  public Object example() {
    return positive.isEmpty() ? fill.orElse(true) : positive.get(0);
  }

  /** Half yes and half no. */
  @Override
  public String middle(double least, double largest, float[] into, int at) {
    write(0.5f, false, into, at);
    return ANY;
  }

  @Override
  public List<String> choices() {
    if (positive.isEmpty()) {
      return List.of("true", "false");
    }
    List<String> words = new ArrayList<>(positive);
    words.addAll(negative);
    return words;
  }

  /** The message for a cell that is neither yes nor no. */
  public String neither(String text) {
    return "column '%s' is boolean, but here it has '%s'; use one of its words: %s"
        .formatted(name, text, BooleanWords.of(positive, negative));
  }

  @Override
  public CellEncoder cells() {
    BooleanWords words = BooleanWords.of(positive, negative);
    return new CellEncoder() {
      @Override
      public boolean text(String text, float[] into, int at) {
        float value = words.value(text);
        if (!Float.isNaN(value)) {
          write(value, false, into, at);
          return true;
        }
        if (!fillsUnknown) {
          throw new DataException("", neither(text));
        }
        missing(into, at);
        return false;
      }

      @Override
      public void missing(float[] into, int at) {
        write(filled(), true, into, at);
      }
    };
  }

  private void write(float value, boolean missing, float[] into, int at) {
    into[at] = value;
    if (indicator) {
      into[at + 1] = missing ? 1 : 0;
    }
  }

  /** The number is 1 for yes and 0 for no. */
  @Override
  public void encode(double raw, float[] into, int at) {
    if (!positive.isEmpty()) {
      throw new DataException(
          "",
          "column '%s' has its own words for yes and no, so a row of numbers is not enough; pass values by column name"
              .formatted(name));
    }
    float value = Double.isNaN(raw) ? filled() : raw == 1 || raw == 0 ? (float) raw : Float.NaN;
    if (Float.isNaN(value)) {
      throw new DataException(
          "",
          "column '%s' is boolean, so in a row of numbers it is 1 or 0, but here it is %s"
              .formatted(name, raw));
    }
    write(value, Double.isNaN(raw), into, at);
  }

  @Override
  public String decode(float[] from, int at) {
    return from[at] == 1 ? "1" : "0";
  }

  /** The fill value of a missing cell; NaN if none may be missing. */
  private float filled() {
    return fill.isEmpty() ? Float.NaN : fill.get() ? 1 : 0;
  }
}
