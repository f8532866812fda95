package dev.gradus.spark;

import dev.gradus.runtime.RowPredictor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A trained network, as a transformer of Spark ML: it appends a column of predictions and, for
 * classes and labels, one of probabilities.
 *
 * <pre>{@code
 * GradusModel model = GradusModel.load("models/iris.safetensors");   // of gradus train, or a saved GradusModel
 * Dataset<Row> predicted = model.transform(flowers);
 * model.registerFunction(spark, "species");
 * spark.sql("SELECT *, species(struct(*)) FROM flowers");
 * }</pre>
 *
 * <p>It finds its inputs by the names of the columns, which are raw: numbers, strings, booleans,
 * dates, timestamps. Null is a missing cell. Each executor reads the model file once, and predicts
 * with the same bits as {@code gradus predict}. A row that the model cannot predict fails the job,
 * with a sentence that names the column, the partition, counted from 0, and the row within it,
 * counted from 1.
 *
 * <p>{@link #predictionCol} has the type of {@code double} for a number, and for classes that are
 * all numbers, as the evaluators of Spark ML need them; a string for other classes; a vector for
 * several numbers; an array of strings for labels. {@link #probabilityCol} is a vector in the order
 * of {@link #classes}, or null if the network outputs scores; a number has none. An empty name
 * leaves a column out.
 */
public final class GradusModel extends Model<GradusModel> implements MLWritable {

  private static final long serialVersionUID = 1;

  private final String uid;
  private final SharedModel shared;
  private final Param<String> predictionCol;
  private final Param<String> probabilityCol;

  /** The model as it was sent to executors; not sent itself. */
  @SuppressWarnings("NullAway.Init") // null until it is sent
  private transient Broadcast<Sent<SharedModel>> sent;

  @SuppressWarnings("NullAway.Init") // null if there is none
  private GradusSummary summary;

  /**
   * An empty model. Spark Connect creates one to learn its name; it cannot predict.
   *
   * @param uid identifies it among the stages of pipelines
   */
  public GradusModel(String uid) {
    this(uid, new byte[0]);
  }

  /** An empty model with a new identity. */
  public GradusModel() {
    this(Identifiable$.MODULE$.randomUID("gradus"));
  }

  /**
   * A model.
   *
   * @param file the bytes of its model file; not modified
   */
  GradusModel(String uid, byte[] file) {
    this.uid = uid;
    this.shared = new SharedModel(file);
    this.predictionCol = ColumnParams.prediction(uid);
    this.probabilityCol = ColumnParams.probability(uid);
    setDefault(predictionCol, ColumnParams.PREDICTION);
    setDefault(probabilityCol, ColumnParams.PROBABILITY);
  }

  /**
   * Reads a model.
   *
   * @param path a model file, as {@code gradus train} writes it, or the folder of a saved {@code
   *     GradusModel}; on any file system that Spark reads
   */
  public static GradusModel load(String path) {
    return read().load(path);
  }

  /** Reads models, as {@link #load} does. */
  public static MLReader<GradusModel> read() {
    return new ModelReader();
  }

  @Override
  public MLWriter write() {
    return new ModelWriter(this);
  }

  /**
   * Writes the model file alone, which {@code gradus} and the runtime read.
   *
   * @param path a file on any file system that Spark writes; replaced if it exists
   */
  public void saveFile(String path) {
    Files.write(path, bytes(), SparkSession.active());
  }

  /** The bytes of the model file; a copy. */
  public byte[] toBytes() {
    return bytes().clone();
  }

  byte[] bytes() {
    if (shared.file().length == 0) {
      throw new IllegalStateException(
          "this GradusModel is empty; use GradusEstimator.fit or GradusModel.load");
    }
    return shared.file();
  }

  /** The name of the column of predictions; empty for none. */
  public Param<String> predictionCol() {
    return predictionCol;
  }

  /** The name of the column of probabilities; empty for none. */
  public Param<String> probabilityCol() {
    return probabilityCol;
  }

  /** Sets {@link #predictionCol}. */
  public GradusModel setPredictionCol(String name) {
    set(predictionCol, name);
    return this;
  }

  /** The name of the column of predictions. */
  public String getPredictionCol() {
    return getOrDefault(predictionCol);
  }

  /** Sets {@link #probabilityCol}. */
  public GradusModel setProbabilityCol(String name) {
    set(probabilityCol, name);
    return this;
  }

  /** The name of the column of probabilities. */
  public String getProbabilityCol() {
    return getOrDefault(probabilityCol);
  }

  /** The names of the input columns. */
  public List<String> inputCols() {
    return predictor().inputs();
  }

  /** The classes, or the labels, in the order of the probabilities; empty for a numeric target. */
  public List<String> classes() {
    return Answer.of(predictor()).classes();
  }

  /**
   * Whether there is a summary of the fit: for a model of {@link GradusEstimator#fit}, and one that
   * was saved with its summary.
   */
  public boolean hasSummary() {
    return summary != null;
  }

  /**
   * What the fit was worth: the losses of its epochs, and the metrics of the model.
   *
   * @throws IllegalStateException if there is none, because the model was read from a model file
   */
  public GradusSummary summary() {
    if (!hasSummary()) {
      throw new IllegalStateException(
          "this GradusModel has no summary, because it was read from a model file; hasSummary says so");
    }
    return summary;
  }

  /** Sets the summary. */
  GradusModel setSummary(GradusSummary of) {
    summary = of;
    return this;
  }

  private RowPredictor predictor() {
    bytes();
    return shared.predictor();
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public GradusModel copy(ParamMap extra) {
    GradusModel copied = copyValues(new GradusModel(uid, shared.file()), extra);
    copied.summary = summary;
    return hasParent() ? copied.setParent(parent()) : copied;
  }

  @Override
  public StructType transformSchema(StructType schema) {
    RowPredictor predictor = predictor();
    predictor.inputs().forEach(name -> checkInput(schema, name));
    return kind().appended(schema, getPredictionCol(), getProbabilityCol());
  }

  /** What it predicts. */
  Answer.Kind kind() {
    return Answer.of(predictor()).kind();
  }

  private static void checkInput(StructType schema, String name) {
    List<StructField> found =
        Arrays.stream(schema.fields()).filter(field -> field.name().equals(name)).toList();
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "there is no column '%s', which the model needs; the columns are: %s",
              name,
              String.join(", ", schema.fieldNames())));
    }
    if (found.size() > 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "there are %d columns '%s', one of which the model needs; rename the others",
              found.size(),
              name));
    }
    Cells.check(found.get(0));
  }

  private boolean predicts() {
    return !getPredictionCol().isEmpty();
  }

  private boolean estimates(Answer answer) {
    return answer.kind().mayEstimate() && !getProbabilityCol().isEmpty();
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    StructType schema = transformSchema(dataset.schema(), true);
    Answer answer = Answer.of(predictor());
    SparkSession session = dataset.sparkSession();
    return dataset
        .toDF()
        .mapPartitions(
            new PredictRows(
                sent(session),
                answer,
                List.of(dataset.schema().fieldNames()),
                Cells.of(session),
                predicts(),
                estimates(answer)),
            Encoders.row(schema));
  }

  private synchronized Broadcast<Sent<SharedModel>> sent(SparkSession session) {
    if (sent == null || !sent.isValid()) {
      sent = Sent.to(JavaSparkContext.fromSparkContext(session.sparkContext()), shared);
    }
    return sent;
  }

  /**
   * Registers a function of SQL that returns the prediction for one struct of columns, of which it
   * takes those that the model needs: {@code SELECT id, churn(struct(*)) FROM customers}.
   *
   * @param name of the function; replaces an earlier one
   */
  public void registerFunction(SparkSession session, String name) {
    register(session, name, false, kind().type());
  }

  /**
   * Registers a function of SQL that returns an array of the probabilities for one struct of
   * columns, in the order of {@link #classes}: {@code SELECT churn_probability(struct(*))[1]}.
   *
   * @throws IllegalStateException if the target is numeric
   */
  public void registerProbabilityFunction(SparkSession session, String name) {
    if (!kind().mayEstimate()) {
      throw new IllegalStateException(
          "the model predicts no probabilities, because its target is numeric; use registerFunction");
    }
    register(session, name, true, DataTypes.createArrayType(DataTypes.DoubleType, false));
  }

  private void register(SparkSession session, String name, boolean estimates, DataType type) {
    UDF1<Row, Object> function =
        new PredictFunction(sent(session), Answer.of(predictor()), Cells.of(session), estimates);
    session.udf().register(name, function, type);
  }

  @Override
  public String toString() {
    return "GradusModel: uid=" + uid + ", " + shared.file().length + " bytes";
  }
}
