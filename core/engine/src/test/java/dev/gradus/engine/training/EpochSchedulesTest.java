package dev.gradus.engine.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Tanh;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.Dense;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.losses.regularizers.L2;
import dev.gradus.optimizers.Sgd;
import dev.gradus.optimizers.schedules.Cosine;
import dev.gradus.optimizers.schedules.PerEpoch;
import dev.gradus.optimizers.schedules.Step;
import dev.gradus.optimizers.schedules.WarmUp;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Regularizer;
import dev.gradus.spi.Schedule;
import dev.gradus.spi.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Schedules that know epochs, and regularizers that know where a matrix is. */
class EpochSchedulesTest {

  private static final int ROWS = 20;

  private final Catalogue catalogue = Catalogue.ofInstalled();

  private static Table table() {
    double[][] rows = new double[ROWS][];
    for (int i = 0; i < ROWS; i++) {
      rows[i] = new double[] {i, i % 3, i % 5};
    }
    return Table.ofRows(List.of("x", "z", "y"), rows);
  }

  private static Configuration.Builder configuration(int epochs) {
    return Configuration.builder()
        .data(DataSpec.of("y"))
        .layer(Dense.of(3, new Tanh()))
        .layer(Dense.output())
        .loss(new MeanSquaredError())
        .optimizer(new Sgd(0.1))
        .epochs(epochs)
        .batchSize(4)
        .seed(3);
  }

  private Experiment experiment(Configuration.Builder configuration) {
    return new ExperimentBuilder(new NetworkBuilder(catalogue))
        .build(configuration.build(), table());
  }

  /** The rates of the last step of each epoch. */
  private List<Double> rates(int epochs, Schedule schedule) {
    return new Trainer()
        .train(experiment(configuration(epochs).schedule(schedule)), TrainingListener.NONE).stream()
            .map(EpochReport::learningRate)
            .toList();
  }

  @Test
  void aScheduleCountsEpochs() {
    assertEquals(List.of(0.1, 0.1, 0.05, 0.05, 0.025), rates(5, new PerEpoch(new Step(2, 0.5))));
    // Over the four epochs of the run: cos 0, cos pi/4, ...
    List<Double> cosine = rates(4, new PerEpoch(new Cosine()));
    assertEquals(0.1, cosine.get(0), 1e-12);
    assertEquals(0.05, cosine.get(2), 1e-12);
    assertEquals(0.1 * (1 + Math.cos(3 * Math.PI / 4)) / 2, cosine.get(3), 1e-12);
  }

  /** A wrapper that passes nothing on. The rise takes the five steps of the first epoch. */
  @Test
  void soDoesOneWithinAnother() {
    List<Double> rates = rates(4, new WarmUp(5, 0, new PerEpoch(new Step(1, 0.5))));
    List<Double> expected = List.of(0.08, 0.1, 0.05, 0.025);
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(expected.get(i), rates.get(i), 1e-12);
    }
  }

  @Test
  void stepsPerEpochThatAreGivenStay() {
    PerEpoch given = new PerEpoch(new Step(1, 0.5), Optional.of(10));
    assertEquals(List.of(0.1, 0.1, 0.05, 0.05), rates(4, given));
  }

  @Test
  void aLearnerHasNoEpochs() {
    Configuration configuration =
        configuration(1).schedule(new WarmUp(5, 0, new PerEpoch(new Step(1, 0.5)))).build();
    TrainingException e =
        assertThrows(TrainingException.class, () -> Trainer.openEnded(configuration));
    assertTrue(String.valueOf(e.getMessage()).contains("counts epochs"), e.getMessage());
  }

  /** A penalty on the biases of the first layer alone, which says what it saw. */
  @Plugin(name = "on-biases", summary = "A test.")
  public record OnBiases() implements Regularizer {

    private static final List<String> SEEN = new ArrayList<>();

    @Override
    public boolean actsOn(Tensor tensor) {
      return tensor.role() == Tensor.Role.BIAS && tensor.layer().equals("layers.0");
    }

    @Override
    public double penalize(float[] weights, float[] gradient) {
      throw new AssertionError("the engine hands over the tensor");
    }

    @Override
    public double penalize(Tensor weights, float[] gradient) {
      SEEN.add("%s, %s by %s".formatted(weights.name(), weights.rows(), weights.columns()));
      return 1;
    }
  }

  @Test
  void aRegularizerSeesWhereAMatrixIsAndChooses() {
    OnBiases.SEEN.clear();
    List<EpochReport> reports =
        new Trainer()
            .train(
                experiment(configuration(1).batchSize(ROWS).regularizer(new OnBiases())),
                TrainingListener.NONE);
    assertEquals(1, reports.get(0).penalty());
    assertEquals(List.of("layers.0.bias, 1 by 3"), OnBiases.SEEN);
    Tensor weight = new Tensor("w", Tensor.Role.WEIGHT, 1, 2, new float[] {3, 4});
    assertTrue(new L2().actsOn(weight));
    assertEquals(25, new L2(1).penalize(weight, new float[2]));
    assertEquals("", weight.layer());
  }
}
