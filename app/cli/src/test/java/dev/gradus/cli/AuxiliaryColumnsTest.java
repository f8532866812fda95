package dev.gradus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands say about auxiliary columns and about quantiles. */
class AuxiliaryColumnsTest {

  @TempDir Path folder;

  private String yaml(String text) throws IOException {
    Files.writeString(
        folder.resolve("rows.csv"),
        "x,died,time\n1,yes,2.5\n2,no,3\n3,yes,4.25\n4,yes,1\n5,no,6\n6,yes,7\n");
    return Files.writeString(
            folder.resolve("run.yaml"),
            "network: [{dense: {units: 4, activation: tanh}}, dense]\noptimizer: adam\ntraining: {epochs: 1}\n"
                + text)
        .toString();
  }

  private String train(String text) throws IOException {
    String out = folder.resolve("out").toString();
    Said said = Said.by("", "train", yaml(text), "--output", out, "--no-report");
    assertEquals(Main.DONE, said.status(), said.err());
    return out + "/" + TrainCommand.MODEL_FILE;
  }

  @Test
  void aCheckNamesTheColumns() throws IOException {
    String file = yaml("data: {csv: rows.csv, target: time}\nloss: {cox: {event: died}}\n");
    String said = Said.by("", "check", file).out();
    assertTrue(said.contains("1 inputs, 1 output"), said);
    assertTrue(said.endsWith("; the loss and the metrics also use: died\n"), said);
    String json = Said.by("", "check", file, "--json").out();
    assertTrue(json.contains("\"auxiliary-columns\":[\"died\"]"), json);
  }

  @Test
  void aScoreIsPredictedWithoutTheColumnAndMeasuredOnlyWithIt() throws IOException {
    String model =
        train(
            "data: {csv: rows.csv, target: time}\nloss: {cox: {event: died}}\nmetrics: [concordance: {event: died}]\n");
    String shorter = Files.writeString(folder.resolve("x.csv"), "x,time\n1,2\n2,3\n").toString();
    Said predicted = Said.by("", "predict", model, shorter);
    assertEquals(Main.DONE, predicted.status(), predicted.err());
    assertEquals(3, predicted.out().lines().count());
    Said measured = Said.by("", "evaluate", model, shorter);
    assertEquals(Main.WRONG_INPUT, measured.status());
    assertTrue(measured.err().contains("there is no column 'died'"), measured.err());
    String all = folder.resolve("rows.csv").toString();
    assertTrue(Said.by("", "evaluate", model, all).out().contains("concordance"));
  }

  @Test
  void quantilesAreFurtherColumnsOfAPrediction() throws IOException {
    String model =
        train(
            "data: {csv: rows.csv, target: time, columns: {died: ignore}}\nloss: {quantiles: {levels: [0.1, 0.5]}}\n");
    String all = folder.resolve("rows.csv").toString();
    String out = Said.by("", "predict", model, all).out();
    assertEquals("time,time_q0.1,time_q0.5", out.lines().findFirst().orElse(""));
    String[] second = out.lines().skip(1).findFirst().orElse("").split(",", -1);
    assertEquals(second[0], second[2]);
    assertTrue(Double.parseDouble(second[1]) < Double.parseDouble(second[2]), out);
  }
}
