package dev.gradus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.Gradus;
import dev.gradus.serve.Reply;
import dev.gradus.serve.Request;
import dev.gradus.serve.Serving;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The CSV of gradus predict, and that of a server, are the same. */
class ServedPredictionsTest {

  @TempDir private Path folder;
  private Path rows = Path.of("");

  @BeforeEach
  void write() throws IOException {
    StringBuilder csv = new StringBuilder("size,price,weight,kind\n");
    for (int i = 0; i < 90; i++) {
      csv.append(
          "%s,%s.25,%s,%s\n"
              .formatted(
                  i, 12_345_678 + i * 37 % 11, i * 3 + i % 5, i < 30 ? "s" : i < 60 ? "m" : "l"));
    }
    rows = Files.writeString(folder.resolve("rows.csv"), csv);
  }

  private String train(String target, String ignored, String last, String loss) throws IOException {
    Path yaml =
        Files.writeString(
            folder.resolve("model.yaml"),
            """
            data:
              csv: rows.csv
              target: %s
              split: {calibration: 0.3, stratified: false}
              columns: {%s}
            network: [{dense: {units: 4, activation: tanh}}, {dense: {%s}}]
            loss: %s
            optimizer: {adam: {learning-rate: 0.05}}
            training: {epochs: 3, seed: 3, conformal: {coverage: 0.8}}
            """
                .formatted(target, ignored, last, loss));
    String output = folder.resolve("run").toString();
    Said said = Said.by("", "train", yaml.toString(), "--quiet", "--no-report", "--output", output);
    assertEquals(Main.DONE, said.status(), said.err());
    return output;
  }

  /** Returns the header. */
  private String compared(String model) throws IOException {
    Said said = Said.by("", "predict", model, rows.toString());
    assertEquals(Main.DONE, said.status(), said.err());
    try (Gradus gradus = Gradus.create()) {
      Reply reply =
          Serving.handler(gradus.load(Path.of(model, "model.safetensors")))
              .answer(
                  new Request(
                      "POST",
                      "/invocations",
                      Map.of("Content-Type", "text/csv", "Accept", "text/csv"),
                      Files.readAllBytes(rows)));
      assertEquals(said.out(), new String(reply.body(), StandardCharsets.UTF_8));
    }
    assertEquals(91, said.out().lines().count());
    return said.out().lines().findFirst().orElse("");
  }

  @Test
  void setsOfClassesAreAlike() throws IOException {
    String model =
        train("kind", "price: ignore, weight: ignore", "activation: softmax", "cross-entropy");
    assertEquals("kind,probability_l,probability_m,probability_s,kind_set", compared(model));
    assertTrue(Said.by("", "predict", model, rows.toString()).out().contains("|"));
  }

  @Test
  void intervalsAreAlike() throws IOException {
    assertEquals(
        "price,weight,price_low,price_high,weight_low,weight_high",
        compared(train("[price, weight]", "kind: ignore", "", "mse")));
  }

  @Tag("slow")
  @Test
  void quantilesAndTheirIntervalsAreAlike() throws IOException {
    assertEquals(
        "weight,weight_q0.1,weight_q0.5,weight_q0.9,weight_low,weight_high",
        compared(train("weight", "price: ignore", "", "{quantiles: {levels: [0.1, 0.5, 0.9]}}")));
  }
}
