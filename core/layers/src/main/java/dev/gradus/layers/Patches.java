package dev.gradus.layers;

import dev.gradus.spi.LayerSite;
import dev.gradus.spi.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

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

  /** With fewer values in a row of a window, each is copied by itself. */
  private static final int SHORT = 8;

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

  /**
   * The square windows that lie wholly in the input image of a layer with rows and columns around
   * it.
   *
   * @param option the layer's option for the size of a window
   * @param size of a window
   * @param pads rows above, columns left, rows below, columns right; each less than the size
   */
  static Patches inside(
      LayerSite site, String option, int size, int stride, Optional<List<Integer>> pads) {
    if (pads.isEmpty()) {
      return inside(site, option, size, stride);
    }
    Shape image = image(site);
    List<Integer> sides = pads.get();
    long height = (long) image.height() + sides.get(0) + sides.get(2);
    long width = (long) image.width() + sides.get(1) + sides.get(3);
    if (size > Math.min(height, width)) {
      throw site.refusal(
          option,
          "must be at most %s, but is %s: a larger square does not fit into %s with its pads"
              .formatted(Math.min(height, width), size, image));
    }
    if (width > LayerSite.MOST_NUMBERS / height / image.channels()) {
      throw site.refusal(
          "pads",
          "makes %s x %s pixels of %s, more than an array can hold"
              .formatted(height, width, image));
    }
    return new Patches(
        image,
        size,
        size,
        stride,
        (int) (height - size) / stride + 1,
        (int) (width - size) / stride + 1,
        sides.get(0),
        sides.get(1));
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

  /** The image row where a window begins; may be outside the image. */
  int imageRow(int window) {
    return window / columns * stride - above;
  }

  /** The image column where a window begins; may be outside the image. */
  int imageColumn(int window) {
    return window % columns * stride - left;
  }

  /** The first row of the image that a window contains. */
  int firstRow(int window) {
    return Math.max(0, imageRow(window));
  }

  /** The row of the image behind the last one that a window contains. */
  int endRow(int window) {
    return Math.min(image.height(), imageRow(window) + tall);
  }

  /** The first column of the image that a window contains. */
  int firstColumn(int window) {
    return Math.max(0, imageColumn(window));
  }

  /** The column of the image behind the last one that a window contains. */
  int endColumn(int window) {
    return Math.min(image.width(), imageColumn(window) + wide);
  }

  /**
   * Copies the values of each window, with zeros outside the image.
   *
   * @param images one after the other; not modified
   * @param index of the image
   * @param into the windows of all images, one after the other; those of this image are overwritten
   */
  void cut(float[] images, int index, float[] into) {
    int line = wide * image.channels();
    int at = index * count() * numbers();
    if (isPadded()) {
      Arrays.fill(into, at, at + count() * numbers(), 0);
    }
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < tall; k++) {
        int row = i * stride - above + k;
        if (row >= 0 && row < image.height()) {
          int first = at + (i * columns * tall + k) * line;
          if (line < SHORT) {
            cutValues(images, pixel(index, row, -left), into, first);
          } else {
            cutLines(images, pixel(index, row, -left), into, first);
          }
        }
      }
    }
  }

  /** Whether windows go beyond the image. */
  private boolean isPadded() {
    return above > 0
        || left > 0
        || (rows - 1) * stride + tall > image.height()
        || (columns - 1) * stride + wide > image.width();
  }

  /** Copies one row of each of the windows that are next to each other, row by row. */
  private void cutLines(float[] images, int start, float[] into, int first) {
    int channels = image.channels();
    int at = first;
    for (int j = 0; j < columns; j++) {
      int column = j * stride - left;
      int from = Math.max(0, -column);
      int to = Math.max(from, Math.min(wide, image.width() - column));
      int pixel = start + (column + left + from) * channels;
      System.arraycopy(images, pixel, into, at + from * channels, (to - from) * channels);
      at += numbers();
    }
  }

  /** The same, value by value, each of all windows: faster for short rows. */
  private void cutValues(float[] images, int start, float[] into, int first) {
    int channels = image.channels();
    int step = stride * channels;
    int apart = numbers();
    for (int l = 0; l < wide; l++) {
      int from = Math.min(columns, Math.max(0, left - l + stride - 1) / stride);
      int to = Math.max(from, Math.min(columns, (image.width() - 1 + left - l + stride) / stride));
      for (int c = l * channels; c < (l + 1) * channels; c++) {
        int pixel = start + c;
        int at = first + c;
        for (int j = from; j < to; j++) {
          into[at + j * apart] = images[pixel + j * step];
        }
      }
    }
  }

  /**
   * Adds the values of each window to the image at the positions that they came from; the transpose
   * of {@link #cut}. A pixel takes those of its windows in their order.
   */
  void paste(float[] windows, float[] images, int index) {
    int channels = image.channels();
    int line = wide * channels;
    int at = index * count() * numbers();
    for (int i = 0; i < rows; i++) {
      int top = i * stride - above;
      for (int j = 0; j < columns; j++) {
        int first = j * stride - left;
        int from = Math.max(0, -first);
        int to = Math.max(from, Math.min(wide, image.width() - first));
        for (int k = 0; k < tall; k++) {
          int row = top + k;
          if (row >= 0 && row < image.height()) {
            int pixel = pixel(index, row, first + from);
            int into = at + from * channels;
            for (int n = 0; n < (to - from) * channels; n++) {
              images[pixel + n] += windows[into + n];
            }
          }
          at += line;
        }
      }
    }
  }

  /** The index of the first value of a pixel. */
  int pixel(int index, int row, int column) {
    return ((index * image.height() + row) * image.width() + column) * image.channels();
  }
}
