package dev.gradus.engine.importances;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.importance.Importance;
import dev.gradus.engine.importance.PartialDependence;
import dev.gradus.engine.importance.PartialDependence.Point;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.problem.GradusException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The mean prediction with one cell in all rows. */
class PartialDependenceTest {

  private static final Gradus GRADUS = Gradus.builder().onWarning(warning -> {}).build();

  @AfterAll
  static void close() {
    GRADUS.close();
  }

  private static Model model(Table table) {
    return Trained.model(
        GRADUS,
        Trained.MIXED_DATA.formatted("price", "kind", "")
            + """
            network: [{dense: {units: 8, activation: tanh}}, {dense: {}}]
            loss: mean-squared-error
            optimizer: {adam: {learning-rate: 0.01}}
            training: {epochs: 10, batch-size: 16, seed: 5}
            """,
        table);
  }

  /** The table with one cell in all rows of a column. */
  private static Table with(Table table, String name, int row) {
    int[] same = new int[table.rows()];
    Arrays.fill(same, row);
    List<Column> columns = new ArrayList<>();
    for (Column column : table.columns()) {
      columns.add(column.name().equals(name) ? column.select(same) : column);
    }
    return Table.of(columns);
  }

  @Test
  void eachPointIsTheMeanPredictionOfTheTableWithItsCell() {
    Table table = Trained.csv(Trained.mixed(50));
    Model model = model(table);
    Importance importance = GRADUS.importance(model);
    for (String column : List.of("size", "rooms", "city", "new", "built")) {
      PartialDependence dependence = importance.partial(table, column);
      assertEquals(column, dependence.column());
      assertEquals(50, dependence.rows());
      assertTrue(dependence.points().size() > 1, column);
      for (Point point : dependence.points()) {
        int row = 0;
        while (!table.column(column).text(row).equals(point.cell())) {
          row++;
        }
        double[] predicted =
            Arrays.stream(model.predictor().predict(with(table, column, row)))
                .mapToDouble(each -> each[0])
                .sorted()
                .toArray();
        double mean = Arrays.stream(predicted).sum() / 50;
        assertEquals(mean, point.means().get(0), 1e-9 * mean, column);
        assertEquals(predicted[5], point.lows().get(0), column);
        assertEquals(predicted[44], point.highs().get(0), column);
      }
    }
  }

  @Test
  void numbersAscendAndNamesBeginWithTheMostFrequent() {
    Table table = Trained.csv(Trained.mixed(50));
    Importance importance = GRADUS.importance(model(table));
    PartialDependence sizes = importance.partial(table, "size");
    assertTrue(sizes.numeric());
    assertEquals(PartialDependence.MOST_POINTS, sizes.points().size());
    double[] numbers = sizes.points().stream().mapToDouble(Point::number).toArray();
    assertEquals(
        Arrays.toString(Arrays.stream(numbers).sorted().toArray()), Arrays.toString(numbers));
    PartialDependence cities = importance.partial(table, "city");
    assertFalse(cities.numeric());
    List<String> names = cities.points().stream().map(Point::cell).toList();
    assertEquals(3, names.size());
    long[] counts =
        names.stream()
            .mapToLong(
                name ->
                    java.util.stream.IntStream.range(0, 50)
                        .filter(row -> table.column("city").text(row).equals(name))
                        .count())
            .toArray();
    assertTrue(counts[0] >= counts[1] && counts[1] >= counts[2], Arrays.toString(counts));
    List<String> dates =
        importance.partial(table, "built").points().stream().map(Point::cell).toList();
    assertEquals(dates.stream().sorted().toList(), dates);
  }

  @Test
  void manyRowsAreDrawnWithTheSeedOfTheModel() {
    Table table = Trained.csv(Trained.mixed(2 * PartialDependence.MOST_ROWS));
    Importance importance = GRADUS.importance(model(table.select(new int[] {0, 1, 2, 4, 5, 6})));
    PartialDependence once = importance.partial(table, "rooms");
    assertEquals(PartialDependence.MOST_ROWS, once.rows());
    assertEquals(once.points(), importance.partial(table, "rooms").points());
  }

  @Test
  void aColumnThatIsNoInputIsRefusedWithANearOne() {
    Table table = Trained.csv(Trained.mixed(50));
    Importance importance = GRADUS.importance(model(table));
    GradusException e =
        assertThrows(GradusException.class, () -> importance.partial(table, "room"));
    assertTrue(e.getMessage().contains("'room' is not an input of the model."), e.getMessage());
    assertTrue(e.getMessage().contains("rooms"), e.getMessage());
  }
}
