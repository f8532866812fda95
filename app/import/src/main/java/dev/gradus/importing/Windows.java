package dev.gradus.importing;

import dev.gradus.layers.Conv2d;
import dev.gradus.spi.Shape;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The square windows of a convolution or of pooling.
 *
 * @param image that they are in
 * @param size the width and height of each
 * @param stride the distance between two
 * @param pads rows above, columns left of, rows below and columns right of the image
 */
record Windows(Shape image, int size, int stride, List<Integer> pads) {

  /** Nothing around the image. */
  static final List<Integer> NO_PADS = List.of(0, 0, 0, 0);

  Windows {
    pads = List.copyOf(pads);
  }

  /**
   * The windows of a layer of a file.
   *
   * @param zeros that layers before it have put around the image
   * @param pads that the layer itself has; empty for as many as give one window for each stride,
   *     with one more below and right if their number is odd
   */
  static Windows of(
      String origin,
      Shape image,
      List<Integer> zeros,
      int size,
      int stride,
      Optional<List<Integer>> pads) {
    List<Integer> own = pads.orElseGet(() -> same(padded(image, zeros), size, stride));
    List<Integer> all = sum(zeros, own);
    if (Collections.min(all) < 0 || Collections.max(all) >= size) {
      throw Refusal.of(
          "%s: its padding of %s above, %s left, %s below and %s right is not imported; for windows of %s x %s pixels it may be from 0 to %s",
          origin, all.get(0), all.get(1), all.get(2), all.get(3), size, size, size - 1);
    }
    Shape whole = padded(image, all);
    if (size > Math.min(whole.height(), whole.width())) {
      throw Refusal.of(
          "%s: its windows of %s x %s pixels do not fit into %s", origin, size, size, whole);
    }
    return new Windows(image, size, stride, all);
  }

  /** An image with rows and columns around it. */
  static Shape padded(Shape image, List<Integer> pads) {
    return Shape.image(
        Math.addExact(image.height(), Math.addExact(pads.get(0), pads.get(2))),
        Math.addExact(image.width(), Math.addExact(pads.get(1), pads.get(3))),
        image.channels());
  }

  static List<Integer> sum(List<Integer> pads, List<Integer> others) {
    return IntStream.range(0, pads.size())
        .mapToObj(i -> Math.addExact(pads.get(i), others.get(i)))
        .toList();
  }

  private static List<Integer> same(Shape image, int size, int stride) {
    int tall = same(image.height(), size, stride);
    int wide = same(image.width(), size, stride);
    return List.of(tall / 2, wide / 2, tall - tall / 2, wide - wide / 2);
  }

  private static int same(int edge, int size, int stride) {
    return Math.toIntExact(Math.max(0, ((edge - 1) / stride) * (long) stride + size - edge));
  }

  /**
   * With the windows at the lower and the right edge that begin in the image and end beyond it. Not
   * if a layer before has put zeros around the image: for the file they belong to it.
   */
  Windows withRest() {
    Shape whole = padded(image, pads);
    return new Windows(
        image,
        size,
        stride,
        sum(pads, List.of(0, 0, rest(whole.height(), 2), rest(whole.width(), 3))));
  }

  /** Whether the last windows end at the lower and the right edge. */
  boolean isWhole() {
    Shape whole = padded(image, pads);
    return (whole.height() - size) % stride == 0 && (whole.width() - size) % stride == 0;
  }

  private int rest(int edge, int side) {
    int beyond = (edge - size) % stride;
    int more = beyond == 0 ? 0 : stride - beyond;
    return pads.get(side) + (long) more < size ? more : 0;
  }

  /** One number for each window. */
  Shape output(int channels) {
    Shape whole = padded(image, pads);
    return Shape.image(
        (whole.height() - size) / stride + 1, (whole.width() - size) / stride + 1, channels);
  }

  boolean isPadded() {
    return !pads.equals(NO_PADS);
  }

  /** Whether the padding is the one that is called "same"; false if there is none. */
  boolean isSame() {
    return isPadded()
        && isSame(image.height(), pads.get(0), pads.get(2))
        && isSame(image.width(), pads.get(1), pads.get(3));
  }

  private boolean isSame(int edge, int before, int after) {
    int windows = (edge - 1) / stride + 1;
    return before == same(edge, size, stride) / 2
        && ((long) edge + before + after - size) / stride + 1 == windows;
  }

  /** The convolution, without an activation. */
  Conv2d convolution(int filters, boolean bias) {
    boolean isSame = isSame();
    return new Conv2d(
        filters,
        size,
        stride,
        isSame ? Conv2d.Padding.SAME : Conv2d.Padding.VALID,
        isSame ? Optional.empty() : given(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        bias);
  }

  /** The padding as an option of a layer; empty if there is none. */
  Optional<List<Integer>> given() {
    return isPadded() ? Optional.of(pads) : Optional.empty();
  }

  /** The stride as pooling has it. */
  Optional<Integer> strideOfPool() {
    return stride == size ? Optional.empty() : Optional.of(stride);
  }
}
