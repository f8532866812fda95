package dev.gradus.importing;

import java.util.List;

/**
 * An array of numbers with a shape, as a file holds it.
 *
 * @param shape the sizes of its dimensions; empty for a single number
 * @param values in row-major order
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Weights(List<Integer> shape, float[] values) {

  Weights {
    shape = List.copyOf(shape);
  }

  /** The number of values of a shape; -1 if it is negative somewhere, or too large. */
  static int sizeOf(List<? extends Number> shape) {
    long size = 1;
    for (Number length : shape) {
      if (length.longValue() < 0 || length.longValue() > Integer.MAX_VALUE) {
        return -1;
      }
      size *= length.longValue();
      if (size > Integer.MAX_VALUE) {
        return -1;
      }
    }
    return (int) size;
  }

  int size(int dimension) {
    return shape.get(dimension);
  }

  int rank() {
    return shape.size();
  }

  /** The same values with rows and columns exchanged. */
  Weights transposed() {
    int rows = size(0);
    int columns = size(1);
    float[] turned = new float[values.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        turned[j * rows + i] = values[i * columns + j];
      }
    }
    return new Weights(List.of(columns, rows), turned);
  }

  /**
   * The kernel of a convolution with its dimensions in the order height, width, channels, filters,
   * if they are in the order filters, channels, height, width.
   */
  Weights channelsLast() {
    int filters = size(0);
    int channels = size(1);
    int pixels = size(2) * size(3);
    float[] turned = new float[values.length];
    for (int f = 0; f < filters; f++) {
      for (int c = 0; c < channels; c++) {
        for (int pixel = 0; pixel < pixels; pixel++) {
          turned[(pixel * channels + c) * filters + f] =
              values[(f * channels + c) * pixels + pixel];
        }
      }
    }
    return new Weights(List.of(size(2), size(3), channels, filters), turned);
  }
}
