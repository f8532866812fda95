package dev.gradus.report;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.binding.Setting;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.importance.Importance;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.model.Training;
import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.ComparisonListener;
import dev.gradus.engine.study.Study;
import dev.gradus.engine.table.CsvReader;
import dev.gradus.engine.table.Table;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** Networks that were really trained, small ones, for the tests to report on. */
final class Runs {

  private static final long SEED = 5;

  private Runs() {}

  /** Two half moons: two inputs, two classes, one output. */
  static Study moons() {
    return study(
        moonsCsv(),
        """
        data: {csv: moons.csv, target: moon, split: {validation: 0.25}}
        network:
          - dense: {units: 12, activation: tanh}
          - dense: {units: 8, activation: tanh}
          - dense: {units: 1, activation: sigmoid}
        loss: binary-cross-entropy
        optimizer: {adam: {learning-rate: 0.01}}
        metrics: [accuracy, brier]
        training: {epochs: 120, batch-size: 16, seed: 3}
        """,
        "moons.csv");
  }

  /** Four measurements, three classes. */
  static Study blobs() {
    return study(
        blobsCsv(List.of("setosa", "versicolor", "virginica")),
        """
        data: {csv: blobs.csv, target: kind, split: {validation: 0.25, stratified: true}}
        network:
          - dense: {units: 16, activation: relu}
          - dense: {activation: softmax}
        loss: cross-entropy
        optimizer: {adam: {learning-rate: 0.01}}
        metrics: [accuracy, f1, mean-squared-error]
        training: {epochs: 60, batch-size: 16, seed: 7}
        """,
        "blobs.csv");
  }

  /** What the network of the blobs uses, with the dependence on its columns, and a row. */
  static Report importance() {
    try (Gradus gradus = Gradus.create()) {
      Model model = blobs().model();
      Importance importance = gradus.importance(model);
      Table table =
          CsvReader.read(
              new ByteArrayInputStream(
                  blobsCsv(List.of("setosa", "versicolor", "virginica"))
                      .getBytes(StandardCharsets.UTF_8)),
              "blobs.csv");
      List<String> inputs = model.predictor().inputs();
      return Report.of(
          model,
          importance.permutation(table),
          inputs.stream().map(name -> importance.partial(table, name)).toList(),
          Optional.of(importance.attribution(table, 3)));
    }
  }

  /** The same by plain gradient descent. */
  static Study descent() {
    return twoEpochs(
        """
        optimizer: {sgd: {learning-rate: 0.1}}
        metrics: [accuracy]
        """,
        "");
  }

  /**
   * The same in another way.
   *
   * @param lines the optimizer, and what else the configuration has
   * @param options further ones of the section training, each after a comma
   */
  static Study twoEpochs(String lines, String options) {
    return study(
        blobsCsv(List.of("setosa", "versicolor", "virginica")),
        """
        data: {csv: blobs.csv, target: kind, split: {validation: 0.25, stratified: true}}
        network: [{dense: {activation: softmax}}]
        loss: cross-entropy
        training: {epochs: 2, batch-size: 16, seed: 7%s}
        """
                .formatted(options)
            + lines,
        "blobs.csv");
  }

  /** The same run, as if its model had the weights of another epoch. */
  static Study keeping(Study study, int epoch) {
    Training training = study.training();
    return new Study(
        new Training(
            training.model(),
            training.history(),
            epoch,
            training.metrics(),
            training.duration(),
            training.warnings(),
            training.failure(),
            training.linear()),
        study.plan(),
        study.snapshots(),
        study.curve(),
        study.outcome(),
        study.contributions(),
        study.landscape(),
        study.sharpness(),
        study.images(),
        study.regression(),
        study.startingWeights(),
        study.finalWeights());
  }

  /** Names of classes and columns that try to break out of the page. */
  static Study hostile(String name) {
    String quoted = "\"" + name.replace("\"", "\"\"") + "\"";
    String csv = blobsCsv(List.of(quoted, "b", "c")).replaceFirst("width", quoted.replace("$", ""));
    return study(
        csv,
        """
        data: {csv: hostile.csv, target: kind}
        network: [{dense: {activation: softmax}}]
        loss: cross-entropy
        optimizer: sgd
        training: {epochs: 2, seed: 7}
        """,
        "hostile.csv");
  }

  /** A number from two others. */
  static Study wave() {
    return study(
        waveCsv(),
        """
        data: {csv: wave.csv, target: height, split: {validation: 0.25}}
        network:
          - dense: {units: 24, activation: tanh}
          - dense: {}
        loss: {huber: {delta: 0.5}}
        optimizer: {adam: {learning-rate: 0.01}}
        schedule: cosine
        metrics: [mean-absolute-error, r2]
        training: {epochs: 150, batch-size: 16, seed: 1}
        """,
        "wave.csv");
  }

  /** A single neuron and a single example. */
  static Study neuron() {
    return study(
        "x,y\n1,0\n",
        """
        data: {csv: neuron.csv, target: y, columns: {y: numeric}, scale: none}
        network: [{dense: {activation: sigmoid, weights: {given: {values: [[2]]}}}}]
        loss: binary-cross-entropy
        optimizer: {sgd: {learning-rate: 0.15}}
        training: {epochs: 30}
        """,
        "neuron.csv");
  }

  /** Two labels, either of which may apply, and nothing set apart. */
  static Study labels() {
    Random random = new Random(SEED);
    StringBuilder csv = new StringBuilder("x,y,right,high\n");
    for (int i = 0; i < 120; i++) {
      double x = random.nextGaussian();
      double y = random.nextGaussian();
      csv.append(
          String.format(
              Locale.ROOT, "%.3f,%.3f,%s,%s%n", x, y, x > 0 ? "yes" : "no", y > 0 ? "yes" : "no"));
    }
    return study(
        csv.toString(),
        """
        data: {csv: labels.csv, target: [right, high]}
        network: [{dense: {units: 6, activation: tanh}}, {dense: {activation: sigmoid}}]
        loss: binary-cross-entropy
        optimizer: {adam: {learning-rate: 0.02}}
        training: {epochs: 30, seed: 2}
        """,
        "labels.csv");
  }

  /** Images of 6 by 6 pixels, of which noise makes some hard to tell apart. */
  static Study images() {
    return study(
        imagesCsv(),
        """
        data: {csv: images.csv, target: shape, scale: none, split: {validation: 0.4}}
        network:
          - image: {height: 6, width: 6}
          - conv2d: {filters: 4, activation: relu}
          - flatten
          - dense: {activation: softmax}
        loss: cross-entropy
        optimizer: {adam: {learning-rate: 0.01}}
        metrics: [accuracy]
        training: {epochs: 12, batch-size: 16, seed: 1}
        """,
        "images.csv");
  }

  /** The moons under several losses, some of which cannot be as they are. */
  static Comparison losses(int seeds) {
    return compare(
        moonsCsv(),
        """
        data: {csv: moons.csv, target: moon, split: {validation: 0.25}}
        network:
          - dense: {units: 8, activation: sigmoid}
          - dense: {units: 1, activation: sigmoid}
        loss: binary-cross-entropy
        optimizer: {sgd: {learning-rate: 0.5}}
        metrics: [accuracy]
        training: {epochs: 60, batch-size: 16, seed: 3}
        """,
        "moons.csv",
        List.of(
            "binary-cross-entropy",
            "mean-squared-error",
            "{binary-focal: {gamma: 2}}",
            "hinge",
            "multi-margin"),
        seeds);
  }

  /** The blobs under losses of which one wants another last layer, and one cannot be had. */
  static Comparison adapted(int seeds) {
    return compare(
        blobsCsv(List.of("setosa", "versicolor", "virginica")),
        """
        data: {csv: blobs.csv, target: kind, split: {validation: 0.25, stratified: true}}
        network:
          - dense: {units: 16, activation: tanh}
          - dense: {activation: softmax}
        loss: cross-entropy
        optimizer: {sgd: {learning-rate: 0.1}}
        metrics: [accuracy, f1]
        training: {epochs: 40, batch-size: 16, seed: 7}
        """,
        "blobs.csv",
        List.of("cross-entropy", "mean-squared-error", "multi-margin", "gamma"),
        seeds);
  }

  /** The number under two losses, of which one pulls alike wherever it is wrong. */
  static Comparison numbers() {
    return compare(
        waveCsv(),
        """
        data: {csv: wave.csv, target: height, split: {validation: 0.25}}
        network: [{dense: {units: 4, activation: tanh}}, {dense: {}}]
        loss: mean-squared-error
        optimizer: {adam: {learning-rate: 0.01}}
        training: {epochs: 3, batch-size: 16, seed: 1}
        """,
        "wave.csv",
        List.of("mean-squared-error", "mean-absolute-error"),
        1);
  }

  private static Study study(String csv, String yaml, String name) {
    return inFolder(csv, yaml, name, (gradus, file) -> gradus.job(gradus.read(file)).study());
  }

  private static Comparison compare(
      String csv, String yaml, String name, List<String> values, int seeds) {
    ComparisonListener nobody =
        new ComparisonListener() {
          @Override
          public TrainingListener watch(String variant, long seed) {
            return TrainingListener.NONE;
          }

          @Override
          public boolean wantsToStop() {
            return false;
          }
        };
    return inFolder(
        csv,
        yaml,
        name,
        (gradus, file) -> gradus.job(file, new Setting[0]).compare("loss", values, seeds, nobody));
  }

  private interface Job<T> {
    T with(Gradus gradus, Path configuration);
  }

  private static <T> T inFolder(String csv, String yaml, String name, Job<T> job) {
    try {
      Path folder = Files.createTempDirectory("gradus-report");
      Path data = Files.writeString(folder.resolve(name), csv);
      Path configuration = Files.writeString(folder.resolve("run.yaml"), yaml);
      try (Gradus gradus = Gradus.create()) {
        return job.with(gradus, configuration);
      } finally {
        Files.delete(configuration);
        Files.delete(data);
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String moonsCsv() {
    Random random = new Random(SEED);
    StringBuilder csv = new StringBuilder("x,y,moon\n");
    for (int i = 0; i < 320; i++) {
      double angle = Math.PI * random.nextDouble();
      boolean upper = i % 2 == 0;
      double x = (upper ? Math.cos(angle) : 1 - Math.cos(angle)) + 0.18 * random.nextGaussian();
      double y = (upper ? Math.sin(angle) : 0.5 - Math.sin(angle)) + 0.18 * random.nextGaussian();
      csv.append(String.format(Locale.ROOT, "%.4f,%.4f,%s%n", x, y, upper ? "upper" : "lower"));
    }
    return csv.toString();
  }

  private static String blobsCsv(List<String> classes) {
    Random random = new Random(SEED);
    StringBuilder csv = new StringBuilder("length,width,height,weight,kind\n");
    for (int i = 0; i < 240; i++) {
      int kind = i % 3;
      csv.append(
          String.format(
              Locale.ROOT,
              "%.3f,%.3f,%.3f,%.3f,%s%n",
              5 + kind + 0.7 * random.nextGaussian(),
              3 + 0.4 * random.nextGaussian(),
              1.5 + 1.4 * kind + 0.8 * random.nextGaussian(),
              0.2 + 0.7 * kind + 0.4 * random.nextGaussian(),
              classes.get(kind)));
    }
    return csv.toString();
  }

  private static String imagesCsv() {
    Random random = new Random(SEED);
    StringBuilder csv = new StringBuilder();
    IntStream.range(0, 36).forEach(k -> csv.append("p").append(k).append(','));
    csv.append("shape\n");
    for (int i = 0; i < 150; i++) {
      int shape = i % 3;
      for (int k = 0; k < 36; k++) {
        int row = k / 6;
        int column = k % 6;
        boolean on = shape == 0 ? row == column : shape == 1 ? row == 2 : column == 2;
        double value = (on ? 1 : 0) + 0.7 * random.nextGaussian();
        csv.append(String.format(Locale.ROOT, "%.3f,", value));
      }
      csv.append(List.of("diagonal", "row", "column").get(shape)).append('\n');
    }
    return csv.toString();
  }

  private static String waveCsv() {
    Random random = new Random(SEED);
    StringBuilder csv = new StringBuilder("east,north,height\n");
    for (int i = 0; i < 320; i++) {
      double x = 6 * random.nextDouble();
      double y = 6 * random.nextDouble();
      double height = 40 + 12 * Math.sin(x) * Math.cos(0.7 * y) + 1.5 * random.nextGaussian();
      csv.append(String.format(Locale.ROOT, "%.3f,%.3f,%.3f%n", x, y, height));
    }
    return csv.toString();
  }
}
