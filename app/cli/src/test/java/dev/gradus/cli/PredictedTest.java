package dev.gradus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The output of predict and evaluate, for files in different formats. */
class PredictedTest {

  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    StringBuilder csv = new StringBuilder("age;size;kind;spam;urgent;price\n");
    for (int i = 0; i < 40; i++) {
      csv.append(
          "%s;%s,5;%s;%s;%s;%s\n"
              .formatted(
                  i,
                  i % 7,
                  i % 4 < 2 ? "benign" : "malignant",
                  i % 3 == 0 ? "yes" : "no",
                  i % 5 == 0 ? "true" : "false",
                  100 * i));
    }
    Files.writeString(folder.resolve("rows.csv"), csv);
    Files.writeString(folder.resolve("new.csv"), "size,age\n1.5,3\n2.5,4\n");
  }

  private String model(String name, String target, String last, String loss, String columns)
      throws IOException {
    String yaml =
        """
        data:
          csv: rows.csv
          format: {delimiter: ';', decimal: ','}
          target: %s
          columns: {%s}
          split: {validation: 0.2, test: 0.1%s}
        network:
          - dense: {%s}
        loss: %s
        optimizer: {adam: {learning-rate: 0.02}}
        training: {epochs: 2}
        """
            .formatted(
                target, columns, name.equals("classes") ? "" : ", stratified: false", last, loss);
    Path file = Files.writeString(folder.resolve(name + ".yaml"), yaml);
    Path output = folder.resolve(name);
    Said said =
        Said.by("", "train", file.toString(), "--quiet", "--no-report", "--output", output + "");
    assertEquals(0, said.status(), said.err());
    assertTrue(said.out().lines().findFirst().orElse("").contains("test"), said.out());
    return output.resolve("model.safetensors").toString();
  }

  private String classes() throws IOException {
    return model(
        "classes",
        "kind",
        "activation: sigmoid",
        "cross-entropy",
        "spam: ignore, urgent: ignore, price: ignore");
  }

  private String labels() throws IOException {
    return model(
        "labels",
        "[spam, urgent]",
        "activation: sigmoid",
        "cross-entropy",
        "spam: boolean, urgent: boolean, kind: ignore, price: ignore");
  }

  private String numbers() throws IOException {
    return model(
        "numbers", "price", "", "mean-squared-error", "spam: ignore, urgent: ignore, kind: ignore");
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private static Said ok(String input, String... arguments) {
    Said said = Said.by(input, arguments);
    assertEquals(0, said.status(), said.err());
    return said;
  }

  /** Each value after its key, with its type. */
  private static List<String> values(String json) throws IOException {
    List<String> values = new ArrayList<>();
    String key = "";
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.FIELD_NAME) {
          key = parser.getText();
        } else if (token.isScalarValue()) {
          values.add(key + " " + token);
        }
      }
    }
    return values;
  }

  @Test
  void numbersAreNumbersInJson() throws IOException {
    String model = classes();
    List<String> values =
        values(ok("", "predict", model, file("new.csv"), "--json", "--keep").out());
    assertTrue(values.contains("size VALUE_NUMBER_FLOAT"), values.toString());
    assertTrue(values.contains("kind VALUE_STRING"), values.toString());
    assertTrue(values.contains("probability_malignant VALUE_NUMBER_FLOAT"), values.toString());
    assertEquals(2, values.stream().filter(value -> value.startsWith("kind ")).count());
    List<String> labels = values(ok("", "predict", labels(), file("new.csv"), "--json").out());
    assertEquals(
        2,
        labels.stream().filter(value -> value.matches("spam VALUE_(TRUE|FALSE)")).count(),
        labels.toString());
    List<String> prices = values(ok("", "predict", numbers(), file("new.csv"), "--json").out());
    assertTrue(prices.contains("price VALUE_NUMBER_FLOAT"), prices.toString());
  }

  @Test
  void csvAndJsonHaveTheSameDigits() throws IOException {
    String model = numbers();
    String csv = ok("", "predict", model, file("new.csv")).out();
    String json = ok("", "predict", model, file("new.csv"), "--json").out();
    for (String price : csv.lines().skip(1).toList()) {
      assertTrue(json.contains("\"price\":" + price), json);
    }
  }

  @Test
  void whatIsWrittenInAnotherWayIsRecognisedAndSaid() throws IOException {
    String model = numbers();
    Said same = ok("", "predict", model, file("rows.csv"));
    assertEquals("", same.err());
    String rows = Files.readString(folder.resolve("rows.csv"));
    String points = rows.replace(',', '.').replace(';', ',');
    Files.writeString(folder.resolve("points.csv"), points);
    Said other = ok("", "predict", model, file("points.csv"));
    assertEquals(same.out(), other.out());
    assertTrue(other.err().contains("separated by ',' and not by ';'"), other.err());
    assertTrue(other.err().contains("decimals follow '.' and not ','"), other.err());
    Said piped = ok(points, "predict", model, "-");
    assertEquals(same.out(), piped.out());
    assertTrue(piped.err().contains("standard input differs in format from"), piped.err());
    assertEquals(
        ok("", "evaluate", model, file("rows.csv")).out(),
        ok("", "evaluate", model, file("points.csv")).out());
    Said bare = ok("3\t1.5\n4\t2.5\n", "predict", model, "-");
    Said named = ok("age;size\n3;1,5\n4;2,5\n", "predict", model, "-");
    assertEquals(named.out(), bare.out());
    assertTrue(bare.err().contains("has no header line"), bare.err());
    Said given =
        ok("3|1.5\n4|2.5\n", "predict", model, "-", "--delimiter", "|", "--header", "false");
    assertEquals(named.out(), given.out());
    assertEquals(2, Said.by("", "predict", model, "-", "--delimiter", "||").status());
  }

  @Test
  void numbersFarFromThoseOfTrainingAreCounted() throws IOException {
    String model = numbers();
    Said said = ok("age;size\n3;1,5\n40000;2,5\n-4000;1\n", "predict", model, "-");
    assertTrue(
        said.err()
            .contains(
                "2 of 3 rows have a number in column 'age' that is far from those the model has learned from (40,000 at standard input:3"),
        said.err());
    assertEquals("", ok("", "predict", model, file("rows.csv")).err());
  }

  @Test
  void aThresholdDecides() throws IOException {
    String model = classes();
    String all = ok("", "predict", model, file("rows.csv"), "--threshold", "0").out();
    assertEquals(40, all.lines().filter(line -> line.startsWith("malignant,")).count());
    String none = ok("", "predict", model, file("rows.csv"), "--threshold=benign=0").out();
    assertEquals(40, none.lines().filter(line -> line.startsWith("benign,")).count());
    Said evaluated = ok("", "evaluate", model, file("rows.csv"), "--threshold", "0");
    assertTrue(evaluated.out().contains("at this threshold: accuracy 0.5"), evaluated.out());
    String labels =
        ok("", "predict", labels(), file("new.csv"), "--threshold", "spam=0,urgent=1").out();
    assertEquals(2, labels.lines().filter(line -> line.startsWith("yes,false,")).count(), labels);
    for (String[] wrong :
        new String[][] {
          {numbers(), "0.3", "is numeric"},
          {model, "30", "from 0 to 1"},
          {model, "many", "'many' is not a number"},
          {model, "0.1,0.2", "there are two without a name"},
          {model, "malig=0.2", "no such class"}
        }) {
      for (String command : new String[] {"predict", "evaluate"}) {
        Said said = Said.by("", command, wrong[0], file("rows.csv"), "--threshold", wrong[1]);
        assertEquals(2, said.status());
        assertTrue(said.err().contains(wrong[2]), said.err());
        assertEquals("", said.out());
      }
    }
  }

  @Test
  void aPartOfTheTrainingDataIsMeasured() throws IOException {
    String model = classes();
    for (String[] part : new String[][] {{"training", "28"}, {"validation", "8"}, {"test", "4"}}) {
      Said said = ok("", "evaluate", model, file("rows.csv"), "--part", part[0]);
      assertTrue(said.out().contains(part[1] + " rows"), said.out());
    }
    Said wrong = Said.by("", "evaluate", model, file("rows.csv"), "--part", "tests");
    assertEquals(2, wrong.status());
    assertTrue(
        wrong.err().contains("the splits are training, validation, calibration and test"),
        wrong.err());
    String json = ok("", "evaluate", model, file("rows.csv"), "--part", "test", "--json").out();
    assertTrue(json.contains("\"part\":\"test\",\"rows\":4"), json);
    assertFalse(ok("", "evaluate", model, file("rows.csv")).out().contains("threshold"));
  }
}
