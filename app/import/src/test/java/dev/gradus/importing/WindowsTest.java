package dev.gradus.importing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gradus.activations.Relu;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.spi.Shape;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The windows that PyTorch and ONNX have with {@code ceil_mode}. */
class WindowsTest {

  private static Windows windows(int edge, int size, int stride, int before, int after) {
    return Windows.of(
        "pool",
        Shape.image(edge, edge, 1),
        Windows.NO_PADS,
        size,
        stride,
        Optional.of(List.of(before, before, after, after)));
  }

  /** The number in a row as PyTorch computes it: none begins beyond the image and what precedes. */
  @ParameterizedTest
  @CsvSource({"5, 2, 2, 1, 3", "5, 3, 2, 0, 2", "6, 3, 2, 0, 3", "6, 3, 2, 1, 4", "7, 2, 3, 1, 3"})
  void noneBeginsBeyondTheImage(int edge, int size, int stride, int pad, int windows) {
    Windows plain = windows(edge, size, stride, pad, pad);
    assertEquals(Shape.image(windows, windows, 1), plain.withRest().output(1));
  }

  /** By the formula in the documentation of PyTorch, with every padding on the two sides. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void thereAreAsManyAsInPyTorch(int size) {
    for (int before = 0; before < size; before++) {
      for (int after = 0; after < size; after++) {
        for (int stride = 1; stride <= 5; stride++) {
          for (int edge = size; edge <= 9; edge++) {
            int all = (edge + before + after - size + stride - 1) / stride + 1;
            int windows = (all - 1) * stride >= edge + before ? all - 1 : all;
            Windows plain = windows(edge, size, stride, before, after);
            assertEquals(
                Shape.image(windows, windows, 1), plain.withRest().output(1), plain.toString());
          }
        }
      }
    }
  }

  private static ProtoMessage attribute(int... bytes) throws DamagedException {
    ByteBuffer all = ByteBuffer.allocate(bytes.length);
    for (int each : bytes) {
      all.put((byte) each);
    }
    return new ProtoMessage(all.flip());
  }

  /** A list of small numbers: field 8, once for each. */
  private static ProtoMessage list(int... numbers) throws DamagedException {
    return attribute(IntStream.of(numbers).flatMap(n -> IntStream.of(8 << 3, n)).toArray());
  }

  /** A small number: field 3. */
  private static ProtoMessage number(int number) throws DamagedException {
    return attribute(3 << 3, number);
  }

  /** An image with one channel that is never below 0. */
  private static NetworkDraft image(int edge) {
    NetworkDraft draft = new NetworkDraft(List.of(1, edge, edge), true);
    Weights one = new Weights(List.of(1, 1, 1, 1), new float[] {1});
    draft.convolution("conv", one, Optional.empty(), 1, Optional.of(Windows.NO_PADS));
    draft.activation("relu", new Relu());
    return draft;
  }

  /** Appends a pool with ceil_mode, whose means count the padding. */
  private static NetworkDraft pooled(
      NetworkDraft draft, String operator, int size, int stride, int... pads) throws Exception {
    OnnxFile any = new OnnxFile(Files.readAllBytes(RecordedTest.fileOf("torch-relu")));
    Map<String, ProtoMessage> attributes = new HashMap<>();
    attributes.put("kernel_shape", list(size, size));
    attributes.put("strides", list(stride, stride));
    attributes.put("ceil_mode", number(1));
    attributes.put("count_include_pad", number(1));
    if (pads.length > 0) {
      attributes.put("pads", list(pads));
    }
    OnnxNode node = new OnnxNode("pool", operator, List.of("x"), List.of("y"), attributes);
    new OnnxOperators(any, draft, OnnxFile.UNKNOWN).append(node, "x");
    return draft;
  }

  private static NetworkDraft pooledInZeros(String operator, int edge) throws Exception {
    NetworkDraft draft = image(edge);
    draft.zeros("pad", List.of(1, 1, 1, 1));
    return pooled(draft, operator, 2, 2);
  }

  /** The last window begins in the zeros of the Pad, which are a part of the image in the file. */
  @ParameterizedTest
  @ValueSource(strings = {"MaxPool", "AveragePool"})
  void windowsThatBeginInZerosAreRefused(String operator) throws Exception {
    assertEquals(
        "node 'pool' (%s): with ceil_mode it has incomplete windows at the edge of an image with zeros around it, which is not imported"
            .formatted(operator),
        assertThrows(GradusException.class, () -> pooledInZeros(operator, 5)).getMessage());
    assertEquals(List.of(1, 3, 3), pooledInZeros(operator, 4).dimensions());
  }

  /** PyTorch divides by the pixels and the padding in such a window, and not by its size. */
  @Test
  void meansOfIncompleteWindowsAreRefused() throws Exception {
    String refusal =
        "node 'pool' (AveragePool): with ceil_mode it has incomplete windows at the edge of an image of shape [1, 5, 5], which is not imported";
    assertEquals(
        refusal,
        assertThrows(GradusException.class, () -> pooled(image(5), "AveragePool", 2, 2))
            .getMessage());
    assertEquals(
        refusal,
        assertThrows(GradusException.class, () -> pooled(image(5), "AveragePool", 3, 2, 1, 1, 0, 0))
            .getMessage());
    assertEquals(List.of(1, 3, 3), pooled(image(5), "MaxPool", 2, 2).dimensions());
  }

  /** It would begin in the padding behind the image, so PyTorch and ONNX have no such window. */
  @ParameterizedTest
  @ValueSource(strings = {"MaxPool", "AveragePool"})
  void windowsThatAreLeftOutAreNotImported(String operator) throws Exception {
    NetworkDraft draft = pooled(image(5), operator, 2, 2, 1, 1, 1, 1);
    assertEquals(List.of(1, 3, 3), draft.dimensions());
  }
}
