package dev.gradus.engine.model;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.MetricNames;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.network.Parameter;
import dev.gradus.engine.training.Experiment;
import dev.gradus.engine.training.ResumedRun;
import dev.gradus.engine.training.Start;
import dev.gradus.engine.training.TrainingState;
import dev.gradus.runtime.file.ModelText;
import dev.gradus.runtime.file.NetworkTensors;
import dev.gradus.runtime.file.Safetensors;
import dev.gradus.runtime.file.SafetensorsContent;
import dev.gradus.runtime.file.SafetensorsTensor;
import dev.gradus.runtime.problem.ModelFileException;
import dev.gradus.runtime.problem.ModelFileException.Reason;
import dev.gradus.runtime.problem.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes and reads checkpoints: model files from which training can resume with exactly the same
 * result.
 *
 * <h2>The format</h2>
 *
 * A checkpoint is a model file, see {@link ModelFiles}, with the weights used for prediction after
 * some epoch, and can be used as a model. Its further tensors are:
 *
 * <table>
 *   <caption>Tensors; P is the name of a parameter, such as {@code layers.0.weight}</caption>
 *   <tr><th>Name<th>Holds
 *   <tr><td>{@code training/reports}<td>a row for each epoch, in binary64: loss, penalty, learning rate, and the validation metrics
 *   <tr><td>{@code learning/P}<td>the weights that are trained, if others are used to predict
 *   <tr><td>{@code optimizer/S/P}<td>the state S of the optimizer; P is {@code all} for an optimizer that sees all weights as one vector
 *   <tr><td>{@code optimizer/S}<td>a scalar state S of the optimizer that all tensors share, [1, 3]: the sum of three binary32 numbers
 *   <tr><td>{@code best/P}<td>the weights of the best epoch, if they are recorded
 * </table>
 *
 * <p>and its further metadata:
 *
 * <table>
 *   <caption>Metadata</caption>
 *   <tr><th>Key<th>Value
 *   <tr><td>{@code gradus.epoch}<td>the number of completed epochs; this key makes a model file a checkpoint
 *   <tr><td>{@code gradus.steps}<td>the number of optimizer steps
 *   <tr><td>{@code gradus.batches}<td>the number of batches, which determines the random numbers
 *   <tr><td>{@code gradus.measured}<td>the names of the validation metrics, one per line
 *   <tr><td>{@code gradus.examples}<td>the SHA-256 of the examples, as the network sees them
 * </table>
 *
 * <p>Averaged weights, if there are any, are the ones that predict. The best epoch, the state of
 * early stopping, and the rate of a schedule that monitors a metric follow from the reports; the
 * order of the examples and all random numbers follow from the seed and the numbers above.
 *
 * <p>The limits are those of {@link Safetensors}.
 */
final class CheckpointFiles {

  private static final String EPOCH_KEY = ModelText.EPOCH;
  private static final String STEPS_KEY = "gradus.steps";
  private static final String BATCHES_KEY = "gradus.batches";
  private static final String MEASURED_KEY = "gradus.measured";
  private static final String EXAMPLES_KEY = "gradus.examples";
  private static final String REPORTS = "training/reports";

  /** Loss, penalty and learning rate. */
  private static final int FIXED_COLUMNS = 3;

  private final ModelFiles models;

  /** Creates a reader and writer; another one handles the model itself. */
  CheckpointFiles(ModelFiles models) {
    this.models = models;
  }

  /** Whether the content of a model file is a checkpoint. */
  static boolean isCheckpoint(SafetensorsContent content) {
    return content.metadata().containsKey(EPOCH_KEY);
  }

  /** Whether a run was trained with the plugins that the configuration uses now. */
  boolean plugins(StoredRun stored, Configuration configuration) {
    return models.hasPlugins(stored.plugins(), configuration);
  }

  /** The metadata of the model file of the experiment. */
  Map<String, String> metadata(Experiment experiment) {
    return models.metadata(experiment);
  }

  /**
   * Checks that checkpoints of an experiment can be written.
   *
   * @param memory what they contain in addition to the network
   * @throws ModelFileException if they exceed a limit of their file
   */
  void check(Experiment experiment, Map<String, Matrix> memory) {
    List<SafetensorsTensor> tensors =
        new ArrayList<>(ModelTensors.of(experiment.network().tensors()));
    memory.forEach((name, matrix) -> tensors.add(tensorOf(name, matrix)));
    Safetensors.check(new SafetensorsContent(metadata(experiment), tensors));
  }

  /**
   * Writes the state of a run; an existing file is replaced atomically.
   *
   * @param examples the hash of the examples
   * @throws dev.gradus.runtime.problem.GradusException naming path and cause, if it cannot be
   *     written
   */
  void write(Path file, TrainingState standing, String examples) {
    Experiment experiment = standing.experiment();
    List<EpochReport> reports = standing.reports();
    List<String> measured = List.copyOf(reports.get(0).validation().keySet());
    Map<String, String> metadata = metadata(experiment);
    metadata.put(EPOCH_KEY, Integer.toString(reports.size()));
    metadata.put(STEPS_KEY, Long.toString(standing.steps()));
    metadata.put(BATCHES_KEY, Long.toString(standing.batches()));
    metadata.put(MEASURED_KEY, String.join("\n", measured.stream().map(OneLine::of).toList()));
    metadata.put(EXAMPLES_KEY, examples);
    List<SafetensorsTensor> tensors = new ArrayList<>();
    // The only tensor of doubles comes first, so that every number is aligned.
    tensors.add(tensorOf(reports, measured));
    tensors.addAll(ModelTensors.of(experiment.network().tensors()));
    standing.memory().forEach((name, matrix) -> tensors.add(tensorOf(name, matrix)));
    ModelFiles.write(file, new SafetensorsContent(metadata, tensors));
  }

  private static SafetensorsTensor tensorOf(List<EpochReport> reports, List<String> measured) {
    int columns = FIXED_COLUMNS + measured.size();
    double[] values = new double[reports.size() * columns];
    int next = 0;
    for (EpochReport report : reports) {
      values[next++] = report.loss();
      values[next++] = report.penalty();
      values[next++] = report.learningRate();
      for (String name : measured) {
        values[next++] = report.validation().getOrDefault(name, Double.NaN);
      }
    }
    return SafetensorsTensor.ofOwn(REPORTS, List.of(reports.size(), columns), values);
  }

  private static SafetensorsTensor tensorOf(String name, Matrix matrix) {
    return SafetensorsTensor.ofOwn(name, shapeOf(matrix), matrix.values());
  }

  private static List<Integer> shapeOf(Matrix matrix) {
    return List.of(matrix.rows(), matrix.columns());
  }

  /** Writes the model of the best epoch, whose weights are in the memory. */
  void writeBest(Path file, TrainingState standing) {
    Experiment experiment = standing.experiment();
    List<Parameter> best = new ArrayList<>();
    for (Parameter parameter : experiment.network().tensors()) {
      Matrix weights =
          standing.memory().getOrDefault(TrainingState.BEST + parameter.name(), parameter.matrix());
      best.add(new Parameter(parameter.name(), parameter.role(), weights, parameter.range()));
    }
    ModelFiles.write(file, new SafetensorsContent(metadata(experiment), ModelTensors.of(best)));
  }

  /**
   * Reads a checkpoint.
   *
   * @throws ModelFileException if the file is corrupt, is not a checkpoint, has another format, or
   *     needs plugins that are not installed
   */
  StoredRun read(Path file) {
    SafetensorsContent content = Safetensors.read(file);
    String where = String.valueOf(file.getFileName());
    ModelText.checkFormat(content, where);
    if (!isCheckpoint(content)) {
      throw new ModelFileException(
          Reason.CORRUPT,
          new Problem(
              where,
              "this is a model, not a checkpoint, so training cannot resume from it; use one of checkpoints/epoch-….safetensors"));
    }
    Configuration configuration = models.configurationIn(content, where);
    return new StoredRun(
        file,
        content,
        configuration,
        reportsOf(content, configuration, where),
        number(content, STEPS_KEY, where),
        number(content, BATCHES_KEY, where),
        ModelText.value(content, EXAMPLES_KEY, where));
  }

  /**
   * A substitute for the initial model of a resumed run: the preparation in the checkpoint, without
   * usable weights, because the checkpoint provides all of them.
   *
   * @return empty if the run did not start from a model
   */
  Optional<Start> startOf(StoredRun stored) {
    return Optional.ofNullable(stored.content().metadata().get(ModelMetadata.START))
        .map(
            identity -> {
              Model model = models.read(stored.file());
              return new Start(
                  String.valueOf(stored.file().getFileName()),
                  identity,
                  model.data(),
                  model.preparation(),
                  model.network(),
                  model.provenance().seen(),
                  true);
            });
  }

  private static long number(SafetensorsContent content, String key, String where) {
    String text = ModelText.value(content, key, where);
    if (!text.matches("[0-9]{1,18}")) {
      throw ModelText.corrupt(where, key + " is not a number");
    }
    return Long.parseLong(text);
  }

  private static List<EpochReport> reportsOf(
      SafetensorsContent content, Configuration configuration, String where) {
    // A metric may have been renamed since; its former name is an alias now.
    List<String> measured =
        ModelText.value(content, MEASURED_KEY, where)
            .lines()
            .map(line -> MetricNames.of(configuration).find(OneLine.textOf(line)))
            .toList();
    long epochs = number(content, EPOCH_KEY, where);
    int columns = FIXED_COLUMNS + measured.size();
    double[] values =
        content
            .find(REPORTS)
            .filter(tensor -> tensor.type() == SafetensorsTensor.Type.F64)
            // Compared without multiplying, which could overflow.
            .filter(tensor -> tensor.shape().size() == 2 && tensor.size() > 0)
            .filter(tensor -> tensor.shape().get(0) == epochs && tensor.shape().get(1) == columns)
            .orElseThrow(
                () ->
                    ModelText.corrupt(
                        where, "it lacks the reports of its %s epochs".formatted(epochs)))
            .doubles();
    List<EpochReport> reports = new ArrayList<>();
    for (int from = 0; from < values.length; from += columns) {
      Map<String, Double> validation = new LinkedHashMap<>();
      for (int k = 0; k < measured.size(); k++) {
        validation.put(measured.get(k), values[from + FIXED_COLUMNS + k]);
      }
      reports.add(
          new EpochReport(
              reports.size() + 1,
              (int) epochs,
              values[from],
              values[from + 1],
              values[from + 2],
              validation));
    }
    return reports;
  }

  /**
   * Copies the tensors of a checkpoint into a run.
   *
   * @param memory overwritten
   */
  ResumedRun fill(
      StoredRun stored, Experiment experiment, Map<String, Matrix> memory, String origin) {
    String where = String.valueOf(stored.file().getFileName());
    ModelTensors.fill(experiment.network(), stored.content(), where);
    Map<String, Matrix> held = new LinkedHashMap<>(memory);
    held.keySet()
        .removeIf(
            name ->
                stored.content().find(name).isEmpty() && TrainingState.mayLack(experiment, name));
    held.forEach(
        (name, matrix) ->
            NetworkTensors.copy(
                NetworkTensors.find(stored.content(), name, shapeOf(matrix), where),
                matrix.values(),
                where));
    return new ResumedRun(
        origin,
        stored.configuration().training(),
        stored.reports(),
        stored.steps(),
        stored.batches());
  }
}
