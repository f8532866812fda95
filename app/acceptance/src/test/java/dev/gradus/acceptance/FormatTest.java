package dev.gradus.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.acceptance.Distribution.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A model file is what its page says: the script there predicts what Gradus predicts, and so do
 * ONNX Runtime and the server.
 */
class FormatTest {

  /** The largest difference between two probabilities. */
  private static final double NEAR = 1e-5;

  private static final Pattern CSV = Pattern.compile("csv: (\\S+?\\.csv)");

  /** Every kind of column, each of them with missing cells; and layers that no example has. */
  private static final String PEOPLE =
      """
      data:
        csv: people.csv
        target: club
        columns:
          age: {numeric: {missing: mean, indicator: true}}
          income: {numeric: {scale: log, missing: median}}
          weight: {numeric: {scale: robust-clipped, missing: mean}}
          visits: {numeric: {scale: quantile, missing: mean}}
          city: {categorical: {missing: category, max-categories: 6}}
          colour: {categorical: {missing: most-frequent}}
          size: {categorical: {order: [small, medium, large], missing: most-frequent}}
          smoker: {boolean: {missing: most-frequent, indicator: true}}
          member: {boolean: {positive: [current], negative: [never], missing: most-frequent}}
          born: {date: {missing: median, parts: [day-number, year, month, weekday, day-of-year]}}
      network:
        FIRST- dense: {units: 16, activation: relu}
        - image: {height: 4, width: 4}
        - conv2d: {filters: 3, kernel: 2, stride: 2, pads: [1, 0, 0, 1], activation: tanh}
        - max-pool: {size: 2, stride: 1, pads: 1}
        - flatten
        - dense: {units: 8, activation: tanh}
        - dense: {activation: LAST}
      loss: cross-entropy
      optimizer: {adam: {learning-rate: 0.01}}
      training: {epochs: 1}
      """;

  /** So many rows of an example are enough; all are predicted with -Pslow. */
  private static final int ROWS = Boolean.getBoolean("gradus.slow") ? Integer.MAX_VALUE : 100;

  @WorkingFolder private Path folder;

  static List<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(Distribution.EXAMPLES)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void theScriptPredictsEveryExample(Path example) throws Exception {
    Ways.python();
    train(example);
    Matcher csv = CSV.matcher(Files.readString(example));
    assertTrue(csv.find(), "the example has no data");
    List<String> lines = Files.readAllLines(Distribution.EXAMPLES.resolve(csv.group(1)));
    Path data = folder.resolve("rows.csv");
    // Rows from everywhere, since some tables are sorted by their classes.
    int stride = Math.max(1, lines.size() / ROWS);
    Files.write(
        data,
        IntStream.range(0, lines.size())
            .filter(i -> i % stride == 0)
            .mapToObj(lines::get)
            .toList());
    Ways ways = new Ways(folder, "");
    assertAlike(ways.command(data), ways.script(data));
  }

  /** With vectors for categories, and with a number for each. */
  @ParameterizedTest
  @ValueSource(strings = {"softmax, embedding: {dimensions: 3, min-categories: 4}", "sigmoid"})
  void everyWayOfPredictingGivesTheSame(String network) throws Exception {
    String[] words = network.split(", ", 2);
    Files.writeString(
        folder.resolve("people.yaml"),
        PEOPLE
            .replace("LAST", words[0])
            .replace("FIRST", words.length == 1 ? "" : "- " + words[1] + "\n  "));
    List<Map<String, String>> people = people(300, 0);
    Files.writeString(folder.resolve("people.csv"), csv(people));
    train(Path.of("people.yaml"));
    List<Map<String, String>> others = people(200, 1);
    Path data = folder.resolve("others.csv");
    Files.writeString(data, csv(others));
    Ways ways = new Ways(folder, "club");
    List<List<String>> expected = ways.command(data);
    assertAlike(expected, ways.engine(others));
    assertAlike(expected, ways.onnxRuntime(others, others.size()));
    assertAlike(expected, ways.served(others, others.size()));
    assertAlike(expected, ways.script(data));
  }

  /** The same graph in another language. */
  @ParameterizedTest
  @ValueSource(strings = {"softmax", "sigmoid"})
  void nodePredictsTheSame(String activation) throws Exception {
    Ways.requireNode();
    Files.writeString(
        folder.resolve("people.yaml"), PEOPLE.replace("LAST", activation).replace("FIRST", ""));
    Files.writeString(folder.resolve("people.csv"), csv(people(300, 0)));
    train(Path.of("people.yaml"));
    List<Map<String, String>> others = people(200, 1);
    Path data = folder.resolve("others.csv");
    Files.writeString(data, csv(others));
    Ways ways = new Ways(folder, "club");
    assertAlike(ways.command(data), ways.node(others));
  }

  @Test
  void theLinesForNodePredict() throws Exception {
    Ways.requireNode();
    train(Distribution.EXAMPLES.resolve("iris.yaml"));
    List<Map<String, String>> rows = new ArrayList<>();
    for (String cell : List.of("5.1", "1.4")) {
      Map<String, String> row = new LinkedHashMap<>();
      List.of("sepal_length", "sepal_width", "petal_length", "petal_width")
          .forEach(column -> row.put(column, cell));
      rows.add(row);
    }
    List<List<String>> expected = new Ways(folder, "species").onnxRuntime(rows, rows.size());
    Files.move(folder.resolve("run.onnx"), folder.resolve("iris.onnx"));
    Path script = folder.resolve("lines.js");
    Files.writeString(script, Documentation.block("js", "onnxruntime-node"));
    String out = Ways.done(Distribution.run(folder, List.of("node", script.toString())));
    assertTrue(
        out.startsWith("[ '%s', '%s' ]".formatted(expected.get(0).get(0), expected.get(1).get(0))),
        out);
  }

  /** Python would read 2024-03-04 as a day in March, and not in April. */
  @Test
  void theScriptRefusesFormatsOfDates() throws Exception {
    Ways.python();
    Files.writeString(
        folder.resolve("dates.yaml"),
        """
        data:
          csv: dates.csv
          target: late
          columns: {day: {date: {format: yyyy-dd-MM}}}
        network: [{dense: {activation: sigmoid}}]
        loss: cross-entropy
        optimizer: {sgd: {learning-rate: 0.1}}
        training: {epochs: 1}
        """);
    Path data = folder.resolve("dates.csv");
    StringBuilder csv = new StringBuilder("day,late\n");
    for (int i = 0; i < 40; i++) {
      csv.append("2024-%02d-%02d,%s\n".formatted(1 + i % 12, 1 + i % 9, i % 2 == 0 ? "y" : "n"));
    }
    Files.writeString(data, csv);
    train(Path.of("dates.yaml"));
    Ways ways = new Ways(folder, "late");
    assertEquals(41, ways.command(data).size());
    Result refused = ways.runScript(data);
    assertEquals(1, refused.status(), refused.out());
    assertEquals(
        "this script reads ISO dates, but day has the format yyyy-dd-MM", refused.err().strip());
  }

  /**
   * A real table with the configuration of {@code gradus init}, predicted row by row in each way.
   * Prints how far they differ.
   */
  @Test
  @Tag("slow")
  void everyWayOfPredictingARealTableGivesTheSame() throws Exception {
    Path training = DataBeside.file("tables/adult-train.csv");
    Path data = DataBeside.file("tables/adult-test.csv");
    Ways.done(Distribution.gradus(folder, "init", training.toString(), "--output", "adult.yaml"));
    Ways.done(
        Distribution.gradus(
            folder, "train", "adult.yaml", "--quiet", "--no-report", "--output=run"));
    Ways ways = new Ways(folder, "income");
    List<List<String>> expected = ways.command(data);
    List<Map<String, String>> rows = rows(data, "?");
    List<String> differences = new ArrayList<>();
    differences.add(difference("Gradus", expected, ways.engine(rows)));
    differences.add(difference("ONNX Runtime", expected, ways.onnxRuntime(rows, 1)));
    differences.add(difference("HTTP", expected, ways.served(rows, 1)));
    differences.add(difference("numpy", expected, ways.script(data, "?")));
    differences.forEach(System.out::println);
  }

  /** The rows of a table without quotes. */
  private static List<Map<String, String>> rows(Path csv, String missing) throws IOException {
    List<String> lines = Files.readAllLines(csv);
    String[] names = lines.get(0).split(",", -1);
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 0; i < names.length; i++) {
        row.put(names[i].strip(), cells[i].strip().equals(missing) ? "" : cells[i].strip());
      }
      rows.add(row);
    }
    return rows;
  }

  /** Checks that they are alike, and says how much. */
  private static String difference(
      String way, List<List<String>> expected, List<List<String>> found) {
    assertAlike(expected, found);
    double largest = 0;
    for (int i = 1; i < expected.size(); i++) {
      List<String> row = expected.get(i);
      List<String> other = found.get(i - expected.size() + found.size());
      double difference =
          Math.abs(
              Double.parseDouble(row.get(row.size() - 1))
                  - Double.parseDouble(other.get(other.size() - 1)));
      largest = Math.max(largest, difference);
    }
    return String.format(
        Locale.ROOT,
        "%s: %d rows have the classes of gradus predict; the largest difference of a probability is %.2g",
        way,
        expected.size() - 1,
        largest);
  }

  /** People as a table has them: cells are missing, and some cities are new. */
  private static List<Map<String, String>> people(int count, int seed) {
    Random random = new Random(seed);
    List<String> cities = List.of("Oslo", "Rome", "Bern", "Lima", "Cairo", "Delhi", "Quito");
    List<Map<String, String>> people = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Map<String, String> row = new LinkedHashMap<>();
      int age = 18 + random.nextInt(60);
      row.put("age", Integer.toString(age));
      row.put("income", Double.toString(Math.exp(9 + random.nextGaussian())));
      row.put("weight", Double.toString(70 + 12 * random.nextGaussian()));
      row.put("visits", Integer.toString(random.nextInt(30)));
      row.put(
          "city",
          cities.get(random.nextInt(cities.size())) + (random.nextInt(20) < seed ? "!" : ""));
      row.put("colour", List.of("red", "green", "blue").get(random.nextInt(3)));
      row.put("size", List.of("small", "medium", "large").get(random.nextInt(3)));
      row.put("smoker", random.nextBoolean() ? "Yes" : "no");
      row.put("member", random.nextBoolean() ? "current" : "never");
      row.put("born", LocalDate.of(2025 - age, 1, 1).plusDays(random.nextInt(365)).toString());
      row.replaceAll((column, cell) -> random.nextInt(12) == 0 ? "" : cell);
      row.put("club", age + 10 * random.nextGaussian() > 45 ? "golf" : "chess");
      people.add(row);
    }
    return people;
  }

  private static String csv(List<Map<String, String>> rows) {
    return Stream.concat(Stream.of(rows.get(0).keySet()), rows.stream().map(Map::values))
        .map(cells -> String.join(",", cells))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private void train(Path configuration) throws Exception {
    Ways.done(
        Distribution.gradus(
            folder,
            "train",
            configuration.toString(),
            "--quiet",
            "--no-report",
            "--output=run",
            "--set=training.epochs=1"));
  }

  /**
   * Compares the classes, and the numbers that both have, from the last on.
   *
   * @param expected with a line of names
   * @param found likewise, or without one
   */
  private static void assertAlike(List<List<String>> expected, List<List<String>> found) {
    int header = expected.size() - found.size();
    assertTrue(header == 0 || header == 1, expected.size() + " lines, not " + found.size());
    assertTrue(expected.size() > 1);
    for (int i = 1; i < expected.size(); i++) {
      List<String> row = expected.get(i);
      List<String> other = found.get(i - header);
      String where = "row " + i + ": " + row + " and " + other;
      if (row.size() > 1) {
        assertEquals(row.get(0), other.get(0), where);
      }
      for (int k = 1; k <= Math.max(1, Math.min(row.size(), other.size()) - 1); k++) {
        double probability = Double.parseDouble(row.get(row.size() - k));
        assertEquals(probability, Double.parseDouble(other.get(other.size() - k)), NEAR, where);
      }
    }
  }
}
