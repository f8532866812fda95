package dev.gradus.importing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gradus.activations.Relu;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.spi.Shape;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The windows that PyTorch and ONNX have with {@code ceil_mode}. */
class WindowsTest {

  /** The number in a row as PyTorch computes it: none begins beyond the image and what precedes. */
  @ParameterizedTest
  @CsvSource({"5, 2, 2, 1, 3", "5, 3, 2, 0, 2", "6, 3, 2, 0, 3", "6, 3, 2, 1, 4", "7, 2, 3, 1, 3"})
  void noneBeginsBeyondTheImage(int edge, int size, int stride, int pad, int windows) {
    Windows plain =
        Windows.of(
            "pool",
            Shape.image(edge, edge, 1),
            Windows.NO_PADS,
            size,
            stride,
            Optional.of(List.of(pad, pad, pad, pad)));
    assertEquals(Shape.image(windows, windows, 1), plain.withRest().output(1));
  }

  private static ProtoMessage attribute(int... bytes) throws DamagedException {
    ByteBuffer all = ByteBuffer.allocate(bytes.length);
    for (int each : bytes) {
      all.put((byte) each);
    }
    return new ProtoMessage(all.flip());
  }

  /** A pool of 2 x 2 pixels with a stride of 2 and ceil_mode, behind a Pad of 1 on all sides. */
  private static NetworkDraft pooled(String operator, int edge) throws Exception {
    NetworkDraft draft = new NetworkDraft(List.of(1, edge, edge), true);
    Weights one = new Weights(List.of(1, 1, 1, 1), new float[] {1});
    draft.convolution("conv", one, Optional.empty(), 1, Optional.of(Windows.NO_PADS));
    draft.activation("relu", new Relu());
    draft.zeros("pad", List.of(1, 1, 1, 1));
    OnnxFile any = new OnnxFile(Files.readAllBytes(RecordedTest.fileOf("torch-relu")));
    // Field 8, twice 2; field 3, 1.
    ProtoMessage two = attribute(8 << 3, 2, 8 << 3, 2);
    OnnxNode node =
        new OnnxNode(
            "pool",
            operator,
            List.of("x"),
            List.of("y"),
            Map.of("kernel_shape", two, "strides", two, "ceil_mode", attribute(3 << 3, 1)));
    new OnnxOperators(any, draft, OnnxFile.UNKNOWN).append(node, "x");
    return draft;
  }

  /** The last window begins in the zeros of the Pad, which are a part of the image in the file. */
  @ParameterizedTest
  @ValueSource(strings = {"MaxPool", "AveragePool"})
  void windowsThatBeginInZerosAreRefused(String operator) throws Exception {
    assertEquals(
        "node 'pool' (%s): with ceil_mode it has incomplete windows at the edge of an image with zeros around it, which is not imported"
            .formatted(operator),
        assertThrows(GradusException.class, () -> pooled(operator, 5)).getMessage());
    assertEquals(List.of(1, 3, 3), pooled(operator, 4).dimensions());
  }
}
