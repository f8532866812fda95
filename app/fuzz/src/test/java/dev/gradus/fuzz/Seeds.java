package dev.gradus.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gradus.engine.Checkpoints;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.binding.ConfigurationReader;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Valid inputs that fuzzers start from, and the folder of the inputs that once revealed a bug. */
final class Seeds {

  private static final String HEAD = "data: {csv: data.csv, target: y, missing: drop}\n";

  private static final List<String> CONFIGURATIONS =
      List.of(
          HEAD
              + "network: [dense: {units: 3, activation: tanh}, dense: {}]\nloss: huber\noptimizer: adam\n",
          """
          data:
            csv: data.csv
            target: [kind]
            columns: {y: {numeric: {scale: none, missing: median}}, 'yes': boolean}
            split: {validation: 0.5, stratified: true}
            format: {delimiter: ',', quote: '"', header: true, missing: ['?', NA]}
          network:
            - dense: {units: 4, activation: {leaky-relu: {negative-slope: 1e-2}}, weights: he-normal}
            - batch-norm
            - dropout: {rate: 0.5}
            - residual: {layers: [dense: {units: 4, activation: gelu}]}
            - dense: {activation: softmax}
          loss: {cross-entropy: {label-smoothing: 0.1}}
          optimizer:
            adamw:
              learning-rate: 0.01
          schedule: {warm-up: {steps: 3, then: cosine}}
          regularizers: [l2: {factor: 0.01}]
          metrics: [accuracy, {f1: {average: macro}}]
          training: {epochs: 3, batch-size: 2, seed: 7, early-stopping: {patience: 2}}
          """,
          """
          data: {csv: data.csv, target: 'yes', columns: {kind: {categorical: {order: [a, b, c]}}, y: ignore}}
          network:
            - dense: {units: 2, activation: prelu}
            - dense: {activation: sigmoid}
          loss: binary-focal
          optimizer: sgd
          training: {steps: 5, threads: 1, clip-norm: 1, class-weights: balanced}
          """);

  private static final List<String> FORMULAS =
      List.of(
          "(p - y)^2",
          "where(abs(p - y) < d, (p - y)^2 / 2, d * (abs(p - y) - d / 2))",
          "-(y * log(p) + (1 - y) * log(1 - p))",
          "log(cosh(p - y)) + max(p, 0) - min(y, 1e-3) * sqrt(1 + p^2)",
          "softplus(z) - y * z",
          "x * (1 + erf(x / sqrt(2))) / 2",
          "clip(x, -1, 1) + sign(x) * atan(x) - sin(pi * x) * expm1(-abs(x))",
          "(exp(x) - exp(-x)) / (exp(x) + exp(-x))");

  private static final List<String> DATA =
      List.of(
          "0x,y,kind\n1,2.5,\"a \"\"b\"\"\"\n-3,1e-3,c\n,4,d\n",
          "0a\n0.1\n1e308\n-0\n00100\n12345678901234567890\n",
          "11;'a;b';NA\n2;c;3\n?;d;-4\n",
          "2a\tb\n1\t2\n0\t\"x\ty\"\n3\t4\n",
          "3name;size\nOslo;1\nRome;NA\n\"Bo;n\";3\n",
          "4+1 1:0.5 3:2 # comment\n-1 2:1e-3\n1\n",
          "50 1:1 2:2 3:3\n1 3:-1\n",
          "6\0\0\b\2\0\0\0\2\0\0\0\3\1\2\3\4\5\6",
          "6\0\0\r\1\0\0\0\2?\u0080\0\0@\0\0\0",
          "7\0\0\b\2\0\0\0\3\0\0\0\1\1\2\3\0\0\b\1\0\0\0\3\1\0\1");

  private static final String SUFFIX = ".safetensors";

  private static final List<String> MODELS =
      List.of(
          """
          data: {csv: a.csv, target: y}
          network: [batch-norm, dense: {activation: softmax}]
          loss: cross-entropy
          """,
          """
          data: {csv: a.csv, target: x, columns: {y: {boolean: {missing: most-frequent}}}}
          network: [dense: {units: 2, activation: prelu}, dense: {}]
          loss: huber
          """,
          """
          data:
            csv: a.csv
            target: [y]
            columns:
              kind: {categorical: {order: [a, b, c]}}
              x: {numeric: {scale: log, missing: mean}}
              y: boolean
          network: [dense: {activation: sigmoid}]
          loss: cross-entropy
          """,
          """
          data: {csv: a.csv, target: x}
          network: [embedding: {dimensions: 2}, dense: {}]
          loss: mean-absolute-error
          """,
          """
          data: {csv: a.csv, target: y, split: {validation: 0.25, calibration: 0.25, stratified: false}}
          network: [dense: {activation: softmax}]
          loss: cross-entropy
          training: {epochs: 1, calibrate: isotonic, conformal: {coverage: 0.4, method: aps}}
          """,
          """
          data: {csv: a.csv, target: x, split: {validation: 0.25}}
          network: [dense: {}]
          loss: quantiles
          training: {epochs: 1, conformal: {coverage: 0.4}}
          """);

  private Seeds() {}

  /**
   * Writes the seeds of a fuzzer and the inputs that once revealed a bug to the folder {@code
   * seeds}, and creates the folder {@code inputs}.
   *
   * @param arguments the name of the fuzzer, and the folder of both
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[1]);
    Path seeds = Files.createDirectories(folder.resolve("seeds"));
    Files.createDirectories(folder.resolve("inputs"));
    int next = 0;
    for (byte[] seed : of(arguments[0])) {
      Files.write(seeds.resolve("seed-" + next++), seed);
    }
    for (Map.Entry<String, byte[]> found : found(arguments[0]).entrySet()) {
      Files.write(seeds.resolve(found.getKey()), found.getValue());
    }
  }

  /** The seeds of a fuzzer, which it accepts. */
  static List<byte[]> of(String fuzzer) throws IOException {
    return switch (fuzzer) {
      case "Configuration" -> CONFIGURATIONS.stream().map(text -> text.getBytes(UTF_8)).toList();
      case "Data" -> DATA.stream().map(text -> text.getBytes(ISO_8859_1)).toList();
      case "Formula" -> FORMULAS.stream().map(text -> text.getBytes(UTF_8)).toList();
      case "Model" -> models();
      default -> throw new IllegalArgumentException("there is no fuzzer " + fuzzer);
    };
  }

  /** Models with all kinds of columns, and checkpoints of a run. */
  private static List<byte[]> models() throws IOException {
    Path folder = Files.createTempDirectory("gradus-seeds-");
    try (Gradus gradus = Gradus.create()) {
      gradus
          .job(ModelFuzzer.run(2))
          .on(ModelFuzzer.TABLE)
          .checkpoints(Checkpoints.in(folder))
          .train();
      Table table =
          Table.of(
              Column.of("x", 1, 2, 3, 4, 5, 6, 7, 8),
              Column.of("kind", "a", "b", "a", "c", "a", "b", "a", "c"),
              Column.of(
                  "when",
                  "2013-04-05",
                  "2013-05-06 10:00",
                  "2014-04-07",
                  "2014-05-08",
                  "2015-04-05",
                  "2015-05-06 10:00",
                  "2016-04-07",
                  "2016-05-08"),
              Column.of("y", "no", "yes", "no", "yes", "yes", "no", "yes", "no"));
      ConfigurationReader reader = new ConfigurationReader(gradus.catalogue());
      for (int i = 0; i < MODELS.size(); i++) {
        Configuration configuration =
            reader.parse(
                MODELS.get(i)
                    + "optimizer: sgd\n"
                    + (MODELS.get(i).contains("training:") ? "" : "training: {epochs: 1}\n"),
                "seed.yaml",
                folder,
                List.of());
        gradus.save(
            gradus.job(configuration).on(table).train().model(),
            folder.resolve("model-" + i + SUFFIX));
      }
    }
    List<byte[]> models = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(each -> !each.endsWith(".keep")).sorted().toList()) {
        if (file.toString().endsWith(SUFFIX)) {
          models.add(ModelFuzzer.inputOf(Files.readAllBytes(file)));
        }
        Files.delete(file);
      }
    }
    Files.delete(folder);
    return models;
  }

  /** The inputs that once revealed a bug, by file name. */
  static Map<String, byte[]> found(String fuzzer) throws IOException {
    Path folder = Path.of("src/test/resources/corpus", fuzzer.toLowerCase(Locale.ROOT));
    Map<String, byte[]> found = new LinkedHashMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(each -> !each.endsWith(".keep")).sorted().toList()) {
        found.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    return found;
  }
}
