package dev.gradus.acceptance;

import dev.gradus.activations.Identity;
import dev.gradus.activations.Mish;
import dev.gradus.activations.Parametric;
import dev.gradus.activations.Sigmoid;
import dev.gradus.activations.Softmax;
import dev.gradus.activations.Softplus;
import dev.gradus.activations.Tanh;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.config.KeepBest;
import dev.gradus.engine.config.ParameterGroup;
import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.model.Training;
import dev.gradus.engine.plugin.PluginKind;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.AlphaDropout;
import dev.gradus.layers.AveragePool;
import dev.gradus.layers.BatchNorm;
import dev.gradus.layers.Conv2d;
import dev.gradus.layers.Dense;
import dev.gradus.layers.Dropout;
import dev.gradus.layers.Embedding;
import dev.gradus.layers.Ensemble;
import dev.gradus.layers.Factor;
import dev.gradus.layers.Flatten;
import dev.gradus.layers.GaussianNoise;
import dev.gradus.layers.GlobalAveragePool;
import dev.gradus.layers.Image;
import dev.gradus.layers.LayerNorm;
import dev.gradus.layers.MaxPool;
import dev.gradus.layers.Periodic;
import dev.gradus.layers.PiecewiseLinear;
import dev.gradus.layers.Residual;
import dev.gradus.layers.RmsNorm;
import dev.gradus.losses.BinaryCrossEntropy;
import dev.gradus.losses.Corn;
import dev.gradus.losses.CrossEntropy;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.optimizers.Adam;
import dev.gradus.optimizers.Adamw;
import dev.gradus.optimizers.Sgd;
import dev.gradus.optimizers.schedules.Coslog;
import dev.gradus.optimizers.schedules.FlatCos;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.spi.Activation;
import dev.gradus.spi.AuxiliaryColumn;
import dev.gradus.spi.EnsembleLayer;
import dev.gradus.spi.Initializer;
import dev.gradus.spi.Layer;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Metric;
import dev.gradus.spi.Optimizer;
import dev.gradus.spi.Regularizer;
import dev.gradus.spi.Schedule;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A program that trains briefly with every plugin of Gradus, one after the other. For each it
 * prints a digest of the weights, the losses and the metrics. Its argument is a folder. The runtime
 * also predicts with each saved model.
 */
final class EveryPart {

  private static final int ROWS = 40;
  private static final int EPOCHS = 2;

  /**
   * A kind of target.
   *
   * @param last the activation of the last layer
   * @param loss the loss, unless another one is tried
   */
  private record PredictionTarget(
      Activation last, Loss loss, ColumnSpec.Scale scale, List<String> columns) {

    static final PredictionTarget NUMBER =
        new PredictionTarget(
            new Identity(), new MeanSquaredError(), ColumnSpec.Scale.STANDARD, List.of("number"));
    static final PredictionTarget POSITIVE =
        new PredictionTarget(
            new Softplus(), new MeanSquaredError(), ColumnSpec.Scale.NONE, List.of("positive"));
    static final PredictionTarget ANSWER =
        new PredictionTarget(
            new Sigmoid(), new BinaryCrossEntropy(), ColumnSpec.Scale.STANDARD, List.of("answer"));
    static final PredictionTarget KIND =
        new PredictionTarget(
            new Softmax(), new CrossEntropy(), ColumnSpec.Scale.STANDARD, List.of("kind"));
    static final PredictionTarget LABELS =
        new PredictionTarget(
            new Sigmoid(),
            new BinaryCrossEntropy(),
            ColumnSpec.Scale.STANDARD,
            List.of("red", "round"));
    static final List<PredictionTarget> ALL = List.of(NUMBER, POSITIVE, ANSWER, KIND, LABELS);

    Table table() {
      SplittableRandom random = new SplittableRandom(5);
      List<Column> all = new ArrayList<>();
      double[][] x = new double[4][];
      for (int k = 0; k < x.length; k++) {
        x[k] = random.doubles(ROWS, -3, 3).toArray();
        all.add(Column.of("x" + k, x[k]));
      }
      String[] towns = new String[ROWS];
      double[] numbers = new double[ROWS];
      String[] names = new String[ROWS];
      for (int i = 0; i < ROWS; i++) {
        double value = x[0][i] * x[1][i] + x[2][i] + random.nextDouble();
        towns[i] = "town " + (i * 7 % 5);
        numbers[i] = equals(POSITIVE) ? value * value + 0.1 : value;
        names[i] =
            equals(KIND)
                ? "kind " + (value < -1 ? 0 : value < 1 ? 1 : 2)
                : value < 0 ? "no" : "yes";
      }
      all.add(Column.of("town", towns));
      for (String column : columns) {
        all.add(
            equals(NUMBER) || equals(POSITIVE)
                ? Column.of(column, numbers)
                : Column.of(column, names.clone()));
        // The second label is the first one, shifted by one row.
        names[0] = "yes";
        names[1] = "no";
      }
      return Table.of(all);
    }

    Configuration.Builder builder(List<Layer> hidden, Loss with) {
      Configuration.Builder builder =
          Configuration.builder()
              .data(DataSpec.of(columns.toArray(String[]::new)).scale(scale).split(0.25));
      hidden.forEach(builder::layer);
      return builder
          .layer(Dense.output(last))
          .loss(with)
          .optimizer(new Adam(0.01))
          .epochs(EPOCHS)
          .batchSize(16)
          .seed(3);
    }

    Configuration.Builder builder(Layer... hidden) {
      return builder(List.of(hidden), loss);
    }
  }

  private final Gradus gradus;
  private final Path file;

  private EveryPart(Gradus gradus, Path folder) {
    this.gradus = gradus;
    this.file = folder.resolve("part.safetensors");
  }

  /** Prints a line for each part. */
  public static void main(String[] arguments) throws IOException {
    try (Gradus gradus = Gradus.builder().onWarning(warning -> {}).build()) {
      EveryPart parts = new EveryPart(gradus, Path.of(arguments[0]));
      parts.ofHiddenLayers();
      parts.ofTargets();
      parts.ofLearning();
      parts.layers();
      parts.threads();
    }
    try (Gradus gradus = Gradus.builder().withLinearModels().onWarning(warning -> {}).build()) {
      new EveryPart(gradus, Path.of(arguments[0])).whatIsSolved();
    }
  }

  private List<PluginType> all(PluginKind kind) {
    return gradus.catalogue().all(kind);
  }

  private void ofHiddenLayers() throws IOException {
    for (PluginType type : all(PluginKind.ACTIVATION)) {
      Activation activation = (Activation) type.example();
      line(
          "activation " + type.name(),
          PredictionTarget.NUMBER,
          PredictionTarget.NUMBER
              .builder(Dense.of(6, activation), Dense.of(5, activation))
              .build());
    }
    for (PluginType type : all(PluginKind.INITIALIZER)) {
      Optional<Initializer> start = Optional.of((Initializer) type.example());
      Dense first =
          new Dense(Optional.of(6), Optional.of(new Tanh()), start, Optional.empty(), true);
      line(
          "initializer " + type.name(),
          PredictionTarget.NUMBER,
          PredictionTarget.NUMBER.builder(first).build());
    }
  }

  /** Trains the plugins with every kind of target that they accept. */
  private void ofTargets() throws IOException {
    for (PredictionTarget goal : PredictionTarget.ALL) {
      String with = " for " + String.join(" and ", goal.columns);
      for (PluginType type : all(PluginKind.LOSS)) {
        Loss loss = (Loss) type.example();
        line(
            "loss " + type.name() + with,
            goal,
            goal.builder(List.of(Dense.of(6, new Tanh())), loss).build());
      }
      for (PluginType type : all(PluginKind.METRIC)) {
        Metric metric = (Metric) type.example();
        line(
            "metric " + type.name() + with,
            goal,
            goal.builder(Dense.of(6, new Tanh())).metric(metric).build());
      }
    }
    PredictionTarget logits =
        new PredictionTarget(
            new Identity(), new Corn(), ColumnSpec.Scale.STANDARD, List.of("answer"));
    line("loss corn for logits", logits, logits.builder(Dense.of(6, new Tanh())).build());
  }

  private void ofLearning() throws IOException {
    Layer[] hidden = {Dense.of(6, new Tanh()), new BatchNorm()};
    for (PluginType type : all(PluginKind.OPTIMIZER)) {
      Optimizer optimizer = (Optimizer) type.example();
      line(
          "optimizer " + type.name(),
          PredictionTarget.KIND,
          PredictionTarget.KIND.builder(hidden).optimizer(optimizer).build());
    }
    for (PluginType type : all(PluginKind.SCHEDULE)) {
      Schedule schedule = (Schedule) type.example();
      line(
          "schedule " + type.name(),
          PredictionTarget.KIND,
          PredictionTarget.KIND
              .builder(hidden)
              .optimizer(new Sgd(0.05))
              .schedule(schedule)
              .build());
    }
    for (PluginType type : all(PluginKind.REGULARIZER)) {
      Regularizer regularizer = (Regularizer) type.example();
      line(
          "regularizer " + type.name(),
          PredictionTarget.KIND,
          PredictionTarget.KIND.builder(hidden).regularizer(regularizer).build());
    }
  }

  private void layers() throws IOException {
    line(
        "layers of rows",
        PredictionTarget.NUMBER,
        PredictionTarget.NUMBER
            .builder(
                new Embedding(),
                Dense.of(8, new Tanh()),
                new BatchNorm(),
                new Residual(List.of(new LayerNorm(), Dense.of(8, new Tanh()), new RmsNorm())),
                new Dropout(0.2),
                new AlphaDropout(0.1),
                new GaussianNoise(0.1))
            .training(t -> t.emaDecay(0.9).clipGlobalNorm(0.5))
            .build());
    for (EnsembleLayer.Kind kind : EnsembleLayer.Kind.values()) {
      line(
          "ensemble " + kind,
          PredictionTarget.KIND,
          PredictionTarget.KIND
              .builder(
                  new Ensemble(4, kind, Ensemble.Start.NORMAL),
                  Dense.of(8, new Tanh()),
                  new Dropout(0.2),
                  Dense.of(7, new Tanh()))
              .build());
    }
    line(
        "layers of numbers",
        PredictionTarget.NUMBER,
        PredictionTarget.NUMBER
            .builder(
                new Embedding(), new PiecewiseLinear(4, 3), new Factor(), Dense.of(8, new Tanh()))
            .build());
    line(
        "layers of RealMLP",
        PredictionTarget.NUMBER,
        PredictionTarget.NUMBER
            .builder(
                new Dense(
                    Optional.of(8),
                    Optional.of(new Parametric(new Mish())),
                    Optional.empty(),
                    Optional.empty(),
                    true,
                    Dense.Parametrization.NTK,
                    true,
                    true),
                new Dropout(0.2, Optional.of(new FlatCos())))
            .optimizer(new Adamw(0.05))
            .schedule(new Coslog())
            .training(
                t ->
                    t.weightDecaySchedule(new FlatCos())
                        .group(ParameterGroup.of(0.1, ParameterGroup.Kind.BIASES))
                        .keepBest(new KeepBest()))
            .build());
    for (Periodic.Form form : Periodic.Form.values()) {
      line(
          "waves of numbers, " + form,
          PredictionTarget.KIND,
          PredictionTarget.KIND.builder(new Periodic(form), Dense.of(8, new Tanh())).build());
    }
    for (ColumnSpec.Scale scale :
        List.of(
            ColumnSpec.Scale.ROBUST, ColumnSpec.Scale.ROBUST_CLIPPED, ColumnSpec.Scale.QUANTILE)) {
      PredictionTarget goal =
          new PredictionTarget(new Identity(), new MeanSquaredError(), scale, List.of("number"));
      line("scale " + scale, goal, goal.builder(Dense.of(8, new Tanh())).build());
    }
    line(
        "layers of images",
        PredictionTarget.KIND,
        PredictionTarget.KIND
            .builder(
                Dense.of(36, new Tanh()),
                new Image(6, 6),
                Conv2d.of(3, 3, Conv2d.Padding.SAME, new Tanh()),
                new MaxPool(),
                new BatchNorm(),
                Conv2d.of(4, 2, Conv2d.Padding.VALID, new Sigmoid()),
                new AveragePool(2, Optional.of(1)),
                new Flatten())
            .build());
    line(
        "layers of images with pads",
        PredictionTarget.KIND,
        PredictionTarget.KIND
            .builder(
                Dense.of(36, new Tanh()),
                new Image(6, 6),
                new Conv2d(
                    3,
                    3,
                    2,
                    Conv2d.Padding.VALID,
                    Optional.of(List.of(1)),
                    Optional.of(new Tanh()),
                    Optional.empty(),
                    Optional.empty(),
                    true),
                new MaxPool(2, Optional.of(1), Optional.of(List.of(1))),
                new AveragePool(3, Optional.of(2), Optional.of(List.of(0, 1, 2, 1))),
                new Flatten())
            .build());
    line(
        "global-average-pool",
        PredictionTarget.KIND,
        PredictionTarget.KIND
            .builder(Dense.of(32, new Tanh()), new Image(4, 4, 2), new GlobalAveragePool())
            .build());
  }

  /** The results of solvers: whitened inputs, and the linear model. */
  private void whatIsSolved() throws IOException {
    for (PredictionTarget goal : PredictionTarget.ALL) {
      DataSpec whitened =
          DataSpec.of(goal.columns.toArray(String[]::new))
              .scale(ColumnSpec.Scale.WHITEN)
              .split(0.25);
      line(
          "whitened inputs and a linear model for " + String.join(" and ", goal.columns),
          goal,
          goal.builder(Dense.of(6, new Tanh())).data(whitened).build());
    }
  }

  /** Enough work for several threads. */
  private void threads() throws IOException {
    for (int threads : new int[] {1, 2, 3, 4}) {
      line(
          "threads",
          PredictionTarget.KIND,
          PredictionTarget.KIND
              .builder(Dense.of(200, new Tanh()), new BatchNorm(), Dense.of(100, new Tanh()))
              .training(t -> t.threads(threads))
              .epochs(1)
              .build());
      line(
          "threads of an ensemble",
          PredictionTarget.KIND,
          PredictionTarget.KIND
              .builder(new Ensemble(8), Dense.of(100, new Tanh()), Dense.of(60, new Tanh()))
              .training(t -> t.threads(threads))
              .epochs(1)
              .build());
      line(
          "threads of an ensemble with own batches",
          PredictionTarget.KIND,
          PredictionTarget.KIND
              .builder(
                  Dense.of(60, new Tanh()),
                  new Ensemble(8, EnsembleLayer.Kind.TABM, Ensemble.Start.SIGNS, true),
                  Dense.of(60, new Tanh()))
              .training(t -> t.threads(threads))
              .epochs(1)
              .build());
    }
  }

  /** Adds the auxiliary columns of the loss and the metrics. */
  private static Table beside(Configuration configuration, Table table) {
    SplittableRandom random = new SplittableRandom(9);
    List<Column> all = new ArrayList<>(table.columns());
    for (AuxiliaryColumn column : configuration.auxiliaryColumns()) {
      all.add(Column.of(column.name(), random.ints(ROWS, 0, 2).asDoubleStream().toArray()));
    }
    return Table.of(all);
  }

  /**
   * Prints a line, unless the configuration is refused, for example because the loss does not fit.
   */
  private void line(String name, PredictionTarget goal, Configuration configuration)
      throws IOException {
    Training training;
    Table table = beside(configuration, goal.table());
    try {
      training = gradus.job(configuration).on(table).train();
      gradus.save(training.model(), file);
    } catch (GradusException refused) {
      return;
    }
    InRuntime.check(training.model(), file, table);
    List<byte[]> all = new ArrayList<>();
    all.add(Bits.tensorsOf(Files.readAllBytes(file)));
    for (EpochReport epoch : training.history()) {
      List<Double> numbers =
          new ArrayList<>(List.of(epoch.loss(), epoch.penalty(), epoch.learningRate()));
      numbers.addAll(epoch.validation().values());
      ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * numbers.size());
      numbers.forEach(bytes::putDouble);
      all.add(bytes.array());
    }
    System.out.println(name + ": " + Bits.digest(all));
  }
}
