package dev.gradus.engine.numpy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds where the lines of several losses differ. */
public final class NumpyDifference {

  private static final Pattern TOKEN = Pattern.compile("[\\w.]+|\\*\\*|<=|>=|\\S");

  /** The left side and the equals sign, which all lines share. */
  private static final int LEFT = 2;

  /** The minimum length of a common stretch; a shorter one, such as {@code a_2}, does not count. */
  private static final int SHORTEST = 3;

  private NumpyDifference() {}

  /**
   * A stretch of a line.
   *
   * @param from its first character
   * @param to the one after its last
   */
  public record Span(int from, int to) {}

  private record Token(String text, Span span) {}

  /**
   * Compares the lines of d_Z: two with each other, more than two with the shortest. Everything
   * except the longest common stretch differs. A loss that first needs a line of d_A, or has no
   * line, is left out, since all of it differs.
   *
   * @return for each loss the differing stretches of its line, in their order
   */
  public static List<List<Span>> of(List<NumpyGradient> gradients) {
    List<List<Token>> lines =
        gradients.stream()
            .map(each -> each.lines().size() == 1 ? tokens(each.lines().get(0)) : List.<Token>of())
            .toList();
    List<List<Token>> compared = lines.stream().filter(each -> !each.isEmpty()).toList();
    if (compared.size() < 2) {
      return lines.stream().map(unused -> List.<Span>of()).toList();
    }
    List<Token> shortest = compared.stream().min(Comparator.comparingInt(List::size)).orElseThrow();
    List<Token> longest = compared.stream().max(Comparator.comparingInt(List::size)).orElseThrow();
    List<List<Span>> differences = new ArrayList<>();
    for (List<Token> line : lines) {
      boolean isShortest = line.equals(shortest);
      differences.add(
          line.isEmpty() || (isShortest && compared.size() > 2)
              ? List.of()
              : differing(line, isShortest ? longest : shortest));
    }
    return differences;
  }

  private static List<Token> tokens(String text) {
    List<Token> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(text);
    while (matcher.find()) {
      tokens.add(new Token(matcher.group(), new Span(matcher.start(), matcher.end())));
    }
    return tokens;
  }

  /** The parts of a line before and after the longest stretch that it shares with another. */
  private static List<Span> differing(List<Token> line, List<Token> other) {
    int from = LEFT;
    int length = 0;
    for (int i = LEFT; i < line.size(); i++) {
      for (int j = LEFT; j < other.size(); j++) {
        int shared = 0;
        while (i + shared < line.size()
            && j + shared < other.size()
            && line.get(i + shared).text().equals(other.get(j + shared).text())) {
          shared++;
        }
        if (shared > length) {
          from = i;
          length = shared;
        }
      }
    }
    List<Span> spans = new ArrayList<>();
    if (length < SHORTEST) {
      addStretch(spans, line, LEFT, line.size());
    } else {
      addStretch(spans, line, LEFT, from);
      addStretch(spans, line, from + length, line.size());
    }
    return spans;
  }

  private static void addStretch(List<Span> spans, List<Token> line, int from, int to) {
    if (from < to) {
      spans.add(new Span(line.get(from).span().from(), line.get(to - 1).span().to()));
    }
  }
}
