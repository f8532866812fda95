package dev.gradus.importing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Computes nodes whose inputs are constants, as exporters leave them for shapes and weights. */
final class OnnxConstants {

  /** The largest number of sizes. */
  private static final int MOST = 100;

  private OnnxConstants() {}

  /**
   * The result of a node.
   *
   * @param inputs its constant inputs
   * @return empty if its operator is none that constants are made with
   */
  static Optional<OnnxTensor> fold(OnnxNode node, List<OnnxTensor> inputs) throws DamagedException {
    return switch (node.operator()) {
      case "Constant" -> constant(node);
      case "Identity", "Cast" -> Optional.of(inputs.get(0));
      case "Reshape" -> reshaped(node, inputs);
      case "Squeeze", "Flatten", "Unsqueeze" -> Optional.of(sized(node, inputs));
      case "Transpose" -> Optional.of(transposed(node, inputs.get(0)));
      case "Concat" -> Optional.of(concatenated(node, inputs));
      case "ConstantOfShape" -> Optional.of(filled(node, inputs.get(0).longs()));
      case "Gather" -> Optional.of(gathered(node, inputs));
      case "Slice" -> Optional.of(sliced(node, inputs));
      case "Neg" -> Optional.of(negative(inputs.get(0)));
      default -> Optional.empty();
    };
  }

  private static Optional<OnnxTensor> constant(OnnxNode node) throws DamagedException {
    if (node.has("value_float")) {
      double[] value = {node.real("value_float", 0)};
      return Optional.of(new OnnxTensor(List.of(), value, List.of()));
    }
    if (node.has("value_int")) {
      double[] value = {node.number("value_int", 0)};
      return Optional.of(new OnnxTensor(List.of(), value, List.of()));
    }
    if (node.has("value_ints")) {
      return Optional.of(
          OnnxTensor.list(
              node.numbers("value_ints", List.of()).stream().mapToDouble(each -> each).toArray()));
    }
    if (node.has("value_floats")) {
      float[] reals = node.reals("value_floats");
      return Optional.of(
          OnnxTensor.list(IntStream.range(0, reals.length).mapToDouble(i -> reals[i]).toArray()));
    }
    return node.tensor("value");
  }

  private static Optional<OnnxTensor> reshaped(OnnxNode node, List<OnnxTensor> inputs) {
    List<Long> sizes = new ArrayList<>(inputs.get(1).longs());
    long known = 1;
    for (int i = 0; i < sizes.size(); i++) {
      if (sizes.get(i) == 0 && i < inputs.get(0).shape().size()) {
        sizes.set(i, inputs.get(0).shape().get(i));
      }
      known *= Math.max(1, sizes.get(i));
    }
    int open = sizes.indexOf(-1L);
    if (open >= 0) {
      sizes.set(open, inputs.get(0).values().length / known);
    }
    checkSize(node, sizes, inputs.get(0));
    return Optional.of(inputs.get(0).reshaped(sizes));
  }

  private static void checkSize(OnnxNode node, List<Long> sizes, OnnxTensor of) {
    if (Weights.sizeOf(sizes) != of.values().length) {
      throw Refusal.of(
          "%s: it gives a constant of shape %s the shape %s", node.called(), of.shape(), sizes);
    }
  }

  private static OnnxTensor sized(OnnxNode node, List<OnnxTensor> inputs) throws DamagedException {
    OnnxTensor of = inputs.get(0);
    List<Long> axes =
        node.operator().equals("Flatten")
            ? List.of(node.number("axis", 1))
            : inputs.size() > 1 ? inputs.get(1).longs() : node.numbers("axes", List.of());
    Optional<List<Long>> sizes =
        switch (node.operator()) {
          case "Unsqueeze" -> unsqueezed(of.shape(), axes);
          case "Squeeze" -> squeezed(of.shape(), axes);
          default -> flattened(of.shape(), axes.get(0));
        };
    return of.reshaped(
        sizes.orElseThrow(
            () ->
                Refusal.of(
                    "%s: its axes are %s, which do not fit a constant of shape %s",
                    node.called(), axes, of.shape())));
  }

  /**
   * Sizes with axes of size 1 between them.
   *
   * @param axes of the result; negative ones count from its end
   * @return empty if there are no such axes
   */
  static Optional<List<Long>> unsqueezed(List<Long> sizes, List<Long> axes) {
    List<Long> more = new ArrayList<>(sizes);
    List<Long> places = places(axes, sizes.size() + axes.size());
    if (places.size() < axes.size()) {
      return Optional.empty();
    }
    for (long axis : places) {
      if (axis < 0 || axis > more.size()) {
        return Optional.empty();
      }
      more.add((int) axis, 1L);
    }
    return Optional.of(more);
  }

  /**
   * Sizes without axes of size 1.
   *
   * @param axes that are left out; if none are given, all of size 1
   * @return empty if an axis has another size
   */
  static Optional<List<Long>> squeezed(List<Long> sizes, List<Long> axes) {
    List<Long> left = new ArrayList<>(sizes);
    if (axes.isEmpty()) {
      left.removeIf(size -> size == 1);
      return Optional.of(left);
    }
    List<Long> places = places(axes, sizes.size());
    if (places.size() < axes.size()) {
      return Optional.empty();
    }
    for (int i = places.size() - 1; i >= 0; i--) {
      long axis = places.get(i);
      if (axis < 0 || axis >= sizes.size() || sizes.get((int) axis) != 1) {
        return Optional.empty();
      }
      left.remove((int) axis);
    }
    return Optional.of(left);
  }

  /** A matrix: the axes before one of them, and the others. */
  private static Optional<List<Long>> flattened(List<Long> sizes, long axis) {
    long place = axis < 0 ? axis + sizes.size() : axis;
    if (place < 0 || place > sizes.size()) {
      return Optional.empty();
    }
    long rows = sizes.stream().limit(place).reduce(1L, Math::multiplyExact);
    long columns = sizes.stream().skip(place).reduce(1L, Math::multiplyExact);
    return Optional.of(List.of(rows, columns));
  }

  private static List<Long> places(List<Long> axes, int rank) {
    return axes.stream().map(axis -> axis < 0 ? axis + rank : axis).distinct().sorted().toList();
  }

  private static OnnxTensor transposed(OnnxNode node, OnnxTensor of) throws DamagedException {
    List<Integer> sizes = of.shape().stream().map(Long::intValue).toList();
    List<Integer> axes = axes(node, sizes.size());
    if (of.values().length == 0) {
      throw ProtoMessage.damaged();
    }
    Arrangement turned = Arrangement.plain(sizes).transposed(axes);
    double[] values = new double[of.values().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = of.values()[turned.places()[i]];
    }
    return new OnnxTensor(
        turned.dimensions().stream().map(Integer::longValue).toList(), values, List.of());
  }

  /** The axes of a Transpose, which are a permutation of all axes. */
  static List<Integer> axes(OnnxNode node, int rank) throws DamagedException {
    List<Integer> axes =
        node.has("perm")
            ? node.numbers("perm", List.of()).stream().map(Long::intValue).toList()
            : IntStream.range(0, rank).mapToObj(i -> rank - 1 - i).toList();
    if (!axes.stream().sorted().toList().equals(IntStream.range(0, rank).boxed().toList())) {
      throw Refusal.of(
          "%s: perm is %s, but its input has %s dimensions", node.called(), axes, rank);
    }
    return axes;
  }

  /** The same number everywhere. */
  private static OnnxTensor filled(OnnxNode node, List<Long> sizes) throws DamagedException {
    int size = Weights.sizeOf(sizes);
    if (size < 0 || size > MOST) {
      throw Refusal.of(
          "%s: it makes a constant of shape %s; at most %s numbers are imported, so let the exporter fold constants",
          node.called(), sizes, MOST);
    }
    Optional<OnnxTensor> value = node.tensor("value").filter(OnnxTensor::isScalar);
    double[] values = new double[size];
    Arrays.fill(values, value.isPresent() ? value.get().values()[0] : 0);
    return new OnnxTensor(sizes, values, List.of());
  }

  /** Some of the rows of a constant, as exporters reverse a list of sizes. */
  private static OnnxTensor sliced(OnnxNode node, List<OnnxTensor> inputs) {
    OnnxTensor of = inputs.get(0);
    List<OnnxTensor> numbers = inputs.subList(1, inputs.size());
    long rows = of.shape().isEmpty() ? 0 : of.shape().get(0);
    long step = Math.max(-rows, Math.min(rows, number(numbers, 3, 1)));
    boolean isKnown =
        of.values().length > 0
            && numbers.size() > 1
            && numbers.stream().allMatch(OnnxTensor::isScalar)
            && number(numbers, 2, 0) == 0
            && step != 0;
    if (!isKnown) {
      throw Refusal.of(
          "%s: it chooses from a constant in a way that is not imported", node.called());
    }
    int width = of.values().length / (int) rows;
    long end = bounded(number(numbers, 1, 0), rows, step);
    double[] values = new double[of.values().length];
    int count = 0;
    for (long i = bounded(number(numbers, 0, 0), rows, step);
        step > 0 ? i < end : i > end;
        i += step) {
      System.arraycopy(of.values(), (int) i * width, values, count * width, width);
      count++;
    }
    List<Long> sizes = new ArrayList<>(of.shape());
    sizes.set(0, (long) count);
    return new OnnxTensor(sizes, Arrays.copyOf(values, count * width), List.of());
  }

  private static long number(List<OnnxTensor> numbers, int index, long otherwise) {
    return numbers.size() > index && numbers.get(index).isScalar()
        ? numbers.get(index).longs().get(0)
        : otherwise;
  }

  /** The first row, or the one behind the last; negative ones count from the end. */
  private static long bounded(long row, long rows, long step) {
    long place = row < 0 ? row + rows : row;
    return step > 0 ? Math.max(0, Math.min(rows, place)) : Math.max(-1, Math.min(rows - 1, place));
  }

  private static OnnxTensor concatenated(OnnxNode node, List<OnnxTensor> inputs) {
    if (inputs.stream().anyMatch(each -> each.shape().size() > 1 || each.values().length > MOST)) {
      throw Refusal.of("%s: it joins constants that are no sizes", node.called());
    }
    return OnnxTensor.list(
        inputs.stream().flatMapToDouble(each -> Arrays.stream(each.values())).toArray());
  }

  private static OnnxTensor gathered(OnnxNode node, List<OnnxTensor> inputs)
      throws DamagedException {
    OnnxTensor of = inputs.get(0);
    if (inputs.size() < 2 || !inputs.get(1).isScalar() || of.shape().size() != 1) {
      throw Refusal.of(
          "%s: it chooses from a constant in a way that is not imported", node.called());
    }
    int at = (int) inputs.get(1).values()[0];
    int place = at < 0 ? at + of.values().length : at;
    if (place < 0 || place >= of.values().length) {
      throw ProtoMessage.damaged();
    }
    return new OnnxTensor(inputs.get(1).shape(), new double[] {of.values()[place]}, List.of());
  }

  private static OnnxTensor negative(OnnxTensor of) {
    double[] values = of.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = -values[i];
    }
    return new OnnxTensor(of.shape(), values, List.of());
  }
}
