package dev.gradus.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.distributed.TrialRequest;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.tuning.Trial;
import dev.gradus.engine.tuning.Tuning;
import dev.gradus.engine.tuning.TuningListener;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.spi.DataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches and comparisons on Spark write what the command writes. */
class GradusStudyTest {

  /** The first loss fits the last layer, the second does not, so that a trial is refused. */
  static final String TUNE =
      """
      tune:
        trials: 6
        folds: 2
        metric: accuracy
        search: {successive-halving: {first-epochs: 1}}
        space:
          optimizer.adam.learning-rate: {log-range: [0.001, 0.1]}
          loss: {choice: [cross-entropy, hinge]}
      """;

  private static final String[] SETTINGS = {"training.epochs=4", "training.batch-size=30"};

  @TempDir static Path folder;

  private static SparkSession session;
  private static Dataset<Row> flowers;
  private static Path yaml;

  @BeforeAll
  static void start() throws Exception {
    session = Sessions.local();
    flowers = Sessions.csv(session, "iris.csv");
    Files.copy(Sessions.example("iris.csv"), folder.resolve("iris.csv"));
    yaml =
        Files.writeString(
            folder.resolve("config"), Files.readString(Sessions.example("iris.yaml")) + TUNE);
  }

  private static GradusEstimator estimator() throws Exception {
    return new GradusEstimator().setConfig(Files.readString(yaml)).setSettings(SETTINGS);
  }

  private static Path command(String name, String... more) throws Exception {
    Path output = folder.resolve(name);
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.addAll(List.of(yaml.toString(), "--output", output.toString()));
    for (String setting : SETTINGS) {
      arguments.addAll(List.of("--set", setting));
    }
    Command.run(arguments.toArray(String[]::new));
    return output;
  }

  @Test
  void aSearchWritesTheFilesOfTheCommand() throws Exception {
    Path alone = command("tune-alone", "tune");
    AtomicInteger arrived = new AtomicInteger();
    GradusTuning tuning =
        estimator()
            .study(flowers)
            .tune(
                new TuningListener() {
                  @Override
                  public void trialDone(int round, int done, Trial trial) {
                    arrived.incrementAndGet();
                  }
                });
    assertTrue(arrived.get() > 6, "there are rounds: " + arrived);
    Path saved = folder.resolve("tune-on-spark");
    tuning.save(saved.toString());
    String table = Files.readString(saved.resolve(GradusTuning.TABLE));
    assertEquals(Files.readString(alone.resolve("results.csv")), table);
    assertTrue(table.contains("hinge"), table);
    // Paths are relative: there to the folder of the file, here to the working directory.
    assertEquals(
        withoutPaths(Files.readString(alone.resolve("config-best.yaml"))),
        withoutPaths(Files.readString(saved.resolve(GradusTuning.BEST))));
    assertArrayEquals(
        Command.train(alone.resolve("config-best.yaml"), folder.resolve("best")),
        tuning.best().fit(flowers).toBytes());
  }

  private static String withoutPaths(String yaml) {
    return yaml.replaceAll("csv: .*", "csv: …");
  }

  @Test
  @Tag("slow")
  void aComparisonWritesTheFilesOfTheCommand() throws Exception {
    String path = "optimizer.adam.learning-rate";
    Path alone =
        command("compare-alone", "compare", "--vary", path + "=0.001,0.01", "--seeds", "2");
    Path saved = folder.resolve("compare-on-spark");
    estimator().study(flowers).compare(path, List.of("0.001", "0.01"), 2).save(saved.toString());
    assertEquals(
        Files.readString(alone.resolve("scores.csv")),
        Files.readString(saved.resolve(GradusComparison.TABLE)));
    // The rows of a DataFrame have numbers, those of a file lines, of which the first is the
    // header.
    String page = Files.readString(saved.resolve(GradusComparison.REPORT));
    assertLines(
        Files.readString(alone.resolve("report.html")),
        Pattern.compile("(?<=<th scope=\"row\">)[0-9]+(?=</th>)")
            .matcher(page)
            .replaceAll(row -> Integer.toString(Integer.parseInt(row.group()) + 1)));
  }

  /** A page is too long for a message. */
  private static void assertLines(String expected, String found) {
    List<String> lines = expected.lines().toList();
    List<String> others = found.lines().toList();
    for (int i = 0; i < Math.min(lines.size(), others.size()); i++) {
      assertEquals(lines.get(i), others.get(i), "line " + (i + 1));
    }
    assertEquals(lines.size(), others.size());
  }

  @Test
  void aSearchThatIsStoppedKeepsTheTrialsThatHaveArrived() throws Exception {
    AtomicInteger arrived = new AtomicInteger();
    GradusTuning tuning =
        estimator()
            .study(flowers)
            .tune(
                new TuningListener() {
                  @Override
                  public void trialDone(int round, int done, Trial trial) {
                    arrived.set(done);
                  }

                  @Override
                  public boolean wantsToStop() {
                    return arrived.get() > 1;
                  }
                });
    assertFalse(tuning.tuning().complete());
    assertEquals(arrived.get(), tuning.tuning().trials().size());
  }

  @Test
  void whyThereIsNoBestConfigurationIsSaid() {
    assertEquals(
        "none of the trials could be trained; trial 2: the loss does not fit",
        message(() -> tuning(refused(2, "the loss does not fit"), refused(1, "no")).bestConfig()));
    assertEquals(
        "the search was stopped before a trial ended; let it run longer",
        message(() -> tuning().bestConfig()));
  }

  private static GradusTuning tuning(Trial... trials) {
    return new GradusTuning(
        new Tuning("loss", false, List.of(trials), Optional.empty(), false, List.of()),
        new GradusEstimator());
  }

  private static Trial refused(int number, String why) {
    return new Trial(number, Map.of(), 1, List.of(), List.of(), Duration.ZERO, Optional.of(why));
  }

  @Test
  void aJobThatFailsGetsTheSentenceOfItsCause() throws Exception {
    SharedJob job =
        new SharedJob(
            "network: nonsense",
            List.of(),
            SharedRows.of(rows -> rows.columns(List.of("x")), new RowsMemory("", "", 1 << 20)),
            Optional.empty());
    JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
    try (SparkTrials trials = new SparkTrials(context, job, 1)) {
      TrainingException failed =
          assertThrows(
              TrainingException.class,
              () ->
                  trials.compute(
                      List.of(new TrialRequest.OfSearch(1, 0)), (result, i) -> {}, () -> false));
      assertTrue(
          failed
              .getMessage()
              .startsWith("a trial could not be done by the executors: config:1:1: "),
          failed.getMessage());
      assertEquals(1, failed.getMessage().lines().count(), failed.getMessage());
      assertTrue(
          String.valueOf(failed.getCause()).contains("Job aborted"), "Spark's own account is kept");
    }
  }

  @Test
  void theFirstLineOfTheRootCauseSaysWhy() {
    Throwable lost =
        new IllegalStateException("\n  Task 0 failed: executor lost\nDriver stacktrace:");
    assertEquals(
        "a step failed: Task 0 failed: executor lost",
        JobFailure.of("a step failed", new RuntimeException("at x\n\tat y", lost)).getMessage());
    assertEquals(
        "a step failed: java.lang.StackOverflowError",
        JobFailure.of("a step failed", new StackOverflowError()).getMessage());
  }

  @Test
  void rowsThatNeedTooMuchMemoryAreRefusedWhenThatIsSeen() {
    AtomicInteger read = new AtomicInteger();
    assertEquals(
        "the DataFrame: a search or a comparison holds all rows in memory, but of the 4 MB of the driver they may take 1 MB, and the first 62,501 rows need more; give it more memory (spark.driver.memory), or take fewer rows or columns",
        refused(RowsMemory.of(4_000_000, 8_000_000), sink -> sink.numbers(1, 2), read));
    assertEquals(62_501, read.get(), "and no more are read");
    assertEquals(
        "the DataFrame: a search or a comparison holds all rows in memory, but of the 4 MB of an executor they may take 1 MB, and the first 15,626 rows need more; give it more memory (spark.executor.memory), or take fewer rows or columns",
        refused(
            RowsMemory.of(8_000_000, 4_000_000),
            sink -> sink.row("", "twelve chars"),
            new AtomicInteger()));
    // An empty cell takes 4 bytes, and these characters two each.
    refused(RowsMemory.of(8_000_000, 4_000_000), sink -> sink.row("", "двенадцать"), read);
    assertEquals(13_889, read.get());
    assertEquals(
        Runtime.getRuntime().maxMemory(),
        RowsMemory.of(JavaSparkContext.fromSparkContext(session.sparkContext())).heapBytes());
  }

  private static String refused(
      RowsMemory memory, Consumer<DataSource.Rows> row, AtomicInteger read) {
    read.set(0);
    DataSource source =
        sink -> {
          sink.columns(List.of("x", "y"));
          while (read.incrementAndGet() <= 200_000) {
            row.accept(sink);
          }
        };
    return assertThrows(DataException.class, () -> SharedRows.of(source, memory)).getMessage();
  }

  @Test
  void mistakesGetASentence() throws Exception {
    GradusEstimator untuned =
        new GradusEstimator().setConfig(Files.readString(Sessions.example("iris.yaml")));
    assertTrue(message(() -> untuned.study(flowers).tune()).contains("tune"));
    assertTrue(
        message(() -> untuned.study(flowers).compare("loss", List.of(), 1))
            .contains("nothing to compare"));
    assertTrue(
        message(
                () ->
                    untuned
                        .setSettings("data.validation=other.csv", "data.split=")
                        .study(flowers)
                        .compare("loss", List.of("hinge", "cross-entropy"), 1))
            .startsWith("data.validation and data.test name files"));
  }

  private static String message(Runnable wrong) {
    return String.valueOf(assertThrows(RuntimeException.class, wrong::run).getMessage());
  }
}
