package dev.gradus.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.model.Model;
import dev.gradus.engine.model.Training;
import dev.gradus.engine.table.CsvReader;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.problem.Warning;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A classifier that always gives the same answer is called that, wherever it is measured. */
class ConstantPredictionTest {

  /** One row in twenty is ill, whatever x is. */
  private static final String NOTHING_TO_LEARN =
      """
      data: {target: ill, split: {validation: 0.25}, columns: {ill: categorical}}
      network: [dense: {activation: softmax}]
      loss: cross-entropy
      optimizer: {adam: {learning-rate: 0.1}}
      metrics: [accuracy]
      training: {epochs: 3}
      """;

  @TempDir Path folder;

  private final List<Warning> heard = new ArrayList<>();
  private final Gradus gradus = Gradus.builder().onWarning(heard::add).build();

  @AfterEach
  void close() {
    gradus.close();
  }

  private static Table table(int rows, int ill) {
    StringBuilder csv = new StringBuilder("x,ill\n");
    for (int i = 0; i < rows; i++) {
      csv.append(i % 7).append(',').append(i < ill ? 1 : 0).append('\n');
    }
    return CsvReader.read(
        new ByteArrayInputStream(csv.toString().getBytes(StandardCharsets.UTF_8)), "ill.csv");
  }

  private Job job() {
    try {
      return gradus.job(Files.writeString(folder.resolve("ill.yaml"), NOTHING_TO_LEARN));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> said() {
    List<String> said =
        heard.stream().map(Warning::toString).filter(text -> text.contains("same answer")).toList();
    heard.clear();
    return said;
  }

  @Test
  void trainingEvaluationAndCrossValidationSayIt() {
    Job job = job().on(table(400, 20));
    Training training = job.train();
    assertEquals(
        List.of(
            "the network predicts class '0' for all 100 evaluated examples, of which 95 are of this class and 5 are not, so it always gives the same answer, and its accuracy says nothing; judge it by balanced-accuracy or roc-auc, and set training.class-weights: balanced, or train for more epochs"),
        said());
    Model model = training.model();
    model.evaluation(table(60, 6));
    List<String> evaluated = said();
    assertEquals(1, evaluated.size());
    assertTrue(
        evaluated.get(0).contains("all 60 evaluated examples, of which 54 are of this class and 6"),
        evaluated::toString);
    job.crossValidate(2);
    assertTrue(said().get(0).contains("all 200 evaluated examples"));
  }

  @Test
  void itIsNotSaidOfExamplesOfOneClassNorOfAFew() {
    Model model = job().on(table(400, 20)).train().model();
    said();
    model.evaluation(table(60, 0));
    model.evaluation(table(60, 60));
    model.evaluation(table(10, 2));
    assertEquals(List.of(), said());
  }
}
