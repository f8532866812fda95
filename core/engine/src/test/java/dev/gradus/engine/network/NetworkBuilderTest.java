package dev.gradus.engine.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Relu;
import dev.gradus.activations.Softmax;
import dev.gradus.activations.Tanh;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.layers.Conv2d;
import dev.gradus.layers.Dense;
import dev.gradus.layers.Embedding;
import dev.gradus.layers.Ensemble;
import dev.gradus.layers.Flatten;
import dev.gradus.layers.Image;
import dev.gradus.layers.Residual;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.optimizers.initializers.Given;
import dev.gradus.optimizers.initializers.Uniform;
import dev.gradus.runtime.column.InputColumns;
import dev.gradus.runtime.network.NetworkException;
import dev.gradus.spi.EnsembleLayer;
import dev.gradus.spi.Layer;
import dev.gradus.spi.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Building the layers of a configuration. */
class NetworkBuilderTest {

  private static final Target SPECIES =
      new Target(Target.Kind.CLASSES, List.of("setosa", "versicolor", "virginica"));
  private static final Target PRICE = new Target(Target.Kind.NUMERIC, List.of("price"));

  private final NetworkBuilder builder = new NetworkBuilder(Catalogue.ofInstalled());

  private Network build(Target target, long seed, Layer... layers) {
    return builder.build(List.of(layers), 4, target, seed);
  }

  private String refusal(Target target, Layer... layers) {
    return String.valueOf(
        assertThrows(NetworkException.class, () -> build(target, 0, layers)).getMessage());
  }

  private String planned(int inputs, Layer... layers) {
    return planned(InputColumns.numbers(inputs), layers);
  }

  /** Why a network is not even planned. */
  private String planned(InputColumns inputs, Layer... layers) {
    return String.valueOf(
        assertThrows(
                NetworkException.class,
                () -> builder.plan(List.of(layers), inputs, PRICE, new MeanSquaredError()))
            .getMessage());
  }

  @Test
  void aSizeThatNoArrayHoldsIsRefusedByThePathOfTheOption() {
    assertEquals(
        "network[0].dense.units: must be at most 33,554,431, but is 500,000,000: each unit has 64 weights, and an array holds 2,147,483,639 numbers",
        planned(64, Dense.of(500_000_000), Dense.output()));
    Ensemble ownBatches = new Ensemble(64, EnsembleLayer.Kind.MINI, Ensemble.Start.SIGNS, true);
    assertEquals(
        "network[0].dense: 64 members with their own batches and 40000000 numbers in a line each are too large: an array holds 2,147,483,639 numbers; use a smaller layer, fewer members, or own-batches: false",
        planned(3, Dense.of(40_000_000), Dense.of(2), ownBatches, Dense.output()));
    assertEquals(
        "network[0].residual.layers[0].dense.units: must be at most 33,554,431, but is 33,554,432: each unit has 64 weights, and an array holds 2,147,483,639 numbers",
        planned(
            64,
            new Residual(List.of(Dense.of(33_554_432), Dense.of(64)), Optional.empty()),
            Dense.output()));
    assertEquals(
        "network[1].dense.units: must be at most 1, but is 2: each unit has 2,000,000,000 weights, and an array holds 2,147,483,639 numbers",
        planned(1, Dense.of(2_000_000_000), Dense.of(2), Dense.output()));
    assertEquals(
        "network[0].embedding.dimensions: must be at most 715,827,879, but is 715,827,880: each gives a number for every categorical column, and has one for every category, and an array holds 2,147,483,639 numbers",
        planned(
            new InputColumns(List.of(0, 2, 3)),
            new Embedding(Optional.of(715_827_880), Optional.empty()),
            Dense.output()));
  }

  @Test
  void filtersAndKernelsThatNoArrayHoldsAreRefusedByTheirPath() {
    assertEquals(
        "network[1].conv2d.filters: must be at most 59,652,323, but is 400,000,000: each filter has 9 weights and gives 36 numbers for each example, and an array holds 2,147,483,639 numbers",
        planned(64, new Image(8, 8), new Conv2d(400_000_000), new Flatten(), Dense.output()));
    assertEquals(
        "network[1].conv2d.kernel: must be at most 46,340, but is 46,341: a filter has a weight for every pixel of a square and each of its channels, and an array holds 2,147,483,639 numbers",
        planned(
            64,
            new Image(8, 8),
            Conv2d.of(1, 46_341, Conv2d.Padding.SAME, new Relu()),
            new Flatten(),
            Dense.output()));
    assertEquals(
        "network[1].conv2d.kernel: must be at most 8, but is 9: a larger square does not fit into an image of 8 x 8 pixels with 1 channel",
        planned(
            64,
            new Image(8, 8),
            Conv2d.of(1, 9, Conv2d.Padding.VALID, new Relu()),
            new Flatten(),
            Dense.output()));
  }

  @Test
  void theLargestLayerIsThatOfTheLongestArray() {
    assertEquals(
        "network[1].dense",
        build(SPECIES, 0, Dense.of(8), Dense.of(90), Dense.output()).largestLayer(1));
    assertEquals("network[0].dense", build(SPECIES, 0, Dense.output()).largestLayer(100));
  }

  @Test
  void theHeaviestLayerIsThatOfTheMostWeights() {
    Network network = build(SPECIES, 0, Dense.of(90), Dense.of(90), Dense.output());
    assertEquals("network[0].dense", network.largestLayer(16));
    assertEquals("network[1].dense", network.heaviestLayer(16, 3));
  }

  private static float[] values(Network network, int parameter) {
    return network.parameters().get(parameter).matrix().values();
  }

  @Test
  void eachLayerFitsTheOneBeforeAndTheLastTheTarget() {
    Network network =
        build(SPECIES, 0, Dense.of(8, new Tanh()), Dense.of(5), Dense.output(new Softmax()));
    assertEquals(4, network.inputs());
    assertEquals(3, network.outputs());
    assertEquals(4 * 8 + 8 + 8 * 5 + 5 + 5 * 3 + 3, network.size());
    assertEquals(
        List.of(
            "layers.0.weight",
            "layers.0.bias",
            "layers.1.weight",
            "layers.1.bias",
            "layers.2.weight",
            "layers.2.bias"),
        network.parameters().stream().map(Parameter::name).toList());
  }

  @Test
  void biasesStartAtZeroAndWeightsDoNot() {
    Network network = build(SPECIES, 0, Dense.of(8, new Tanh()), Dense.output());
    assertArrayEquals(new float[8], values(network, 1));
    for (float weight : values(network, 0)) {
      assertTrue(weight != 0);
    }
  }

  @Test
  void weightsAreDrawnFromWhatSuitsTheActivation() {
    // Glorot's bound for 4 inputs and 400 units is 0.122, He's deviation is 0.707.
    float tanh = largest(values(build(PRICE, 0, Dense.of(400, new Tanh()), Dense.output()), 0));
    float relu = largest(values(build(PRICE, 0, Dense.of(400, new Relu()), Dense.output()), 0));
    assertTrue(tanh > 0.11 && tanh <= 0.1219, "tanh: " + tanh);
    assertTrue(relu > 1, "relu: " + relu);
  }

  private static float largest(float[] values) {
    float largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  @Test
  void anInitializerThatIsNamedIsUsed() {
    Dense layer =
        new Dense(
            Optional.of(2),
            Optional.empty(),
            Optional.of(new Uniform(5, 6)),
            Optional.of(new Given(List.of(List.of(7.0, 8.0)))),
            true);
    Network network = build(PRICE, 0, layer, Dense.output());
    for (float weight : values(network, 0)) {
      assertTrue(weight >= 5 && weight <= 6, "weight " + weight);
    }
    assertArrayEquals(new float[] {7, 8}, values(network, 1));
  }

  @Test
  void aLayerWithoutBiasHasOneParameter() {
    Dense layer =
        new Dense(Optional.of(2), Optional.empty(), Optional.empty(), Optional.empty(), false);
    assertEquals(
        List.of("layers.0.weight", "layers.1.weight", "layers.1.bias"),
        build(PRICE, 0, layer, Dense.output()).parameters().stream().map(Parameter::name).toList());
  }

  @Test
  void theSameSeedGivesTheSameWeightsAndAnotherSeedOthers() {
    Layer[] layers = {Dense.of(8, new Tanh()), Dense.output()};
    assertArrayEquals(values(build(PRICE, 3, layers), 0), values(build(PRICE, 3, layers), 0));
    assertFalse(
        Arrays.equals(values(build(PRICE, 3, layers), 0), values(build(PRICE, 4, layers), 0)));
  }

  @Test
  void anotherLayerInTheMidstDoesNotChangeTheFirst() {
    assertArrayEquals(
        values(build(PRICE, 3, Dense.of(8, new Tanh()), Dense.output()), 0),
        values(build(PRICE, 3, Dense.of(8, new Tanh()), Dense.of(9), Dense.output()), 0));
  }

  @Test
  void twoLayersOfOneShapeStartApart() {
    Network network = build(PRICE, 3, Dense.of(4), Dense.of(4), Dense.output());
    assertFalse(Arrays.equals(values(network, 0), values(network, 2)));
  }

  @Test
  void aBlankNetworkIsAllZeros() {
    Network network =
        builder.blank(
            List.of(Dense.of(8, new Tanh()), Dense.output()), InputColumns.numbers(4), PRICE);
    for (Parameter parameter : network.parameters()) {
      assertArrayEquals(new float[parameter.matrix().size()], parameter.matrix().values());
    }
  }

  @Test
  void onlyTheLastLayerMayLeaveOutItsUnits() {
    assertEquals(
        "network[0].dense: the number of units is missing; only the last layer may leave it out, e.g. dense: {units: 16}",
        refusal(PRICE, Dense.output(new Tanh()), Dense.output()));
  }

  @Test
  void theLastLayerCannotHaveOtherUnitsThanTheTarget() {
    assertEquals(
        "network[1].dense.units: the last layer has 2 units, but the multi-class target needs 3 (setosa, versicolor, virginica); remove 'units', which follows from the target",
        refusal(SPECIES, Dense.of(8), Dense.of(2, new Softmax())));
  }

  @Test
  void anInitializerThatDoesNotFitSaysWhere() {
    Dense layer =
        new Dense(
            Optional.of(2),
            Optional.empty(),
            Optional.of(new Given(List.of(List.of(1.0, 2.0)))),
            Optional.empty(),
            true);
    String message = refusal(PRICE, layer, Dense.output());
    assertTrue(message.startsWith("network[0].dense.weights: "), message);
  }

  @Test
  void withoutTheJarOfTheInitializersTheMessageSaysWhatIsMissing() {
    NetworkBuilder bare = new NetworkBuilder(new Catalogue(List.of(), List.of()));
    String message =
        String.valueOf(
            assertThrows(
                    NetworkException.class,
                    () -> bare.build(List.of(Dense.output(new Tanh())), 4, PRICE, 0))
                .getMessage());
    assertTrue(message.contains("the initializer 'glorot-uniform' is not installed"), message);
  }
}
