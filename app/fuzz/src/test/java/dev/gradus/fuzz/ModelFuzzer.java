package dev.gradus.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gradus.activations.Tanh;
import dev.gradus.engine.Checkpoints;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.config.Checkpoint;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.model.Training;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.Dense;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.optimizers.Adam;
import dev.gradus.runtime.RowPredictor;
import dev.gradus.runtime.SavedModel;
import dev.gradus.runtime.column.BooleanColumn;
import dev.gradus.runtime.column.DateColumn;
import dev.gradus.runtime.column.PreparedColumn;
import dev.gradus.runtime.column.ScaledColumn;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.GradusException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Loads a model, predicts with it, saves it and loads it again. If it is a checkpoint, also resumes
 * from it.
 *
 * <p>An input consists of the header of a model file, a zero, and its data. The length of the
 * header, its padding and the checksum are corrected, so that the fuzzer gets past these checks.
 */
public final class ModelFuzzer {

  private static final String FILE = "fuzzed.safetensors";
  private static final String SAVED = "saved.safetensors";
  private static final int CHECKSUM_AT = 44;
  private static final int CHECKSUM_DIGITS = 64;
  private static final int ALIGNMENT = 8;

  private static final Workplace WORKPLACE = new Workplace();
  private static final Gradus GRADUS = Gradus.builder().onWarning(Claims::checkWarning).build();

  /** The training data of the checkpoints among the seeds. */
  static final Table TABLE =
      Table.ofRows(List.of("x", "y"), new double[][] {{0, 1}, {1, 2}, {2, 3}, {3, 5}});

  private ModelFuzzer() {}

  /** The run that wrote the checkpoints among the seeds. */
  static Configuration run(int epochs) {
    return Configuration.builder()
        .data(DataSpec.of("y"))
        .layer(Dense.of(2, new Tanh()))
        .layer(Dense.output())
        .loss(new MeanSquaredError())
        .optimizer(new Adam(0.01))
        .training(t -> t.checkpoint(new Checkpoint(1, 9, true)))
        .batchSize(2)
        .epochs(epochs)
        .build();
  }

  /** Loads the classes, which takes longer than the time limit for an input. */
  public static void fuzzerInitialize() throws IOException {
    Seeds.of("Model").forEach(ModelFuzzer::refusal);
  }

  /** Checks what must hold for any file. */
  public static void fuzzerTestOneInput(byte[] input) {
    refusal(input);
  }

  /** Does the same, and returns why the input is refused; empty if it is accepted. */
  static Optional<String> refusal(byte[] input) {
    Path file = WORKPLACE.write(FILE, fileOf(input));
    predictInRuntime(file, input);
    try {
      Model model = GRADUS.load(file);
      predict(model, input);
      checkReadBack(model);
      if (new String(input, ISO_8859_1).contains("gradus.epoch")) {
        resume(file, input);
      }
      return Optional.empty();
    } catch (GradusException refusal) {
      Claims.checkRefusal(refusal, input, FILE);
      return Optional.of(String.valueOf(refusal.getMessage()));
    }
  }

  /** Checks that the runtime reads the file or says why not, whatever the engine does with it. */
  private static void predictInRuntime(Path file, byte[] input) {
    RowPredictor predictor;
    try {
      predictor = SavedModel.read(file).predictor();
    } catch (GradusException refusal) {
      Claims.checkRefusal(refusal, input, FILE);
      return;
    }
    try {
      predictor.predict(Map.of("x", 1));
    } catch (DataException refusal) {
      if (refusal.problems().isEmpty()) {
        throw new AssertionError("a row is refused without a message", refusal);
      }
    }
  }

  /** The file that an input represents. */
  private static byte[] fileOf(byte[] input) {
    int end = 0;
    while (end < input.length && input[end] != 0) {
      end++;
    }
    int padded = (end + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    int data = Math.max(0, input.length - end - 1);
    byte[] file = new byte[Long.BYTES + padded + data];
    Arrays.fill(file, (byte) ' ');
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(padded).put(input, 0, end);
    System.arraycopy(input, input.length - data, file, Long.BYTES + padded, data);
    if (file.length >= CHECKSUM_AT + CHECKSUM_DIGITS) {
      Arrays.fill(file, CHECKSUM_AT, CHECKSUM_AT + CHECKSUM_DIGITS, (byte) '0');
      try {
        byte[] sum = MessageDigest.getInstance("SHA-256").digest(file);
        byte[] digits = HexFormat.of().formatHex(sum).getBytes(US_ASCII);
        System.arraycopy(digits, 0, file, CHECKSUM_AT, CHECKSUM_DIGITS);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
    return file;
  }

  /** The input that represents a file. */
  static byte[] inputOf(byte[] file) {
    int header = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    int end = Long.BYTES + header;
    byte[] input = new byte[file.length - Long.BYTES + 1];
    System.arraycopy(file, Long.BYTES, input, 0, header);
    System.arraycopy(file, end, input, header + 1, file.length - end);
    return input;
  }

  private static void predict(Model model, byte[] input) {
    List<Column> columns = new ArrayList<>();
    for (PreparedColumn column : model.preparation().inputs()) {
      columns.add(
          column instanceof ScaledColumn || column instanceof BooleanColumn
              ? Column.of(column.name(), 0, 1, 1)
              : column instanceof DateColumn
                  ? Column.of(column.name(), "2013-04-05", "2013-04-06", "2014-12-31 23:59:59")
                  : Column.of(column.name(), "a", "b", "other"));
    }
    if (columns.isEmpty()) {
      return;
    }
    try {
      double[][] predictions = model.predictor().predict(Table.of(columns));
      Claims.checkFinite(predictions);
      for (double[] row : predictions) {
        model.predictor().answersOf(row);
      }
    } catch (GradusException refusal) {
      Claims.checkRefusal(refusal, input, "");
    }
  }

  private static void checkReadBack(Model model) {
    GRADUS.save(model, WORKPLACE.file(SAVED));
    byte[] saved = WORKPLACE.read(SAVED);
    GRADUS.save(GRADUS.load(WORKPLACE.file(SAVED)), WORKPLACE.file(SAVED));
    Claims.checkEqual(ByteBuffer.wrap(saved), ByteBuffer.wrap(WORKPLACE.read(SAVED)));
  }

  private static void resume(Path file, byte[] input) {
    try {
      Training training =
          GRADUS
              .job(run(3))
              .on(TABLE)
              .checkpoints(Checkpoints.in(WORKPLACE.file("checkpoints")).resume(file))
              .train();
      Claims.checkFinite(training.model().predictor().predict(TABLE));
    } catch (GradusException refusal) {
      Claims.checkRefusal(refusal, input, "");
    }
  }
}
