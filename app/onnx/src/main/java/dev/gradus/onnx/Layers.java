package dev.gradus.onnx;

import dev.gradus.layers.AveragePool;
import dev.gradus.layers.BatchNorm;
import dev.gradus.layers.Conv2d;
import dev.gradus.layers.Dense;
import dev.gradus.layers.Embedding;
import dev.gradus.layers.Ensemble;
import dev.gradus.layers.Factor;
import dev.gradus.layers.Flatten;
import dev.gradus.layers.GlobalAveragePool;
import dev.gradus.layers.Image;
import dev.gradus.layers.LayerNorm;
import dev.gradus.layers.MaxPool;
import dev.gradus.layers.Periodic;
import dev.gradus.layers.PiecewiseLinear;
import dev.gradus.layers.Residual;
import dev.gradus.layers.RmsNorm;
import dev.gradus.runtime.column.InputColumns;
import dev.gradus.runtime.network.ActivationLayer;
import dev.gradus.runtime.network.Assembled;
import dev.gradus.runtime.network.EachMember;
import dev.gradus.runtime.network.PluginName;
import dev.gradus.spi.CompositeFunction;
import dev.gradus.spi.EnsembleLayer;
import dev.gradus.spi.Layer;
import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.Reshape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Appends the layers of a network. Between them a row is a line of numbers, also of an image; in an
 * ensemble each member has a row.
 */
final class Layers {

  private final OnnxGraph graph;
  private final InputColumns columns;
  private Optional<EnsembleLayer> ensemble = Optional.empty();

  /** The inputs of the next layer that are numbers of the data. */
  private List<Integer> numbers;

  private Layers(OnnxGraph graph, InputColumns columns) {
    this.graph = graph;
    this.columns = columns;
    numbers = columns.numbers();
  }

  /**
   * Appends a network.
   *
   * @param x floats, [rows, inputs]
   * @return the name of its outputs, floats, [rows, outputs]
   */
  static String append(OnnxGraph graph, String x, InputColumns columns, Assembled network) {
    Layers layers = new Layers(graph, columns);
    String y = x;
    for (Assembled.Part part : network.parts()) {
      y = layers.append(y, part);
    }
    if (network.members() == 1) {
      return y;
    }
    int width = outputs(network);
    String apart = graph.reshape(y, -1, network.members(), width);
    String sum = graph.gone(graph.sum(apart, 1), 1);
    return graph.node("Mul", sum, graph.scalar(1.0 / network.members()));
  }

  private static int outputs(Assembled network) {
    List<LayerFunction> all = network.layers();
    return all.get(all.size() - 1).output().columns();
  }

  private String append(String x, Assembled.Part part) {
    LayerFunction function = part.layers().get(0);
    LayerFunction member = function instanceof EachMember each ? each.member() : function;
    String y = append(x, part.spec(), member, "layers." + part.index() + ".");
    if (part.spec() instanceof EnsembleLayer begun) {
      ensemble = Optional.of(begun);
      return y;
    }
    numbers = part.spec().activation().isPresent() ? List.of() : member.numbers();
    int width = member.output().columns();
    return part.layers().stream()
        .filter(ActivationLayer.class::isInstance)
        .map(ActivationLayer.class::cast)
        .findFirst()
        .map(activation -> activated(y, activation, width))
        .orElse(y);
  }

  private String activated(String x, ActivationLayer layer, int width) {
    int units = layer.units().channels();
    return byChannel(
        x,
        units,
        width,
        rows -> Activations.append(graph, rows, units, layer.activation(), layer.parameters()));
  }

  /** Lets a function see the channels of each pixel as a row. */
  private String byChannel(String x, int channels, int width, UnaryOperator<String> function) {
    return channels == width
        ? function.apply(x)
        : graph.reshape(function.apply(graph.reshape(x, -1, channels)), -1, width);
  }

  private String append(String x, Layer spec, LayerFunction function, String site) {
    Tensors tensors = Tensors.of(function, site);
    if (function instanceof Reshape || function.isIdentity() && tensors.isEmpty()) {
      return x;
    }
    if (spec instanceof Dense dense) {
      return new DenseForm(graph, tensors, ensemble).append(x, dense, function);
    }
    if (spec instanceof Conv2d conv) {
      return new ImageForm(graph, function).convolution(x, conv, tensors);
    }
    if (spec instanceof MaxPool pool) {
      return new ImageForm(graph, function).maxPool(x, pool);
    }
    if (spec instanceof AveragePool pool) {
      return new ImageForm(graph, function).averagePool(x, pool);
    }
    if (spec instanceof GlobalAveragePool) {
      return new ImageForm(graph, function).mean(x);
    }
    if (spec instanceof BatchNorm norm) {
      return byChannel(
          x,
          function.input().channels(),
          function.input().columns(),
          rows -> batchNorm(rows, norm, tensors));
    }
    if (spec instanceof LayerNorm norm) {
      return rowNorm(x, norm.epsilon(), function, tensors);
    }
    if (spec instanceof RmsNorm norm) {
      return rowNorm(x, norm.epsilon(), function, tensors);
    }
    if (spec instanceof Embedding) {
      return new NumberForm(graph, numbers).embedding(x, columns, tensors);
    }
    if (spec instanceof PiecewiseLinear) {
      return new NumberForm(graph, numbers).piecewise(x, function.input(), tensors);
    }
    if (spec instanceof Periodic periodic) {
      return new NumberForm(graph, numbers).periodic(x, function.input(), periodic, tensors);
    }
    if (spec instanceof Factor) {
      return graph.node("Mul", x, row(tensors.values("weight")));
    }
    if (spec instanceof Ensemble begun) {
      return spread(x, begun.members(), function.input().columns(), tensors);
    }
    if (spec instanceof Residual residual) {
      return graph.node("Add", x, block(x, residual, (CompositeFunction) function, site));
    }
    if (spec instanceof OnnxForm own) {
      return OwnForm.append(own, graph, x, tensors.byName());
    }
    throw Refusal.of(
        "the layer '%s' (%s) has no form in ONNX; train with built-in layers, or let the class implement %s",
        PluginName.of(spec), spec.getClass().getName(), OnnxForm.class.getName());
  }

  private String row(float[] values) {
    return graph.floats(values, 1, values.length);
  }

  private String block(String x, Residual residual, CompositeFunction sum, String site) {
    LayerFunction inner = sum.parts().get(0);
    List<LayerFunction> functions =
        inner instanceof CompositeFunction block ? block.parts() : List.of(inner);
    Iterator<LayerFunction> next = new ArrayList<>(functions).iterator();
    List<Integer> before = numbers;
    String y = x;
    for (int i = 0; i < residual.layers().size(); i++) {
      Layer spec = residual.layers().get(i);
      if (isShapeOnly(spec)) {
        continue;
      }
      LayerFunction function = next.next();
      y = append(y, spec, function, site + "layers." + i + ".");
      numbers = spec.activation().isPresent() ? List.of() : function.numbers();
      if (spec.activation().isPresent()) {
        y = activated(y, (ActivationLayer) next.next(), function.output().columns());
      }
    }
    numbers = before;
    return y;
  }

  private static boolean isShapeOnly(Layer spec) {
    return spec instanceof Image || spec instanceof Flatten;
  }

  private String batchNorm(String x, BatchNorm norm, Tensors tensors) {
    float[] scale = tensors.values("weight");
    float[] variance = tensors.values("running-variance");
    float[] factor = new float[scale.length];
    for (int i = 0; i < factor.length; i++) {
      factor[i] = (float) (scale[i] / Math.sqrt(variance[i] + norm.epsilon()));
    }
    String centred = graph.node("Sub", x, row(tensors.values("running-mean")));
    return graph.node("Add", graph.node("Mul", centred, row(factor)), row(tensors.values("bias")));
  }

  /** In double, as in Gradus, because a variance loses digits. */
  private String rowNorm(String x, double epsilon, LayerFunction function, Tensors tensors) {
    double share = 1.0 / function.input().columns();
    String wide = graph.cast(x, Element.DOUBLE);
    if (tensors.has("bias")) {
      String mean = graph.node("Mul", graph.sum(wide, 1), graph.real(share));
      wide = graph.node("Sub", wide, mean);
    }
    String squares = graph.sum(graph.node("Mul", wide, wide), 1);
    String variance =
        graph.node("Add", graph.node("Mul", squares, graph.real(share)), graph.real(epsilon));
    String standard =
        graph.cast(graph.node("Div", wide, graph.node("Sqrt", variance)), Element.FLOAT);
    String scaled = graph.node("Mul", standard, row(tensors.values("weight")));
    return tensors.has("bias") ? graph.node("Add", scaled, row(tensors.values("bias"))) : scaled;
  }

  /** A row for each member. */
  private String spread(String x, int members, int width, Tensors tensors) {
    float[] ones = new float[members];
    Arrays.fill(ones, 1);
    String factors =
        tensors.isEmpty()
            ? graph.floats(ones, members, 1)
            : graph.floats(tensors.values("factors"), members, width);
    return graph.reshape(graph.node("Mul", graph.more(x, 1), factors), -1, width);
  }
}
