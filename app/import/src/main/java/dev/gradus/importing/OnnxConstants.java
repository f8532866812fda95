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
      case "Gather" -> Optional.of(gathered(node, inputs));
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
    List<Long> sizes = new ArrayList<>(of.shape());
    List<Long> axes = inputs.size() > 1 ? inputs.get(1).longs() : node.numbers("axes", List.of());
    if (node.operator().equals("Unsqueeze")) {
      for (long axis : axes.stream().sorted().toList()) {
        int at = (int) (axis < 0 ? axis + sizes.size() + 1 : axis);
        if (at < 0 || at > sizes.size()) {
          throw ProtoMessage.damaged();
        }
        sizes.add(at, 1L);
      }
    } else if (node.operator().equals("Squeeze")) {
      sizes.removeIf(size -> size == 1);
    } else {
      sizes = List.of(1L, (long) of.values().length);
    }
    return of.reshaped(sizes);
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
