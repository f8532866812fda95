package dev.gradus.engine.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.parallel.Team;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.layers.Dense;
import dev.gradus.layers.Embedding;
import dev.gradus.runtime.column.InputColumns;
import dev.gradus.runtime.network.Chain;
import dev.gradus.runtime.network.NetworkException;
import dev.gradus.runtime.network.Room;
import dev.gradus.spi.Layer;
import dev.gradus.spi.LayerFunction.Direction;
import dev.gradus.spi.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The forward and backward pass of an embedding. */
class EmbeddingLayerTest {

  /** A number, a code of 3 categories, a number, a code of 9. */
  private static final InputColumns INPUTS = new InputColumns(List.of(0, 3, 0, 9));

  private static final Target PRICE = new Target(Target.Kind.NUMERIC, List.of("price"));

  private static Network network(InputColumns inputs, Layer... layers) {
    return new NetworkBuilder(Catalogue.ofInstalled()).build(List.of(layers), inputs, PRICE, 3);
  }

  private static Network network() {
    return network(INPUTS, new Embedding(), Dense.output());
  }

  @Test
  void codesBecomeRowsOfTablesAndNumbersStay() {
    Network network = network();
    List<Parameter> tables = network.parameters().subList(0, 2);
    assertEquals(
        List.of("layers.0.1.weight", "layers.0.3.weight"),
        tables.stream().map(Parameter::name).toList());
    float[] small = tables.get(0).matrix().values();
    float[] large = tables.get(1).matrix().values();
    assertEquals(List.of(3 * 2, 9 * 5), List.of(small.length, large.length));

    Chain chain =
        new Chain(network.layers().subList(0, 1), Room.of(2, Direction.FORWARD, List.of(), 9));
    chain.forward(new float[] {0.5f, 2, -7, 0, 1.5f, -1, 8, 8}, 0, 1, 0, 2, 0);
    float[] expected = {
      0.5f, small[4], small[5], -7, large[0], large[1], large[2], large[3], large[4], 1.5f, 0, 0, 8,
      large[40], large[41], large[42], large[43], large[44]
    };
    assertArrayEquals(expected, chain.outputs(0), "an unknown category is all zeros");
  }

  @Test
  void aColumnOfFewCategoriesIsOneHot() {
    Network network =
        network(INPUTS, new Embedding(Optional.of(2), Optional.empty(), 9), Dense.output());
    assertEquals("layers.0.3.weight", network.parameters().get(0).name());
    float[] table = network.parameters().get(0).matrix().values();
    assertEquals(9 * 2, table.length);
    Chain chain =
        new Chain(network.layers().subList(0, 1), Room.of(2, Direction.FORWARD, List.of(), 7));
    chain.forward(new float[] {0.5f, 2, -7, 0, 1.5f, -1, 8, 8}, 0, 1, 0, 2, 0);
    float[] expected = {
      0.5f, 0, 0, 1, -7, table[0], table[1], 1.5f, 0, 0, 0, 8, table[16], table[17]
    };
    assertArrayEquals(expected, chain.outputs(0), "an unknown category is all zeros");
  }

  @Test
  void theGradientOfARowIsTheSumOverItsExamples() {
    Network network = network();
    Matrix x = new Matrix(3, 4, new float[] {1, 2, 1, 0, 1, 2, 1, -1, 1, 0, 1, 8});
    for (int size = 1; size <= 3; size++) {
      try (Team team = new Team(size)) {
        Pass pass = network.newLearningPass(3, team);
        pass.backpropagate(
            x,
            (predictions, gradients, from, to, member) ->
                Arrays.fill(gradients.values(), from, to, 1));
        // dL/dembedding are the weights of the dense layer, for each row.
        float[] up = network.parameters().get(2).matrix().values();
        float[] small = pass.gradients().get(0).values();
        assertArrayEquals(new float[] {up[1], up[2], 0, 0, 2 * up[1], 2 * up[2]}, small, 1e-6f);
        float[] large = pass.gradients().get(1).values();
        assertArrayEquals(Arrays.copyOfRange(up, 4, 9), Arrays.copyOfRange(large, 40, 45));
        assertArrayEquals(new float[35], Arrays.copyOfRange(large, 5, 40));
      }
    }
  }

  @Test
  void whereItCannotStandItIsRefused() {
    assertEquals(
        "network[0].embedding: no input is categorical; leave the layer out, or declare a column categorical",
        assertThrows(
                NetworkException.class,
                () -> network(InputColumns.numbers(4), new Embedding(), Dense.output()))
            .getMessage());
    assertEquals(
        "network[1].embedding: takes the columns of the data, so it must be the first layer",
        assertThrows(
                NetworkException.class,
                () -> network(INPUTS, new Embedding(), new Embedding(), Dense.output()))
            .getMessage());
  }

  @Test
  void dimensionsCanBeGiven() {
    Network network =
        network(INPUTS, new Embedding(Optional.of(7), Optional.empty()), Dense.output());
    assertEquals(16, network.layers().get(0).output().columns());
    assertTrue(network.learningBytes(8) > 0);
  }
}
