package dev.gradus.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Sigmoid;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.config.SplitSpec;
import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.engine.data.Split;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.event.TrainingPlan;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.CsvFormat;
import dev.gradus.layers.Dense;
import dev.gradus.losses.CrossEntropy;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.losses.metrics.Accuracy;
import dev.gradus.optimizers.Adam;
import dev.gradus.runtime.problem.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folds are balanced, and each is predicted by a network that was not trained on it. */
class CrossValidationTest {

  @TempDir Path folder;

  @Test
  void everyRowIsInOneFold() {
    List<Split> folds = Split.folds(23, 5, 7);
    TreeSet<Integer> seen = new TreeSet<>();
    for (Split fold : folds) {
      assertEquals(23, fold.training().length + fold.validation().length);
      assertTrue(fold.validation().length >= 4 && fold.validation().length <= 5);
      Arrays.stream(fold.validation()).forEach(row -> assertTrue(seen.add(row)));
    }
    assertEquals(23, seen.size());
    assertThrows(DataException.class, () -> Split.folds(3, 4, 0));
    assertThrows(DataException.class, () -> Split.folds(3, 1, 0));
  }

  @Test
  void classesKeepTheirSharesInEveryFold() {
    String[] classes = new String[60];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = i < 10 ? "rare" : "frequent";
    }
    Column column = Column.of("class", classes);
    for (Split fold : Split.stratifiedFolds(column, 5, 1)) {
      long rare =
          Arrays.stream(fold.validation()).filter(row -> column.text(row).equals("rare")).count();
      assertEquals(2, rare);
      assertEquals(12, fold.validation().length);
    }
  }

  @Test
  void theScoresAreMeanAndDeviationOfTheFolds() {
    CrossValidation found =
        new CrossValidation(
            List.of(Map.of("r2", 0.5), Map.of("r2", 0.7), Map.of("r2", 0.9)),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    CrossValidation.Score score =
        found.scores().getOrDefault("r2", new CrossValidation.Score(0, 0));
    assertEquals(0.7, score.mean(), 1e-12);
    assertEquals(Math.sqrt(0.08 / 3), score.deviation(), 1e-12);
  }

  /**
   * The class is noise: a network that was not trained on a row cannot know it, one that was
   * memorises it.
   */
  @Test
  void nothingIsLearnedOfTheFoldThatIsMeasured() throws IOException {
    StringBuilder csv = new StringBuilder("id,kind\n");
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 120; i++) {
      csv.append("n").append(i).append(',').append(random.nextBoolean() ? "a" : "b").append('\n');
    }
    Path file = Files.writeString(folder.resolve("noise.csv"), csv);
    Configuration configuration =
        Configuration.builder()
            .data(DataSpec.of(file, "kind"))
            .layer(Dense.output(new Sigmoid()))
            .loss(new CrossEntropy())
            .metric(new Accuracy())
            .optimizer(new Adam(0.1))
            .epochs(50)
            .build();
    try (Gradus gradus = Gradus.create()) {
      CrossValidation found = gradus.job(configuration).crossValidate(4);
      assertEquals(4, found.folds().size());
      double accuracy =
          found.scores().getOrDefault("accuracy", new CrossValidation.Score(1, 0)).mean();
      assertTrue(accuracy < 0.7, "it knows what it has not seen: " + accuracy);
    }
  }

  @Test
  void theValidationPartCanBeAFileOfItsOwn() throws IOException {
    Path file = Files.writeString(folder.resolve("a.csv"), "x,y\n1,2\n2,4\n3,6\n4,8\n");
    Path apart = Files.writeString(folder.resolve("b.csv"), "x,y\n5,10\n6,12\n7,14\n");
    DataSpec data =
        new DataSpec(
            Optional.of(file),
            List.of("y"),
            Map.of(),
            ColumnSpec.Scale.STANDARD,
            SplitSpec.NONE,
            Optional.empty(),
            DataSpec.Missing.REFUSE,
            new CsvFormat(),
            Optional.of(apart));
    Configuration configuration =
        Configuration.builder()
            .data(data)
            .layer(Dense.output())
            .loss(new MeanSquaredError())
            .optimizer(new Adam(0.1))
            .epochs(2)
            .build();
    List<Integer> validationRows = new ArrayList<>();
    TrainingListener rows =
        new TrainingListener() {
          @Override
          public void started(TrainingPlan plan) {
            validationRows.add(plan.validationRows());
          }
        };
    try (Gradus gradus = Gradus.create()) {
      gradus.job(configuration).listener(rows).train();
      gradus.job(configuration).listener(rows).crossValidate(2);
      assertEquals(List.of(3, 3, 3), validationRows);
    }
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new DataSpec(
                    data.csv(),
                    data.target(),
                    data.columns(),
                    data.scale(),
                    new SplitSpec(0.2, Optional.empty()),
                    Optional.empty(),
                    data.missing(),
                    data.format(),
                    data.validation()));
    assertTrue(String.valueOf(e.getMessage()).contains("remove one of them"));
  }
}
