package dev.gradus.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Softmax;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.config.SplitSpec;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.event.TrainingPlan;
import dev.gradus.engine.model.Evaluation;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.model.Training;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.Dense;
import dev.gradus.losses.CrossEntropy;
import dev.gradus.losses.metrics.Accuracy;
import dev.gradus.optimizers.Sgd;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.GradusException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Test rows are not used before training is over. */
class TestPartTest {

  private static final int ROWS = 60;
  private static final SplitSpec THREE = new SplitSpec(0.2, Optional.empty()).test(0.1);

  @TempDir Path folder;

  @Test
  void aThirdPartIsMeasured() {
    Training training = train(THREE, table());
    assertEquals(
        List.of("training", "validation", "test"), List.copyOf(training.metrics().keySet()));
    assertEquals(Optional.of(42), training.model().about().trainingRows());
    assertEquals(Optional.of(12), training.model().about().validationRows());
    assertEquals(Optional.of(6), training.model().about().testRows());
  }

  @Test
  void whatIsInItChangesNothingThatIsLearned() {
    Table table = table();
    Training training = train(THREE, table);
    Set<Double> tested = xs(training.model().part(table, Training.TEST_PART));
    double[] changed =
        IntStream.range(0, ROWS)
            .mapToDouble(row -> tested.contains((double) row) ? -7 : row)
            .toArray();
    Table other = Table.of(Column.of("x", changed), table.column("kind"), table.column("patient"));
    Training again = train(THREE, other);
    assertEquals(training.history(), again.history());
    assertEquals(training.model().weights().toString(), again.model().weights().toString());
    assertEquals(
        training.metrics().get(Training.VALIDATION_PART),
        again.metrics().get(Training.VALIDATION_PART));
    assertNotEquals(
        training.metrics().get(Training.TEST_PART), again.metrics().get(Training.TEST_PART));
  }

  @Test
  void theThreePartsAreAllRowsOnceAndKeepTheSharesOfTheClasses() {
    Table table = table();
    Model model = train(THREE, table).model();
    List<Double> all = new ArrayList<>();
    for (String part : List.of("training", "validation", "test")) {
      Table rows = model.part(table, part);
      all.addAll(xs(rows));
      long a =
          IntStream.range(0, rows.rows())
              .filter(row -> rows.column("kind").text(row).equals("a"))
              .count();
      assertEquals(rows.rows() / 3, a, part);
    }
    all.sort(Double::compare);
    assertEquals(IntStream.range(0, ROWS).mapToObj(row -> (double) row).toList(), all);
  }

  @Test
  void aGroupIsWholeInOnePart() {
    Table table = table();
    Model model = train(THREE.group("patient"), table).model();
    Set<String> seen = new HashSet<>();
    int patients = 0;
    for (String part : List.of("training", "validation", "test")) {
      Table rows = model.part(table, part);
      Set<String> here = new HashSet<>();
      IntStream.range(0, rows.rows()).forEach(row -> here.add(rows.column("patient").text(row)));
      patients += here.size();
      seen.addAll(here);
    }
    assertEquals(seen.size(), patients);
    assertEquals(20, patients);
  }

  @Test
  void theValidationPartIsAShareOfAllRows() {
    SplitSpec half = new SplitSpec(0.5, Optional.of(false)).test(0.4);
    Model model = train(half, table()).model();
    assertEquals(Optional.of(30), model.about().validationRows());
    assertEquals(Optional.of(6), model.about().trainingRows());
  }

  @Test
  void crossValidationLeavesItOut() {
    List<TrainingPlan> plans = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void started(TrainingPlan plan) {
            plans.add(plan);
          }
        };
    try (Gradus gradus = Gradus.create()) {
      gradus
          .job(configuration(new SplitSpec(0, Optional.empty()).test(0.1)))
          .on(table())
          .listener(listener)
          .crossValidate(3);
    }
    assertEquals(List.of(36, 36, 36), plans.stream().map(TrainingPlan::trainingRows).toList());
    assertEquals(List.of(0, 0, 0), plans.stream().map(TrainingPlan::testRows).toList());
  }

  @Test
  void itCanBeATableOrAFileOfItsOwn() throws IOException {
    Configuration configuration = configuration(SplitSpec.NONE);
    try (Gradus gradus = Gradus.create()) {
      Training training =
          gradus.job(configuration).on(table()).testedOn(table().select(new int[] {1, 2})).train();
      assertEquals(List.of("training", "test"), List.copyOf(training.metrics().keySet()));
      Path train = write("train.csv", 0, 40);
      Path test = write("test.csv", 40, 60);
      DataSpec data = DataSpec.of(train, "kind").test(test);
      Training ofFiles = gradus.job(with(data)).train();
      assertEquals(Optional.of(20), ofFiles.model().about().testRows());
      Evaluation evaluation = ofFiles.model().evaluation(gradus.readTable(test));
      assertEquals(ofFiles.metrics().get(Training.TEST_PART), evaluation.metrics());
    }
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> new SplitSpec(0.5, Optional.empty()).test(0.5));
    assertThrows(
        IllegalArgumentException.class,
        () -> DataSpec.of("y").split(THREE).test(Path.of("test.csv")));
    GradusException few =
        assertThrows(
            GradusException.class,
            () -> train(new SplitSpec(0.2, Optional.empty()).test(0.001), table()));
    assertTrue(
        String.valueOf(few.getMessage()).contains("a test split of 0.001 of 60 rows"),
        few.getMessage());
    try (Gradus gradus = Gradus.create()) {
      GradusException twice =
          assertThrows(
              GradusException.class,
              () -> gradus.job(configuration(THREE)).on(table()).testedOn(table()).train());
      assertTrue(String.valueOf(twice.getMessage()).contains("testedOn"), twice.getMessage());
    }
  }

  @Test
  void aPartOfAnotherTableIsRefused() {
    Model model = train(THREE, table()).model();
    DataException other =
        assertThrows(
            DataException.class,
            () -> model.part(table().select(IntStream.range(0, 50).toArray()), "test"));
    assertTrue(
        String.valueOf(other.getMessage()).contains("would have 5 rows, but in training it had 6"));
    Model without = train(new SplitSpec(), table()).model();
    DataException none = assertThrows(DataException.class, () -> without.part(table(), "test"));
    assertTrue(
        String.valueOf(none.getMessage()).contains("trained without a test split"),
        none.getMessage());
  }

  @Test
  void withoutATestPartNothingIsDividedInAnotherWay() {
    Table table = table();
    Model model = train(new SplitSpec(), table).model();
    int[] rows = dev.gradus.engine.data.Split.stratified(table.column("kind"), 0.2, 0).validation();
    assertEquals(
        Arrays.stream(rows).mapToObj(row -> (double) row).toList(),
        xs(model.part(table, "validation")).stream().sorted().toList());
  }

  private static Set<Double> xs(Table rows) {
    Set<Double> xs = new HashSet<>();
    IntStream.range(0, rows.rows()).forEach(row -> xs.add(rows.column("x").number(row)));
    return xs;
  }

  private static Table table() {
    double[] xs = IntStream.range(0, ROWS).asDoubleStream().toArray();
    String[] kinds =
        IntStream.range(0, ROWS).mapToObj(i -> i % 3 == 0 ? "a" : "b").toArray(String[]::new);
    String[] patients = IntStream.range(0, ROWS).mapToObj(i -> "p" + i / 3).toArray(String[]::new);
    return Table.of(Column.of("x", xs), Column.of("kind", kinds), Column.of("patient", patients));
  }

  private Path write(String name, int from, int to) throws IOException {
    StringBuilder csv = new StringBuilder("x,kind\n");
    for (int i = from; i < to; i++) {
      csv.append(i).append(',').append(i % 3 == 0 ? "a" : "b").append('\n');
    }
    return Files.writeString(folder.resolve(name), csv);
  }

  private static Training train(SplitSpec split, Table table) {
    try (Gradus gradus = Gradus.create()) {
      return gradus.job(configuration(split)).on(table).train();
    }
  }

  private static Configuration configuration(SplitSpec split) {
    DataSpec data = DataSpec.of("kind").split(split);
    return with(
        split.group().isPresent()
            ? data
            : data.column("patient", new dev.gradus.engine.data.IgnoredSpec()));
  }

  private static Configuration with(DataSpec data) {
    return Configuration.builder()
        .data(data)
        .layer(Dense.output(new Softmax()))
        .loss(new CrossEntropy())
        .metric(new Accuracy())
        .optimizer(new Sgd(0.1))
        .epochs(2)
        .build();
  }
}
