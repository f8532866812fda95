package dev.gradus.runtime.problem;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Guesses which existing name was meant by an unknown one. */
public final class Nearest {

  private Nearest() {}

  /**
   * The existing name that is the fewest edits away.
   *
   * @return empty if even the nearest name differs in more than a third of its letters, plus one
   */
  public static Optional<String> to(String found, Collection<String> existing) {
    return existing.stream()
        .min(
            Comparator.comparingInt((String name) -> distance(found, name))
                .thenComparing(Comparator.naturalOrder()))
        .filter(name -> distance(found, name) <= 1 + Math.max(found.length(), name.length()) / 3);
  }

  /**
   * The existing names that are the fewest edits away, in alphabetical order.
   *
   * @param most the maximum number of names
   */
  public static List<String> closest(String found, Collection<String> existing, int most) {
    return existing.stream()
        .sorted(
            Comparator.comparingInt((String name) -> distance(found, name))
                .thenComparing(Comparator.naturalOrder()))
        .limit(most)
        .sorted()
        .toList();
  }

  /**
   * The number of insertions, deletions, substitutions and swaps of neighbours (Damerau 1964)
   * between two words.
   */
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int substitution = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + substitution);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
