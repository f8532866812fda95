package dev.gradus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What gradus importance prints, and how predict marks unseen cells. */
class ImportanceCommandTest {

  @TempDir Path folder;
  private String model = "";
  private String rows = "";

  @BeforeEach
  void train() throws IOException {
    StringBuilder csv = new StringBuilder("size,noise,city,kind\n");
    for (int i = 0; i < 60; i++) {
      csv.append(
          "%s,%s,%s,%s\n"
              .formatted(
                  i, (i * 37) % 11, i % 2 == 0 ? "Oslo" : "Molde", i < 30 ? "small" : "large"));
    }
    rows = Files.writeString(folder.resolve("rows.csv"), csv).toString();
    Path yaml =
        Files.writeString(
            folder.resolve("kind.yaml"),
            """
            data: {csv: rows.csv, target: kind, split: {validation: 0.25}}
            network: [{dense: {units: 4, activation: tanh}}, {dense: {activation: softmax}}]
            loss: cross-entropy
            optimizer: {adam: {learning-rate: 0.05}}
            metrics: [accuracy]
            training: {epochs: 30, batch-size: 8, seed: 3}
            """);
    Path output = folder.resolve("run");
    ok("train", yaml.toString(), "--quiet", "--no-report", "--output", output.toString());
    model = output.toString();
  }

  private static Said ok(String... arguments) {
    Said said = Said.by("", arguments);
    assertEquals(0, said.status(), said.err());
    return said;
  }

  @Test
  void columnsAreSortedByWhatTheirCellsAreWorth() {
    List<String> lines = ok("importance", model, rows).out().lines().toList();
    assertTrue(
        lines
            .get(0)
            .matches("accuracy is \\S+ for 60 rows; each column is permuted 5 times \\(seed 3\\)"),
        lines.get(0));
    assertTrue(lines.get(1).matches("column +accuracy falls by +deviation"), lines.get(1));
    assertTrue(lines.get(2).startsWith("size "), lines.get(2));
    assertEquals(5, lines.size());
    String part =
        ok("importance", model, rows, "--part", "validation", "--metric", "loss", "--repeats", "1")
            .out();
    assertTrue(part.startsWith("loss is "), part);
    assertTrue(part.contains("for 15 rows; each column is permuted once (seed 3)"), part);
    assertTrue(part.contains("loss rises by"), part);
  }

  @Test
  void theJsonHasEveryNumber() throws IOException {
    String out =
        ok(
                "importance",
                model,
                rows,
                "--json",
                "--repeats",
                "3",
                "--seed",
                "8",
                "--row",
                "2",
                "--partial",
                "city",
                "--report",
                folder.resolve("page.html").toString())
            .out();
    JsonNode json = new ObjectMapper().readTree(out);
    JsonNode permutation = json.get("permutation");
    assertEquals("accuracy", permutation.get("metric").asText());
    assertTrue(permutation.get("higher-is-better").asBoolean());
    assertEquals(8, permutation.get("seed").asInt());
    JsonNode first = permutation.get("columns").get(0);
    assertEquals("size", first.get("column").asText());
    assertEquals(3, first.get("each").size());
    double mean =
        (first.get("each").get(0).asDouble()
                + first.get("each").get(1).asDouble()
                + first.get("each").get(2).asDouble())
            / 3;
    assertEquals(mean, first.get("mean").asDouble(), 1e-12);
    assertFalse(permutation.has("warnings"));
    JsonNode row = json.get("row");
    assertEquals(2, row.get("row").asInt());
    assertEquals("small", row.get("output").asText());
    double sum = 0;
    for (JsonNode column : row.get("columns")) {
      sum += column.get("contribution").asDouble();
    }
    assertEquals(row.get("prediction").asDouble() - row.get("baseline").asDouble(), sum, 1e-6);
    assertEquals(0, row.get("remainder").asDouble(), 1e-6);
    JsonNode partial = json.get("partial").get(0);
    assertEquals("city", partial.get("column").asText());
    assertEquals(2, partial.get("points").size());
    assertTrue(json.has("warnings"));
    assertTrue(json.get("report").asText().endsWith("page.html"));
  }

  @Test
  void aRowIsComparedWithABaselineRow() {
    String out = ok("importance", model, rows, "--row", "59", "--predicted", "large").out();
    List<String> lines = out.lines().toList();
    assertEquals(
        "prediction of large for row 59, compared with a baseline row: the mean of each number in the data, the median of dates and the most frequent cell of other columns",
        lines.get(0));
    assertTrue(lines.get(1).matches("column +row 59 +baseline row +contribution"), lines.get(1));
    assertTrue(lines.get(2).matches("size +58 +29.5 +\\+\\S+"), lines.get(2));
    assertTrue(out.contains("together"), out);
    assertFalse(out.contains("permuted"), "only what was asked for");
  }

  @Test
  void theDependenceOnAColumnIsATable() {
    String out = ok("importance", model, rows, "--partial", "size", "--partial", "city").out();
    assertTrue(out.startsWith("mean prediction over 60 rows, if all have this value of size"), out);
    assertTrue(out.contains("\nMolde"), out);
    assertTrue(out.lines().filter(line -> line.startsWith("0 ")).count() == 1, out);
  }

  @Test
  void thePageHasAllThree() throws IOException {
    Path page = folder.resolve("page.html");
    String out = ok("importance", model, rows, "--row", "2", "--report", page.toString()).out();
    assertTrue(out.endsWith("report: " + page + System.lineSeparator()), out);
    String html = Files.readString(page);
    for (String id : List.of("columns", "dependence", "row")) {
      assertTrue(html.contains("<section id=\"" + id + "\""), id);
    }
    assertTrue(html.contains("<code>size</code> matters most"), html);
  }

  @Test
  void mistakesGetASentence() {
    assertSaid("there is no row 61", "--row", "61");
    assertSaid("the model predicts no 'big'", "--row", "1", "--predicted", "big");
    assertSaid("'sizes' is not an input of the model", "--partial", "sizes");
    assertSaid("metric: 'acuracy' cannot be measured", "--metric", "acuracy");
    assertSaid("repeats is 0", "--repeats", "0");
    Said swapped = Said.by("", "importance", rows, model);
    assertEquals(2, swapped.status());
    assertTrue(swapped.err().contains("gradus importance " + model + " " + rows), swapped.err());
  }

  private void assertSaid(String sentence, String... options) {
    String[] arguments = new String[3 + options.length];
    System.arraycopy(new String[] {"importance", model, rows}, 0, arguments, 0, 3);
    System.arraycopy(options, 0, arguments, 3, options.length);
    Said said = Said.by("", arguments);
    assertEquals(2, said.status(), said.err());
    assertTrue(said.err().contains(sentence), said.err());
  }

  @Test
  void predictMarksWhatWasNotSeenInTraining() throws IOException {
    String fresh =
        Files.writeString(folder.resolve("new.csv"), "size,noise,city\n10,3,Oslo\n1000,3,Bergen\n")
            .toString();
    List<String> lines = ok("predict", model, fresh, "--mark-unseen").out().lines().toList();
    assertTrue(lines.get(0).endsWith(",unseen"), lines.get(0));
    assertTrue(lines.get(1).endsWith(","), lines.get(1));
    assertTrue(lines.get(2).matches(".*,size 1000 \\(\\d+ to \\d+\\); city Bergen"), lines.get(2));
    JsonNode json =
        new ObjectMapper().readTree(ok("predict", model, fresh, "--mark-unseen", "--json").out());
    JsonNode unseen = json.get("rows").get(1).get("unseen");
    assertEquals(0, json.get("rows").get(0).get("unseen").size());
    assertEquals("size", unseen.get(0).get("column").asText());
    assertEquals("1000", unseen.get(0).get("cell").asText());
    assertEquals("Bergen", unseen.get(1).get("cell").asText());
    assertFalse(ok("predict", model, fresh).out().contains("unseen"), "only on request");
  }

  @Test
  void theReportOfARunShowsItForTheValidationRows() throws IOException {
    Path output = folder.resolve("explained");
    String yaml = folder.resolve("kind.yaml").toString();
    String out =
        ok("train", yaml, "--quiet", "--json", "--importance", "--output", output.toString()).out();
    String page = Files.readString(output.resolve("report.html"));
    assertTrue(page.contains("What the network uses"), "no section");
    assertTrue(page.contains("Importance of the columns"), "no columns");
    assertTrue(page.contains("On the 15 validation rows, "), "not which rows");
    assertEquals(2, page.split("The baseline row is made from these validation rows: ").length);
    JsonNode uses = new ObjectMapper().readTree(out).get("importance");
    assertEquals(15, uses.at("/permutation/rows").asInt());
    assertEquals(3, uses.get("rows").size());
    uses.get("rows")
        .fieldNames()
        .forEachRemaining(place -> assertTrue(page.contains(place), place));
    assertEquals(3, uses.get("rows").elements().next().get("columns").size());

    String whole = Files.readString(Path.of(yaml)).replaceFirst(", split: \\{[^}]*}", "");
    Path unsplit = Files.writeString(folder.resolve("unsplit.yaml"), whole);
    ok("train", unsplit.toString(), "--quiet", "--importance", "--output", output.toString());
    String trained = Files.readString(output.resolve("report.html"));
    assertTrue(trained.contains("On the 60 training rows, "), "not which rows");
    assertEquals(2, trained.split("The baseline row is made from these training rows: ").length);

    Said refused = Said.by("", "train", yaml, "--no-report", "--importance");
    assertEquals(Main.WRONG_INPUT, refused.status());
    assertTrue(refused.err().contains("--importance adds to the report that"), refused.err());
  }
}
