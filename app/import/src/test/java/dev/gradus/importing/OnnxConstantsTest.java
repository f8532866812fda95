package dev.gradus.importing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gradus.runtime.problem.GradusException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The shapes of constants that a graph computes, as ONNX defines them. */
class OnnxConstantsTest {

  /** The tag of an attribute's whole number: field 3, a varint. */
  private static final byte NUMBER = 3 << 3;

  private static OnnxTensor of(long... shape) {
    int size = (int) LongStream.of(shape).reduce(1, (a, b) -> a * b);
    return new OnnxTensor(
        LongStream.of(shape).boxed().toList(),
        DoubleStream.iterate(0, i -> i + 1).limit(size).toArray(),
        List.of());
  }

  private static List<Long> shape(
      String operator, Map<String, ProtoMessage> attributes, OnnxTensor... inputs)
      throws DamagedException {
    OnnxNode node = new OnnxNode("n", operator, List.of("x"), List.of("y"), attributes);
    return OnnxConstants.fold(node, List.of(inputs)).orElseThrow().shape();
  }

  @Test
  void unsqueezeCountsAxesInItsResult() throws DamagedException {
    OnnxTensor three = of(3);
    assertEquals(List.of(3L, 1L, 1L), shape("Unsqueeze", Map.of(), three, OnnxTensor.list(-2, -1)));
    assertEquals(List.of(1L, 3L, 1L), shape("Unsqueeze", Map.of(), three, OnnxTensor.list(-1, 0)));
    assertEquals(
        List.of(1L, 2L, 1L, 3L), shape("Unsqueeze", Map.of(), of(2, 3), OnnxTensor.list(0, 2)));
  }

  @Test
  void squeezeLeavesOutTheAxesThatAreNamed() throws DamagedException {
    OnnxTensor four = of(1, 3, 1, 1);
    assertEquals(List.of(3L, 1L, 1L), shape("Squeeze", Map.of(), four, OnnxTensor.list(0)));
    assertEquals(List.of(1L, 3L), shape("Squeeze", Map.of(), four, OnnxTensor.list(-2, -1)));
    assertEquals(List.of(3L), shape("Squeeze", Map.of(), four));
  }

  @Test
  void flattenHasTheAxesBeforeItsOwnAsRows() throws DamagedException {
    OnnxTensor cube = of(2, 3, 4);
    assertEquals(List.of(2L, 12L), shape("Flatten", Map.of(), cube));
    assertEquals(List.of(1L, 24L), shape("Flatten", Map.of("axis", number(0)), cube));
    assertEquals(List.of(6L, 4L), shape("Flatten", Map.of("axis", number(2)), cube));
  }

  private static ProtoMessage number(int value) throws DamagedException {
    return new ProtoMessage(ByteBuffer.wrap(new byte[] {NUMBER, (byte) value}));
  }

  @Test
  void sliceTakesRowsInEitherDirection() throws DamagedException {
    OnnxTensor rows = of(4, 2);
    assertArrayEquals(new double[] {2, 3, 4, 5}, sliced(rows, 1, 3, 0, 1));
    assertArrayEquals(
        new double[] {6, 7, 4, 5, 2, 3, 0, 1}, sliced(rows, -1, Long.MIN_VALUE, 0, -1));
    assertArrayEquals(new double[] {0, 1, 6, 7}, sliced(rows, 0, 1000, 0, 3));
    assertArrayEquals(new double[0], sliced(rows, 2, 2, 0, 1));
  }

  private static double[] sliced(OnnxTensor of, double... numbers) throws DamagedException {
    OnnxNode node = new OnnxNode("n", "Slice", List.of("x"), List.of("y"), Map.of());
    List<OnnxTensor> inputs =
        Stream.concat(Stream.of(of), DoubleStream.of(numbers).mapToObj(OnnxTensor::list)).toList();
    return OnnxConstants.fold(node, inputs).orElseThrow().values();
  }

  @Test
  void axesThatAreNotThereAreRefused() {
    for (OnnxTensor axes : List.of(OnnxTensor.list(5), OnnxTensor.list(1), OnnxTensor.list(0, 0))) {
      assertEquals(
          "node 'n' (Squeeze): its axes are %s, which do not fit a constant of shape [1, 3]"
              .formatted(axes.longs()),
          assertThrows(GradusException.class, () -> shape("Squeeze", Map.of(), of(1, 3), axes))
              .getMessage());
    }
    assertThrows(
        GradusException.class, () -> shape("Unsqueeze", Map.of(), of(3), OnnxTensor.list(-4)));
  }
}
