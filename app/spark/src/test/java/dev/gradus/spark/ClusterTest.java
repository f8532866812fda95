package dev.gradus.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.distributed.BatchGradient;
import dev.gradus.engine.distributed.GradientRequest;
import dev.gradus.engine.distributed.GradientSource;
import dev.gradus.engine.distributed.PreparedRows;
import dev.gradus.engine.distributed.SharedRun;
import dev.gradus.engine.table.Caching;
import dev.gradus.engine.table.Table;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trains with executors in processes of their own, of which one may be lost. */
@Tag("slow")
class ClusterTest {

  private static final String[] SETTINGS = {
    "training.epochs=4", "training.batch-size=12", "training.accumulate-batches=3"
  };

  @TempDir static Path folder;

  private static SparkSession session;
  private static byte[] expected;

  @BeforeAll
  static void start() throws Exception {
    expected = Command.train(Sessions.example("iris.yaml"), folder.resolve("alone"), SETTINGS);
    session = Sessions.cluster(2, "");
  }

  @AfterAll
  static void stop() {
    SparkSession.active().stop();
  }

  private static GradusEstimator estimator() throws IOException {
    return new GradusEstimator()
        .setConfig(Files.readString(Sessions.example("iris.yaml")))
        .setSettings(SETTINGS);
  }

  private static Dataset<Row> inParts(SparkSession of, int parts) {
    Dataset<Row> flowers = Sessions.csv(of, "iris.csv");
    List<Row> rows = flowers.collectAsList();
    return of.createDataFrame(
        JavaSparkContext.fromSparkContext(of.sparkContext()).parallelize(rows, parts),
        flowers.schema());
  }

  @Test
  void executorsGiveTheFileOfTheCommandWithAnyNumberOfPartitionsAndTasks() throws IOException {
    AtomicInteger tasks = new AtomicInteger();
    session
        .sparkContext()
        .addSparkListener(
            new SparkListener() {
              @Override
              public void onTaskEnd(SparkListenerTaskEnd end) {
                tasks.incrementAndGet();
              }
            });
    for (int parts : new int[] {1, 2, 3, 7}) {
      assertArrayEquals(
          expected,
          estimator().setTasks(parts).fit(inParts(session, parts)).toBytes(),
          parts + " partitions");
    }
    assertTrue(tasks.get() > 4 * 16, tasks + " tasks are too few: each run has 16 steps");
  }

  @Test
  void anExecutorThatIsKilledInMidEpochChangesNothing() throws Exception {
    Dataset<Row> flowers = inParts(session, 1);
    try (Killer killer = new Killer(session, 12)) {
      assertArrayEquals(expected, estimator().setTasks(2).fit(flowers).toBytes());
      killer.check();
    }
  }

  @Test
  void anExecutorThatIsKilledWhileRowsAreSentChangesNothing() throws Exception {
    try (Killer killer = new Killer(session, 12)) {
      assertArrayEquals(expected, trainedWithRowsInAFile());
      killer.check();
    }
  }

  /** Each batch is sent with its rows. */
  private static byte[] trainedWithRowsInAFile() throws IOException {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
    try (Gradus gradus =
            Gradus.builder()
                .withLinearModels()
                .caching(Caching.ALWAYS)
                .cacheFolder(folder.resolve("cache"))
                .onWarning(warning -> {})
                .build();
        SparkGradients gradients = new SparkGradients(context, 2)) {
      GradientSource sending =
          new GradientSource() {
            @Override
            public void begin(SharedRun run) {
              assertTrue(run.sendsRows());
              gradients.begin(run);
            }

            @Override
            public Iterator<BatchGradient> compute(
                GradientRequest request, IntFunction<PreparedRows> rows) {
              return gradients.compute(request, rows);
            }
          };
      Table table = gradus.readTable(Sessions.example("iris.csv"));
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      gradus.save(estimator().job(gradus).on(table).gradients(sending).train().model(), file);
      return file.toByteArray();
    }
  }

  @Test
  void withKryoThatKnowsOnlyRegisteredClassesExecutorsGiveTheSame() throws Exception {
    session.stop();
    session = Sessions.cluster(2, "", Sessions.REGISTERED);
    try {
      trainPredictAndSearch();
    } finally {
      session.stop();
      session = Sessions.cluster(2, "");
    }
  }

  private static void trainPredictAndSearch() throws IOException {
    Dataset<Row> flowers =
        Sessions.csv(
            session,
            "iris.csv",
            "sepal_length DOUBLE, sepal_width DOUBLE, petal_length DOUBLE, petal_width DOUBLE, species STRING");
    GradusModel model = estimator().setTasks(2).fit(flowers);
    assertArrayEquals(expected, model.toBytes());
    assertArrayEquals(expected, trainedWithRowsInAFile());
    model.registerFunction(session, "species");
    assertEquals(
        150,
        model
            .transform(flowers)
            .selectExpr("species(struct(*)) = prediction AS same")
            .filter("same")
            .count());
    assertEquals(150, model.transform(flowers).select("probability").collectAsList().size());
    GradusEstimator tuned =
        estimator()
            .setConfig(Files.readString(Sessions.example("iris.yaml")) + GradusStudyTest.TUNE);
    assertEquals(6, tuned.study(flowers).tune().tuning().trials().size());
    assertEquals(
        2,
        tuned
            .study(flowers)
            .compare("training.batch-size", List.of("12", "24"), 1)
            .comparison()
            .variants()
            .size());
  }

  @Test
  void anExecutorThatIsKilledDuringASearchOrAComparisonChangesNothing() throws Exception {
    Path there = Files.createDirectories(folder.resolve("search"));
    Files.copy(Sessions.example("iris.csv"), there.resolve("iris.csv"));
    String text = Files.readString(Sessions.example("iris.yaml")) + GradusStudyTest.TUNE;
    String yaml = Files.writeString(there.resolve("config"), text).toString();
    String epochs = "training.epochs=20";
    String rate = "optimizer.adam.learning-rate";
    Path tuned = there.resolve("tuned");
    Path compared = there.resolve("compared");
    Command.run("tune", yaml, "--output", tuned.toString(), "--set", epochs);
    Command.run(
        "compare",
        yaml,
        "--vary",
        rate + "=0.001,0.01",
        "--seeds",
        "3",
        "--output",
        compared.toString(),
        "--set",
        epochs);
    GradusStudy study =
        new GradusEstimator().setConfig(text).setSettings(epochs).study(inParts(session, 1));
    // The first task reads the rows, and the others do a trial.
    Path saved = there.resolve("saved");
    try (Killer killer = new Killer(session, 3)) {
      study.tune().save(saved.toString());
      killer.check();
    }
    try (Killer killer = new Killer(session, 3)) {
      study.compare(rate, List.of("0.001", "0.01"), 3).save(saved.toString());
      killer.check();
    }
    for (Path each : List.of(tuned.resolve("results.csv"), compared.resolve("scores.csv"))) {
      assertEquals(
          Files.readString(each), Files.readString(saved.resolve(each.getFileName().toString())));
    }
  }

  /** Kills an executor when a number of tasks has ended. */
  private static final class Killer extends SparkListener implements AutoCloseable {

    /** In milliseconds. */
    private static final long PATIENCE = 30_000;

    private final SparkSession session;
    private final int after;
    private final AtomicInteger tasks = new AtomicInteger();
    private final List<ProcessHandle> killed = new CopyOnWriteArrayList<>();

    Killer(SparkSession session, int after) {
      this.session = session;
      this.after = after;
      session.sparkContext().addSparkListener(this);
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
      if (tasks.incrementAndGet() == after) {
        ProcessHandle.current()
            .children()
            .filter(each -> each.info().command().orElse("").endsWith("java"))
            .findFirst()
            .filter(ProcessHandle::destroyForcibly)
            .ifPresent(killed::add);
      }
    }

    /** Checks that there were tasks after the kill. */
    void check() throws TimeoutException {
      // Spark tells its listeners of tasks after these have ended.
      session.sparkContext().listenerBus().waitUntilEmpty(PATIENCE);
      assertEquals(1, killed.size(), "an executor was killed after " + tasks + " tasks");
      assertTrue(tasks.get() > after, "the kill came too late, after " + tasks + " tasks");
    }

    @Override
    public void close() {
      session.sparkContext().removeSparkListener(this);
    }
  }

  @Test
  void aRunResumesWithAnotherNumberOfExecutorsAndALossOfAStranger() throws Exception {
    Path jar = strangersLoss();
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    session.stop();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, before)) {
      // As spark-submit --jars does.
      Thread.currentThread().setContextClassLoader(loader);
      session = Sessions.cluster(1, jar.toString());
      Dataset<Row> flowers = inParts(session, 2);
      byte[] alone = strangers("alone").setGradientsOn("driver").fit(flowers).toBytes();
      GradusEstimator first = strangers("resumed");
      String[] shorter = SETTINGS.clone();
      shorter[0] = "training.epochs=2";
      first.setSettings(shorter).fit(flowers);
      session.stop();
      session = Sessions.cluster(2, jar.toString());
      Dataset<Row> again = inParts(session, 3);
      GradusModel model = first.setSettings(SETTINGS).fit(again);
      assertArrayEquals(alone, model.toBytes());
      assertEquals(150, model.transform(again).filter("prediction is not null").count());
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  private static GradusEstimator strangers(String checkpoints) throws IOException {
    return new GradusEstimator()
        .setConfig(
            Files.readString(Sessions.example("iris.yaml"))
                .replace("loss: cross-entropy", "loss: quartic-error")
                .replace("activation: softmax", "activation: sigmoid"))
        .setSettings(SETTINGS)
        .setCheckpointDir(folder.resolve(checkpoints).toString());
  }

  /** A jar with a loss that is not on the class path of this process. */
  private static Path strangersLoss() throws IOException {
    Path source = Files.createDirectories(folder.resolve("org/acme")).resolve("QuarticError.java");
    Files.writeString(
        source,
        """
        package org.acme;

        import dev.gradus.spi.Plugin;
        import dev.gradus.spi.PointwiseLoss;

        @Plugin(name = "quartic-error", summary = "The fourth power of the error.")
        public record QuarticError() implements PointwiseLoss {
          @Override
          public double value(double prediction, double target) {
            double off = prediction - target;
            return off * off * off * off;
          }

          @Override
          public double derivative(double prediction, double target) {
            double off = prediction - target;
            return 4 * off * off * off;
          }
        }
        """);
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                source.toString());
    assertEquals(0, status);
    Path jar = folder.resolve("strangers-loss.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry("org/acme/QuarticError.class"));
      out.write(Files.readAllBytes(source.resolveSibling("QuarticError.class")));
      out.putNextEntry(new JarEntry("META-INF/services/dev.gradus.spi.Loss"));
      out.write("org.acme.QuarticError".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    return jar;
  }
}
