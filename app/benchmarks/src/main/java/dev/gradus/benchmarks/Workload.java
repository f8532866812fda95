package dev.gradus.benchmarks;

import dev.gradus.activations.Relu;
import dev.gradus.activations.Softmax;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.Dense;
import dev.gradus.losses.CrossEntropy;
import dev.gradus.optimizers.Sgd;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The networks of the benchmarks, from the smallest that applications embed to one that keeps a
 * matrix library busy. All have random rows, relu, softmax, cross-entropy, gradient descent with
 * momentum 0.9, and a new order in every epoch.
 *
 * @param name a letter
 * @param batchSize the number of examples per step
 * @param widths the number of inputs, then the units of each layer
 */
public record Workload(String name, int batchSize, List<Integer> widths) {

  /**
   * A has 0.7 thousand operations per sample, B 24 thousand, C 320 thousand, D 1 million, E 6.4
   * million.
   */
  public static final List<Workload> ALL =
      List.of(
          new Workload("A", 16, List.of(4, 16, 3)),
          new Workload("B", 32, List.of(30, 64, 32, 2)),
          new Workload("C", 32, List.of(784, 100, 10)),
          new Workload("D", 128, List.of(784, 256, 128, 10)),
          new Workload("E", 512, List.of(784, 1024, 512, 10)));

  /** The number of examples. */
  public static final int ROWS = 20_000;

  private static final String TARGET = "kind";
  private static final int SEED = 1;

  /** The number of input columns. */
  public int inputs() {
    return widths.get(0);
  }

  /** The workload with the given name. */
  public static Workload named(String name) {
    return ALL.stream().filter(workload -> workload.name().equals(name)).findFirst().orElseThrow();
  }

  /** A run without an end; the benchmark stops it. */
  public Configuration configuration() {
    return configuration(Integer.MAX_VALUE);
  }

  /** A run of a given number of epochs. */
  public Configuration configuration(int epochs) {
    Configuration.Builder builder = Configuration.builder().data(DataSpec.of(TARGET));
    for (int units : widths.subList(1, widths.size() - 1)) {
      builder.layer(Dense.of(units, new Relu()));
    }
    return builder
        .layer(Dense.output(new Softmax()))
        .loss(new CrossEntropy())
        .optimizer(new Sgd(0.001, 0.9, 0, false, 0))
        .epochs(epochs)
        .batchSize(batchSize)
        .seed(SEED)
        .build();
  }

  /** Random examples with random classes. */
  public Table table() {
    SplittableRandom random = new SplittableRandom(SEED);
    List<Column> columns = new ArrayList<>();
    for (int k = 0; k < inputs(); k++) {
      columns.add(Column.of("x" + k, random.doubles(ROWS, -1, 1).toArray()));
    }
    int classes = widths.get(widths.size() - 1);
    String[] kinds = new String[ROWS];
    for (int i = 0; i < ROWS; i++) {
      kinds[i] = "kind" + random.nextInt(classes);
    }
    columns.add(Column.of(TARGET, kinds));
    return Table.of(columns);
  }
}
