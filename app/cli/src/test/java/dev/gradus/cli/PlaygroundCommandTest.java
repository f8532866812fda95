package dev.gradus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What gradus playground writes into the page. */
class PlaygroundCommandTest {

  private static final Pattern GIVEN = Pattern.compile("id=\"given\">(.*?)</script>");

  private static final String YAML =
      """
      data:
        csv: rows.csv
        format: {delimiter: ';', decimal: ','}
        target: kind
        split: {validation: 0.25, stratified: true}
        columns: {id: ignore}
      network:
        - dense: {units: 5, activation: {elu: {alpha: 0.5}}}
        - dense: {units: 3, activation: {elu: {alpha: 0.5}}}
        - dense: {activation: softmax}
      loss: {cross-entropy: {label-smoothing: 0.1}}
      optimizer: {sgd: {learning-rate: 0.5, momentum: 0.9}}
      regularizers: [{l2: {factor: 0.001}}]
      training: {epochs: 3, batch-size: 8, seed: 3}
      """;

  @TempDir Path folder;
  private Path page = Path.of("");

  @BeforeEach
  void data() throws IOException {
    page = folder.resolve("page.html");
    StringBuilder csv = new StringBuilder("id;size;day;kind\n");
    for (int i = 0; i < 12; i++) {
      csv.append("r%s;%s,5;%s;%s\n".formatted(i, i, i % 3, i < 6 ? "</script>" : "a, b"));
    }
    Files.writeString(folder.resolve("rows.csv"), csv);
  }

  private Said write(String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("net.yaml"), yaml);
    return Said.by("", "playground", file.toString(), "--output", page.toString());
  }

  private JsonNode given() throws IOException {
    Matcher given = GIVEN.matcher(Files.readString(page));
    assertTrue(given.find(), "the page has no place for settings");
    return new ObjectMapper().readTree(given.group(1));
  }

  @Test
  void withoutAConfigurationThePageOpensWithItsStories() throws IOException {
    Said said = Said.by("", "playground", "--output", page.toString());
    assertEquals(Main.DONE, said.status(), said.err());
    assertEquals("playground: %s (open it in a browser)".formatted(page), said.out().strip());
    assertTrue(given().isNull());
  }

  @Test
  void oldBrowsersNeedASecondFile() {
    Said said = Said.by("", "playground", "--old-browsers", "--output", page.toString());
    assertEquals(Main.DONE, said.status(), said.err());
    assertTrue(Files.exists(folder.resolve("engine-javascript.js")));
  }

  @Test
  void aConfigurationAndItsDataAreInThePage() throws IOException {
    Said said = write(YAML);
    assertEquals(Main.DONE, said.status(), said.err());
    assertEquals("", said.err());
    JsonNode given = given();
    assertEquals("csv", given.get("data").asText());
    assertTrue(given.get("csv").asText().startsWith("size,day,kind\n0.5,0,</script>\n"));
    assertTrue(given.get("csv").asText().endsWith("\n11.5,2,\"a, b\"\n"));
    assertEquals("kind", given.get("target").asText());
    assertEquals("class", given.get("kind").asText());
    assertEquals("standard", given.get("scale").asText());
    assertEquals(0.25, given.get("validation").asDouble());
    assertEquals("[5,3]", given.get("layers").toString());
    assertEquals("elu(alpha=0.5)", given.get("activation").asText());
    assertEquals("softmax", given.get("output").asText());
    assertEquals("sgd(momentum=0.9)", given.get("optimizer").asText());
    assertEquals(0.5, given.get("rate").asDouble());
    assertEquals(0.001, given.get("l2").asDouble());
    assertEquals(8, given.get("batch").asInt());
    assertEquals(3, given.get("seed").asInt());
    assertEquals(
        "[\"cross-entropy(label-smoothing=0.1)\",\"mean-squared-error\"]",
        given.get("losses").toString());
  }

  @Test
  void aCellCannotEndTheElementThatHoldsIt() throws IOException {
    write(YAML);
    assertFalse(Files.readString(page).contains("0.5,0,</script>"));
  }

  @Test
  void whatThePageTrainsWithoutIsSaid() throws IOException {
    Said said = write(YAML.replace("seed: 3", "seed: 3, clip-norm: 1.0"));
    assertEquals(Main.DONE, said.status(), said.err());
    assertEquals("warning: the page trains without training.clip-norm", said.err().strip());
  }

  @Test
  void whatThePageCannotShowIsRefused() throws IOException {
    assertRefused(
        YAML.replace("- dense: {units: 3", "- batch-norm: {}\n  - dense: {units: 3"),
        "network[1] is batch-norm; the page shows dense layers alone");
    assertRefused(
        YAML.replace("target: kind", "target: day").replace("softmax", "identity"),
        "column 'kind' has text; the page takes inputs that are numbers; ignore it with data: {columns: {kind: ignore}}");
  }

  private void assertRefused(String yaml, String reason) throws IOException {
    Said said = write(yaml);
    assertEquals(Main.WRONG_INPUT, said.status(), said.out());
    assertTrue(said.err().contains(reason), said.err());
    assertFalse(Files.exists(page));
  }
}
