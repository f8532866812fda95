package dev.gradus.benchmarks;

import dev.gradus.activations.Relu;
import dev.gradus.activations.Softmax;
import dev.gradus.activations.Tanh;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.data.CategoricalSpec;
import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.CsvReader;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.BatchNorm;
import dev.gradus.layers.Conv2d;
import dev.gradus.layers.Dense;
import dev.gradus.layers.Dropout;
import dev.gradus.layers.Flatten;
import dev.gradus.layers.Image;
import dev.gradus.layers.MaxPool;
import dev.gradus.layers.Residual;
import dev.gradus.losses.CrossEntropy;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.optimizers.Adam;
import dev.gradus.optimizers.Sgd;
import dev.gradus.spi.Activation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * The networks of the benchmarks and their examples.
 *
 * <p>A to E are dense networks, from the smallest that applications embed to one that keeps a
 * matrix library busy: 20,000 random rows, relu, softmax, cross-entropy, gradient descent with
 * momentum 0.9, and a new order in every epoch.
 *
 * <p>{@code simple} is the small network in the documentation of SimpleChains, 4-32-16-4 with tanh,
 * mean squared error and adam, which learns 10,000 rows as one batch.
 *
 * <p>{@code conv-digits} is the network of the example {@code digits-convolution.yaml}, with all
 * rows of the file. {@code conv-mnist} has random images of the size of MNIST's, two convolutions
 * with 8 and 16 filters of 3 by 3 pixels, each followed by relu and max-pooling, and one dense
 * layer.
 *
 * @param name the name
 * @param configuration a run without an end; the benchmark stops it
 * @param examples creates or reads the rows
 * @param operations the floating-point operations of a training sample; 0 if they are not compared
 *     with the limit of the machine
 */
public record Workload(
    String name, Configuration configuration, Supplier<Table> examples, long operations) {

  private static final String TARGET = "kind";
  private static final int ROWS = 20_000;
  private static final int SEED = 1;

  /**
   * A has 0.7 thousand operations per sample, B 24 thousand, C 320 thousand, D 1 million, E 6.4
   * million.
   */
  public static final List<Workload> ALL =
      List.of(
          dense("A", 16, 4, 16, 3),
          dense("B", 32, 30, 64, 32, 2),
          dense("C", 32, 784, 100, 10),
          dense("D", 128, 784, 256, 128, 10),
          dense("E", 512, 784, 1024, 512, 10),
          simple(),
          digits(),
          mnist());

  /** The workload with the given name. */
  public static Workload named(String name) {
    return ALL.stream().filter(workload -> workload.name().equals(name)).findFirst().orElseThrow();
  }

  /** A run of a given number of epochs. */
  public Configuration configuration(int epochs) {
    return configuration.toBuilder().epochs(epochs).build();
  }

  private static Workload dense(String name, int batchSize, int... widths) {
    int last = widths.length - 1;
    Configuration.Builder network = endless(DataSpec.of(TARGET), batchSize);
    for (int i = 1; i < last; i++) {
      network.layer(Dense.of(widths[i], new Relu()));
    }
    network.layer(Dense.output(new Softmax())).loss(new CrossEntropy()).optimizer(momentum());
    return new Workload(
        name,
        network.build(),
        () -> classes(numbers("x", ROWS, widths[0], SEED), widths[last]),
        operations(widths));
  }

  /** Forward, and backward to the weights and, except in the first layer, to the inputs. */
  private static long operations(int... widths) {
    long sum = -2L * widths[0] * widths[1];
    for (int i = 1; i < widths.length; i++) {
      sum += 6L * widths[i - 1] * widths[i];
    }
    return sum;
  }

  private static Workload simple() {
    int rows = 10_000;
    Configuration network =
        endless(DataSpec.of("y0", "y1", "y2", "y3"), rows)
            .layer(Dense.of(32, new Tanh()))
            .layer(Dense.of(16, new Tanh()))
            .layer(Dense.output())
            .loss(new MeanSquaredError())
            .optimizer(new Adam())
            .build();
    return new Workload(
        "simple",
        network,
        () -> Table.of(numbers("x", rows, 4, SEED)).with(Table.of(numbers("y", rows, 4, SEED + 1))),
        0);
  }

  private static Workload digits() {
    Activation relu = new Relu();
    Configuration network =
        endless(
                DataSpec.of("digit")
                    .column("digit", new CategoricalSpec())
                    .scale(ColumnSpec.Scale.NONE),
                32)
            .layer(new Image(8, 8))
            .layer(Conv2d.of(16, 3, Conv2d.Padding.SAME, relu))
            .layer(
                new Residual(
                    List.of(
                        new Conv2d(
                            16,
                            3,
                            1,
                            Conv2d.Padding.SAME,
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            true),
                        new BatchNorm()),
                    Optional.of(relu)))
            .layer(new MaxPool())
            .layer(new Flatten())
            .layer(new Dropout(0.2))
            .layer(Dense.output(new Softmax()))
            .loss(new CrossEntropy())
            .optimizer(new Adam(0.003))
            .build();
    return new Workload(
        "conv-digits", network, () -> CsvReader.read(Path.of("app/examples/digits.csv")), 0);
  }

  private static Workload mnist() {
    Configuration network =
        endless(DataSpec.of(TARGET), 64)
            .layer(new Image(28, 28))
            .layer(Conv2d.of(8, 3, Conv2d.Padding.SAME, new Relu()))
            .layer(new MaxPool())
            .layer(Conv2d.of(16, 3, Conv2d.Padding.SAME, new Relu()))
            .layer(new MaxPool())
            .layer(new Flatten())
            .layer(Dense.output(new Softmax()))
            .loss(new CrossEntropy())
            .optimizer(momentum())
            .build();
    int rows = 5_000;
    return new Workload(
        "conv-mnist", network, () -> classes(numbers("x", rows, 28 * 28, SEED), 10), 0);
  }

  private static Configuration.Builder endless(DataSpec data, int batchSize) {
    return Configuration.builder()
        .data(data)
        .epochs(Integer.MAX_VALUE)
        .batchSize(batchSize)
        .seed(SEED);
  }

  private static Sgd momentum() {
    return new Sgd(0.001, 0.9, 0, false, 0);
  }

  private static List<Column> numbers(String prefix, int rows, int columns, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Column> numbers = new ArrayList<>();
    for (int k = 0; k < columns; k++) {
      numbers.add(Column.of(prefix + k, random.doubles(rows, -1, 1).toArray()));
    }
    return numbers;
  }

  /** The rows with random classes. */
  private static Table classes(List<Column> inputs, int classes) {
    Table table = Table.of(inputs);
    String[] kinds =
        new SplittableRandom(SEED)
            .ints(table.rows(), 0, classes)
            .mapToObj(kind -> "kind" + kind)
            .toArray(String[]::new);
    return table.with(Column.of(TARGET, kinds));
  }
}
