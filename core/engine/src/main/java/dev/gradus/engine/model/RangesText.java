package dev.gradus.engine.model;

import dev.gradus.engine.data.SeenRange;
import dev.gradus.engine.data.SeenRanges;
import dev.gradus.runtime.column.Digits;
import dev.gradus.runtime.file.ModelText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Ranges in a model file: for each column a line with the least number, the largest, the name. */
final class RangesText {

  private static final int FIELDS = 3;

  private RangesText() {}

  static String of(SeenRanges ranges) {
    List<String> lines = new ArrayList<>();
    ranges
        .byColumn()
        .forEach(
            (column, range) ->
                lines.add(
                    "%s %s %s"
                        .formatted(
                            Digits.of(range.least()),
                            Digits.of(range.largest()),
                            OneLine.of(column))));
    return String.join("\n", lines);
  }

  /**
   * Reads them.
   *
   * @param where the file, for a message
   * @throws dev.gradus.runtime.problem.ModelFileException if they are not what {@link #of} writes
   */
  static SeenRanges parse(String text, String where) {
    Map<String, SeenRange> ranges = new LinkedHashMap<>();
    for (String line : text.split("\n", -1)) {
      String[] fields = line.split(" ", FIELDS);
      try {
        if (fields.length < FIELDS) {
          throw new IllegalArgumentException("a range is '%s'".formatted(line));
        }
        ranges.put(
            OneLine.textOf(fields[2]),
            new SeenRange(Double.parseDouble(fields[0]), Double.parseDouble(fields[1])));
      } catch (IllegalArgumentException e) {
        throw ModelText.corrupt(
            where, "the ranges of its columns cannot be read: " + e.getMessage(), e);
      }
    }
    return new SeenRanges(ranges);
  }
}
