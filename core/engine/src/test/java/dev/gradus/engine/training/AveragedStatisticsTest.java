package dev.gradus.engine.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gradus.activations.Relu;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.config.TrainingSpec;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.network.Parameter;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.BatchNorm;
import dev.gradus.layers.Dense;
import dev.gradus.layers.Residual;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.optimizers.Adam;
import dev.gradus.optimizers.Asgd;
import dev.gradus.optimizers.Lbfgs;
import dev.gradus.optimizers.ScheduleFreeAdamw;
import dev.gradus.spi.Optimizer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The statistics of batch-norm belong to the weights that predict, whichever those are. */
class AveragedStatisticsTest {

  private final Catalogue catalogue = Catalogue.ofInstalled();

  private static Table waves() {
    SplittableRandom random = new SplittableRandom(5);
    double[][] rows = new double[200][];
    for (int i = 0; i < rows.length; i++) {
      double x = random.nextDouble(-3, 3);
      double z = random.nextDouble(-3, 3);
      rows[i] = new double[] {x, z, Math.sin(x) * z};
    }
    return Table.ofRows(List.of("x", "z", "y"), rows);
  }

  private static Configuration.Builder configuration(Optimizer optimizer) {
    return Configuration.builder()
        .data(DataSpec.of("y").split(0.25))
        .layer(Dense.of(16))
        .layer(new BatchNorm(0.1, 1e-5, Optional.of(new Relu())))
        .layer(new Residual(List.of(Dense.of(16), new BatchNorm())))
        .layer(Dense.output())
        .loss(new MeanSquaredError())
        .optimizer(optimizer)
        .batchSize(32)
        .epochs(25)
        .seed(3);
  }

  private Experiment trained(Configuration.Builder configuration) {
    Experiment experiment =
        new ExperimentBuilder(new NetworkBuilder(catalogue)).build(configuration.build(), waves());
    new Trainer().train(experiment, TrainingListener.NONE);
    return experiment;
  }

  private static Matrix tensor(Experiment experiment, String name) {
    return experiment.network().tensors().stream()
        .filter(each -> each.name().equals(name))
        .map(Parameter::matrix)
        .findFirst()
        .orElseThrow();
  }

  /** The distance of the first layer's running mean from the mean with the weights that predict. */
  private static double offset(Experiment experiment) {
    Examples training = experiment.training();
    Matrix weights = tensor(experiment, "layers.0.weight");
    Matrix biases = tensor(experiment, "layers.0.bias");
    Matrix running = tensor(experiment, "layers.1.running-mean");
    double most = 0;
    for (int unit = 0; unit < weights.columns(); unit++) {
      double sum = 0;
      for (int row = 0; row < training.rows(); row++) {
        for (int i = 0; i < weights.rows(); i++) {
          sum += (double) training.inputs().at(row, i) * weights.get(i, unit);
        }
      }
      double mean = sum / training.rows() + biases.get(0, unit);
      most = Math.max(most, Math.abs(mean - running.get(0, unit)));
    }
    return most;
  }

  @Test
  void theyBelongToAMeanOfTheWeights() {
    Map<String, Configuration.Builder> averaging =
        Map.of(
            "ema-decay", configuration(new Adam(0.01)).training(t -> t.emaDecay(0.99)),
            "asgd", configuration(new Asgd()),
            "schedule-free-adamw", configuration(new ScheduleFreeAdamw()),
            "lbfgs, which ends elsewhere than it has tried last",
                configuration(new Lbfgs()).training(new TrainingSpec()).epochs(5));
    averaging.forEach(
        (name, configuration) -> assertEquals(0, offset(trained(configuration)), 1e-5, name));
  }
}
