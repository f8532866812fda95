package dev.gradus.engine.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Relu;
import dev.gradus.activations.Sigmoid;
import dev.gradus.activations.Tanh;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.layers.BatchNorm;
import dev.gradus.layers.Conv2d;
import dev.gradus.layers.Dense;
import dev.gradus.layers.Dropout;
import dev.gradus.layers.Flatten;
import dev.gradus.layers.Image;
import dev.gradus.layers.LayerNorm;
import dev.gradus.runtime.network.Forward;
import dev.gradus.spi.Layer;
import dev.gradus.spi.Target;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The properties of a network. */
class NetworkTest {

  private static final Target PRICE = new Target(Target.Kind.NUMERIC, List.of("price"));

  private final NetworkBuilder builder = new NetworkBuilder(Catalogue.ofInstalled());

  private Network build(Layer... layers) {
    return builder.build(List.of(layers), 4, PRICE, 7);
  }

  @Test
  void whatDependsOnTheOthersOfABatchIsSaid() {
    Network plain = build(Dense.of(3, new Tanh()), new LayerNorm(), Dense.output());
    assertFalse(plain.needsWholeBatch());
    assertFalse(plain.keepsStatistics());
    assertFalse(plain.isRandom());
    assertEquals(Optional.empty(), plain.starvedBy(1));
    Network normed = build(Dense.of(3, new Tanh()), new BatchNorm(), Dense.output());
    assertTrue(normed.needsWholeBatch());
    assertTrue(normed.keepsStatistics());
    assertFalse(normed.isRandom());
    assertEquals(Optional.of("2 batch-norm 3"), normed.starvedBy(1));
    assertEquals(Optional.empty(), normed.starvedBy(2));
    assertTrue(build(new Dropout(), Dense.output()).isRandom());
  }

  @Test
  void multiplicationsAndNumbersAreCountedLayerByLayer() {
    Network network = build(Dense.of(5, new Tanh()), Dense.of(3), Dense.output());
    assertEquals(5 * (4 + 1) + 3 * (5 + 1) + (3 + 1), network.multiplications());
    assertEquals(4 * 5 + 5 + 5 * 3 + 3 + 3 + 1, network.size());
    assertEquals(List.of(2, 2, 2), network.parametersByLayer().stream().map(List::size).toList());
    Network normed = build(Dense.of(5), new BatchNorm(), Dense.output());
    assertEquals(List.of(2, 2, 2), normed.parametersByLayer().stream().map(List::size).toList());
    assertEquals(List.of(2, 4, 2), normed.tensorsByLayer().stream().map(List::size).toList());
  }

  @Test
  void theEntriesThatComputeAreNamedWithWhatBecameOfThem() {
    Network network =
        build(
            new Image(2, 2, 1),
            Conv2d.of(3, 1, Conv2d.Padding.VALID, new Relu()),
            new Flatten(),
            Dense.output(new Sigmoid()));
    List<Network.Part> parts = network.computing();
    assertEquals(
        List.of("network[1].conv2d", "network[3].dense"),
        parts.stream().map(Network.Part::path).toList());
    assertEquals(List.of(1, 3), parts.stream().map(Network.Part::index).toList());
    assertEquals(12 + 1, parts.get(1).function().multiplications());
    double[] z = {0.5, -2};
    double[] expected = {new Sigmoid().value(0.5), new Sigmoid().value(-2)};
    assertArrayEquals(expected, parts.get(1).activation().forward(z), 1e-15);
    assertArrayEquals(expected, network.outputInDouble().forward(z), 1e-15);
  }

  @Test
  void theLayerThatTakesMostIsNamedForNumbersAndForRows() {
    Network network = build(Dense.of(100), Dense.of(2), Dense.output());
    assertEquals("network[0].dense", network.largestLayer(1000));
    assertEquals(100 * 1000, network.largestArray(1000));
    assertEquals(100, network.largestArray(1));
    assertEquals("network[0].dense", network.heaviestLayer(1, 3));
    Network wide =
        builder.build(List.of(Dense.of(10), Dense.of(300), Dense.output()), 600, PRICE, 1);
    assertEquals("network[0].dense", wide.heaviestLayer(1, 5), "600 x 10 weights, many times");
    assertEquals("network[1].dense", wide.heaviestLayer(5000, 1), "5000 x 300 outputs");
  }

  @Test
  void moreRowsTakeMoreMemoryAndLearningTakesMoreThanPredicting() {
    Network network = build(Dense.of(8, new Tanh()), Dense.output());
    long row = Forward.bytes(network.layers(), 101) - Forward.bytes(network.layers(), 100);
    assertTrue(row >= 4 * (8 + 8 + 1), () -> row + " bytes a row");
    assertTrue(network.learningBytes(100) > Forward.bytes(network.layers(), 100));
  }

  @Test
  void rowsThatDoNotGoThroughAtOnceGoThroughOneAfterTheOther() {
    Network network = build(Dense.of(3, new Tanh()), Dense.output());
    int rows = 2 * network.rowsAtOnce() + 1;
    Matrix inputs = Matrix.zeros(rows, 4);
    for (int i = 0; i < inputs.size(); i++) {
      inputs.values()[i] = (i % 17) / 17f;
    }
    Matrix outputs = Matrix.zeros(rows, 1);
    network.predict(inputs, outputs);
    for (int row : new int[] {0, network.rowsAtOnce() - 1, network.rowsAtOnce(), rows - 1}) {
      Matrix one = Matrix.zeros(1, 1);
      network.predict(inputs.copyOfRows(row, row + 1), one);
      assertEquals(one.get(0, 0), outputs.get(row, 0));
    }
  }
}
