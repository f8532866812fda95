package dev.gradus.layers;

import dev.gradus.spi.LayerSite;
import dev.gradus.spi.Shape;

/**
 * How the numbers of a row become vectors: each numeric input is replaced by some outputs, and
 * every other input, such as a category, stays one number.
 *
 * @param input the shape of a row
 * @param numbers the indices of the numeric inputs, ascending; at least one
 * @param dimensions the number of outputs of each
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record EmbeddedNumbers(Shape input, int[] numbers, int dimensions) {

  /**
   * Finds the numeric inputs of a layer.
   *
   * @throws IllegalArgumentException with a sentence, if there are none
   */
  static EmbeddedNumbers of(LayerSite site, int dimensions) {
    int[] numbers = site.numbers().stream().mapToInt(index -> index).toArray();
    if (numbers.length == 0) {
      throw new IllegalArgumentException(
          site.categories().isEmpty()
              ? "takes the numeric columns of the data; put it first, or directly after embedding"
              : "no input is numeric; leave the layer out, or declare a column numeric");
    }
    int others = site.input().columns() - numbers.length;
    int most = (LayerSite.MOST_NUMBERS - others) / numbers.length;
    if (dimensions > most) {
      throw site.tooLarge("dimensions", dimensions, most, "each gives a number for every column");
    }
    return new EmbeddedNumbers(site.input(), numbers, dimensions);
  }

  /** The number of numeric inputs. */
  int count() {
    return numbers.length;
  }

  /** The shape of the outputs of a row. */
  Shape output() {
    return Shape.line(input.columns() + numbers.length * (dimensions - 1));
  }

  /** The index of the first output of the numeric input with this place among them. */
  int at(int place) {
    return numbers[place] + place * (dimensions - 1);
  }

  /** Copies the other inputs of some rows to their outputs. */
  void copyOthers(float[] x, float[] y, int from, int to) {
    int inputs = input.columns();
    int outputs = inputs + numbers.length * (dimensions - 1);
    for (int i = from; i < to; i++) {
      int place = 0;
      for (int j = 0; j < inputs; j++) {
        if (place < numbers.length && numbers[place] == j) {
          place++;
        } else {
          y[i * outputs + j + place * (dimensions - 1)] = x[i * inputs + j];
        }
      }
    }
  }

  /** Copies the gradients of the other inputs of some rows from those of their outputs. */
  void copyGradientsOfOthers(float[] dy, float[] dx, int from, int to) {
    int inputs = input.columns();
    int outputs = inputs + numbers.length * (dimensions - 1);
    for (int i = from; i < to; i++) {
      int place = 0;
      for (int j = 0; j < inputs; j++) {
        if (place < numbers.length && numbers[place] == j) {
          place++;
        } else {
          dx[i * inputs + j] = dy[i * outputs + j + place * (dimensions - 1)];
        }
      }
    }
  }
}
