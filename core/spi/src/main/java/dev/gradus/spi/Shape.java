package dev.gradus.spi;

/**
 * The shape of a row: a vector, or the pixels of an image, row by row, with the channels of a pixel
 * next to each other.
 *
 * @param height of the image in pixels; 1 for a line
 * @param width of the image in pixels; 1 for a line
 * @param channels the number of values of a pixel, or of the line
 * @param isImage whether it is an image
 */
public record Shape(int height, int width, int channels, boolean isImage) {

  /** A vector. */
  public static Shape line(int columns) {
    return new Shape(1, 1, columns, false);
  }

  /** An image. */
  public static Shape image(int height, int width, int channels) {
    return new Shape(height, width, channels, true);
  }

  /**
   * The number of pixels; 1 for a line.
   *
   * @throws ArithmeticException if it is more than an {@code int} holds
   */
  public int places() {
    return Math.multiplyExact(height, width);
  }

  /**
   * The number of values.
   *
   * @throws ArithmeticException if it is more than an {@code int} holds
   */
  public int columns() {
    return Math.multiplyExact(places(), channels);
  }

  /** Describes the shape in words, such as {@code 16 numbers in a line}. */
  @Override
  public String toString() {
    return isImage
        ? "an image of %s x %s pixels with %s".formatted(height, width, count(channels, "channel"))
        : count(channels, "number") + " in a line";
  }

  private static String count(int n, String noun) {
    return n + " " + noun + (n == 1 ? "" : "s");
  }
}
