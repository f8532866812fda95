package dev.gradus.onnx;

import dev.gradus.layers.Conv2d;
import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.Shape;
import java.util.HashMap;
import java.util.Map;

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
    boolean same = layer.padding() == Conv2d.Padding.SAME;
    long tall = same ? padding(output.height(), layer, input.height()) : 0;
    long wide = same ? padding(output.width(), layer, input.width()) : 0;
    Map<String, Object> attributes = new HashMap<>();
    attributes.put("kernel_shape", new long[] {size, size});
    attributes.put("strides", new long[] {layer.stride(), layer.stride()});
    attributes.put("pads", new long[] {tall / 2, wide / 2, tall - tall / 2, wide - wide / 2});
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

  /** How many rows or columns of zeros there are around the image, on both sides together. */
  private static long padding(int windows, Conv2d layer, int edge) {
    return Math.max(0, (windows - 1L) * layer.stride() + layer.kernel() - edge);
  }

  String pool(String x, String operator, int size, int stride) {
    Map<String, Object> attributes =
        Map.of("kernel_shape", new long[] {size, size}, "strides", new long[] {stride, stride});
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
