package dev.gradus.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.Job;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.data.ColumnSummary;
import dev.gradus.engine.distributed.BatchGradient;
import dev.gradus.engine.distributed.GradientRequest;
import dev.gradus.engine.distributed.GradientSource;
import dev.gradus.engine.distributed.PreparedRows;
import dev.gradus.engine.distributed.SharedRun;
import dev.gradus.engine.table.Caching;
import dev.gradus.engine.table.Table;
import java.io.ByteArrayOutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.feature.SQLTransformer;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.rdd.RDD;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;

/** Trains as other estimators of Spark ML do, with the bits of the command. */
class GradusEstimatorTest {

  /** Ten batches, in four steps. */
  private static final String[] SETTINGS = {
    "training.epochs=3", "training.batch-size=12", "training.accumulate-batches=3"
  };

  /** The numbers of partitions and of tasks, of which two are a sample. */
  private static final int[] PARTS =
      Boolean.getBoolean("gradus.slow") ? new int[] {1, 2, 3, 7} : new int[] {1, 7};

  private static final String TEN_AT_ONCE = "training.accumulate-batches=10";

  /** In milliseconds. */
  private static final long PATIENCE = 30_000;

  @TempDir static Path folder;

  private static SparkSession session;
  private static Path yaml;
  private static String config;
  private static byte[] expected;

  @BeforeAll
  static void train() throws Exception {
    session = Sessions.local();
    yaml = Sessions.example("iris.yaml");
    config = Files.readString(yaml);
    expected = Command.train(yaml, folder.resolve("alone"), SETTINGS);
  }

  private static GradusEstimator estimator() {
    return new GradusEstimator()
        .setConfig(config)
        .setSettings(SETTINGS)
        .setGradientsOn(GradusEstimator.EXECUTORS);
  }

  @Test
  void theModelFileIsThatOfTheCommandWithAnyNumberOfPartitionsAndTasks() {
    Dataset<Row> flowers = Sessions.csv(session, "iris.csv");
    for (int parts : PARTS) {
      Dataset<Row> cut =
          session.createDataFrame(flowers.javaRDD().coalesce(1).collect(), flowers.schema());
      Dataset<Row> inParts =
          session.createDataFrame(
              JavaSparkContext.fromSparkContext(session.sparkContext())
                  .parallelize(cut.collectAsList(), parts),
              flowers.schema());
      assertEquals(parts, inParts.javaRDD().getNumPartitions());
      assertArrayEquals(
          expected, estimator().setTasks(parts).fit(inParts).toBytes(), parts + " partitions");
    }
    assertArrayEquals(
        expected, estimator().setGradientsOn(GradusEstimator.DRIVER).fit(flowers).toBytes());
    // With queries that Spark has compiled, which use the same object for all rows.
    assertArrayEquals(
        expected, estimator().fit(Sessions.csv(Sessions.compiling(), "iris.csv")).toBytes());
  }

  /** A gradient has 524 bytes. */
  @Test
  void aStepWithManyTasksInSeveralJobsHasTheSameBits() throws Exception {
    // Steps of 3, 3, 3 and 1 batches: a step of three has two jobs, the first with two tasks.
    assertEquals(
        new Counts(3 * 7, 3 * 10), trainedWith(estimator(), 1100, 600), "with a limit for jobs");
    // A step of ten: a job has four rounds, each of one task with one gradient.
    GradusEstimator longSteps =
        estimator().setSettings("training.epochs=1", "training.batch-size=12", TEN_AT_ONCE);
    assertEquals(
        new Counts(3, 10), trainedWith(longSteps, Long.MAX_VALUE, 600), "with one for tasks");
  }

  private record Counts(int jobs, int tasks) {}

  /**
   * Counts what trains, with one task at a time, and compares the model with that of the driver.
   */
  private static Counts trainedWith(GradusEstimator estimator, long bytesOfJob, long bytesOfTask)
      throws TimeoutException {
    Dataset<Row> flowers = Sessions.csv(session, "iris.csv");
    byte[] alone = estimator.copy(new ParamMap()).setGradientsOn("driver").fit(flowers).toBytes();
    JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
    AtomicInteger jobs = new AtomicInteger();
    AtomicInteger tasks = new AtomicInteger();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onJobStart(SparkListenerJobStart start) {
            jobs.incrementAndGet();
          }

          @Override
          public void onTaskEnd(SparkListenerTaskEnd end) {
            tasks.incrementAndGet();
          }
        };
    try (Gradus gradus = Engines.create();
        SparkGradients gradients =
            new SparkGradients(context, 1, bytesOfJob, bytesOfTask, Long.MAX_VALUE)) {
      Job job = estimator.job(gradus);
      TrainingColumns columns =
          TrainingColumns.of(estimator, job.configuration(), flowers.schema());
      Table table = gradus.readTable(columns.source(flowers), TrainingColumns.ORIGIN);
      context.sc().listenerBus().waitUntilEmpty(PATIENCE);
      context.sc().addSparkListener(listener);
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      gradus.save(job.on(table).gradients(gradients).train().model(), file);
      assertArrayEquals(alone, file.toByteArray());
      context.sc().listenerBus().waitUntilEmpty(PATIENCE);
      return new Counts(jobs.get(), tasks.get());
    } finally {
      context.sc().removeSparkListener(listener);
    }
  }

  @Test
  void rowsThatAreInAFileOfTheDriverAreSentWithTheirBatches() throws Exception {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
    for (int tasks : new int[] {1, 3}) {
      try (Gradus gradus =
              Gradus.builder()
                  .withLinearModels()
                  .caching(Caching.ALWAYS)
                  .cacheFolder(folder.resolve("cache"))
                  .onWarning(warning -> {})
                  .build();
          // With one task, a step has several jobs.
          SparkGradients gradients =
              tasks == 1
                  ? new SparkGradients(context, tasks, 1100, 600, Long.MAX_VALUE)
                  : new SparkGradients(context, tasks)) {
        MostRows most = new MostRows(gradients);
        Table table = gradus.readTable(Sessions.example("iris.csv"));
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        gradus.save(estimator().job(gradus).on(table).gradients(most).train().model(), file);
        assertArrayEquals(expected, file.toByteArray());
        assertEquals(12, most.rows, "the driver makes a batch at a time");
        assertEquals(1 + 3 * 10, most.made, "of one batch, its size is measured too");
      }
    }
  }

  /** The driver has them in memory: 120 rows with four inputs and three classes. */
  @Test
  void rowsForWhichAnExecutorHasNoMemoryAreSentWithTheirBatches() {
    Dataset<Row> flowers = Sessions.csv(session, "iris.csv");
    JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
    int bytes = 4 * 120 * (4 + 3);
    for (int most : new int[] {bytes - 1, bytes}) {
      try (Gradus gradus = Engines.create();
          SparkGradients gradients =
              new SparkGradients(context, 2, Long.MAX_VALUE, 1 << 20, most)) {
        MostRows sent = new MostRows(gradients);
        Job job = estimator().job(gradus);
        TrainingColumns columns =
            TrainingColumns.of(estimator(), job.configuration(), flowers.schema());
        Table table = gradus.readTable(columns.source(flowers), TrainingColumns.ORIGIN);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        gradus.save(job.on(table).gradients(sent).train().model(), file);
        assertArrayEquals(expected, file.toByteArray());
        assertEquals(most < bytes ? 12 : 120, sent.rows);
        assertEquals(most < bytes ? 1 + 3 * 10 : 0, sent.made);
      }
    }
  }

  @Test
  void whatDoesNotFitIntoMemoryIsInALocalFolderOfSparkUnlessTheUserNamesOne() {
    Path local = Engines.folder(Optional.empty()).orElseThrow();
    assertTrue(local.startsWith(System.getProperty("java.io.tmpdir")), local.toString());
    assertTrue(Engines.folder(Optional.of(" ")).isPresent());
    assertEquals(Optional.empty(), Engines.folder(Optional.of("/large")));
  }

  /** Each evaluation of the loss would send all rows again. */
  @Test
  void rowsInAFileAreNotSentForAFullBatchOptimizerUnlessItIsAskedFor() {
    Path rows = Sessions.example("iris.csv");
    try (Gradus gradus = Engines.create();
        Gradus filing =
            Gradus.builder()
                .caching(Caching.ALWAYS)
                .cacheFolder(folder.resolve("cache"))
                .onWarning(warning -> {})
                .build()) {
      Configuration severalBatches = estimator().job(gradus).configuration();
      Configuration fullBatch =
          new GradusEstimator()
              .setConfig(config.replaceAll("(?m)^optimizer:.*$", "optimizer: lbfgs"))
              .job(gradus)
              .configuration();
      assertTrue(fullBatch.optimizer().isFullBatch());
      Table inMemory = gradus.readTable(rows);
      Table inAFile = filing.readTable(rows);
      long bytes = 4 * 150 * 5;
      assertTrue(GradusEstimator.gainsByExecutors(severalBatches, inMemory, bytes - 1));
      assertTrue(GradusEstimator.gainsByExecutors(severalBatches, inAFile, bytes));
      assertTrue(GradusEstimator.gainsByExecutors(fullBatch, inMemory, bytes));
      assertFalse(GradusEstimator.gainsByExecutors(fullBatch, inMemory, bytes - 1));
      assertFalse(GradusEstimator.gainsByExecutors(fullBatch, inAFile, bytes));
    }
  }

  /** Counts the rows that the driver holds at a time for executors. */
  private static final class MostRows implements GradientSource {

    private final SparkGradients to;
    private int rows;
    private int made;

    MostRows(SparkGradients to) {
      this.to = to;
    }

    @Override
    public long mostBytesOfRows() {
      return to.mostBytesOfRows();
    }

    @Override
    public void begin(SharedRun run) {
      rows = run.prepared().rows();
      to.begin(run);
    }

    @Override
    public java.util.Iterator<BatchGradient> compute(
        GradientRequest request, IntFunction<PreparedRows> batches) {
      return to.compute(
          request,
          batch -> {
            PreparedRows own = batches.apply(batch);
            rows = Math.max(rows, own.rows());
            made++;
            return own;
          });
    }
  }

  /** Or the tasks would keep the cores of the executors. */
  @Test
  void aJobThatIsClosedInterruptsItsTasks() throws Exception {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
    RDD<Integer> one = context.parallelize(List.of(1), 1).rdd();
    try (RunningJob<Boolean> job = new RunningJob<>(context, one, 1, new Sleeper(), "no sleep")) {
      assertTrue(Sleeper.BEGUN.await(PATIENCE, TimeUnit.MILLISECONDS));
      assertTrue(job.poll().isEmpty());
    }
    assertTrue(Sleeper.INTERRUPTED.await(Sleeper.SECONDS / 2, TimeUnit.SECONDS));
  }

  private static final class Sleeper extends AbstractFunction1<Iterator<Integer>, Boolean>
      implements Serializable {

    private static final long serialVersionUID = 1;

    static final int SECONDS = 20;
    static final CountDownLatch BEGUN = new CountDownLatch(1);
    static final CountDownLatch INTERRUPTED = new CountDownLatch(1);

    @Override
    public Boolean apply(Iterator<Integer> values) {
      BEGUN.countDown();
      try {
        TimeUnit.SECONDS.sleep(SECONDS);
      } catch (InterruptedException e) {
        INTERRUPTED.countDown();
      }
      return true;
    }
  }

  @Tag("slow")
  @Test
  void aColumnOfUniqueValuesRestoresTheOrderOfRowsThatWereMoved() {
    Dataset<Row> flowers =
        Sessions.csv(session, "iris.csv").withColumn("id", functions.monotonically_increasing_id());
    Dataset<Row> moved = flowers.repartition(5).orderBy(functions.rand(3));
    assertArrayEquals(expected, estimator().setOrderCol("id").fit(moved).toBytes());
    assertFalse(
        Arrays.equals(expected, estimator().fit(moved.drop("id")).toBytes()),
        "without it the order is another");
    assertTrue(message(() -> estimator().setOrderCol("sepal_width").fit(moved)).contains("twice"));
  }

  @Test
  void identifiersOfSixtyFourBitsKeepTheirDigits() {
    for (String type : List.of("BIGINT", "DECIMAL(38,0)")) {
      Dataset<Row> numbers =
          session
              .range(100)
              .selectExpr("CAST(1152921504606846976 + id AS " + type + ") AS n", "id % 7 AS y");
      for (Dataset<Row> rows : List.of(numbers, numbers.withColumn("s", functions.lit("a")))) {
        TrainingColumns columns = new TrainingColumns(List.of("y"), Map.of(), Optional.empty());
        try (Gradus gradus = Engines.create()) {
          Table table = gradus.readTable(columns.source(rows), TrainingColumns.ORIGIN);
          assertEquals(100, ColumnSummary.of(table.column("n")).distinct());
          assertEquals("1152921504606846977", table.column("n").text(1));
          assertEquals("6", table.column("y").text(6));
        }
      }
    }
  }

  @Test
  void itIsAStageOfAPipelineThatIsSavedAndLoaded() throws Exception {
    Dataset<Row> flowers = Sessions.csv(session, "iris.csv");
    SQLTransformer ratio =
        new SQLTransformer()
            .setStatement("SELECT *, petal_length / petal_width AS ratio FROM __THIS__");
    Pipeline pipeline = new Pipeline().setStages(new PipelineStage[] {ratio, estimator()});
    StructType schema = pipeline.transformSchema(flowers.schema());
    assertTrue(List.of(schema.fieldNames()).containsAll(List.of("prediction", "probability")));
    String saved = folder.resolve("pipeline").toString();
    pipeline.save(saved);
    PipelineModel model = Pipeline.load(saved).fit(flowers);
    List<Row> predicted = model.transform(flowers).collectAsList();
    assertEquals(schema, model.transform(flowers).schema());
    String savedModel = folder.resolve("pipeline-model").toString();
    model.save(savedModel);
    PipelineModel loaded = PipelineModel.load(savedModel);
    assertEquals(predicted, loaded.transform(flowers).collectAsList());
    GradusModel one = (GradusModel) model.stages()[1];
    assertArrayEquals(one.toBytes(), ((GradusModel) loaded.stages()[1]).toBytes());
  }

  @Test
  @Tag("slow")
  void aCrossValidatorChoosesSettings() throws Exception {
    Dataset<Row> flowers =
        new StringIndexer()
            .setInputCol("species")
            .setOutputCol("label")
            .fit(Sessions.csv(session, "iris.csv"))
            .transform(Sessions.csv(session, "iris.csv"))
            .drop("species");
    GradusEstimator estimator =
        estimator()
            .setLabelCol("label")
            .setSettings()
            .setGradientsOn(GradusEstimator.DRIVER)
            .setConfig(config + "\n");
    ParamMap[] grid =
        new ParamGridBuilder()
            .addGrid(
                estimator.settings(),
                scala.jdk.javaapi.CollectionConverters.asScala(
                    List.of(
                        new String[] {"training.epochs=1", "data.columns.label=categorical"},
                        new String[] {"training.epochs=20", "data.columns.label=categorical"})))
            .build();
    CrossValidator search =
        new CrossValidator()
            .setEstimator(estimator)
            .setEstimatorParamMaps(grid)
            .setEvaluator(
                new MulticlassClassificationEvaluator()
                    .setLabelCol("label")
                    .setMetricName("accuracy"))
            .setNumFolds(2)
            .setSeed(1);
    CrossValidatorModel best = search.fit(flowers);
    assertTrue(best.avgMetrics()[1] > best.avgMetrics()[0], Arrays.toString(best.avgMetrics()));
    assertTrue(best.avgMetrics()[1] > 0.9, Arrays.toString(best.avgMetrics()));
    String saved = folder.resolve("search").toString();
    best.save(saved);
    assertArrayEquals(
        ((GradusModel) best.bestModel()).toBytes(),
        ((GradusModel) CrossValidatorModel.load(saved).bestModel()).toBytes());
  }

  @Test
  void parametersAreCopiedExplainedAndSaved() throws Exception {
    GradusEstimator estimator = estimator().setPredictionCol("kind").setSeed(3);
    GradusEstimator copied = estimator.copy(new ParamMap().put(estimator.tasks().w(2)));
    assertEquals(2, copied.getOrDefault(copied.tasks()));
    assertEquals(0, estimator.getOrDefault(estimator.tasks()));
    assertEquals(estimator.uid(), copied.uid());
    assertTrue(estimator.explainParams().contains("orderCol: the name of a column"));
    String saved = folder.resolve("estimator").toString();
    copied.save(saved);
    GradusEstimator loaded = GradusEstimator.load(saved);
    assertEquals(values(copied), values(loaded));
    assertArrayEquals(SETTINGS, loaded.getOrDefault(loaded.settings()));
    GradusModel model = copied.fit(Sessions.csv(session, "iris.csv"));
    assertEquals("kind", model.getPredictionCol());
    assertEquals(copied, model.parent());
    assertNotEquals(0, model.copy(ParamMap.empty()).toBytes().length);
  }

  /** The values of the parameters that can be compared. */
  private static Set<String> values(GradusEstimator estimator) {
    return Arrays.stream(estimator.params())
        .filter(param -> !param.name().equals("settings"))
        .map(param -> param + "=" + estimator.getOrDefault(param))
        .collect(Collectors.toSet());
  }

  @Test
  void aRunResumesFromItsCheckpointWithAnotherNumberOfTasks() {
    Dataset<Row> flowers = Sessions.csv(session, "iris.csv");
    GradusEstimator estimator =
        estimator().setCheckpointDir(folder.resolve("checkpoints").toString());
    String[] shorter = SETTINGS.clone();
    shorter[0] = "training.epochs=2";
    estimator.setSettings(shorter).setTasks(1).fit(flowers);
    assertArrayEquals(expected, estimator.setSettings(SETTINGS).setTasks(3).fit(flowers).toBytes());
  }

  @Test
  void exampleWeightsAreAColumn() throws Exception {
    Dataset<Row> flowers =
        Sessions.csv(session, "iris.csv")
            .withColumn("importance", functions.expr("1 + petal_width"));
    Path weighted = Files.createDirectory(folder.resolve("weighted"));
    flowers.write().option("header", "true").csv(weighted.resolve("csv").toString());
    try (var parts = Files.newDirectoryStream(weighted.resolve("csv"), "part-*.csv")) {
      Files.copy(parts.iterator().next(), weighted.resolve("iris.csv"));
    }
    Path copy = Files.copy(yaml, weighted.resolve("iris.yaml"));
    byte[] alone =
        Command.train(
            copy,
            weighted.resolve("out"),
            "training.epochs=3",
            "training.batch-size=12",
            "training.accumulate-batches=3",
            "data.columns.importance=weight");
    assertArrayEquals(alone, estimator().setWeightCol("importance").fit(flowers).toBytes());
  }

  @Test
  @SuppressWarnings("rawtypes") // a service is named by its class
  void sparkConnectFindsBothByTheirServices() throws Exception {
    assertTrue(
        ServiceLoader.load(Estimator.class).stream()
            .anyMatch(each -> each.type() == GradusEstimator.class));
    assertTrue(
        ServiceLoader.load(Transformer.class).stream()
            .anyMatch(each -> each.type() == GradusModel.class));
    assertEquals("a", GradusEstimator.class.getConstructor(String.class).newInstance("a").uid());
    assertEquals("b", GradusModel.class.getConstructor(String.class).newInstance("b").uid());
  }

  @Test
  void mistakesGetASentence() {
    Dataset<Row> flowers = Sessions.csv(session, "iris.csv");
    assertTrue(
        message(() -> new GradusEstimator().fit(flowers))
            .startsWith("the estimator has no configuration; call setConfig"));
    assertTrue(
        message(() -> estimator().setLabelCol("kind").fit(flowers))
            .startsWith("there is no column 'kind', which the target is"));
    assertTrue(
        message(() -> estimator().setSettings("training.epoch=3").fit(flowers)).contains("epoch"));
    assertTrue(
        message(
                () ->
                    estimator().fit(flowers.withColumn("parts", functions.array(functions.lit(1)))))
            .startsWith("column 'parts' has the type array<int>"));
    assertThrows(RuntimeException.class, () -> estimator().setGradientsOn("moon"));
  }

  private static String message(Runnable wrong) {
    return String.valueOf(assertThrows(RuntimeException.class, wrong::run).getMessage());
  }
}
