package dev.gradus.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gradus.acceptance.Distribution.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mail with several labels, from the file to the predictions. */
class LabelsTest {

  private static final long SEED = 7;

  private static final int ROWS = 400;

  @WorkingFolder Path folder;

  @BeforeEach
  void writeMail() throws IOException {
    Random random = new Random(SEED);
    List<String> lines = new ArrayList<>(List.of("length,links,known,urgent,spam,invoice"));
    for (int i = 0; i < ROWS; i++) {
      int length = 1 + random.nextInt(100);
      int links = random.nextInt(10);
      boolean known = random.nextBoolean();
      lines.add(
          "%s,%s,%s,%s,%s,%s"
              .formatted(
                  length,
                  links,
                  known ? "yes" : "no",
                  length < 30 ? 1 : 0,
                  links > 4 && !known ? 1 : 0,
                  known && length > 50 ? 1 : 0));
    }
    Files.write(folder.resolve("mail.csv"), lines);
    Files.writeString(
        folder.resolve("mail.yaml"),
        """
        data:
          csv: mail.csv
          target: [urgent, spam, invoice]
          columns: {known: boolean, urgent: boolean, spam: boolean, invoice: boolean}
          split: {validation: 0.2}
        network:
          - dense: {units: 16, activation: tanh}
          - dense: {activation: sigmoid}
        loss: cross-entropy
        optimizer: {adam: {learning-rate: 0.01}}
        metrics: [accuracy, f1, recall: {average: micro}, roc-auc, log-loss, brier]
        training: {epochs: 100, batch-size: 16, seed: 7}
        """);
  }

  private Result gradus(String... arguments) throws IOException, InterruptedException {
    return Distribution.gradus(folder, arguments);
  }

  private JsonNode json(String... arguments) throws IOException, InterruptedException {
    Result result = gradus(arguments);
    assertEquals(0, result.status(), result.err());
    return new ObjectMapper().readTree(result.out());
  }

  @Test
  void labelsAreLearnedMeasuredAndPredicted() throws Exception {
    JsonNode trained = json("train", "mail.yaml", "--quiet", "--json", "--output", "out");
    for (String metric : List.of("accuracy", "f1", "recall", "roc-auc")) {
      double value = trained.at("/metrics/validation/" + metric).asDouble();
      assertTrue(value > 0.93, metric + " of seed " + SEED + " is " + value);
    }

    JsonNode evaluated = json("evaluate", "out/model.safetensors", "mail.csv", "--json");
    assertEquals("spam", evaluated.at("/per-label/1/label").asText());
    assertTrue(evaluated.at("/per-label/1/recall").asDouble() > 0.9, evaluated::toString);
    String table = gradus("evaluate", "out/model.safetensors", "mail.csv").out();
    assertTrue(table.contains("label    precision  recall"), table);

    Files.writeString(folder.resolve("new.csv"), "known,links,length\nyes,0,90\nNO,9,10\n1,0,40\n");
    List<String> lines =
        gradus("predict", "out/model.safetensors", "new.csv").out().lines().toList();
    assertEquals(
        "urgent,spam,invoice,probability_urgent,probability_spam,probability_invoice",
        lines.get(0));
    assertTrue(lines.get(1).startsWith("0,0,1,"), lines::toString);
    assertTrue(lines.get(2).startsWith("1,1,0,"), lines::toString);
    assertTrue(lines.get(3).startsWith("0,0,0,"), lines::toString);
  }

  private void mistake(String setting, String... parts) throws Exception {
    Result result = gradus("check", "mail.yaml", "--set", setting);
    assertEquals(2, result.status(), result.out() + result.err());
    for (String part : parts) {
      assertTrue(result.err().contains(part), part + " is not in: " + result.err());
    }
  }

  @Test
  void whatMakesNoSenseForLabelsGetsASentence() throws Exception {
    mistake("network=[dense: {activation: softmax}]", "independent of each other", "sigmoid");
    mistake("data.target=[spam, length]", "'length' is not", "columns: {length: boolean}");
    mistake("data.columns={known: boolean}", "is numeric", "columns: {urgent: boolean}");
    mistake("data.split.stratified=true", "urgent, spam, invoice", "remove 'stratified'");
    mistake("data.columns.links=boolean", "mail.csv:", "column 'links' is boolean, but here");
  }

  @Test
  void dataShowsAndInitWritesWhatIsYesOrNo() throws Exception {
    String shown = gradus("data", "mail.csv").out();
    assertTrue(shown.lines().anyMatch(line -> line.matches("known +boolean .*")), shown);
    assertTrue(shown.lines().anyMatch(line -> line.matches("spam +boolean .*")), shown);
    assertTrue(shown.lines().anyMatch(line -> line.matches("links +numeric .*")), shown);
    assertEquals(0, gradus("init", "mail.csv", "--output", "first.yaml").status());
    String written = Files.readString(folder.resolve("first.yaml"));
    assertTrue(
        written.contains(
            "columns: {known: {boolean: {missing: most-frequent, unknown: fill}}, invoice: categorical}"),
        written);
    assertEquals(0, gradus("check", "first.yaml").status());
  }
}
