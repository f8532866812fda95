package dev.gradus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.cli.text.LinearLine;
import dev.gradus.cli.text.Status;
import dev.gradus.engine.event.EpochReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How commands write a metric that has several values. */
class MetricValuesTest {

  @TempDir Path folder;

  private String yaml(String further) throws IOException {
    StringBuilder csv = new StringBuilder("x,kind\n");
    for (int i = 0; i < 40; i++) {
      csv.append(i % 2 + i / 100.0).append(i % 2 == 0 ? ",\"c, d\"\n" : ",b\n");
    }
    Files.writeString(folder.resolve("rows.csv"), csv);
    return Files.writeString(
            folder.resolve("run.yaml"),
            "data: {csv: rows.csv, target: kind, split: {validation: 0.25}}\n"
                + "network: [dense: {units: 2, activation: softmax}]\n"
                + "loss: cross-entropy\noptimizer: adam\n"
                + "metrics: [recall-by-class]\ntraining: {epochs: 2}\n"
                + further)
        .toString();
  }

  @Test
  void everyTableOfARunHasThem() throws IOException {
    String out = folder.resolve("out").toString();
    Said said = Said.by("", "train", yaml(""), "--output", out, "--progress", "lines");
    assertEquals(Main.DONE, said.status(), said.err());
    assertTrue(said.out().contains("recall-by-class.c, d"), said.out());
    assertEquals(
        "epoch,loss,penalty,learning-rate,validation loss,validation recall-by-class,validation recall-by-class.b,\"validation recall-by-class.c, d\"",
        Files.readAllLines(Path.of(out, "history.csv")).get(0));
    String report = Files.readString(Path.of(out, "report.html"));
    assertTrue(report.contains("recall-by-class.c, d ↑"), "more of it is better");
    String json =
        Said.by("", "train", yaml(""), "--output", out, "--no-report", "--quiet", "--json").out();
    assertTrue(json.contains("\"recall-by-class.c, d\":"), json);
    String model = Path.of(out, TrainCommand.MODEL_FILE).toString();
    Said measured = Said.by("", "evaluate", model, folder.resolve("rows.csv").toString());
    assertEquals(Main.DONE, measured.status(), measured.err());
    assertTrue(measured.out().contains("recall-by-class.b"), measured.out());
  }

  @Test
  void aLineHasTheNumberOfAMetricAlone() {
    Map<String, Double> measured = new LinkedHashMap<>();
    measured.put("loss", 0.5);
    measured.put("recall-by-class", 0.75);
    measured.put("recall-by-class.b", 0.25);
    measured.put("huber(delta=0.1)", 2.0);
    measured.put("where(abs(p - y) > 0.5, 1, 0)", 0.125);
    measured.put("d * abs(p - y) with d = 1", 3.0);
    measured.put("d * abs(p - y) with d = 1.5", 4.0);
    EpochReport report = new EpochReport(1, 2, 0.5, 0, 0.1, measured);
    assertEquals(
        List.of(
            "recall-by-class 0.75",
            "huber(delta=0.1) 2",
            "where(abs(p - y) > 0.5, 1, 0) 0.125",
            "d * abs(p - y) with d = 1 3",
            "d * abs(p - y) with d = 1.5 4"),
        Status.metrics(report));
    assertEquals(
        Optional.of(
            "a linear model gets: loss 0.5, recall-by-class 0.75, huber(delta=0.1) 2, where(abs(p - y) > 0.5, 1, 0) 0.125, d * abs(p - y) with d = 1 3, d * abs(p - y) with d = 1.5 4"),
        LinearLine.of(measured));
  }

  @Test
  void aSearchCanRankByOne() throws IOException {
    String over =
        """
        tune:
          search: random
          trials: 2
          folds: 2
          metric: recall-by-class.%s
          space: {optimizer.adam.learning-rate: {range: [0.01, 0.1]}}
        """;
    Said said = Said.by("", "tune", yaml(over.formatted("b")), "--quiet", "--json");
    assertEquals(Main.DONE, said.status(), said.err());
    assertTrue(said.out().contains("\"higher-is-better\":true"), said.out());
    Said typo = Said.by("", "tune", yaml(over.formatted("e")), "--quiet");
    assertTrue(
        (typo.out() + typo.err())
            .contains("'recall-by-class.e' is not evaluated; available: loss, recall"),
        typo.out() + typo.err());
  }
}
