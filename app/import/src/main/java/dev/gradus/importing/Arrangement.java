package dev.gradus.importing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where the numbers of a row are: Gradus has images pixel by pixel, with the channels of a pixel
 * next to each other, and other libraries may have them channel by channel, or turn their axes.
 *
 * @param dimensions the shape that a row has in the file
 * @param places for each number of the file in row-major order, its index in the row of Gradus
 */
@SuppressWarnings("ArrayRecordComponent") // compared by isSame
record Arrangement(List<Integer> dimensions, int[] places) {

  Arrangement {
    dimensions = List.copyOf(dimensions);
  }

  /** The same order. */
  static Arrangement plain(List<Integer> dimensions) {
    int[] places = new int[Weights.sizeOf(dimensions)];
    for (int i = 0; i < places.length; i++) {
      places[i] = i;
    }
    return new Arrangement(dimensions, places);
  }

  /** The order of an image. */
  static Arrangement image(int height, int width, int channels, boolean channelsFirst) {
    if (!channelsFirst) {
      return plain(List.of(height, width, channels));
    }
    int[] places = new int[height * width * channels];
    int pixels = height * width;
    for (int c = 0; c < channels; c++) {
      for (int pixel = 0; pixel < pixels; pixel++) {
        places[c * pixels + pixel] = pixel * channels + c;
      }
    }
    return new Arrangement(List.of(channels, height, width), places);
  }

  int size() {
    return places.length;
  }

  /** Other dimensions of the same numbers. */
  Arrangement reshaped(List<Integer> others) {
    return new Arrangement(others, places);
  }

  /**
   * Turned axes.
   *
   * @param axes the axis of the old dimensions for each of the new ones
   */
  Arrangement transposed(List<Integer> axes) {
    int rank = dimensions.size();
    int[] strides = new int[rank];
    int stride = 1;
    for (int i = rank - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= dimensions.get(i);
    }
    List<Integer> turned = new ArrayList<>();
    axes.forEach(axis -> turned.add(dimensions.get(axis)));
    int[] moved = new int[places.length];
    int[] at = new int[rank];
    for (int i = 0; i < moved.length; i++) {
      int from = 0;
      for (int axis = 0; axis < rank; axis++) {
        from += at[axis] * strides[axes.get(axis)];
      }
      moved[i] = places[from];
      for (int axis = rank - 1; axis >= 0 && ++at[axis] == turned.get(axis); axis--) {
        at[axis] = 0;
      }
    }
    return new Arrangement(turned, moved);
  }

  boolean isSame(Arrangement other) {
    return dimensions.equals(other.dimensions) && Arrays.equals(places, other.places);
  }

  boolean isPlain() {
    return isSame(plain(dimensions));
  }

  /** Numbers of the file in the order of Gradus. */
  float[] arrange(float[] values) {
    float[] arranged = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      arranged[places[i]] = values[i];
    }
    return arranged;
  }

  /**
   * The rows of a matrix, one for each number of the file, in the order of Gradus.
   *
   * @param columns of the matrix
   */
  float[] arrangeRows(float[] matrix, int columns) {
    float[] arranged = new float[matrix.length];
    for (int i = 0; i < places.length; i++) {
      System.arraycopy(matrix, i * columns, arranged, places[i] * columns, columns);
    }
    return arranged;
  }
}
