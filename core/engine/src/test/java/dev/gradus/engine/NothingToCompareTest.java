package dev.gradus.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gradus.activations.Tanh;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.config.SplitSpec;
import dev.gradus.engine.data.IgnoredSpec;
import dev.gradus.engine.model.Training;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.Dense;
import dev.gradus.losses.Cox;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.losses.PairwiseRanking;
import dev.gradus.losses.metrics.Concordance;
import dev.gradus.losses.metrics.Ndcg;
import dev.gradus.optimizers.Adam;
import dev.gradus.optimizers.Lbfgs;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.spi.Loss;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** If a loss or a metric finds nothing to compare, there is one warning with the count. */
class NothingToCompareTest {

  private final Gradus gradus = Gradus.builder().onWarning(warning -> {}).build();

  @AfterEach
  void close() {
    gradus.close();
  }

  /** 24 rows, of which some have seen the event. */
  private static Table survival(IntPredicate died) {
    List<Map<String, ?>> rows = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      rows.add(Map.of("x", i / 24.0, "time", 1 + i, "died", died.test(i) ? "yes" : "no"));
    }
    return Table.ofMaps(rows);
  }

  /** Six groups of four rows. */
  private static Table queries(IntUnaryOperator relevance) {
    List<Map<String, ?>> rows = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      rows.add(Map.of("x", i / 24.0, "query", "q" + i / 4, "relevance", relevance.applyAsInt(i)));
    }
    return Table.ofMaps(rows);
  }

  private static Configuration.Builder learning(Loss loss, String target) {
    return Configuration.builder()
        .data(DataSpec.of(target))
        .layer(Dense.of(2, new Tanh()))
        .layer(Dense.output())
        .loss(loss)
        .optimizer(new Adam(0.01))
        .training(t -> t.shuffle(false))
        .batchSize(8)
        .epochs(3);
  }

  private Training train(Configuration.Builder builder, Table table) {
    return gradus.job(builder.build()).on(table).train();
  }

  @Test
  void batchesWithoutAnEventAreCounted() {
    Training training =
        train(learning(new Cox("died"), "time"), survival(row -> row >= 8 && row % 2 == 0));
    assertEquals(
        List.of(
            new Warning(
                "loss: cox found nothing to compare in 1 of the 3 batches of epoch 1, so nothing was learned from them; use a larger batch-size, or check the columns that it uses",
                1),
            new Warning(
                "loss: cox found nothing to compare in 1 of the 3 batches of the 24 evaluated examples, so its value has no meaning for them",
                1)),
        training.warnings());
  }

  @Test
  void anEventThatNobodyOutlivesIsNoComparison() {
    Training training = train(learning(new Cox("died"), "time"), survival(row -> row % 8 == 7));
    assertEquals(
        new Warning(
            "loss: cox found nothing to compare in any batch of epoch 1, so nothing was learned from them; use a larger batch-size, or check the columns that it uses",
            3),
        training.warnings().get(0));
    assertEquals(
        List.of(),
        train(learning(new Cox("died"), "time").batchSize(24), survival(row -> row % 8 == 7))
            .warnings());
  }

  @Test
  void anOptimizerThatSeesAllExamplesSaysItToo() {
    Configuration.Builder builder =
        Configuration.builder()
            .data(DataSpec.of("time"))
            .layer(Dense.output())
            .loss(new Cox("died"))
            .optimizer(new Lbfgs())
            .epochs(2);
    assertEquals(
        "loss: cox found nothing to compare in any batch of epoch 1, so nothing was learned from them; use a larger batch-size, or check the columns that it uses",
        train(builder, survival(row -> false)).warnings().get(0).message());
  }

  @Test
  void aLearnerSaysItOfATable() {
    Configuration.Builder builder = learning(new Cox("died"), "time");
    assertEquals(
        List.of(
            new Warning(
                "loss: cox found nothing to compare in any batch of a table of 24 examples, so nothing was learned from it; use a larger batch-size or larger tables, or check the columns that it uses",
                3)),
        gradus
            .job(builder.build())
            .on(survival(row -> true))
            .learner()
            .fit(survival(row -> false))
            .warnings());
  }

  @Test
  void groupsThatDoNotDifferHoldNoPair() {
    Configuration.Builder builder = learning(new PairwiseRanking("query"), "relevance");
    assertEquals(
        List.of(
            new Warning(
                "loss: pairwise-ranking found nothing to compare in 2 of the 3 batches of epoch 1, so nothing was learned from them; use a larger batch-size, or check the columns that it uses",
                2),
            new Warning(
                "loss: pairwise-ranking found nothing to compare in 2 of the 3 batches of the 24 evaluated examples, so its value has no meaning for them",
                2)),
        train(builder, queries(row -> row < 8 ? row % 2 : row / 4)).warnings());
    assertEquals(List.of(), train(builder, queries(row -> row % 2)).warnings());
  }

  @Test
  void aMetricWithoutAnythingToCompareIsSaidOnce() {
    Configuration.Builder builder =
        learning(new MeanSquaredError(), "time")
            .metric(new Concordance("died"))
            .data(DataSpec.of("time").column("died", new IgnoredSpec()).split(0.5));
    Warning expected =
        new Warning(
            "metrics: concordance is NaN for the 12 evaluated examples; they may not contain events, pairs or classes that it compares",
            12);
    assertEquals(List.of(expected), train(builder, survival(row -> false)).warnings());
    Configuration.Builder ranking =
        learning(new MeanSquaredError(), "relevance")
            .metric(new Ndcg("query"))
            .data(
                DataSpec.of("relevance")
                    .split(new SplitSpec(0.5, Optional.empty()).group("query")));
    assertEquals(
        List.of(new Warning(expected.message().replace("concordance", "ndcg"), 12)),
        train(ranking, queries(row -> 0)).warnings());
  }
}
