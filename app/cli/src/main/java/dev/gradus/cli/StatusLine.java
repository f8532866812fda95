package dev.gradus.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A line with a bar and what there is to say, which fits a width: what matters less gives way, and
 * the bar stays.
 */
final class StatusLine {

  private static final int LONGEST_BAR = 20;

  /** A shorter one only where the line is too narrow for a bar and its first field. */
  private static final int SHORTEST_BAR = 8;

  /** The brackets and the space behind them. */
  private static final int FRAME = 3;

  private final String name;
  private final double share;
  private final List<Field> fields = new ArrayList<>();

  /**
   * Something to say.
   *
   * @param rank the lower, the longer it stays; of one rank the last goes first
   */
  private record Field(String text, int rank) {}

  /**
   * A line with a bar.
   *
   * @param name stands in front of the bar; empty for none
   * @param share how much of the bar is filled, from 0 to 1
   */
  StatusLine(String name, double share) {
    this.name = name;
    this.share = share;
  }

  /**
   * Adds something behind.
   *
   * @param text nothing is added if it is empty
   * @param rank the lower, the longer it stays
   */
  StatusLine add(String text, int rank) {
    if (!text.isEmpty()) {
      fields.add(new Field(text, rank));
    }
    return this;
  }

  /** The line, of at most so many characters. */
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
