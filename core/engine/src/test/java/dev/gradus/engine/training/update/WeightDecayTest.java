package dev.gradus.engine.training.update;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Prelu;
import dev.gradus.engine.config.TrainingSpec;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.loss.Objective;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.network.Parameter;
import dev.gradus.engine.parallel.Team;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.PluginKind;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.layers.Dense;
import dev.gradus.layers.LayerNorm;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.optimizers.Ftrl;
import dev.gradus.optimizers.Lbfgs;
import dev.gradus.optimizers.Sgd;
import dev.gradus.optimizers.initializers.Constant;
import dev.gradus.spi.Optimizer;
import dev.gradus.spi.Target;
import dev.gradus.spi.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Weight decay acts on everything that is learned, or on weights alone. */
class WeightDecayTest {

  private static final String PLACE = "training.decay-biases";

  private static final Target Y = new Target(Target.Kind.NUMERIC, List.of("y"));

  private static Network network() {
    Dense hidden =
        new Dense(
            Optional.of(3),
            Optional.of(new Prelu()),
            Optional.empty(),
            Optional.of(new Constant(0.5)),
            true);
    return new NetworkBuilder(Catalogue.ofInstalled())
        .build(List.of(hidden, new LayerNorm(), Dense.output()), 2, Y, 0);
  }

  /** The parameters after some steps. */
  private static Network trained(Optimizer optimizer, boolean decayBiases) {
    Network network = network();
    Optional<Double> none = Optional.empty();
    UpdateOptions rules =
        new UpdateOptions(
            1, none, none, none, none, none, decayBiases, Optional.empty(), List.of());
    GradientDescent descent =
        new GradientDescent(
            network,
            new Objective(new MeanSquaredError(), false, 1, new double[0]),
            optimizer,
            Optional.empty(),
            List.of(),
            rules,
            3,
            0,
            Team.alone());
    Matrix x = new Matrix(3, 2, new float[] {1, 2, -1, 0.5f, 3, -2});
    descent.step(x, new Matrix(3, 1, new float[] {1, 0, 2}));
    return network;
  }

  private static Stream<PluginType> decaying() {
    return Catalogue.ofInstalled().all(PluginKind.OPTIMIZER).stream()
        .filter(type -> type.options().find("weight-decay").isPresent());
  }

  @TestFactory
  Stream<DynamicTest> itCanBeSwitchedOffForAllButWeights() {
    List<DynamicTest> tests = new ArrayList<>();
    decaying().forEach(type -> tests.add(DynamicTest.dynamicTest(type.name(), () -> check(type))));
    assertTrue(tests.size() >= 16, () -> tests.size() + " optimizers have weight decay");
    return tests.stream();
  }

  private static void check(PluginType type) {
    Network none = trained((Optimizer) type.create(Map.of("weight-decay", 0.0)), true);
    Optimizer decaying = (Optimizer) type.create(Map.of("weight-decay", 0.3));
    Network all = trained(decaying, true);
    Network weights = trained(decaying, false);
    int others = 0;
    for (int i = 0; i < all.parameters().size(); i++) {
      Parameter parameter = weights.parameters().get(i);
      boolean isWeight = parameter.role() == Tensor.Role.WEIGHT;
      assertArrayEquals(
          (isWeight ? all : none).parameters().get(i).matrix().values(),
          parameter.matrix().values(),
          parameter.name());
      others += isWeight ? 0 : 1;
    }
    assertEquals(5, others, "biases, coefficients, and the scale and shift of the norm");
  }

  @Test
  void biasesAreAmongWhatDecaysUnlessSaidOtherwise() {
    assertTrue(new TrainingSpec().decayBiases());
    Sgd decaying = new Sgd(0.1, 0, 0, false, 0.3);
    float[] decayed = trained(decaying, true).parameters().get(1).matrix().values();
    float[] spared = trained(decaying, false).parameters().get(1).matrix().values();
    for (int i = 0; i < decayed.length; i++) {
      assertEquals(spared[i] - 0.1 * 0.3 * 0.5, decayed[i], 1e-6);
    }
  }

  @Test
  void whatCannotBeSwitchedOffIsRefused() {
    assertEquals(
        "training.decay-biases: ftrl has no option weight-decay, so it cannot be switched off for biases; remove decay-biases",
        refused(new Ftrl()));
    assertTrue(refused(new Lbfgs()).contains("lbfgs has no option weight-decay"));
    WeightDecay.check(new Sgd(), PLACE, "for biases");
    assertFalse(decaying().anyMatch(type -> type.name().equals("ftrl")));
  }

  private static String refused(Optimizer optimizer) {
    return String.valueOf(
        assertThrows(
                TrainingException.class, () -> WeightDecay.check(optimizer, PLACE, "for biases"))
            .getMessage());
  }
}
