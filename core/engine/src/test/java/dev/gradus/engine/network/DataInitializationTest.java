package dev.gradus.engine.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Tanh;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.layers.Dense;
import dev.gradus.layers.Dropout;
import dev.gradus.layers.Residual;
import dev.gradus.runtime.network.NetworkException;
import dev.gradus.spi.Layer;
import dev.gradus.spi.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.acme.layers.Centred;
import org.junit.jupiter.api.Test;

/** Layers whose initial values depend on the training data. */
class DataInitializationTest {

  private static final Target PRICE = new Target(Target.Kind.NUMERIC, List.of("price"));
  private static final int INPUTS = 3;

  private static Network network(Layer... layers) {
    return new NetworkBuilder(Catalogue.ofInstalled()).build(List.of(layers), INPUTS, PRICE, 3);
  }

  private static Matrix rows(int count) {
    Matrix rows = Matrix.zeros(count, INPUTS);
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < rows.size(); i++) {
      rows.values()[i] = (float) random.nextDouble(1, 3);
    }
    return rows;
  }

  private static float[] tensor(Network network, String name) {
    return network.tensors().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow()
        .matrix()
        .values();
  }

  @Test
  void eachLayerSeesTheOutputsOfThoseBeforeIt() {
    Network network =
        network(
            Dense.of(4, new Tanh()),
            new Dropout(0.5),
            new Centred(),
            new Residual(List.of(Dense.of(4, new Tanh()), new Centred())),
            Dense.output());
    Matrix rows = rows(40);
    network.initialize(rows, 1, Set.of());
    Pass pass = network.newPass(rows.rows());
    pass.outputs(rows);
    float[] afterFirst = columnMeans(pass.outputs(2));
    assertArrayEquals(new float[4], afterFirst, 1e-6f, "dropout passes everything on");
    assertArrayEquals(
        new float[4], columnMeans(pass.outputs(3)), 1e-6f, "0 from the input and 0 from the block");
    assertNotEquals(0, tensor(network, "layers.3.layers.1.mean")[0]);
  }

  private static float[] columnMeans(Matrix values) {
    float[] means = new float[values.columns()];
    for (int j = 0; j < means.length; j++) {
      int column = j;
      means[j] =
          (float)
              IntStream.range(0, values.rows())
                  .mapToDouble(i -> values.get(i, column))
                  .average()
                  .orElse(0);
    }
    return means;
  }

  @Test
  void aLayerThatKeepsItsValuesIsNotInitialized() {
    Network network = network(new Centred(), Dense.of(2), new Centred(), Dense.output());
    assertTrue(network.initializesFromData(Set.of(0)));
    assertFalse(network.initializesFromData(Set.of(0, 2)));
    assertFalse(network(Dense.output()).initializesFromData(Set.of()));
    network.initialize(rows(9), 1, Set.of(0));
    assertArrayEquals(new float[INPUTS], tensor(network, "layers.0.mean"));
    assertNotEquals(0, tensor(network, "layers.2.mean")[0]);
  }

  /** Its values do not change in training, so there is nothing to gather for other weights. */
  @Test
  void fixedValuesAreNoRunningStatistics() {
    assertFalse(network(new Centred(), Dense.output()).keepsStatistics());
  }

  @Test
  void ofManyRowsASampleIsTakenThatFollowsFromTheSeed() {
    Matrix rows = rows(3 * DataInitialization.MOST_ROWS);
    float[] all = columnMeans(rows);
    float[] seen = centre(rows, 1);
    assertArrayEquals(all, seen, 0.05f);
    assertFalse(Arrays.equals(all, seen), "not all rows are seen");
    assertArrayEquals(seen, centre(rows, 1));
    assertFalse(Arrays.equals(seen, centre(rows, 2)), "another seed chooses other rows");
  }

  private static float[] centre(Matrix rows, long seed) {
    Network network = network(new Centred(), Dense.output());
    network.initialize(rows, seed, Set.of());
    return tensor(network, "layers.0.mean");
  }

  @Test
  void longRowsAreFewerSoThatTheyFitIntoMemory() {
    long narrow = network(new Centred(), Dense.output()).initializationBytes(10_000);
    assertTrue(narrow >= 2L * 10_000 * INPUTS * Float.BYTES, narrow + " bytes");
    long wide =
        network(Dense.of(100_000), new Centred(), Dense.output()).initializationBytes(10_000);
    assertTrue(wide < 400_000_000, wide + " bytes");
    assertEquals(0, network(Dense.output()).initializationBytes(10_000));
  }

  @Test
  void aValueThatIsNotFiniteIsRefused() {
    Matrix rows = rows(5);
    rows.values()[0] = Float.NaN;
    Network network = network(new Centred(), Dense.output());
    assertEquals(
        "network[0].centred: its method initialize sets number 1 of 3 of layers.0.mean to NaN; every value must be finite",
        assertThrows(NetworkException.class, () -> network.initialize(rows, 1, Set.of()))
            .getMessage());
  }
}
