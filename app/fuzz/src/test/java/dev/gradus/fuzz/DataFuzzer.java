package dev.gradus.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.engine.data.ColumnSummary;
import dev.gradus.engine.data.PreparationPlan;
import dev.gradus.engine.data.TablePreparation;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.CsvFormat;
import dev.gradus.engine.table.CsvReader;
import dev.gradus.engine.table.FormatGuess;
import dev.gradus.engine.table.SourceReader;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.sources.Idx;
import dev.gradus.sources.LibSvm;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Reads data, prepares them for a network, writes them and reads them back. The first byte of the
 * input chooses the reader and the format for the rest.
 */
public final class DataFuzzer {

  private static final String FILE = "fuzzed.data";
  private static final String LABELS = "labels.data";

  /** The labels of an IDX input come after the images; they are this many bytes at its end. */
  private static final int LABEL_BYTES = 11;

  /** The kind of input whose format is detected. */
  private static final byte GUESSED = '3';

  private static final Workplace WORKPLACE = new Workplace();

  private DataFuzzer() {}

  /** Loads the classes, which takes longer than the time limit for an input. */
  public static void fuzzerInitialize() throws IOException {
    Seeds.of("Data").forEach(DataFuzzer::refusal);
  }

  /** Checks what must hold for any data. */
  public static void fuzzerTestOneInput(byte[] input) {
    refusal(input);
  }

  /** Does the same, and returns why the input is refused; empty if it is accepted. */
  static Optional<String> refusal(byte[] input) {
    if (input.length == 0) {
      return Optional.of("nothing");
    }
    try {
      byte kind = input[0];
      Table table = read(kind, Arrays.copyOfRange(input, 1, input.length));
      checkCells(table);
      checkReadBack(table, kind == GUESSED ? guess() : new CsvFormat());
      checkPrepared(table, input);
      return Optional.empty();
    } catch (GradusException refusal) {
      Claims.checkRefusal(refusal, input, FILE, LABELS, "libsvm", "idx");
      return Optional.of(String.valueOf(refusal.getMessage()));
    }
  }

  private static Table read(byte kind, byte[] bytes) {
    Path file = WORKPLACE.write(FILE, bytes);
    // Recognition must not throw, whatever the file is.
    new LibSvm().recognise(file);
    new Idx().recognise(file);
    return switch (kind) {
      case '1' -> CsvReader.read(file, new CsvFormat(";", "'", false, List.of("NA", "?", "-")));
      case '2' -> CsvReader.read(file, new CsvFormat("tab", "\"", true, List.of("0")));
      case GUESSED -> guessed(file);
      case '4' -> SourceReader.read(new LibSvm(Optional.of(file), Optional.empty()), "libsvm");
      case '5' -> SourceReader.read(new LibSvm(Optional.of(file), Optional.of(3)), "libsvm");
      case '6' ->
          SourceReader.read(
              new Idx(Optional.of(file), Optional.empty(), 0, Optional.empty()), "idx");
      case '7' -> labelled(bytes);
      default -> CsvReader.read(file);
    };
  }

  private static Table guessed(Path file) {
    CsvFormat format = FormatGuess.of(file).format();
    Table table = CsvReader.read(file, format);
    CsvFormat completed = FormatGuess.completed(format, table);
    return completed.equals(format) ? table : CsvReader.read(file, completed);
  }

  /** The detected format of the file of this input. */
  private static CsvFormat guess() {
    return FormatGuess.of(WORKPLACE.file(FILE)).format();
  }

  private static Table labelled(byte[] bytes) {
    int split = Math.max(0, bytes.length - LABEL_BYTES);
    Path images = WORKPLACE.write(FILE, Arrays.copyOf(bytes, split));
    Path labels = WORKPLACE.write(LABELS, Arrays.copyOfRange(bytes, split, bytes.length));
    return SourceReader.read(
        new Idx(Optional.of(images), Optional.of(labels), 1, Optional.of(1)), "idx");
  }

  private static void checkCells(Table table) {
    int line = 0;
    for (int row = 0; row < table.rows(); row++) {
      if (table.lineOf(row) <= line) {
        throw new AssertionError("row " + row + " lies in line " + table.lineOf(row));
      }
      line = table.lineOf(row);
    }
    for (Column column : table.columns()) {
      for (int row = 0; row < table.rows(); row++) {
        if (Double.isInfinite(column.number(row))
            || column.isMissing(row) != column.text(row).isEmpty()) {
          throw new AssertionError(
              "'%s' in row %s is '%s', the number %s"
                  .formatted(column.name(), row, column.text(row), column.number(row)));
        }
      }
      ColumnSummary.of(column);
    }
  }

  /**
   * Writes a table with every cell in quotes, so that its content does not matter.
   *
   * @param format in which the numbers were written
   */
  private static void checkReadBack(Table table, CsvFormat format) {
    CsvFormat quoted =
        new CsvFormat(
            ",",
            "\"",
            true,
            List.of(),
            format.decimal(),
            format.thousands(),
            format.units(),
            false,
            0);
    StringBuilder csv = new StringBuilder();
    append(csv, table.names());
    for (int row = 0; row < table.rows(); row++) {
      int i = row;
      append(csv, table.columns().stream().map(column -> column.text(i)).toList());
    }
    Table read =
        CsvReader.read(
            new ByteArrayInputStream(csv.toString().getBytes(UTF_8)), "read back", quoted);
    Claims.checkEqual(table.names(), read.names());
    Claims.checkEqual(table.rows(), read.rows());
    for (int j = 0; j < table.columns().size(); j++) {
      Column written = table.columns().get(j);
      Column back = read.columns().get(j);
      for (int row = 0; row < table.rows(); row++) {
        Claims.checkEqual(written.text(row), back.text(row));
        // The text of a number has no negative zero.
        Claims.checkEqual(0 + written.number(row), 0 + back.number(row));
      }
    }
  }

  private static void append(StringBuilder csv, List<String> cells) {
    for (int j = 0; j < cells.size(); j++) {
      csv.append(j == 0 ? "\"" : ",\"").append(cells.get(j).replace("\"", "\"\"")).append('"');
    }
    csv.append('\n');
  }

  private static void checkPrepared(Table table, byte[] input) {
    String target = table.names().get(table.names().size() - 1);
    int[] rows = IntStream.range(0, table.rows()).toArray();
    for (boolean fills : new boolean[] {true, false}) {
      ColumnSpec.Scale scale = fills ? ColumnSpec.Scale.WHITEN : ColumnSpec.Scale.STANDARD;
      PreparationPlan plan =
          new PreparationPlan(List.of(target), Map.of(), scale, false, false, fills);
      try {
        Preparation preparation = TablePreparation.learn(table, rows, plan);
        check(TablePreparation.of(preparation).inputs(table, warning -> {}));
        check(TablePreparation.of(preparation).targets(table));
      } catch (GradusException refusal) {
        Claims.checkRefusal(refusal, input, FILE, LABELS, "libsvm", "idx");
      }
    }
  }

  private static void check(float[] numbers) {
    for (float number : numbers) {
      Claims.checkFinite(new double[][] {{number}});
    }
  }
}
