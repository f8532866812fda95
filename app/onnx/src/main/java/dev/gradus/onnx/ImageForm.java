package dev.gradus.onnx;

import dev.gradus.layers.AveragePool;
import dev.gradus.layers.Conv2d;
import dev.gradus.layers.MaxPool;
import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Appends layers of images, which have their channels last in Gradus, and first in ONNX. */
final class ImageForm {

  private final OnnxGraph graph;
  private final Shape input;
  private final Shape output;

  ImageForm(OnnxGraph graph, LayerFunction function) {
    this.graph = graph;
    input = function.input();
    output = function.output();
  }

  String convolution(String x, Conv2d layer, Tensors tensors) {
    int size = layer.kernel();
    int filters = tensors.get("weight").columns();
    int channels = input.channels();
    float[] weight = tensors.values("weight");
    float[] first = new float[weight.length];
    int pixels = size * size;
    for (int pixel = 0; pixel < pixels; pixel++) {
      for (int c = 0; c < channels; c++) {
        for (int f = 0; f < filters; f++) {
          first[(f * channels + c) * pixels + pixel] = weight[(pixel * channels + c) * filters + f];
        }
      }
    }
    Map<String, Object> attributes = new HashMap<>();
    attributes.put("kernel_shape", new long[] {size, size});
    attributes.put("strides", new long[] {layer.stride(), layer.stride()});
    attributes.put("pads", pads(layer));
    String weights = graph.floats(first, filters, channels, size, size);
    String y =
        tensors.has("bias")
            ? graph.node(
                "Conv",
                attributes,
                channelsFirst(x),
                weights,
                graph.floats(tensors.values("bias"), filters))
            : graph.node("Conv", attributes, channelsFirst(x), weights);
    return line(y);
  }

  /** How many rows or columns of zeros there are above, left of, below and right of the image. */
  private long[] pads(Conv2d layer) {
    if (layer.padding() != Conv2d.Padding.SAME) {
      return layer.pads().map(ImageForm::longs).orElseGet(() -> new long[4]);
    }
    long tall = padding(output.height(), layer, input.height());
    long wide = padding(output.width(), layer, input.width());
    return new long[] {tall / 2, wide / 2, tall - tall / 2, wide - wide / 2};
  }

  private static long[] longs(List<Integer> sides) {
    return sides.stream().mapToLong(each -> each).toArray();
  }

  /** The rows or columns on both sides together. */
  private static long padding(int windows, Conv2d layer, int edge) {
    return Math.max(0, (windows - 1L) * layer.stride() + layer.kernel() - edge);
  }

  String maxPool(String x, MaxPool layer) {
    return pool(
        "MaxPool", x, windows(layer.size(), layer.stride().orElse(layer.size()), layer.pads()));
  }

  String averagePool(String x, AveragePool layer) {
    Map<String, Object> attributes =
        windows(layer.size(), layer.stride().orElse(layer.size()), layer.pads());
    if (layer.pads().isPresent()) {
      attributes.put("count_include_pad", 1L);
    }
    return pool("AveragePool", x, attributes);
  }

  private static Map<String, Object> windows(int size, int stride, Optional<List<Integer>> pads) {
    Map<String, Object> attributes = new HashMap<>();
    attributes.put("kernel_shape", new long[] {size, size});
    attributes.put("strides", new long[] {stride, stride});
    pads.ifPresent(sides -> attributes.put("pads", longs(sides)));
    return attributes;
  }

  private String pool(String operator, String x, Map<String, Object> attributes) {
    return line(graph.node(operator, attributes, channelsFirst(x)));
  }

  /** The mean of each channel. */
  String mean(String x) {
    return graph.reshape(graph.node("GlobalAveragePool", channelsFirst(x)), -1, input.channels());
  }

  private String channelsFirst(String x) {
    String image = graph.reshape(x, -1, input.height(), input.width(), input.channels());
    return graph.transpose(image, 0, 3, 1, 2);
  }

  private String line(String image) {
    return graph.reshape(graph.transpose(image, 0, 2, 3, 1), -1, output.columns());
  }
}
