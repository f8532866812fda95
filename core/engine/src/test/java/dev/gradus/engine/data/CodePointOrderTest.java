package dev.gradus.engine.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gradus.runtime.column.CodePointOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Code point order is the order of the bytes in UTF-8. */
class CodePointOrderTest {

  private static final List<String> TEXTS =
      List.of(
          "",
          "a",
          "aa",
          "ab",
          "b",
          "B",
          "10",
          "2",
          "é",
          "\uD7FF",
          "\uE000",
          "\uFFFD",
          "\uFFFDx",
          "\uD83C\uDF3A",
          "\uD83C\uDF3B",
          "\uD83D\uDE00",
          "a\uD83C\uDF3A",
          "a\uFFFD");

  @Test
  void agreesWithTheOrderOfBytesForEveryPair() {
    for (String a : TEXTS) {
      for (String b : TEXTS) {
        int expected =
            Arrays.compareUnsigned(
                a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
        int actual = CodePointOrder.COMPARATOR.compare(a, b);
        assertEquals(Integer.signum(expected), Integer.signum(actual), a + " and " + b);
      }
    }
  }
}
