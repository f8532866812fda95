package dev.gradus.engine.explaining;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.engine.explain.Explainer;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.engine.training.Experiment;
import dev.gradus.engine.training.ExperimentBuilder;
import dev.gradus.layers.Dense;
import dev.gradus.optimizers.Sgd;
import dev.gradus.optimizers.initializers.Given;
import dev.gradus.optimizers.initializers.Normal;
import dev.gradus.spi.Activation;
import dev.gradus.spi.Layer;
import dev.gradus.spi.Loss;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Networks and data for the tests of this package. */
final class Samples {

  static final double RATE = 0.5;
  static final int ROWS = 12;
  private static final Catalogue CATALOGUE = Catalogue.ofInstalled();

  static final DataSpec DATA = DataSpec.of("y").scale(ColumnSpec.Scale.NONE);

  private Samples() {}

  /** Two inputs and a number between 0 and 1. */
  static Table numbers(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] x1 = random.doubles(ROWS, -1, 1).toArray();
    double[] x2 = random.doubles(ROWS, -1, 1).toArray();
    double[] y = random.doubles(ROWS, 0.1, 0.9).toArray();
    return Table.of(List.of(Column.of("x1", x1), Column.of("x2", x2), Column.of("y", y)));
  }

  /** Two inputs and one of some classes. */
  static Table classes(long seed, int count) {
    Table numbers = numbers(seed);
    String[] kinds =
        IntStream.range(0, ROWS).mapToObj(i -> "kind" + i % count).toArray(String[]::new);
    return Table.of(List.of(numbers.column("x1"), numbers.column("x2"), Column.of("y", kinds)));
  }

  /** A layer with random weights and biases. */
  static Dense dense(int units, Activation activation) {
    return new Dense(
        Optional.of(units),
        Optional.of(activation),
        Optional.of(new Normal(0, 1)),
        Optional.of(new Normal(0, 1)),
        true);
  }

  /** A layer of one unit and two inputs, of which the first counts. */
  static Dense unit(Optional<Activation> activation, double weight, double bias) {
    return new Dense(
        Optional.empty(),
        activation,
        Optional.of(new Given(List.of(List.of(weight), List.of(0.0)))),
        Optional.of(new Given(List.of(List.of(bias)))),
        true);
  }

  /** A layer of one input and one unit, a = W x. */
  static Dense plain(double weight) {
    return new Dense(
        Optional.of(1),
        Optional.empty(),
        Optional.of(new Given(List.of(List.of(weight)))),
        Optional.empty(),
        false);
  }

  static Configuration configuration(Loss loss, List<? extends Layer> layers) {
    Configuration.Builder builder =
        Configuration.builder().data(DATA).loss(loss).optimizer(new Sgd(RATE)).epochs(1).seed(3);
    layers.forEach(builder::layer);
    return builder.build();
  }

  static Explainer explainer(Table table, Loss loss, Layer... layers) {
    return explainer(table, configuration(loss, List.of(layers)));
  }

  static Explainer explainer(Table table, Configuration configuration) {
    return NetworkExplainer.of(CATALOGUE, experiment(table, configuration), table);
  }

  static Experiment experiment(Table table, Configuration configuration) {
    return new ExperimentBuilder(new NetworkBuilder(CATALOGUE)).build(configuration, table);
  }
}
