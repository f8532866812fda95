package dev.gradus.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PadsTest {

  private static List<Integer> sides(Integer... pads) {
    return new MaxPool(4, Optional.empty(), Optional.of(List.of(pads))).pads().orElseThrow();
  }

  @Test
  void oneOrTwoNumbersBecomeThoseOfAllSides() {
    assertEquals(List.of(2, 2, 2, 2), sides(2));
    assertEquals(List.of(1, 3, 1, 3), sides(1, 3));
    assertEquals(List.of(0, 1, 2, 3), sides(0, 1, 2, 3));
  }

  private static String refusal(Integer... pads) {
    return assertThrows(IllegalArgumentException.class, () -> sides(pads)).getMessage();
  }

  @Test
  void othersAreRefused() {
    assertEquals(
        "pads must be one number for all sides, two for above and below and for left and right, or four for above, left, below and right, but has 3",
        refusal(1, 1, 1));
    assertEquals(
        "pads must be less than size, which is 4, but has 4: a window would lie wholly outside the image",
        refusal(0, 4));
    assertEquals("pads[1] must be a number of at least 0, but is -1", refusal(0, -1));
  }

  @Test
  void theZerosOfAConvolutionAreSetOnce() {
    assertEquals(
        "pads is given, but padding is same, which sets the zeros around the image; leave out one of them",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new Conv2d(
                        1,
                        3,
                        1,
                        Conv2d.Padding.SAME,
                        Optional.of(List.of(1)),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        true))
            .getMessage());
  }
}
