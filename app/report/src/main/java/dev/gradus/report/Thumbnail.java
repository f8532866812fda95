package dev.gradus.report;

import dev.gradus.spi.Shape;
import java.util.Base64;
import java.util.List;

/** A small image, which a script paints. */
final class Thumbnail {

  private static final int LARGEST_BYTE = 255;
  private static final int ZERO = 128;

  private Thumbnail() {}

  /**
   * An image with 1 channel or 3.
   *
   * @param pixels row by row, the channels of a pixel next to each other, from 0 to 255
   * @param label what it shows
   */
  static Html of(Shape shape, List<Integer> pixels, String label) {
    return canvas(shape, pixels, label, false);
  }

  /**
   * Numbers on both sides of 0, such as the weights of a unit: 0 has the colour of the background.
   *
   * @param shape of them, with 1 channel
   * @param reach the largest distance from 0
   */
  static Html signed(Shape shape, List<Double> numbers, double reach, String label) {
    List<Integer> bytes =
        numbers.stream()
            .map(number -> (int) Math.round(ZERO + (ZERO - 1) * (reach > 0 ? number / reach : 0)))
            .toList();
    return canvas(shape, bytes, label, true);
  }

  private static Html canvas(Shape shape, List<Integer> pixels, String label, boolean signed) {
    byte[] bytes = new byte[pixels.size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Math.max(0, Math.min(LARGEST_BYTE, pixels.get(i)));
    }
    return new Html()
        .open(
            "canvas",
            "class",
            "pixels",
            "width",
            String.valueOf(shape.width()),
            "height",
            String.valueOf(shape.height()),
            "role",
            "img",
            "aria-label",
            label,
            "data-pixels",
            Base64.getEncoder().encodeToString(bytes),
            signed ? "data-signed" : "data-image",
            "")
        .close("canvas");
  }
}
