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
import dev.gradus.engine.Gradus;
import dev.gradus.engine.model.Predictor;
import dev.gradus.runtime.Prediction;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The ways to predict with the model in the folder {@code run}. Each returns a list for each row.
 * For classes it holds the class and probabilities, the last of which is that of the last class.
 *
 * @param target the column that is predicted
 */
record Ways(Path folder, String target) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MODEL = "run/model.safetensors";

  /** Its arguments are the exported model, the rows as JSON, and the target. */
  private static final String NODE =
      """
      const ort = require("onnxruntime-node");
      const [model, file, target] = process.argv.slice(2);
      const rows = JSON.parse(require("fs").readFileSync(file, "utf8"));
      const number = (cell) => (cell === "" ? NaN : Number(cell));
      ort.InferenceSession.create(model).then(async (session) => {
        const cells = {};
        for (const { name, type } of session.inputMetadata) {
          const column = rows.map((row) => row[name] ?? "");
          const data = type === "string" ? column : Float64Array.from(column, number);
          cells[name] = new ort.Tensor(type, data, [rows.length, 1]);
        }
        const { [target]: classes, probabilities } = await session.run(cells);
        const width = probabilities.dims[1];
        classes.data.forEach((name, row) => {
          console.log([name, ...probabilities.data.slice(row * width, (row + 1) * width)].join());
        });
      });
      """;

  /** Another Python may come before that of the system. */
  private static final Optional<String> PYTHON =
      Stream.of("python3", "/usr/bin/python3").filter(Ways::hasNumpy).findFirst();

  /** The output of a command that must succeed. */
  static String done(Result result) {
    assertEquals(0, result.status(), result.err());
    return result.out();
  }

  /** What {@code gradus predict} prints; the first line has the names. */
  List<List<String>> command(Path data) throws Exception {
    return table(done(Distribution.gradus(folder, "predict", "run", data.toString())));
  }

  private static List<List<String>> table(String csv) {
    return csv.lines().map(line -> List.of(line.split(",", -1))).toList();
  }

  /** The engine, one row at a time. */
  List<List<String>> engine(List<Map<String, String>> rows) {
    List<List<String>> found = new ArrayList<>();
    try (Gradus gradus = Gradus.create()) {
      Predictor predictor = gradus.load(folder.resolve(MODEL)).predictor();
      for (Map<String, String> row : rows) {
        Map<String, Object> cells = new HashMap<>(row);
        cells.replaceAll((column, cell) -> cell.equals("") ? Optional.empty() : cell);
        Prediction prediction = predictor.predict(cells);
        List<String> line = new ArrayList<>(List.of(prediction.className()));
        prediction.probabilities().values().forEach(p -> line.add(Double.toString(p)));
        found.add(line);
      }
    }
    return found;
  }

  /** A Python with numpy; without one, the test is skipped. */
  static String python() {
    assumeTrue(PYTHON.isPresent(), "no Python with numpy is installed, so the script is not run");
    return PYTHON.orElseThrow();
  }

  private static boolean hasNumpy(String python) {
    return runs(List.of(python, "-c", "import numpy"));
  }

  private static boolean runs(List<String> command) {
    try {
      return Distribution.run(Distribution.MODULE, command).status() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** What the script of the page on the model file prints; the first line has the names. */
  List<List<String>> script(Path data, String... missing) throws Exception {
    return table(done(runScript(data, missing)));
  }

  /**
   * Runs the script.
   *
   * @param missing the words for a missing cell
   */
  Result runScript(Path data, String... missing) throws Exception {
    Path script = folder.resolve("predict.py");
    Files.writeString(script, Documentation.block("python", "import numpy"));
    List<String> command =
        new ArrayList<>(List.of(python(), script.toString(), MODEL, data.toString()));
    command.addAll(List.of(missing));
    return Distribution.run(folder, command);
  }

  /**
   * ONNX Runtime with the exported model.
   *
   * @param rows with empty strings for missing cells
   * @param atOnce how many rows a call has
   */
  List<List<String>> onnxRuntime(List<Map<String, String>> rows, int atOnce) throws Exception {
    done(Distribution.gradus(folder, "export", "run", "--onnx", "run.onnx"));
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    List<List<String>> found = new ArrayList<>();
    try (OrtSession session = environment.createSession(folder.resolve("run.onnx").toString())) {
      for (List<Map<String, String>> part : parts(rows, atOnce)) {
        found.addAll(inSession(environment, session, part));
      }
    }
    return found;
  }

  /**
   * Skips the test without a Node that finds the package onnxruntime-node. The environment variable
   * {@code NODE_PATH} says where it is.
   */
  static void requireNode() {
    assumeTrue(
        runs(List.of("node", "-e", "require('onnxruntime-node')")),
        "no Node with onnxruntime-node is installed, so it does not predict");
  }

  /**
   * ONNX Runtime of Node with the exported model.
   *
   * @param rows with empty strings for missing cells
   */
  List<List<String>> node(List<Map<String, String>> rows) throws Exception {
    done(Distribution.gradus(folder, "export", "run", "--onnx", "run.onnx"));
    Files.writeString(folder.resolve("predict.js"), NODE);
    Files.writeString(folder.resolve("rows.json"), JSON.writeValueAsString(rows));
    return table(
        done(
            Distribution.run(
                folder, List.of("node", "predict.js", "run.onnx", "rows.json", target))));
  }

  private static List<List<Map<String, String>>> parts(List<Map<String, String>> rows, int atOnce) {
    List<List<Map<String, String>>> parts = new ArrayList<>();
    for (int i = 0; i < rows.size(); i += atOnce) {
      parts.add(rows.subList(i, Math.min(rows.size(), i + atOnce)));
    }
    return parts;
  }

  private List<List<String>> inSession(
      OrtEnvironment environment, OrtSession session, List<Map<String, String>> rows)
      throws OrtException {
    Map<String, OnnxTensor> inputs = new HashMap<>();
    for (NodeInfo input : session.getInputInfo().values()) {
      inputs.put(input.getName(), tensor(environment, input, rows));
    }
    try (OrtSession.Result result = session.run(inputs)) {
      String[] classes = (String[]) result.get(target).orElseThrow().getValue();
      float[][] probabilities = (float[][]) result.get("probabilities").orElseThrow().getValue();
      List<List<String>> found = new ArrayList<>();
      for (int i = 0; i < classes.length; i++) {
        List<String> line = new ArrayList<>(List.of(classes[i]));
        for (float probability : probabilities[i]) {
          line.add(Float.toString(probability));
        }
        found.add(line);
      }
      return found;
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

  /**
   * What a server answers in the Open Inference Protocol.
   *
   * @param rows with empty strings for missing cells
   * @param atOnce how many rows a request has
   */
  List<List<String>> served(List<Map<String, String>> rows, int atOnce) throws Exception {
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
      URI model =
          URI.create(address.get().substring("for programs: ".length())).resolve("/v2/models/m");
      HttpClient client = HttpClient.newHttpClient();
      JsonNode inputs = answer(client, HttpRequest.newBuilder(model).build()).path("inputs");
      List<List<String>> found = new ArrayList<>();
      for (List<Map<String, String>> part : parts(rows, atOnce)) {
        HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofString(request(inputs, part));
        found.addAll(
            lines(
                answer(
                    client,
                    HttpRequest.newBuilder(URI.create(model + "/infer")).POST(body).build())));
      }
      return found;
    } finally {
      server.destroy();
    }
  }

  private static JsonNode answer(HttpClient client, HttpRequest request) throws Exception {
    HttpResponse<String> reply = client.send(request, HttpResponse.BodyHandlers.ofString());
    assertEquals(200, reply.statusCode(), reply.body());
    return JSON.readTree(reply.body());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /**
   * A request.
   *
   * @param inputs the columns, as the server describes them; all but numbers are sent as strings
   */
  private static String request(JsonNode inputs, List<Map<String, String>> rows)
      throws IOException {
    List<Object> columns = new ArrayList<>();
    for (JsonNode described : inputs) {
      String name = described.path("name").asText();
      boolean number = described.path("datatype").asText().equals("FP64");
      List<Object> data = new ArrayList<>();
      for (Map<String, String> row : rows) {
        String cell = row.getOrDefault(name, "");
        data.add(cell.isEmpty() ? null : number ? Double.valueOf(cell) : cell);
      }
      Map<String, Object> column = new LinkedHashMap<>();
      column.put("name", name);
      column.put("shape", List.of(rows.size()));
      column.put("datatype", number ? "FP64" : "BYTES");
      column.put("data", data);
      columns.add(column);
    }
    return JSON.writeValueAsString(Map.of("inputs", columns));
  }

  private List<List<String>> lines(JsonNode reply) {
    List<JsonNode> outputs = new ArrayList<>();
    for (JsonNode output : reply.path("outputs")) {
      String name = output.path("name").asText();
      if (name.equals(target) || name.startsWith("probability_")) {
        outputs.add(output.path("data"));
      }
    }
    List<List<String>> lines = new ArrayList<>();
    for (int i = 0; i < outputs.get(0).size(); i++) {
      int row = i;
      lines.add(outputs.stream().map(data -> data.get(row).asText()).toList());
    }
    return lines;
  }
}
