package dev.gradus.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gradus.activations.Relu;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.event.TrainingPlan;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.Dense;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.optimizers.Adam;
import dev.gradus.optimizers.Sgd;
import dev.gradus.spi.Optimizer;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The memory that a plan announces is the memory that training uses. */
class MemoryTest {

  private static final double TOLERANCE = 0.2;

  private static Table table(int rows, int inputs) {
    SplittableRandom random = new SplittableRandom(1);
    List<Column> columns = new ArrayList<>();
    for (int k = 0; k <= inputs; k++) {
      columns.add(Column.of("x" + k, random.doubles(rows, -1, 1).toArray()));
    }
    return Table.of(columns);
  }

  static Stream<Arguments> runs() {
    return Stream.of(
        Arguments.of("mostly data", 40_000, 100, 8, 32, new Sgd(0.001)),
        Arguments.of("mostly batches", 8_000, 20, 1_000, 4_000, new Adam()));
  }

  @Test
  void thePlanSaysHowMuchTheWeightsTake() {
    thePlanSaysHowMuchIsHeld("mostly weights", 100, 300, 4_000, 16, new Adam());
  }

  @Tag("slow")
  @ParameterizedTest(name = "{0}")
  @MethodSource("runs")
  void thePlanSaysHowMuchIsHeld(
      String name, int rows, int inputs, int units, int batchSize, Optimizer optimizer) {
    Configuration configuration =
        Configuration.builder()
            .data(DataSpec.of("x0"))
            .layer(Dense.of(units, new Relu()))
            .layer(Dense.of(100, new Relu()))
            .layer(Dense.output())
            .loss(new MeanSquaredError())
            .optimizer(optimizer)
            .epochs(1)
            .batchSize(batchSize)
            .seed(1)
            .build();
    Table table = table(rows, inputs);
    MemoryWatch watch = new MemoryWatch();
    try {
      try (Gradus gradus = Gradus.create()) {
        gradus.job(configuration).on(table).listener(watch).train();
      }
      double held = watch.held();
      assertEquals(held, watch.announced, TOLERANCE * held, name);
    } finally {
      Reference.reachabilityFence(table);
    }
  }

  /** The memory in use after the second step, minus the memory in use without the run. */
  private static final class MemoryWatch implements TrainingListener {

    /** The number of collections in a row that must find no more garbage. */
    private static final int COLLECTIONS = 4;

    private static final int MOST_COLLECTIONS = 40;
    private static final long SETTLED = 1 << 18;

    private final long before = alive();
    private double announced;
    private long during;

    /** The serial collector compacts the heap only in every fourth collection. */
    private static long alive() {
      long least = Long.MAX_VALUE;
      int settled = 0;
      for (int i = 0; i < MOST_COLLECTIONS && settled < COLLECTIONS; i++) {
        System.gc();
        long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        settled = used < least - SETTLED ? 0 : settled + 1;
        least = Math.min(least, used);
      }
      return least;
    }

    /**
     * The memory that the run uses; to be called after the run. Garbage of other tests may still be
     * in memory before the run and be collected during it; this was up to 16 MB. So the baseline is
     * the memory after the run, if that is less.
     */
    double held() {
      return during - Math.min(before, alive());
    }

    @Override
    public void started(TrainingPlan plan) {
      announced = plan.bytes();
    }

    @Override
    public void stepDone(int epoch, int step, double loss) {
      if (step == 2) {
        during = alive();
      }
    }
  }
}
