package dev.gradus.engine.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Prelu;
import dev.gradus.activations.Relu;
import dev.gradus.activations.Tanh;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.parallel.Team;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.layers.BatchNorm;
import dev.gradus.layers.Dense;
import dev.gradus.layers.Dropout;
import dev.gradus.spi.Layer;
import dev.gradus.spi.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Frozen layers compute what they do in prediction, and cost no gradient. */
class FrozenTest {

  private static final int ROWS = 96;

  private static final List<Layer> LAYERS =
      List.of(
          Dense.of(48, new Relu()),
          Dense.of(48, new Prelu()),
          Dense.of(48, new Tanh()),
          Dense.output());

  private static Network network(List<Layer> layers) {
    return new NetworkBuilder(Catalogue.ofInstalled())
        .build(layers, 6, new Target(Target.Kind.NUMERIC, List.of("a", "b")), 5);
  }

  private static Matrix inputs() {
    SplittableRandom random = new SplittableRandom(8);
    Matrix inputs = Matrix.zeros(ROWS, 6);
    for (int i = 0; i < inputs.size(); i++) {
      inputs.values()[i] = (float) random.nextDouble(-1, 1);
    }
    return inputs;
  }

  /** dL/dy is the output itself: that of half the squared length. */
  private static List<Matrix> gradients(Network network, int threads) {
    try (Team team = new Team(threads)) {
      Pass pass = network.newLearningPass(ROWS, team);
      pass.backpropagate(
          inputs(),
          (outputs, gradients, from, to, member) -> {
            int columns = outputs.columns();
            System.arraycopy(
                outputs.values(),
                from * columns,
                gradients.values(),
                from * columns,
                (to - from) * columns);
          });
      return pass.gradients();
    }
  }

  @Test
  void whatLearnsHasTheGradientsThatItHasWithoutFrozenLayers() {
    Network network = network(LAYERS);
    List<Matrix> all = gradients(network, 1);
    List<Parameter> parameters = network.parameters();
    for (Set<Integer> frozen :
        List.of(Set.of(0), Set.of(0, 1), Set.of(1), Set.of(0, 2), Set.of(1, 2), Set.of(3))) {
      for (int threads : new int[] {1, 3}) {
        Network some = network.frozen(frozen);
        List<Matrix> gradients = gradients(some, threads);
        List<String> names = some.learned().stream().map(Parameter::name).toList();
        List<Integer> kept =
            IntStream.range(0, parameters.size())
                .filter(k -> names.contains(parameters.get(k).name()))
                .boxed()
                .toList();
        assertTrue(kept.size() < parameters.size());
        assertEquals(kept.size(), gradients.size());
        for (int k = 0; k < kept.size(); k++) {
          assertArrayEquals(
              Arrays.copyOf(all.get(kept.get(k)).values(), all.get(kept.get(k)).size()),
              gradients.get(k).values(),
              names.get(k) + " with " + frozen);
        }
      }
    }
  }

  @Test
  void frozenLayersComputeWhatTheyDoInPrediction() {
    List<Layer> layers =
        List.of(Dense.of(8, new Tanh()), new BatchNorm(), new Dropout(0.5), Dense.output());
    Network network = network(layers).frozen(Set.of(0, 1, 2));
    List<float[]> before =
        network.tensors().stream().map(tensor -> tensor.matrix().values().clone()).toList();
    Matrix predicted = Matrix.zeros(ROWS, 2);
    network.predict(inputs(), predicted);
    Pass pass = network.newLearningPass(ROWS, Team.alone());
    Matrix seen = Matrix.zeros(ROWS, 2);
    pass.backpropagate(
        inputs(),
        (outputs, gradients, from, to, member) ->
            System.arraycopy(outputs.values(), 0, seen.values(), 0, seen.size()));
    assertArrayEquals(predicted.values(), seen.values());
    for (int i = 0; i < before.size(); i++) {
      assertArrayEquals(before.get(i), network.tensors().get(i).matrix().values());
    }
    assertEquals(2 * 8 + 2, network.learnedSize());
  }

  @Test
  void whatIsFrozenBeforeAllOthersTakesNoMemoryToGoBack() {
    Network network = network(LAYERS);
    assertTrue(network.frozen(Set.of(0, 1)).learningBytes(ROWS) < network.learningBytes(ROWS));
  }
}
