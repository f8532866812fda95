package dev.gradus.layers;

import dev.gradus.spi.LayerSite;
import dev.gradus.spi.Shape;

/**
 * The windows of an image that a kernel is applied to (im2col), one for each pixel of the result.
 *
 * @param image the shape of the image
 * @param tall the height of a window in pixels
 * @param wide its width
 * @param stride the distance between two adjacent windows in pixels
 * @param rows the number of windows below each other
 * @param columns the number of windows next to each other
 * @param above how many rows of the topmost window lie above the image
 * @param left how many columns of the leftmost window lie left of the image
 */
record Patches(
    Shape image, int tall, int wide, int stride, int rows, int columns, int above, int left) {

  /**
   * The input of a layer as an image.
   *
   * @throws IllegalArgumentException if it is not an image
   */
  static Shape image(LayerSite site) {
    Shape shape = site.input();
    if (!shape.isImage()) {
      throw new IllegalArgumentException(
          "takes an image, but its input is %s; put a layer before it that gives the shape, such as image: {height: 28, width: 28}"
              .formatted(shape));
    }
    return shape;
  }

  /**
   * The square windows that lie wholly in the input image of a layer.
   *
   * @param option the layer's option for the size of a window
   * @param size of a window
   */
  static Patches inside(LayerSite site, String option, int size, int stride) {
    Shape image = image(site);
    int most = Math.min(image.height(), image.width());
    if (size > most) {
      throw site.refusal(
          option,
          "must be at most %s, but is %s: a larger square does not fit into %s"
              .formatted(most, size, image));
    }
    return inside(image, size, size, stride);
  }

  /** All windows that lie wholly in the image. */
  static Patches inside(Shape image, int tall, int wide, int stride) {
    return new Patches(
        image,
        tall,
        wide,
        stride,
        (image.height() - tall) / stride + 1,
        (image.width() - wide) / stride + 1,
        0,
        0);
  }

  /**
   * Square windows with "same" padding: one for each stride in the image. The padding is the same
   * on both sides, or one pixel more at the end.
   */
  static Patches around(Shape image, int size, int stride) {
    int rows = (image.height() - 1) / stride + 1;
    int columns = (image.width() - 1) / stride + 1;
    return new Patches(
        image,
        size,
        size,
        stride,
        rows,
        columns,
        around(rows, stride, size, image.height()),
        around(columns, stride, size, image.width()));
  }

  /** The padding before the image. */
  private static int around(int squares, int stride, int size, int edge) {
    return (int) (Math.max(0, (squares - 1L) * stride + size - edge) / 2);
  }

  /** The number of windows. */
  int count() {
    return rows * columns;
  }

  /** The number of values in a window. */
  int numbers() {
    return Math.multiplyExact(Math.multiplyExact(tall, wide), image.channels());
  }

  /** The image row of row {@code k} of a window; may be outside the image. */
  int imageRow(int window, int k) {
    return window / columns * stride - above + k;
  }

  /** The image column where a window begins; may be outside the image. */
  int imageColumn(int window) {
    return window % columns * stride - left;
  }

  /**
   * Copies the values of each window, with zeros outside the image.
   *
   * @param images one after the other; not modified
   * @param index of the image
   * @param into the windows of all images, one after the other; those of this image are overwritten
   */
  void cut(float[] images, int index, float[] into) {
    int channels = image.channels();
    int line = wide * channels;
    int at = index * count() * numbers();
    for (int window = 0; window < count(); window++) {
      int first = imageColumn(window);
      int from = Math.max(0, -first);
      int to = Math.max(from, Math.min(wide, image.width() - first));
      for (int k = 0; k < tall; k++) {
        int row = imageRow(window, k);
        if (row < 0 || row >= image.height()) {
          clear(into, at, at + line);
        } else {
          clear(into, at, at + from * channels);
          System.arraycopy(
              images,
              pixel(index, row, first + from),
              into,
              at + from * channels,
              (to - from) * channels);
          clear(into, at + to * channels, at + line);
        }
        at += line;
      }
    }
  }

  private static void clear(float[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      values[i] = 0;
    }
  }

  /**
   * Adds the values of each window to the image at the positions that they came from; the transpose
   * of {@link #cut}.
   */
  void paste(float[] windows, float[] images, int index) {
    int channels = image.channels();
    int line = wide * channels;
    int at = index * count() * numbers();
    for (int window = 0; window < count(); window++) {
      int first = imageColumn(window);
      int from = Math.max(0, -first);
      int to = Math.max(from, Math.min(wide, image.width() - first));
      for (int k = 0; k < tall; k++) {
        int row = imageRow(window, k);
        if (row >= 0 && row < image.height()) {
          int pixel = pixel(index, row, first + from);
          for (int i = 0; i < (to - from) * channels; i++) {
            images[pixel + i] += windows[at + from * channels + i];
          }
        }
        at += line;
      }
    }
  }

  /** The index of the first value of a pixel. */
  int pixel(int index, int row, int column) {
    return ((index * image.height() + row) * image.width() + column) * image.channels();
  }
}
