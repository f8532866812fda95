package dev.gradus.spark;

import dev.gradus.engine.Checkpoints;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.Job;
import dev.gradus.engine.binding.Setting;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.model.Training;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.runtime.problem.Warnings;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Trains a network on a DataFrame of raw columns, as an estimator of Spark ML.
 *
 * <pre>{@code
 * GradusModel model =
 *     new GradusEstimator()
 *         .setConfig(yaml)                       // as for gradus train
 *         .setLabelCol("churned")
 *         .setSettings("training.epochs=50")     // as with --set
 *         .fit(customers);
 * }</pre>
 *
 * <p><b>The model file is that of {@code gradus train} on the same rows in the same order, byte for
 * byte</b>, with any number of partitions, executors and tasks, and after an executor was lost. The
 * order of the rows is that of {@code collect()}: the partitions in their order, and in each its
 * rows. It decides about splits and batches, so an operation that moves rows, such as {@code
 * repartition}, a join or an aggregation, changes the model. {@link #orderCol} names a column of
 * unique values that the rows are sorted by first: then the partitions do not matter at all.
 *
 * <p>The driver reads the rows, learns the preparation of the columns, and makes the steps. The
 * gradients of the batches of a step are computed by executors, which receive the prepared rows
 * once and the weights with each step; see {@link #gradientsOn}. Executors are worth it for wide
 * networks with a large {@code accumulate-batches}, or with a full-batch optimizer whose rows are
 * in memory; otherwise the driver alone is faster. The guide has figures.
 *
 * <p>A DataFrame that does not fit into the memory of the driver is computed twice, and kept in
 * files there: 4 or 8 bytes for each number, and 4 for each input of the network. In memory are at
 * most 37 bytes for each row, and 48 or more while a split is evaluated with metrics, beside one
 * partition at a time as compressed bytes. So the disk of the driver limits its size ({@code
 * GRADUS_CACHE}, {@code spark.local.dir}). Each batch is then sent with its rows, and so it is if
 * the prepared rows take more than a quarter of the memory of the driver or of an executor.
 */
public final class GradusEstimator extends Estimator<GradusModel> implements DefaultParamsWritable {

  /** Values of {@link #gradientsOn}. */
  static final String AUTO = "auto";

  /** The name of the configuration in messages. */
  static final String CONFIG = "config";

  static final String DRIVER = "driver";
  static final String EXECUTORS = "executors";

  private static final long serialVersionUID = 1;

  private final String uid;
  private final Param<String> config;
  private final StringArrayParam settings;
  private final Param<String> labelCol;
  private final Param<String> weightCol;
  private final Param<String> orderCol;
  private final Param<String> predictionCol;
  private final Param<String> probabilityCol;
  private final Param<String> gradientsOn;
  private final IntParam tasks;
  private final LongParam seed;
  private final Param<String> checkpointDir;

  /**
   * An estimator.
   *
   * @param uid identifies it among the stages of pipelines
   */
  public GradusEstimator(String uid) {
    this.uid = uid;
    config = ColumnParams.text(uid, "config", "the configuration in YAML, as for gradus train");
    settings =
        new StringArrayParam(
            this, "settings", "values that override those of the configuration: path=value");
    labelCol =
        ColumnParams.text(
            uid, "labelCol", "the name of the target column; empty for that of the configuration");
    weightCol =
        ColumnParams.text(
            uid, "weightCol", "the name of the column of example weights; empty for none");
    orderCol =
        ColumnParams.text(
            uid,
            "orderCol",
            "the name of a column of unique values that the rows are sorted by before training, and that is no input; empty for the order of the partitions");
    predictionCol = ColumnParams.prediction(uid);
    probabilityCol = ColumnParams.probability(uid);
    gradientsOn =
        new Param<>(
            uid,
            "gradientsOn",
            "where gradients are computed: executors, driver, or auto, which means executors if a step has several batches, but the driver for a full-batch optimizer with rows in files, or more than a quarter of the memory of an executor, as estimated from 4 bytes for each cell of the table",
            ParamValidators.inArray(new String[] {AUTO, DRIVER, EXECUTORS}),
            String.class);
    tasks =
        new IntParam(
            uid,
            "tasks",
            "the number of tasks of a step; if the gradients are large, a multiple of this number, but never more than the batches of the step; 0 for the default parallelism of Spark",
            ParamValidators.gtEq(0));
    seed = new LongParam(uid, "seed", "the seed of all random numbers (training.seed)");
    checkpointDir =
        ColumnParams.text(
            uid,
            "checkpointDir",
            "a folder of the driver for checkpoints (training.checkpoint); a run that was interrupted resumes from there; empty for none");
    setDefault(settings, new String[0]);
    setDefault(labelCol, "");
    setDefault(weightCol, "");
    setDefault(orderCol, "");
    setDefault(predictionCol, ColumnParams.PREDICTION);
    setDefault(probabilityCol, ColumnParams.PROBABILITY);
    setDefault(gradientsOn, AUTO);
    setDefault(tasks, 0);
    setDefault(checkpointDir, "");
  }

  /** An estimator with a new identity. */
  public GradusEstimator() {
    this(Identifiable$.MODULE$.randomUID("gradus"));
  }

  /** Reads an estimator that was saved. */
  public static GradusEstimator load(String path) {
    return read().load(path);
  }

  /** Reads estimators that were saved. */
  public static MLReader<GradusEstimator> read() {
    return new DefaultParamsReader<>();
  }

  @Override
  public String uid() {
    return uid;
  }

  /** The configuration in YAML. */
  public Param<String> config() {
    return config;
  }

  /** Values that override those of the configuration. */
  public StringArrayParam settings() {
    return settings;
  }

  /** The name of the target column. */
  public Param<String> labelCol() {
    return labelCol;
  }

  /** The name of the column of example weights. */
  public Param<String> weightCol() {
    return weightCol;
  }

  /** The name of the column that the rows are sorted by. */
  public Param<String> orderCol() {
    return orderCol;
  }

  /** The name of the column of predictions. */
  public Param<String> predictionCol() {
    return predictionCol;
  }

  /** The name of the column of probabilities. */
  public Param<String> probabilityCol() {
    return probabilityCol;
  }

  /** Where gradients are computed: {@code auto}, {@code driver} or {@code executors}. */
  public Param<String> gradientsOn() {
    return gradientsOn;
  }

  /** The number of tasks of a step. */
  public IntParam tasks() {
    return tasks;
  }

  /** The seed of all random numbers. */
  public LongParam seed() {
    return seed;
  }

  /** A folder for checkpoints. */
  public Param<String> checkpointDir() {
    return checkpointDir;
  }

  /**
   * Sets {@link #config}.
   *
   * @param yaml names the target, unless {@link #labelCol} does; files that it names are not read
   *     for training rows
   */
  public GradusEstimator setConfig(String yaml) {
    set(config, yaml);
    return this;
  }

  /**
   * Sets {@link #config} to the content of a file.
   *
   * @param path on any file system that Spark reads
   */
  public GradusEstimator setConfigFile(String path) {
    return setConfig(new String(Files.read(path, SparkSession.active()), StandardCharsets.UTF_8));
  }

  /** The configuration. */
  public String getConfig() {
    return getOrDefault(config);
  }

  /** Sets {@link #settings}, each as {@code path=value}. */
  public GradusEstimator setSettings(String... pathsAndValues) {
    set(settings, pathsAndValues.clone());
    return this;
  }

  /** The values that override those of the configuration; a copy. */
  public String[] getSettings() {
    return getOrDefault(settings).clone();
  }

  /** Sets {@link #labelCol}. */
  public GradusEstimator setLabelCol(String name) {
    set(labelCol, name);
    return this;
  }

  /** The name of the target column, as it was set. */
  public String getLabelCol() {
    return getOrDefault(labelCol);
  }

  /** Sets {@link #weightCol}. */
  public GradusEstimator setWeightCol(String name) {
    set(weightCol, name);
    return this;
  }

  /** The name of the column of example weights; empty for none. */
  public String getWeightCol() {
    return getOrDefault(weightCol);
  }

  /** Sets {@link #orderCol}. */
  public GradusEstimator setOrderCol(String name) {
    set(orderCol, name);
    return this;
  }

  /** The name of the column that the rows are sorted by; empty for none. */
  public String getOrderCol() {
    return getOrDefault(orderCol);
  }

  /** Sets {@link #predictionCol}, also of the model. */
  public GradusEstimator setPredictionCol(String name) {
    set(predictionCol, name);
    return this;
  }

  /** The name of the column of predictions; empty for none. */
  public String getPredictionCol() {
    return getOrDefault(predictionCol);
  }

  /** Sets {@link #probabilityCol}, also of the model. */
  public GradusEstimator setProbabilityCol(String name) {
    set(probabilityCol, name);
    return this;
  }

  /** The name of the column of probabilities; empty for none. */
  public String getProbabilityCol() {
    return getOrDefault(probabilityCol);
  }

  /** Sets {@link #gradientsOn}. */
  public GradusEstimator setGradientsOn(String where) {
    set(gradientsOn, where);
    return this;
  }

  /** Where gradients are computed. */
  public String getGradientsOn() {
    return getOrDefault(gradientsOn);
  }

  /** Sets {@link #tasks}. */
  public GradusEstimator setTasks(int number) {
    set(tasks, number);
    return this;
  }

  /** The number of tasks of a step; 0 for the default parallelism. */
  public int getTasks() {
    return (Integer) getOrDefault((Param<?>) tasks);
  }

  /** Sets {@link #seed}. */
  public GradusEstimator setSeed(long value) {
    set(seed, value);
    return this;
  }

  /**
   * The seed of all random numbers.
   *
   * @throws java.util.NoSuchElementException if it was not set, so that the configuration has it
   */
  public long getSeed() {
    return (Long) getOrDefault((Param<?>) seed);
  }

  /** Sets {@link #checkpointDir}. */
  public GradusEstimator setCheckpointDir(String folder) {
    set(checkpointDir, folder);
    return this;
  }

  /** A folder for checkpoints; empty for none. */
  public String getCheckpointDir() {
    return getOrDefault(checkpointDir);
  }

  @Override
  public GradusEstimator copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  /**
   * Checks the columns, and adds those that the model will append. The target decides about them:
   *
   * <ul>
   *   <li>a number, by its type or its declaration: double, and no probabilities
   *   <li>a column of numbers that is declared {@code categorical} or {@code boolean}: double, and
   *       probabilities
   *   <li>another column: string, and probabilities
   *   <li>several columns of numbers: vector, and no probabilities
   *   <li>several other columns: array of strings, and probabilities
   * </ul>
   *
   * <p>Only what is in a column of strings can make a difference: where all are numbers, training
   * takes them for numbers, with a warning. Cast such a column to double. A declaration ({@code
   * columns: {code: categorical}}) does not help: categories that are all numbers are predicted as
   * double.
   */
  @Override
  public StructType transformSchema(StructType schema) {
    try (Gradus gradus = Engines.create()) {
      TrainingColumns columns = TrainingColumns.of(this, job(gradus).configuration(), schema);
      return appended(columns, schema);
    }
  }

  /** Checks the columns before training, and adds those that the model will append. */
  StructType appended(TrainingColumns columns, StructType schema) {
    columns.check(schema);
    return columns.announced(schema).appended(schema, getPredictionCol(), getProbabilityCol());
  }

  @Override
  public GradusModel fit(Dataset<?> dataset) {
    try (Gradus gradus = Engines.create()) {
      Job untrained = job(gradus);
      Configuration configuration = untrained.configuration();
      TrainingColumns columns = TrainingColumns.of(this, configuration, dataset.schema());
      appended(columns, dataset.schema());
      Table table = gradus.readTable(columns.source(dataset), TrainingColumns.ORIGIN);
      JavaSparkContext context =
          JavaSparkContext.fromSparkContext(dataset.sparkSession().sparkContext());
      Job job = checkpoints(untrained.on(table)).listener(new EpochLog());
      try (SparkGradients gradients = gradients(context)) {
        Training training =
            (isDistributed(configuration, table, context) ? job.gradients(gradients) : job).train();
        GradusModel model = modelOf(gradus, training);
        warnOfOther(columns.announced(dataset.schema()), model.kind());
        return model;
      }
    }
  }

  private static void warnOfOther(Answer.Kind announced, Answer.Kind kind) {
    if (announced != kind) {
      Warnings.log(
          Warning.of(
              String.format(
                  Locale.ROOT,
                  "the target is a column of strings that are all numbers, so predictions have the type %s, and not %s as the schema said before training; cast the column to double",
                  kind.type().simpleString(),
                  announced.type().simpleString())));
    }
  }

  private GradusModel modelOf(Gradus gradus, Training training) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    gradus.save(training.model(), file);
    GradusModel model =
        new GradusModel(uid, file.toByteArray()).setSummary(GradusSummary.of(training));
    return copyValues(model, ParamMap.empty()).setParent(this);
  }

  /**
   * Tries variants of the network on the rows of a DataFrame, each trial in a task of its own: as
   * {@code gradus tune} and {@code gradus compare}.
   *
   * @param dataset as for {@link #fit}
   */
  public GradusStudy study(Dataset<?> dataset) {
    return new GradusStudy(copy(ParamMap.empty()), dataset);
  }

  /** A job with the configuration, and the values of the parameters in place of those in it. */
  Job job(Gradus gradus) {
    if (!isDefined(config)) {
      throw new IllegalArgumentException(
          "the estimator has no configuration; call setConfig with the YAML of a network");
    }
    return gradus.job(getConfig(), CONFIG, changes());
  }

  /** The values that override those of the configuration. */
  List<Setting> changes() {
    List<Setting> changes = new ArrayList<>();
    Arrays.stream(getOrDefault(settings)).map(Setting::parse).forEach(changes::add);
    if (!getLabelCol().isEmpty()) {
      changes.add(new Setting("data.target", quoted(getLabelCol())));
    }
    if (!getWeightCol().isEmpty()) {
      changes.add(new Setting("data.columns." + quoted(getWeightCol()), "weight"));
    }
    if (isDefined(seed)) {
      changes.add(new Setting("training.seed", getOrDefault(seed).toString()));
    }
    return changes;
  }

  /** A string in YAML, and a key in a path. */
  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private Job checkpoints(Job job) {
    String folder = getCheckpointDir();
    return folder.isEmpty() ? job : job.checkpoints(Checkpoints.in(Path.of(folder)).resumeIfAny());
  }

  private boolean isDistributed(
      Configuration configuration, Table table, JavaSparkContext context) {
    return switch (getGradientsOn()) {
      case EXECUTORS -> true;
      case DRIVER -> false;
      default ->
          !context.isLocal()
              && gainsByExecutors(configuration, table, RowsMemory.of(context).most());
    };
  }

  /**
   * Whether a step has several batches, unless all rows would be sent for each evaluation of the
   * loss.
   *
   * @param most the bytes of rows for which an executor has memory
   */
  static boolean gainsByExecutors(Configuration configuration, Table table, long most) {
    long bytes = (long) Float.BYTES * table.rows() * table.columns().size();
    return configuration.optimizer().isFullBatch()
        ? table.folder().isEmpty() && bytes <= most
        : configuration.training().accumulateBatches() > 1;
  }

  private SparkGradients gradients(JavaSparkContext context) {
    int wanted = getTasks();
    return new SparkGradients(context, wanted == 0 ? context.defaultParallelism() : wanted);
  }
}
