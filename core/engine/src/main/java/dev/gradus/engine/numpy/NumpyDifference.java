package dev.gradus.engine.numpy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where lines of numpy differ: what is not, in the same order, in all of them. */
public final class NumpyDifference {

  private static final Pattern TOKEN = Pattern.compile("[\\w.]+|\\*\\*|<=|>=|\\S|\\n");

  private NumpyDifference() {}

  /**
   * A stretch of a text.
   *
   * @param from its first character
   * @param to the one after its last
   */
  public record Span(int from, int to) {}

  private record Token(String text, Span span) {}

  /**
   * Compares texts word by word.
   *
   * @param texts at least one
   * @return for each of them the stretches that not all have, in their order
   */
  public static List<List<Span>> of(List<String> texts) {
    List<List<Token>> all = texts.stream().map(NumpyDifference::tokens).toList();
    List<Token> common = all.get(0);
    for (List<Token> each : all) {
      common = common(common, each);
    }
    List<Token> shared = common;
    return all.stream().map(each -> others(each, shared)).toList();
  }

  private static List<Token> tokens(String text) {
    List<Token> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(text);
    while (matcher.find()) {
      tokens.add(new Token(matcher.group(), new Span(matcher.start(), matcher.end())));
    }
    return tokens;
  }

  /** The longest sequence that both hold in this order, as tokens of the second. */
  private static List<Token> common(List<Token> first, List<Token> second) {
    int[][] longest = new int[first.size() + 1][second.size() + 1];
    for (int i = first.size() - 1; i >= 0; i--) {
      for (int j = second.size() - 1; j >= 0; j--) {
        longest[i][j] =
            first.get(i).text().equals(second.get(j).text())
                ? longest[i + 1][j + 1] + 1
                : Math.max(longest[i + 1][j], longest[i][j + 1]);
      }
    }
    List<Token> common = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < first.size() && j < second.size()) {
      if (first.get(i).text().equals(second.get(j).text())) {
        common.add(second.get(j));
        i++;
        j++;
      } else if (longest[i + 1][j] >= longest[i][j + 1]) {
        i++;
      } else {
        j++;
      }
    }
    return common;
  }

  /** The tokens that are not among the common ones; neighbours are one stretch. */
  private static List<Span> others(List<Token> tokens, List<Token> common) {
    List<Token> kept = common(common, tokens);
    List<Span> spans = new ArrayList<>();
    boolean follows = false;
    for (Token token : tokens) {
      boolean differs = !kept.contains(token) && !token.text().equals("\n");
      if (differs && follows) {
        Span last = spans.remove(spans.size() - 1);
        spans.add(new Span(last.from(), token.span().to()));
      } else if (differs) {
        spans.add(token.span());
      }
      follows = differs;
    }
    return spans;
  }
}
