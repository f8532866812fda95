package dev.gradus.onnx;

import dev.gradus.layers.Dense;
import dev.gradus.spi.EnsembleLayer;
import dev.gradus.spi.LayerFunction;
import java.util.Optional;

/** Appends a dense layer: of one network, or of the members of an ensemble. */
final class DenseForm {

  private final OnnxGraph graph;
  private final Tensors tensors;
  private final Optional<EnsembleLayer> ensemble;

  DenseForm(OnnxGraph graph, Tensors tensors, Optional<EnsembleLayer> ensemble) {
    this.graph = graph;
    this.tensors = tensors;
    this.ensemble = ensemble;
  }

  String append(String x, Dense dense, LayerFunction function) {
    int inputs = function.input().columns();
    int units = function.output().columns();
    if (tensors.has("output-factors")) {
      return shared(x, inputs, units);
    }
    if (tensors.get("weight").columns() > units) {
      return packed(x, inputs, units);
    }
    float[] weight = tensors.values("weight");
    if (dense.parametrization() == Dense.Parametrization.NTK) {
      weight = scaled(weight, (float) (1 / Math.sqrt(inputs)));
    }
    String matrix = graph.floats(weight, inputs, units);
    return tensors.has("bias")
        ? graph.node("Gemm", x, matrix, graph.floats(values("bias"), units))
        : graph.node("MatMul", x, matrix);
  }

  private static float[] scaled(float[] weight, float factor) {
    float[] scaled = new float[weight.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = factor * weight[i];
    }
    return scaled;
  }

  private float[] values(String tensor) {
    return tensors.values(tensor);
  }

  private int members() {
    return ensemble.orElseThrow().members();
  }

  /** One matrix, and factors and biases of each member. */
  private String shared(String x, int inputs, int units) {
    String scaled = x;
    if (tensors.has("input-factors")) {
      String apart = graph.reshape(x, -1, members(), inputs);
      String factors = graph.floats(values("input-factors"), members(), inputs);
      scaled = graph.reshape(graph.node("Mul", apart, factors), -1, inputs);
    }
    String product = graph.node("MatMul", scaled, graph.floats(values("weight"), inputs, units));
    String apart = graph.reshape(product, -1, members(), units);
    String y = graph.node("Mul", apart, graph.floats(values("output-factors"), members(), units));
    return graph.reshape(biased(y, units), -1, units);
  }

  /** A matrix of each member, side by side in one tensor. */
  private String packed(String x, int inputs, int units) {
    float[] beside = values("weight");
    float[] each = new float[beside.length];
    for (int i = 0; i < inputs; i++) {
      for (int m = 0; m < members(); m++) {
        System.arraycopy(
            beside, (i * members() + m) * units, each, (m * inputs + i) * units, units);
      }
    }
    String apart = graph.transpose(graph.reshape(x, -1, members(), inputs), 1, 0, 2);
    String products = graph.node("MatMul", apart, graph.floats(each, members(), inputs, units));
    return graph.reshape(biased(graph.transpose(products, 1, 0, 2), units), -1, units);
  }

  private String biased(String y, int units) {
    return tensors.has("bias")
        ? graph.node("Add", y, graph.floats(values("bias"), members(), units))
        : y;
  }
}
