package dev.gradus.engine.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gradus.activations.Tanh;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.layers.Dense;
import dev.gradus.layers.Embedding;
import dev.gradus.layers.Factor;
import dev.gradus.layers.GaussianNoise;
import dev.gradus.layers.Periodic;
import dev.gradus.layers.PiecewiseLinear;
import dev.gradus.runtime.column.InputColumns;
import dev.gradus.runtime.linear.Products;
import dev.gradus.runtime.network.Chain;
import dev.gradus.runtime.network.NetworkException;
import dev.gradus.runtime.network.Room;
import dev.gradus.spi.Layer;
import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.LayerFunction.Direction;
import dev.gradus.spi.Target;
import dev.gradus.spi.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Layers that turn numeric inputs into vectors. */
class NumberEmbeddingsTest {

  private static final double TOLERANCE = 3e-5;
  private static final Target PRICE = new Target(Target.Kind.NUMERIC, List.of("price"));

  /** A number, a code of three categories, a number. */
  private static final InputColumns MIXED = new InputColumns(List.of(0, 3, 0));

  private static Network network(InputColumns inputs, Layer... layers) {
    return new NetworkBuilder(Catalogue.ofInstalled()).build(List.of(layers), inputs, PRICE, 3);
  }

  /** See the README next to the file. */
  @TestFactory
  Stream<DynamicTest> theyAreThoseOfTheReference() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            NumberEmbeddingsTest.class.getResourceAsStream("number-embeddings.json"))) {
      JsonNode cases = new ObjectMapper().readTree(in).get("cases");
      assertEquals(7, cases.size());
      return StreamSupport.stream(cases.spliterator(), false)
          .map(c -> DynamicTest.dynamicTest(c.get("id").asText(), () -> replay(c)));
    }
  }

  private static void replay(JsonNode c) {
    Matrix x = matrix(c.get("x"));
    List<Integer> numbers =
        StreamSupport.stream(c.get("numbers").spliterator(), false).map(JsonNode::asInt).toList();
    InputColumns inputs = new InputColumns(Collections.nCopies(x.columns(), 0), numbers);
    Network network = network(inputs, layer(c), Dense.output());
    LayerFunction function = network.layers().get(0);
    if (c.has("fit")) {
      network.initialize(matrix(c.get("fit")), 1, Set.of());
    }
    Stream.concat(function.parameters().stream(), function.statistics().stream())
        .forEach(tensor -> set(tensor, matrix(c.get("tensors").get(shortName(tensor)))));
    int width = function.output().columns();
    Room room = Room.of(x.rows(), Direction.BACK_TO_INPUTS, List.of(new Products()), width);
    Chain chain = new Chain(List.of(function), room);
    chain.layOut(0, 1);
    chain.begin(1);
    chain.forward(x.values(), 0, x.rows(), 0);
    assertClose(c.get("y"), room.y());
    float[] upstream = matrix(c.get("upstream")).values();
    System.arraycopy(upstream, 0, room.gradient(), 0, upstream.length);
    float[] dx = new float[x.size()];
    chain.backward(x.values(), dx, 0, x.rows(), 0);
    assertClose(c.get("dx"), dx);
    chain.parameterGradients(x.values(), x.rows(), 0, 1, 0);
    for (int k = 0; k < function.parameters().size(); k++) {
      String name = shortName(function.parameters().get(k));
      assertClose(c.get("gradients").get(name), chain.gradients().get(k));
    }
  }

  private static Layer layer(JsonNode c) {
    JsonNode params = c.get("params");
    int dimensions = params.get("dimensions").asInt();
    if (c.get("layer").asText().equals("piecewise-linear")) {
      return new PiecewiseLinear(params.get("bins").asInt(), dimensions);
    }
    return new Periodic(
        Periodic.Form.valueOf(params.get("form").asText().toUpperCase(Locale.ROOT)),
        Optional.of(params.get("frequencies").asInt()),
        Optional.empty(),
        Optional.of(dimensions),
        params.get("lite").asBoolean());
  }

  /** The bins are those of the reference; everything else is taken from it. */
  private static void set(Tensor tensor, Matrix values) {
    assertEquals(values.rows(), tensor.rows(), tensor.name());
    assertEquals(values.columns(), tensor.columns(), tensor.name());
    if (tensor.role() == Tensor.Role.FIXED) {
      assertArrayEquals(values.values(), tensor.values());
    } else {
      System.arraycopy(values.values(), 0, tensor.values(), 0, values.size());
    }
  }

  private static String shortName(Tensor tensor) {
    return tensor.name().substring("layers.0.".length());
  }

  private static Matrix matrix(JsonNode rows) {
    int columns = rows.get(0).size();
    Matrix matrix = Matrix.zeros(rows.size(), columns);
    for (int i = 0; i < matrix.size(); i++) {
      matrix.values()[i] = (float) rows.get(i / columns).get(i % columns).asDouble();
    }
    return matrix;
  }

  private static void assertClose(JsonNode expected, float[] actual) {
    int columns = expected.get(0).size();
    assertEquals(expected.size() * columns, actual.length);
    for (int i = 0; i < actual.length; i++) {
      double value = expected.get(i / columns).get(i % columns).asDouble();
      assertEquals(value, actual[i], TOLERANCE * Math.max(1, Math.abs(value)), "number " + i);
    }
  }

  @Test
  void waveFunctionsAreExactToAFloatForManyTurns() {
    Network network =
        network(InputColumns.numbers(1), new Periodic(Periodic.Form.PBLD), Dense.output());
    LayerFunction function = network.layers().get(0);
    // y = [x, cos(2πx) W], with one frequency of 1 and no phase, and a W of 1.
    Arrays.fill(function.parameters().get(0).values(), 1);
    Arrays.fill(function.parameters().get(1).values(), 0);
    Arrays.fill(function.parameters().get(2).values(), 0);
    function.parameters().get(2).values()[0] = 1;
    Arrays.fill(function.parameters().get(3).values(), 0);
    Matrix x = Matrix.zeros(20_001, 1);
    for (int i = 0; i < x.rows(); i++) {
      x.values()[i] = (i - 10_000) / 37.0f;
    }
    Pass pass = network.newPass(x.rows());
    pass.outputs(x);
    Matrix y = pass.outputs(0);
    for (int i = 0; i < x.rows(); i++) {
      assertEquals(StrictMath.cos(2 * Math.PI * x.values()[i]), y.get(i, 1), 3e-7);
    }
  }

  /** So the first gradients are those of a linear model. */
  @Test
  void aPiecewiseLinearFunctionIsLinearAtFirst() {
    Network network = network(InputColumns.numbers(1), new PiecewiseLinear(), Dense.output());
    Matrix rows = Matrix.zeros(500, 1);
    for (int i = 0; i < rows.rows(); i++) {
      rows.values()[i] = (float) Math.sinh(i / 100.0 - 2.5);
    }
    network.initialize(rows, 1, Set.of());
    Pass pass = network.newPass(3);
    Matrix y = pass.outputs(new Matrix(3, 1, new float[] {-1, 0, 1}));
    assertEquals(y.get(1, 0), (y.get(0, 0) + y.get(2, 0)) / 2, 1e-6);
    assertEquals(49, distinct(network.layers().get(0).statistics().get(0).values()));
  }

  /** As sine and cosine of a month have them: rounding errors beside 0. */
  @Test
  void noBinIsAsNarrowAsRoundingErrors() {
    Network network = network(InputColumns.numbers(1), new PiecewiseLinear(), Dense.output());
    Matrix rows = Matrix.zeros(500, 1);
    for (int i = 0; i < rows.rows(); i++) {
      rows.values()[i] = (float) StrictMath.sin(2 * Math.PI * i / 12);
    }
    network.initialize(rows, 1, Set.of());
    assertEquals(7, distinct(network.layers().get(0).statistics().get(0).values()));
  }

  private static int distinct(float[] values) {
    return (int) IntStream.range(0, values.length).mapToObj(i -> values[i]).distinct().count();
  }

  @Test
  void theyFindTheNumbersAlsoBehindAnEmbedding() {
    Network network =
        network(
            MIXED,
            new Embedding(Optional.of(5), Optional.empty()),
            new GaussianNoise(0.1),
            new PiecewiseLinear(4, 3),
            Dense.output());
    assertEquals(3 + 5 + 3, network.layers().get(2).output().columns());
    assertEquals(2 * 3, network.layers().get(2).parameters().get(0).size());
  }

  @Test
  void theyLeaveOtherInputsAsTheyAre() {
    InputColumns oneHot = new InputColumns(List.of(0, 0, 0, 0), List.of(1));
    Network network = network(oneHot, new Periodic(), Dense.output());
    Pass pass = network.newPass(1);
    pass.outputs(new Matrix(1, 4, new float[] {7, 0.5f, 8, 9}));
    Matrix y = pass.outputs(0);
    assertEquals(27, y.columns());
    assertEquals(List.of(7f, 8f, 9f), List.of(y.get(0, 0), y.get(0, 25), y.get(0, 26)));
  }

  @Test
  void whereTheyCannotStandTheyAreRefused() {
    assertEquals(
        "network[1].piecewise-linear: takes the numeric columns of the data; put it first, or directly after embedding",
        refusal(InputColumns.numbers(2), Dense.of(2), new PiecewiseLinear(), Dense.output()));
    assertEquals(
        "network[1].periodic: takes the numeric columns of the data; put it first, or directly after embedding",
        refusal(InputColumns.numbers(2), new Factor(), new Periodic(), Dense.output()));
    assertEquals(
        "network[0].periodic: no input is numeric; leave the layer out, or declare a column numeric",
        refusal(
            new InputColumns(List.of(0, 0), List.of()), new Periodic(), Dense.output(new Tanh())));
    String tooMany =
        refusal(InputColumns.numbers(2), new PiecewiseLinear(1, 2_000_000_000), Dense.output());
    assertTrue(
        tooMany.startsWith("network[0].piecewise-linear.dimensions: must be at most 1,07"),
        tooMany);
    String tooManyBins =
        refusal(InputColumns.numbers(2), new PiecewiseLinear(2_000_000_000, 2), Dense.output());
    assertTrue(
        tooManyBins.startsWith("network[0].piecewise-linear.bins: must be at most "), tooManyBins);
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new Periodic(
                Periodic.Form.PBLD, Optional.empty(), Optional.empty(), Optional.of(1), false));
  }

  private static String refusal(InputColumns inputs, Layer... layers) {
    return String.valueOf(
        assertThrows(NetworkException.class, () -> network(inputs, layers)).getMessage());
  }

  @Test
  void factorsBeginAtOne() {
    Network network = network(InputColumns.numbers(3), new Factor(), Dense.output());
    assertArrayEquals(new float[] {1, 1, 1}, network.layers().get(0).parameters().get(0).values());
    assertFalse(network.initializesFromData(Set.of()));
  }
}
