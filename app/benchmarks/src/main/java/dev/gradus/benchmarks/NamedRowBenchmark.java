package dev.gradus.benchmarks;

import dev.gradus.activations.Softmax;
import dev.gradus.activations.Tanh;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.model.Predictor;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.Dense;
import dev.gradus.losses.CrossEntropy;
import dev.gradus.optimizers.Adam;
import dev.gradus.runtime.Prediction;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.ejml.data.FMatrixRMaj;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The time to predict one row in the form that an application has. Four numbers go through one
 * network as an array, a map, a record or a matrix. A map of numbers, names and a boolean goes
 * through another network. The benchmark takes half a minute.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class NamedRowBenchmark {

  private static final Table NUMBERS =
      Table.of(
          Column.of("length", 5.1, 7.0, 6.3, 4.9),
          Column.of("width", 3.5, 3.2, 3.3, 3.0),
          Column.of("height", 1.4, 4.7, 6.0, 1.4),
          Column.of("depth", 0.2, 1.4, 2.5, 0.2),
          Column.of("kind", "a", "b", "c", "a"));

  private static final Table MIXED =
      Table.of(
          Column.of("age", 23, 31, 64, 58),
          Column.of("city", "Oslo", "Rome", "Bonn", "Rome"),
          Column.of("smoker", "yes", "no", "no", "yes"),
          Column.of("code", "A1", "B2", "A1", "C3"),
          Column.of("kind", "a", "b", "c", "a"));

  private static final Map<String, Object> MAP =
      Map.of("length", 5.8, "width", 2.7, "height", 4.1, "depth", 1.0);

  private static final Map<String, Object> MIXED_MAP =
      Map.of("age", 33, "city", "Rome", "smoker", "no", "code", "B2");

  /**
   * A row of numbers.
   *
   * @param length one
   * @param width one
   * @param height one
   * @param depth one
   */
  public record Flower(double length, double width, double height, double depth) {}

  private final Predictor numbers = trained(NUMBERS);
  private final Predictor mixed = trained(MIXED);
  private final double[] inputs = {5.8, 2.7, 4.1, 1.0};
  private final double[] outputs = new double[3];
  private final Flower flower = new Flower(5.8, 2.7, 4.1, 1.0);
  private final FMatrixRMaj matrix = new FMatrixRMaj(new float[][] {{5.8f, 2.7f, 4.1f, 1}});
  private final FMatrixRMaj into = new FMatrixRMaj(1, 3);

  private static Predictor trained(Table table) {
    Configuration configuration =
        Configuration.builder()
            .data(DataSpec.of("kind"))
            .layer(Dense.of(16, new Tanh()))
            .layer(Dense.output(new Softmax()))
            .loss(new CrossEntropy())
            .optimizer(new Adam())
            .epochs(1)
            .build();
    try (Gradus gradus = Gradus.create()) {
      return gradus.job(configuration).on(table).train().model().predictor();
    }
  }

  /** The baseline. */
  @Benchmark
  public double[] array() {
    numbers.predict(inputs, outputs);
    return outputs;
  }

  /** The same numbers in a map. */
  @Benchmark
  public Prediction map() {
    return numbers.predict(MAP);
  }

  /** The same numbers in a record. */
  @Benchmark
  public Prediction recordOfNumbers() {
    return numbers.predict(flower);
  }

  /** The same numbers in an EJML matrix. */
  @Benchmark
  public FMatrixRMaj matrix() {
    numbers.predict(matrix, into);
    return into;
  }

  /** Numbers, names and a boolean. */
  @Benchmark
  public String mapOfNames() {
    return mixed.predict(MIXED_MAP).className();
  }
}
