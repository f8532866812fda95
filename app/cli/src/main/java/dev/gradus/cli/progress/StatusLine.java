package dev.gradus.cli.progress;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A line with a bar and fields that fits a given width. The bar stays; fields of high rank are left
 * out first.
 */
final class StatusLine {

  private static final int LONGEST_BAR = 20;

  /** The bar is shorter only if the line is too narrow for a bar and its first field. */
  private static final int SHORTEST_BAR = 8;

  /** The brackets and the space after them. */
  private static final int FRAME = 3;

  private final String name;
  private final double share;
  private final List<Field> fields = new ArrayList<>();

  /**
   * A field.
   *
   * @param rank fields with a low rank are left out last; of equal ranks, the last field goes first
   */
  private record Field(String text, int rank) {}

  /**
   * A line with a bar.
   *
   * @param name before the bar; may be empty
   * @param share how much of the bar is filled, from 0 to 1
   */
  StatusLine(String name, double share) {
    this.name = name;
    this.share = share;
  }

  /**
   * Adds a field at the end.
   *
   * @param text an empty one adds nothing
   * @param rank fields with a low rank are left out last
   */
  StatusLine add(String text, int rank) {
    if (!text.isEmpty()) {
      fields.add(new Field(text, rank));
    }
    return this;
  }

  /** The line, with at most the given number of characters. */
  String of(int width) {
    String front = name.isEmpty() ? "" : name + " ";
    List<Field> left = new ArrayList<>(fields);
    while (left.size() > 1 && front.length() + FRAME + SHORTEST_BAR + length(left) > width) {
      left.remove(lastOfHighestRank(left));
    }
    int room = width - front.length() - FRAME - length(left);
    String line =
        front
            + bar(Math.min(LONGEST_BAR, room))
            + String.join(" ", left.stream().map(Field::text).toList());
    return line.substring(0, Math.min(Math.max(0, width), line.length()));
  }

  private static int length(List<Field> fields) {
    return String.join(" ", fields.stream().map(Field::text).toList()).length();
  }

  private static Field lastOfHighestRank(List<Field> fields) {
    int highest = fields.stream().max(Comparator.comparingInt(Field::rank)).orElseThrow().rank();
    Field last = fields.get(0);
    for (Field field : fields) {
      last = field.rank() == highest ? field : last;
    }
    return last;
  }

  private String bar(int length) {
    if (length < 1) {
      return "";
    }
    int filled = (int) (length * Math.max(0, Math.min(1, share)));
    return "[" + "=".repeat(filled) + " ".repeat(length - filled) + "] ";
  }
}
