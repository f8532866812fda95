package dev.gradus.engine.study;

import dev.gradus.engine.data.CodeColumn;
import dev.gradus.engine.data.OneHotColumn;
import dev.gradus.engine.data.OrdinalColumn;
import dev.gradus.engine.data.Preparation;
import dev.gradus.engine.data.PreparedColumn;
import dev.gradus.engine.data.ScaledColumn;
import dev.gradus.engine.linear.Matrix;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Turns what a network sees of an example back into cells, as far as that is possible. */
final class Cells {

  /** Who looks at an example does not look at more; of an image no pixel says anything. */
  private static final int MOST = 12;

  private static final int DIGITS = 6;
  private static final int MOST_DIGITS = 17;

  private static final String UNKNOWN = "?";

  private Cells() {}

  /** The inputs of a row by column; the first {@value #MOST} of them. */
  static Map<String, String> of(Preparation preparation, Matrix inputs, int row) {
    Map<String, String> cells = new LinkedHashMap<>();
    int next = 0;
    for (PreparedColumn column : preparation.inputs()) {
      if (cells.size() < MOST) {
        cells.put(column.name(), cell(column, inputs, row, next));
      }
      next += column.width();
    }
    return cells;
  }

  private static String cell(PreparedColumn column, Matrix inputs, int row, int from) {
    double first = inputs.get(row, from);
    if (column instanceof ScaledColumn scaled) {
      return number(scaled.restore(first), scaled);
    }
    if (column instanceof OneHotColumn oneHot) {
      for (int k = 0; k < oneHot.width(); k++) {
        if (inputs.get(row, from + k) == 1) {
          return oneHot.categories().get(k);
        }
      }
      return UNKNOWN;
    }
    if (column instanceof OrdinalColumn ordinal) {
      return named(ordinal.order(), first);
    }
    return column instanceof CodeColumn codes ? named(codes.categories(), first) : number(first);
  }

  private static String named(List<String> names, double place) {
    return place >= 0 && place < names.size() ? names.get((int) place) : UNKNOWN;
  }

  /**
   * A number in the unit of a column, with six digits of its distance from the mean: a float is
   * sure of as many.
   */
  static String number(double value, ScaledColumn column) {
    double beyond = column.log() ? 0 : Math.log10(Math.abs(value) / column.deviation());
    return number(value, (int) Math.min(MOST_DIGITS, DIGITS + Math.max(0, Math.ceil(beyond))));
  }

  private static String number(double value) {
    return number(value, DIGITS);
  }

  private static String number(double value, int digits) {
    String text = String.format(Locale.ROOT, "%." + digits + "g", value);
    return text.contains("e") || !text.contains(".") ? text : text.replaceAll("\\.?0+$", "");
  }
}
