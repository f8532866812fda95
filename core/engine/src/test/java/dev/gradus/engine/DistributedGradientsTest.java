package dev.gradus.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.distributed.BatchGradient;
import dev.gradus.engine.distributed.GradientRequest;
import dev.gradus.engine.distributed.GradientSource;
import dev.gradus.engine.distributed.PreparedRows;
import dev.gradus.engine.distributed.SharedRun;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.model.Training;
import dev.gradus.engine.table.Caching;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A run whose gradients are computed by other processes has the bits of a run in one. */
class DistributedGradientsTest {

  private static final int ROWS = 200;
  private static final Gradus GRADUS = Gradus.create();

  @TempDir static Path cache;

  /** Keeps every table in a file, as if it did not fit into memory. */
  private static Gradus filing;

  @TempDir Path folder;

  @BeforeAll
  static void open() {
    filing =
        Gradus.builder()
            .caching(Caching.ALWAYS)
            .cacheFolder(cache)
            .onWarning(warning -> {})
            .build();
  }

  @AfterAll
  static void close() {
    GRADUS.close();
    filing.close();
  }

  private static Table table() {
    SplittableRandom random = new SplittableRandom(3);
    double[] x = random.doubles(ROWS, -1, 1).toArray();
    double[] y = random.doubles(ROWS, -1, 1).toArray();
    double[] weight = random.doubles(ROWS, 0.5, 2).toArray();
    double[] group = new double[ROWS];
    double[] sum = new double[ROWS];
    String[] kinds = new String[ROWS];
    for (int i = 0; i < ROWS; i++) {
      group[i] = i % 30;
      sum[i] = x[i] - y[i] * y[i];
      kinds[i] = sum[i] < -0.5 ? "low" : sum[i] > 0.3 ? "high" : "middle";
    }
    return Table.of(
        Column.of("x", x),
        Column.of("y", y),
        Column.of("weight", weight),
        Column.of("group", group),
        Column.of("sum", sum),
        Column.of("kind", kinds));
  }

  /** Workers, each with its own copy of the run; batches arrive in another order each time. */
  private static final class Workers implements GradientSource {

    private final int count;
    private final List<GradientWorker> workers = new ArrayList<>();
    private final SplittableRandom random = new SplittableRandom(1);
    private int requests;
    private int rowsOfRun = -1;
    private int mostSent;
    private final long mostBytes;

    Workers(int count) {
      this(count, Long.MAX_VALUE);
    }

    Workers(int count, long mostBytes) {
      this.count = count;
      this.mostBytes = mostBytes;
    }

    @Override
    public long mostBytesOfRows() {
      return mostBytes;
    }

    @Override
    public void begin(SharedRun run) {
      rowsOfRun = run.prepared().rows();
      assertEquals(rowsOfRun == 0, run.sendsRows());
      for (int i = 0; i < count; i++) {
        workers.add(GRADUS.worker(sent(run)));
      }
    }

    @Override
    public Iterator<BatchGradient> compute(
        GradientRequest request, IntFunction<PreparedRows> rows) {
      requests++;
      GradientRequest taken = sent(request);
      List<Integer> batches = new ArrayList<>();
      for (int i = 0; i < request.batches(); i++) {
        batches.add(random.nextInt(batches.size() + 1), request.first() + i);
      }
      List<BatchGradient> gradients = new ArrayList<>();
      for (int batch : batches) {
        gradients.add(sent(gradient(taken, batch, rows)));
      }
      gradients.sort(Comparator.comparing(BatchGradient::batch));
      return gradients.iterator();
    }

    private BatchGradient gradient(
        GradientRequest request, int batch, IntFunction<PreparedRows> rows) {
      GradientWorker worker = workers.get(random.nextInt(count));
      if (rowsOfRun > 0) {
        return worker.gradient(request, batch);
      }
      PreparedRows own = sent(rows.apply(batch));
      mostSent = Math.max(mostSent, own.rows());
      return worker.gradient(request, batch, own);
    }

    @SuppressWarnings("unchecked")
    private static <T> T sent(T object) {
      try {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new ObjectOutputStream(bytes).writeObject(object);
        return (T)
            new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          classes                  | kind | dense: {units: 20, activation: tanh} | softmax | cross-entropy | adam | accumulate-batches: 3
          one batch a step         | kind | dense: {units: 20, activation: relu} | softmax | cross-entropy | {sgd: {learning-rate: 0.1, momentum: 0.9}} | clip-global-norm: 1
          dropout, class weights   | kind | dropout: {rate: 0.3}                       | softmax | cross-entropy | adamw | accumulate-batches: 4, class-weights: balanced, ema-decay: 0.9
          a number                 | sum  | dense: {units: 9, activation: mish}  | linear  | huber         | {adamw: {weight-decay: 0.1}} | accumulate-batches: 2, weight-decay-schedule: cosine
          a second gradient        | kind | dense: {units: 9, activation: tanh}  | softmax | cross-entropy | sam   | accumulate-batches: 3
          an ensemble              | kind | ensemble: {of: 3}                         | softmax | cross-entropy | adam  | accumulate-batches: 3
          all rows in a step       | kind | dense: {units: 9, activation: tanh}  | softmax | cross-entropy | lbfgs |
          a loss of groups         | sum  | layer-norm                           | linear  | {pairwise-ranking: {group: group}} | adam | accumulate-batches: 2
          initial values from rows | sum  | dense: {units: 20, activation: tanh, parametrization: ntk} | linear | mean-squared-error | adam | accumulate-batches: 8
          """)
  void theFileIsTheSameWithAnyNumberOfWorkers(
      String name,
      String target,
      String layer,
      String last,
      String loss,
      String optimizer,
      String training)
      throws IOException {
    Path yaml =
        configuration(target, layer, last, loss, optimizer, training == null ? "" : training);
    byte[] alone = saved(GRADUS.job(yaml).on(table()).train());
    for (int count : new int[] {1, 3}) {
      Workers workers = new Workers(count);
      assertArrayEquals(alone, saved(GRADUS.job(yaml).on(table()).gradients(workers).train()));
      assertTrue(workers.requests >= 3, "the workers were asked");
      assertEquals(160, workers.rowsOfRun);
      Workers receivers = new Workers(count);
      assertArrayEquals(alone, saved(onFile(yaml).gradients(receivers).train()));
      assertEquals(0, receivers.rowsOfRun, "rows in a file are not part of the run");
      boolean all = "lbfgs".equals(optimizer);
      assertTrue(receivers.mostSent > 0 && (all || receivers.mostSent <= 48), "a batch at a time");
    }
    Workers small = new Workers(1, 100);
    assertArrayEquals(alone, saved(GRADUS.job(yaml).on(table()).gradients(small).train()));
    assertEquals(
        0, small.rowsOfRun, "rows that workers have no memory for are not part of the run");
    assertTrue(small.mostSent > 0, "they are sent");
  }

  /** Two inputs, a target and a weight of four bytes, and a group of eight. */
  @Test
  void weightsAndAuxiliaryColumnsTakeMemoryOfWorkers() throws IOException {
    Path yaml =
        configuration(
            "sum", "layer-norm", "linear", "{pairwise-ranking: {group: group}}", "adam", "");
    Workers enough = new Workers(1, 160 * (4 * 4 + 8));
    GRADUS.job(yaml).on(table()).gradients(enough).train();
    assertEquals(160, enough.rowsOfRun);
    Workers small = new Workers(1, 160 * (4 * 4 + 8) - 1);
    GRADUS.job(yaml).on(table()).gradients(small).train();
    assertEquals(0, small.rowsOfRun);
  }

  /** The same run, with the table and the prepared rows in files. */
  private Job onFile(Path yaml) throws IOException {
    StringBuilder csv = new StringBuilder(String.join(",", table().names())).append('\n');
    for (int row = 0; row < ROWS; row++) {
      for (Column column : table().columns()) {
        csv.append(column.name().equals("x") ? "" : ",").append(column.text(row));
      }
      csv.append('\n');
    }
    Path file = Files.writeString(folder.resolve("rows.csv"), csv);
    return filing.job(yaml).on(filing.readTable(file));
  }

  private Path configuration(
      String target, String layer, String last, String loss, String optimizer, String training)
      throws IOException {
    String batches = optimizer.equals("lbfgs") ? "" : ", batch-size: 16";
    String more = training.isEmpty() ? "" : ", " + training;
    return Files.writeString(
        folder.resolve("run.yaml"),
        """
        data:
          target: %s
          columns: {weight: weight, group: ignore, %s: ignore}
          split: {validation: 0.2}
        network:
          - dense: {units: 12, activation: tanh}
          - %s
          - dense: {activation: %s}
        loss: %s
        optimizer: %s
        training: {epochs: 3, seed: 5%s%s}
        """
            .formatted(
                target,
                target.equals("kind") ? "sum" : "kind",
                layer,
                last,
                loss,
                optimizer,
                batches,
                more));
  }

  private static byte[] saved(Training training) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    GRADUS.save(training.model(), out);
    return out.toByteArray();
  }

  @Test
  void aRunResumesWithAnotherNumberOfWorkers() throws IOException {
    Path yaml =
        configuration(
            "kind",
            "dropout: {rate: 0.2}",
            "softmax",
            "cross-entropy",
            "adam",
            "accumulate-batches: 3, checkpoint: {every: 1}");
    byte[] alone = saved(GRADUS.job(yaml).on(table()).train());
    Checkpoints checkpoints = Checkpoints.in(folder.resolve("checkpoints"));
    TrainingListener stops =
        new TrainingListener() {
          private boolean stop;

          @Override
          public void epochDone(EpochReport report) {
            stop = report.epoch() == 2;
          }

          @Override
          public boolean wantsToStop() {
            return stop;
          }
        };
    Job job = GRADUS.job(yaml).on(table());
    job.checkpoints(checkpoints).listener(stops).gradients(new Workers(2)).train();
    Workers others = new Workers(3);
    byte[] resumed = saved(job.checkpoints(checkpoints.resume()).gradients(others).train());
    assertArrayEquals(alone, resumed);
    assertEquals(4, others.requests, "the last epoch has 160 rows in 10 batches, or 4 steps");
  }

  @Test
  void aRunStartsFromAModelWithFrozenLayers() throws IOException {
    Path first = configuration("kind", "layer-norm", "softmax", "cross-entropy", "adam", "");
    Model start = GRADUS.job(first).on(table()).train().model();
    Path yaml =
        configuration(
            "kind",
            "layer-norm",
            "softmax",
            "cross-entropy",
            "adam",
            "accumulate-batches: 3, freeze: [network.0], reset: [network.2]");
    Job job = GRADUS.job(yaml).on(table()).from(start);
    assertArrayEquals(saved(job.train()), saved(job.gradients(new Workers(2)).train()));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"batch-norm", "ensemble: {of: 3, own-batches: true}"})
  void aNetworkWhoseBatchesDependOnEachOtherIsTrainedHereWithAWarning(String layer)
      throws IOException {
    Path yaml =
        configuration("kind", layer, "softmax", "cross-entropy", "adam", "accumulate-batches: 3");
    Workers workers = new Workers(2);
    Training training = GRADUS.job(yaml).on(table()).gradients(workers).train();
    assertEquals(0, workers.requests);
    assertArrayEquals(saved(GRADUS.job(yaml).on(table()).train()), saved(training));
    assertTrue(
        training.warnings().toString().contains("all gradients are computed in one process"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          others  | the gradient of batch 0 with 16 rows was requested
          too few | that of batch 2 was not returned
          more    | batches up to 2 were requested, but more were returned
          """)
  void gradientsThatWereNotRequestedAreRefused(String name, String message) throws IOException {
    Path yaml =
        configuration(
            "kind", "layer-norm", "softmax", "cross-entropy", "adam", "accumulate-batches: 3");
    GradientSource wrong =
        new GradientSource() {
          private final Workers workers = new Workers(1);

          @Override
          public void begin(SharedRun run) {
            workers.begin(run);
          }

          @Override
          public Iterator<BatchGradient> compute(
              GradientRequest request, IntFunction<PreparedRows> rows) {
            List<BatchGradient> given = new ArrayList<>();
            workers.compute(request, rows).forEachRemaining(given::add);
            BatchGradient first = given.get(0);
            switch (name) {
              case "others" -> given.add(given.remove(0));
              case "more" -> given.add(first);
              default -> given.remove(2);
            }
            return given.iterator();
          }
        };
    Job job = GRADUS.job(yaml).on(table()).gradients(wrong);
    String said = assertThrows(TrainingException.class, job::train).getMessage();
    assertTrue(String.valueOf(said).contains(message), said);
  }
}
