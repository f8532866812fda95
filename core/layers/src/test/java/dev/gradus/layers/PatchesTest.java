package dev.gradus.layers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gradus.spi.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class PatchesTest {

  @Test
  void stridesWithZerosAroundBeginFurtherLeftOnlyAsFarAsTheyMust() {
    // 7 x 6 pixels in steps of 2: 4 x 3 squares, 9 x 7 pixels, one above and one below, one right.
    Patches windows = Patches.around(Shape.image(7, 6, 1), 3, 2);
    assertEquals(
        List.of(4, 3, 1, 0),
        List.of(windows.rows(), windows.columns(), windows.above(), windows.left()));
  }
}
