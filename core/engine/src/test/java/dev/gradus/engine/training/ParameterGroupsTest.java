package dev.gradus.engine.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.config.ParameterGroup;
import dev.gradus.engine.config.SplitSpec;
import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.model.Training;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.Dense;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.optimizers.Ftrl;
import dev.gradus.optimizers.Sgd;
import dev.gradus.optimizers.initializers.Constant;
import dev.gradus.spi.Optimizer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Layers with their own learning rate, or without weight decay. */
class ParameterGroupsTest {

  private static final Gradus GRADUS = Gradus.create();
  private static final Table ONE = Table.of(Column.of("x", 2), Column.of("y", 3));

  @AfterAll
  static void close() {
    GRADUS.close();
  }

  private static Dense halves(Optional<Integer> units) {
    return new Dense(
        units, Optional.empty(), Optional.of(new Constant(0.5)), Optional.empty(), true);
  }

  /** h = 0.5 x, o = 0.5 h, for x = 2 and a target of 3. */
  private static Configuration.Builder chain(Optimizer optimizer) {
    return Configuration.builder()
        .data(
            new DataSpec(
                Optional.empty(), List.of("y"), Map.of(), ColumnSpec.Scale.NONE, SplitSpec.NONE))
        .layer(halves(Optional.of(1)))
        .layer(halves(Optional.empty()))
        .loss(new MeanSquaredError())
        .optimizer(optimizer)
        .epochs(1);
  }

  private static void assertWeights(Training training, double... expected) {
    double[] weights = new double[4];
    for (int layer = 0; layer < 2; layer++) {
      Map<String, FMatrixRMaj> tensors = training.model().weights().get(layer);
      weights[2 * layer] = Objects.requireNonNull(tensors.get("weight")).get(0);
      weights[2 * layer + 1] = Objects.requireNonNull(tensors.get("bias")).get(0);
    }
    assertArrayEquals(expected, weights, 1e-6);
  }

  /**
   * By hand, as torch.optim.SGD does it with two param_groups: h = 1, o = 0.5, dL/do = 2 (0.5 - 3)
   * = -5. dL/dw2 = -5 h = -5, dL/db2 = -5, dL/dh = -2.5, dL/dw1 = -2.5 x = -5, dL/db1 = -2.5. The
   * group steps by 0.1 * 0.2, without decay; the other layer by 0.1, with 0.04 w added.
   */
  @Test
  void aGroupStepsByItsOwnRateAndWithoutDecay() {
    Sgd sgd = new Sgd(0.1, 0, 0, false, 0.04);
    ParameterGroup first = new ParameterGroup(List.of("network.0"), 0.2, false);
    Training training =
        GRADUS.job(chain(sgd).training(t -> t.group(first)).build()).on(ONE).train();
    assertWeights(training, 0.5 + 0.02 * 5, 0.02 * 2.5, 0.5 + 0.1 * (5 - 0.04 * 0.5), 0.1 * 5);
    // What is reported is the rate that the factor is one of.
    assertEquals(0.1, training.history().get(0).learningRate());
  }

  /** The same with biases that begin at 0.5: they decay only where both say so. */
  @Test
  void biasesDecayOnlyWhereTheirLayerAndTheBiasesDo() {
    Sgd sgd = new Sgd(0.1, 0, 0, false, 0.04);
    Dense first =
        new Dense(
            Optional.of(1),
            Optional.empty(),
            Optional.of(new Constant(0.5)),
            Optional.of(new Constant(-1)),
            true);
    // x = 2: h = 0, o = 0, dL/do = -6; dL/dw1 = -6, dL/db1 = -3, dL/dw2 = 0, dL/db2 = -6.
    Configuration.Builder builder =
        Configuration.builder()
            .data(
                new DataSpec(
                    Optional.empty(),
                    List.of("y"),
                    Map.of(),
                    ColumnSpec.Scale.NONE,
                    SplitSpec.NONE))
            .layer(first)
            .layer(halves(Optional.empty()))
            .loss(new MeanSquaredError())
            .optimizer(sgd)
            .epochs(1);
    assertWeights(
        GRADUS.job(builder.build()).on(ONE).train(),
        0.5 + 0.1 * (6 - 0.02),
        -1 + 0.1 * (3 + 0.04),
        0.5 - 0.1 * 0.02,
        0.6);
    assertWeights(
        GRADUS.job(builder.training(t -> t.decayBiases(false)).build()).on(ONE).train(),
        0.5 + 0.1 * (6 - 0.02),
        -1 + 0.1 * 3,
        0.5 - 0.1 * 0.02,
        0.6);
    assertWeights(
        GRADUS
            .job(
                builder
                    .training(t -> t.group(new ParameterGroup(List.of("network[1]"), 1, false)))
                    .build())
            .on(ONE)
            .train(),
        0.5 + 0.1 * (6 - 0.02),
        -1 + 0.1 * 3,
        0.5,
        0.6);
  }

  @Test
  void decayThatIsNotThereCannotBeSwitchedOff() {
    Configuration configuration =
        chain(new Ftrl())
            .training(t -> t.group(new ParameterGroup(List.of("network.0"), 1, false)))
            .build();
    assertEquals(
        "training.groups[0].weight-decay: ftrl has no option weight-decay, so it cannot be switched off for layers; remove weight-decay",
        assertThrows(TrainingException.class, () -> GRADUS.job(configuration).on(ONE).train())
            .getMessage());
  }

  @Test
  void eachLayerIsSaidOnceHowItLearns() {
    Configuration.Builder builder =
        chain(new Sgd(0.1)).training(t -> t.group(ParameterGroup.of(2, "network.0")));
    assertEquals(
        "groups contains network.0 twice; a layer can only be in one group",
        refusal(() -> builder.training(t -> t.group(ParameterGroup.of(3, "network[0]")))));
    assertEquals(
        "groups contains network.0, which is frozen; remove it from groups or from freeze",
        refusal(
            () ->
                chain(new Sgd(0.1))
                    .training(t -> t.freeze("network.0"))
                    .training(t -> t.group(ParameterGroup.of(2, "network.0")))));
    assertEquals(
        "freeze must name layers by their place in the network, such as network.0, the first, but has 'dense'",
        refusal(() -> chain(new Sgd(0.1)).training(t -> t.freeze("dense"))));
    assertEquals(
        "training.freeze names network.2, but the network has network.0 to network.1",
        refusal(() -> chain(new Sgd(0.1)).training(t -> t.freeze("network.2")).build()));
    assertEquals(
        "learning-rate-factor must be a number above 0, but is 0.0",
        refusal(() -> ParameterGroup.of(0, "network.0")));
  }

  /** Of the same network: the biases by a tenth of the rate, and without decay. */
  @Test
  void biasesHaveTheirOwnRate() {
    ParameterGroup biases =
        new ParameterGroup(List.of(), List.of(ParameterGroup.Kind.BIASES), 0.1, false);
    Configuration.Builder builder = chain(new Sgd(0.1, 0, 0, false, 0.04));
    double decayed = 0.5 + 0.1 * (5 - 0.04 * 0.5);
    assertWeights(
        GRADUS.job(builder.training(t -> t.group(biases)).build()).on(ONE).train(),
        decayed,
        0.01 * 2.5,
        decayed,
        0.01 * 5);
    // A group that names the layer goes first, wherever it is in the list.
    assertWeights(
        GRADUS
            .job(builder.training(t -> t.group(ParameterGroup.of(2, "network.1"))).build())
            .on(ONE)
            .train(),
        decayed,
        0.01 * 2.5,
        0.5 + 0.2 * (5 - 0.04 * 0.5),
        0.2 * 5);
    // Within the layer too there may be two groups.
    ParameterGroup weights =
        new ParameterGroup(List.of("network.0"), List.of(ParameterGroup.Kind.WEIGHTS), 6, false);
    assertWeights(
        GRADUS.job(builder.training(t -> t.group(weights)).build()).on(ONE).train(),
        0.5 + 0.6 * 5,
        0.01 * 2.5,
        0.5 + 0.2 * (5 - 0.04 * 0.5),
        0.2 * 5);
  }

  @Test
  void aGroupHasParameters() {
    assertEquals(
        "groups[0] must name layers, such as network.0, or parameters, such as biases",
        refusal(() -> chain(new Sgd(0.1)).training(t -> t.group(new ParameterGroup()))));
    Configuration scales =
        chain(new Sgd(0.1))
            .training(t -> t.group(ParameterGroup.of(6, ParameterGroup.Kind.SCALES)))
            .build();
    assertEquals(
        "training.groups[0]: the network has no trainable scales, so it has no learning rate; remove it",
        assertThrows(TrainingException.class, () -> GRADUS.job(scales).on(ONE).train())
            .getMessage());
    assertEquals(
        "groups contains the biases of all layers twice; they can only be in one group",
        refusal(
            () ->
                chain(new Sgd(0.1))
                    .training(t -> t.group(ParameterGroup.of(2, ParameterGroup.Kind.BIASES)))
                    .training(t -> t.group(ParameterGroup.of(3, ParameterGroup.Kind.BIASES)))));
  }

  private static String refusal(org.junit.jupiter.api.function.Executable step) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, step).getMessage());
  }
}
