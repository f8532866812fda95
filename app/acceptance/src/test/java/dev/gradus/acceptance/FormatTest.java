package dev.gradus.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gradus.acceptance.Distribution.Result;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
  private static final ObjectMapper JSON = new ObjectMapper();

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

  @WorkingFolder private Path folder;

  static List<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(Distribution.EXAMPLES)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void theScriptPredictsEveryExample(Path example) throws Exception {
    String python = python();
    train(example);
    Matcher csv = CSV.matcher(Files.readString(example));
    assertTrue(csv.find(), "the example has no data");
    Path data = Distribution.EXAMPLES.resolve(csv.group(1));
    assertAlike(predicted(data), scripted(python, data));
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
    List<List<String>> expected = predicted(data);
    assertAlike(expected, inOnnxRuntime(others));
    assertAlike(expected, served(others));
    assertAlike(expected, scripted(python(), data));
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
    done(
        Distribution.gradus(
            folder,
            "train",
            configuration.toString(),
            "--quiet",
            "--no-report",
            "--output=run",
            "--set=training.epochs=1"));
  }

  private static String done(Result result) {
    assertEquals(0, result.status(), result.err());
    return result.out();
  }

  private static List<List<String>> table(String csv) {
    return csv.lines().map(line -> List.of(line.split(",", -1))).toList();
  }

  private List<List<String>> predicted(Path data) throws Exception {
    return table(done(Distribution.gradus(folder, "predict", "run", data.toString())));
  }

  /** A Python with numpy; without one, the test is skipped. */
  private String python() throws Exception {
    for (String python : List.of("python3", "/usr/bin/python3")) {
      try {
        if (Distribution.run(folder, List.of(python, "-c", "import numpy")).status() == 0) {
          return python;
        }
      } catch (IOException e) {
        // There is no such program.
      }
    }
    assumeTrue(false, "no Python with numpy is installed, so the script is not run");
    return "";
  }

  /** What the script of the page prints. */
  private List<List<String>> scripted(String python, Path data) throws Exception {
    Path script = folder.resolve("predict.py");
    Files.writeString(script, Documentation.block("python", "import numpy"));
    return table(
        done(
            Distribution.run(
                folder,
                List.of(python, script.toString(), "run/model.safetensors", data.toString()))));
  }

  private List<List<String>> inOnnxRuntime(List<Map<String, String>> rows) throws Exception {
    done(Distribution.gradus(folder, "export", "run", "--onnx", "people.onnx", "--opset", "20"));
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    Map<String, OnnxTensor> inputs = new HashMap<>();
    try (OrtSession session = environment.createSession(folder.resolve("people.onnx").toString())) {
      for (NodeInfo input : session.getInputInfo().values()) {
        inputs.put(input.getName(), tensor(environment, input, rows));
      }
      try (OrtSession.Result result = session.run(inputs)) {
        String[] clubs = (String[]) result.get("club").orElseThrow().getValue();
        float[][] probabilities = (float[][]) result.get("probabilities").orElseThrow().getValue();
        List<List<String>> found = new ArrayList<>();
        for (int i = 0; i < clubs.length; i++) {
          found.add(
              List.of(clubs[i], Float.toString(probabilities[i][probabilities[i].length - 1])));
        }
        return found;
      }
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  private static OnnxTensor tensor(
      OrtEnvironment environment, NodeInfo input, List<Map<String, String>> rows)
      throws OrtException {
    Stream<String> cells = rows.stream().map(row -> row.getOrDefault(input.getName(), ""));
    if (((TensorInfo) input.getInfo()).type == OnnxJavaType.STRING) {
      return OnnxTensor.createTensor(
          environment, cells.map(cell -> new String[] {cell}).toArray(String[][]::new));
    }
    return OnnxTensor.createTensor(
        environment,
        cells
            .map(cell -> new double[] {cell.isEmpty() ? Double.NaN : Double.parseDouble(cell)})
            .toArray(double[][]::new));
  }

  /** What a server answers in the Open Inference Protocol. */
  private List<List<String>> served(List<Map<String, String>> rows) throws Exception {
    List<String> command =
        List.of(
            Distribution.HOME.resolve(Path.of("bin", "gradus")).toString(),
            "serve",
            "m=run",
            "--port=0");
    Process server =
        Distribution.process(folder, command)
            .redirectError(folder.resolve("err.txt").toFile())
            .start();
    try (BufferedReader out = server.inputReader()) {
      Optional<String> address =
          out.lines().filter(line -> line.startsWith("for programs: ")).findFirst();
      assertTrue(address.isPresent(), () -> read(folder.resolve("err.txt")));
      URI infer =
          URI.create(address.get().substring("for programs: ".length()))
              .resolve("/v2/models/m/infer");
      HttpResponse<String> reply =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(infer)
                      .POST(HttpRequest.BodyPublishers.ofString(request(rows)))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      assertEquals(200, reply.statusCode(), reply.body());
      return answers(JSON.readTree(reply.body()));
    } finally {
      server.destroy();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static String request(List<Map<String, String>> rows) throws IOException {
    List<Object> inputs = new ArrayList<>();
    for (String column : rows.get(0).keySet()) {
      boolean number = List.of("age", "income", "weight", "visits").contains(column);
      Map<String, Object> input = new LinkedHashMap<>();
      input.put("name", column);
      input.put("shape", List.of(rows.size()));
      input.put("datatype", number ? "FP64" : "BYTES");
      List<Object> data = new ArrayList<>();
      for (Map<String, String> row : rows) {
        String cell = row.getOrDefault(column, "");
        data.add(cell.isEmpty() ? null : number ? Double.valueOf(cell) : cell);
      }
      input.put("data", data);
      if (!column.equals("club")) {
        inputs.add(input);
      }
    }
    return JSON.writeValueAsString(Map.of("inputs", inputs));
  }

  private static List<List<String>> answers(JsonNode reply) {
    Map<String, JsonNode> outputs = new LinkedHashMap<>();
    reply
        .get("outputs")
        .forEach(output -> outputs.put(output.get("name").asText(), output.get("data")));
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < outputs.get("club").size(); i++) {
      rows.add(
          List.of(
              outputs.get("club").get(i).asText(),
              outputs.get("probability_golf").get(i).asText()));
    }
    return rows;
  }

  /**
   * Compares the first and the last column.
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
