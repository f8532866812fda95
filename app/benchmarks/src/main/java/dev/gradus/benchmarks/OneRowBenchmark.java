package dev.gradus.benchmarks;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.model.Predictor;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The time to predict one row of raw values, including its preparation. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class OneRowBenchmark {

  private static final int SEED = 1;

  /** The names of the workloads. */
  @Param({"A", "B", "C", "D", "E"})
  public String workload = "";

  private Predictor predictor = trained("A");
  private double[] inputs = {};
  private double[] outputs = {};

  /** Trains a network briefly, and creates a row. */
  @Setup
  public void train() {
    predictor = trained(workload);
    Workload chosen = Workload.named(workload);
    int columns = chosen.examples().get().columns().size() - 1;
    inputs = new SplittableRandom(SEED).doubles(columns, -1, 1).toArray();
    outputs = predictor.predict(inputs);
  }

  private static Predictor trained(String name) {
    Workload workload = Workload.named(name);
    try (Gradus gradus = Gradus.create()) {
      return gradus
          .job(workload.configuration(1))
          .on(workload.examples().get())
          .listener(new TrainingListener() {})
          .train()
          .model()
          .predictor();
    }
  }

  /** Predicts one row, into the same array every time. */
  @Benchmark
  public double[] predict() {
    predictor.predict(inputs, outputs);
    return outputs;
  }
}
