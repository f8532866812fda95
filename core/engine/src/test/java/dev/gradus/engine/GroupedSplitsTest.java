package dev.gradus.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.data.Split;
import dev.gradus.engine.event.TrainingPlan;
import dev.gradus.engine.model.Training;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.column.PreparedColumn;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Warning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** A split by groups, from a YAML file to the metrics. */
class GroupedSplitsTest {

  @TempDir Path folder;

  private final List<Warning> heard = new ArrayList<>();

  private final Gradus gradus = Gradus.builder().onWarning(heard::add).build();

  @AfterEach
  void close() {
    gradus.close();
  }

  /** Four patients with 10, 20, 30 and 40 rows. */
  @BeforeEach
  void write() throws IOException {
    StringBuilder csv = new StringBuilder("x,patient,y\n");
    for (int i = 0; i < 100; i++) {
      int patient = i < 10 ? 1 : i < 30 ? 2 : i < 60 ? 3 : 4;
      csv.append(i % 7).append(",p").append(patient).append(',').append(i % 7 * 2).append('\n');
    }
    Files.writeString(folder.resolve("patients.csv"), csv.toString());
  }

  private Path yaml(String data) throws IOException {
    return Files.writeString(
        folder.resolve("run.yaml"),
        """
        data: {csv: patients.csv, %s}
        network: [dense: {}]
        loss: mse
        optimizer: {adam: {learning-rate: 0.1}}
        training: {epochs: 2, seed: 1}
        """
            .formatted(data));
  }

  private static String message(Executable refused) {
    return String.valueOf(assertThrows(GradusException.class, refused).getMessage());
  }

  @Test
  void theValidationPartHasWholeGroups() throws IOException {
    for (String group : List.of("patient", "'2'")) {
      Path file = yaml("target: y, split: {validation: 0.28, group: %s}".formatted(group));
      TrainingPlan plan = gradus.job(file).check();
      assertEquals(30, plan.validationRows());
      assertEquals(70, plan.trainingRows());
      Training training = gradus.job(file).train();
      assertEquals(
          List.of("x"),
          training.model().preparation().inputs().stream().map(PreparedColumn::name).toList());
      assertEquals(List.of(), training.warnings());
    }
  }

  @Test
  void aModelDoesNotNeedTheColumn() throws IOException {
    Training training = gradus.job(yaml("target: y, split: {group: patient}")).train();
    Table rest = Table.ofRows(List.of("x", "y"), new double[][] {{1, 2}, {3, 6}});
    assertEquals(2, training.model().evaluation(rest).rows());
  }

  @Test
  void foldsHaveWholeGroups() throws IOException {
    Path file = yaml("target: y, split: {validation: 0, group: patient}");
    assertEquals(4, gradus.job(file).crossValidate(4).folds().size());
    assertEquals(
        "data.split.group: the 4 groups of column 'patient' cannot be divided into 5 folds; use at least 2 folds, and at most one for each group",
        message(() -> gradus.job(file).crossValidate(5)));
    // Within a fold, rows are also held out by groups.
    Path both = yaml("target: y, split: {validation: 0.3, group: patient}");
    assertEquals(2, gradus.job(both).crossValidate(2).folds().size());
  }

  /** How many patients have rows on both sides of a split that knows nothing of them. */
  private static int cutAtRandom() {
    int[] apart = new int[4];
    for (int row : Split.random(100, 0.25, 1).validation()) {
      apart[row < 10 ? 0 : row < 30 ? 1 : row < 60 ? 2 : 3]++;
    }
    int cut = 0;
    for (int k = 0; k < 4; k++) {
      cut += apart[k] > 0 && apart[k] < 10 * (k + 1) ? 1 : 0;
    }
    return cut;
  }

  @Test
  void groupsThatALossComparesAndASplitCutsAreCounted() throws IOException {
    String ranking = "target: y, split: {validation: 0.25%s}";
    Path cut = yaml(ranking.formatted(""));
    Files.writeString(
        cut,
        Files.readString(cut).replace("loss: mse", "loss: {pairwise-ranking: {group: patient}}"));
    assertEquals(
        List.of(
            new Warning(
                "data.split: %s of 4 groups of column 'patient' are split between the training and the validation split, but the loss or a metric compares within groups; to keep groups together, set data.split.group to the column"
                    .formatted(cutAtRandom()),
                cutAtRandom())),
        gradus.job(cut).train().warnings());
    heard.clear();
    gradus.job(cut).crossValidate(2);
    assertEquals(
        List.of(
            "data.split: 4 of 4 groups of column 'patient' are split between folds, but the loss or a metric compares within groups; to keep groups together, set data.split.group to the column"),
        heard.stream().map(Warning::message).filter(said -> said.startsWith("data")).toList());
    heard.clear();
    Files.writeString(
        cut, Files.readString(cut).replace("validation: 0.25", "validation: 0.25, group: patient"));
    gradus.job(cut).train();
    gradus.job(cut).crossValidate(2);
    assertEquals(List.of(), heard);
  }

  @Test
  void whatContradictsItselfIsRefused() throws IOException {
    Path stratified = yaml("target: y, split: {group: patient, stratified: true}");
    assertTrue(
        message(() -> gradus.job(stratified).check())
            .contains(
                "a split can keep groups together or be stratified, not both; remove group or stratified"));
    Path target = yaml("target: y, split: {group: y}");
    assertEquals(
        "data.split.group: 'y' is the target, which cannot be the group; name another column",
        message(() -> gradus.job(target).check()));
    Path unknown = yaml("target: y, split: {group: patiend}");
    assertTrue(
        message(() -> gradus.job(unknown).check())
            .contains(
                "there is no column 'patiend', which data.split.group names. Did you mean 'patient'?"),
        () -> message(() -> gradus.job(unknown).check()));
    Path input = yaml("target: y, columns: {patient: categorical}, split: {group: patient}");
    assertTrue(
        message(() -> gradus.job(input).check()).contains("or data.split.group uses"),
        () -> message(() -> gradus.job(input).check()));
  }
}
