package dev.gradus.engine.importances;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.importance.Importance;
import dev.gradus.engine.importance.ImportanceSummary;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What a network uses, in short: on a sample of rows, with three of them divided. */
class SummaryTest {

  private static final Gradus GRADUS = Gradus.builder().onWarning(warning -> {}).build();

  @AfterAll
  static void close() {
    GRADUS.close();
  }

  /** Predicts 3 a, of a = 0, 1, 2, … */
  private static Model model(Table table, String network) {
    return Trained.initial(
        GRADUS,
        """
        data: {target: y, scale: none}
        network: [%s]
        loss: mean-squared-error
        optimizer: {sgd: {learning-rate: 0.1}}
        training: {batch-size: 4}
        """
            .formatted(network),
        table);
  }

  private static Table table(int rows) {
    return Table.of(
        Column.of("a", IntStream.range(0, rows).mapToDouble(row -> row).toArray()),
        Column.of("y", IntStream.range(0, rows).mapToDouble(row -> 3 * row).toArray()));
  }

  @Test
  void itSamplesRowsAndDividesTheLowestTheMedianAndTheHighest() {
    Table table = table(10_000);
    Importance importance =
        GRADUS.importance(
            model(table, "{dense: {weights: {given: {values: [[3]]}}, bias: false}}"));
    ImportanceSummary summary = importance.summary(table);
    assertEquals(ImportanceSummary.MOST_ROWS, summary.permutation().rows());
    assertTrue(summary.refusal().isEmpty());
    assertEquals(List.of("row 1", "row 5001", "row 9996"), List.copyOf(summary.rows().keySet()));
    assertEquals(
        List.of(0.0, 15_000.0, 29_985.0),
        summary.rows().values().stream().map(each -> each.prediction()).toList());
    int[] sampled = IntStream.range(0, 2000).map(i -> 5 * i).toArray();
    assertEquals(importance.permutation(table.select(sampled)), summary.permutation());
  }

  @Test
  void fewRowsAreAllTaken() {
    Table table = table(30);
    Importance importance =
        GRADUS.importance(
            model(table, "{dense: {weights: {given: {values: [[3]]}}, bias: false}}"));
    assertEquals(30, importance.summary(table).permutation().rows());
    ImportanceSummary one = importance.summary(table.select(new int[] {4}));
    assertEquals(Map.of(), one.rows());
    assertTrue(one.refusal().isEmpty());
  }
}
