package dev.gradus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** If the loss has another unit than the metrics, the output says so. */
class LossUnitTest {

  private static final String FIELD = "\"loss-unit\"";

  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    StringBuilder csv = new StringBuilder("x,price\n");
    for (int i = 0; i < 40; i++) {
      csv.append(i).append(',').append(1000 + 50 * i).append('\n');
    }
    Files.writeString(folder.resolve("rows.csv"), csv);
  }

  private String network(String scale) throws IOException {
    String yaml =
        """
        data: {csv: rows.csv, target: price, split: {validation: 0.25}, columns: {price: {numeric: {scale: %s}}}}
        network:
          - dense: {}
        loss: mean-squared-error
        optimizer: {adam: {learning-rate: 0.02}}
        metrics: [mean-absolute-error]
        training: {epochs: 2}
        """
            .formatted(scale);
    return Files.writeString(folder.resolve(scale + ".yaml"), yaml).toString();
  }

  private String said(String... arguments) {
    Said said = Said.by("", arguments);
    assertEquals(0, said.status(), said.err());
    return said.out();
  }

  @Test
  void ofAScaledTargetEveryTableAndObjectSaysSo() throws IOException {
    String yaml = network("standard");
    String output = folder.resolve("out").toString();
    String model = folder.resolve("out/model.safetensors").toString();
    String rows = folder.resolve("rows.csv").toString();
    for (String table :
        new String[] {
          said("train", yaml, "--quiet", "--output", output),
          said("evaluate", model, rows),
          said("describe", model),
          said("cross-validate", yaml, "--quiet", "--folds", "2")
        }) {
      assertTrue(table.contains("loss (scaled) "), table);
      assertTrue(table.contains("mean-absolute-error "), table);
    }
    String page = Files.readString(folder.resolve("out/report.html"));
    assertTrue(page.contains("loss: mean-squared-error (scaled)"), "the report says it");
    for (String object :
        new String[] {
          said("train", yaml, "--quiet", "--json", "--no-report", "--output", output),
          said("evaluate", model, rows, "--json"),
          said("describe", model, "--json"),
          said("cross-validate", yaml, "--quiet", "--folds", "2", "--json")
        }) {
      assertTrue(object.replace(" ", "").contains(FIELD + ":\"scaled\""), object);
    }
  }

  @Test
  void wherePriceIsLearnedAsItIsThereIsNothingToSay() throws IOException {
    String yaml = network("none");
    String output = folder.resolve("plain").toString();
    String table = said("train", yaml, "--quiet", "--no-report", "--output", output);
    assertFalse(table.contains("scaled"), table);
    String object = said("train", yaml, "--quiet", "--json", "--no-report", "--output", output);
    assertFalse(object.contains(FIELD), object);
  }
}
