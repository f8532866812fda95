package dev.gradus.cli.text;

import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.NumericColumn;
import dev.gradus.runtime.column.NumberText;
import dev.gradus.runtime.file.IoReason;
import dev.gradus.runtime.problem.OutputException;
import dev.gradus.runtime.problem.Problem;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The predictions for the rows of a file as one JSON object.
 *
 * <p>The rows wait in a temporary file until all are predicted, because a program needs the whole
 * object or a failure, and because the last row may decide whether a column of the data holds
 * numbers or strings.
 */
public final class PredictedJson implements AutoCloseable {

  private static final int BUFFER = 1 << 16;

  private final FileChannel file;
  private final DataOutputStream rows;
  private List<String> names = List.of();

  /** The names of the columns of the data, and whether each holds numbers alone so far. */
  private final Map<String, Boolean> kept = new LinkedHashMap<>();

  public PredictedJson() {
    try {
      Path temporary = Files.createTempFile("gradus-rows", "");
      file =
          FileChannel.open(
              temporary,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
    } catch (IOException e) {
      throw failed(e);
    }
    rows = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(file), BUFFER));
  }

  private static OutputException failed(IOException e) {
    return new OutputException(
        Problem.of("the predictions cannot be kept in a temporary file: " + IoReason.of(e)), e);
  }

  /** Adds further rows. */
  public void add(PredictedColumns predicted) {
    names = predicted.names();
    List<Column> data = new ArrayList<>();
    List<PredictedColumns.Named> predictions = new ArrayList<>();
    for (PredictedColumns.Named column : predicted.columns()) {
      column.kept().ifPresentOrElse(data::add, () -> predictions.add(column));
    }
    data.forEach(
        column -> kept.merge(column.name(), column instanceof NumericColumn, Boolean::logicalAnd));
    try {
      for (int row = 0; row < predicted.rows(); row++) {
        for (Column column : data) {
          write(column.text(row));
          rows.writeDouble(column.number(row));
        }
        Map<String, Object> object = new LinkedHashMap<>();
        for (PredictedColumns.Named column : predictions) {
          object.put(column.name(), column.value().apply(row));
        }
        write(Visible.json(object));
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private void write(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    rows.writeInt(bytes.length);
    rows.write(bytes);
  }

  /**
   * Prints the object: what comes before the rows, the names of the columns, the rows, and what
   * comes behind them.
   */
  public void print(PrintStream out, Map<String, Object> before, Map<String, Object> behind) {
    Map<String, Object> first = new LinkedHashMap<>(before);
    first.put("columns", names);
    Terminal.data(out, withoutEnd(first) + ",\"rows\":[");
    try {
      rows.flush();
      file.position(0);
      DataInputStream in =
          new DataInputStream(new BufferedInputStream(Channels.newInputStream(file), BUFFER));
      String separator = "";
      for (Optional<String> row = next(in); row.isPresent(); row = next(in)) {
        Terminal.data(out, separator + row.get());
        separator = ",";
      }
    } catch (IOException e) {
      throw failed(e);
    }
    Terminal.data(out, "]," + withoutBeginning(Visible.json(behind)));
    out.println();
  }

  /** A number with all digits that are written, such as those of an identifier. */
  private static Number exact(double number, String text) {
    if (!(Math.abs(number) >= NumericColumn.FIRST_INEXACT)
        || Double.isNaN(NumberText.parse(text))) {
      return number;
    }
    BigDecimal written = new BigDecimal(text);
    return written.compareTo(new BigDecimal(NumberText.plain(number))) == 0 ? number : written;
  }

  private Optional<String> next(DataInputStream in) throws IOException {
    Map<String, Object> cells = new LinkedHashMap<>();
    for (Map.Entry<String, Boolean> column : kept.entrySet()) {
      Optional<String> text = read(in);
      if (text.isEmpty()) {
        return text;
      }
      double number = in.readDouble();
      cells.put(
          column.getKey(),
          text.get().isEmpty()
              ? Optional.empty()
              : column.getValue() ? exact(number, text.get()) : text.get());
    }
    Optional<String> predictions = read(in);
    return cells.isEmpty()
        ? predictions
        : predictions.map(object -> withoutEnd(cells) + "," + withoutBeginning(object));
  }

  /** Empty at the end of the file. */
  private static Optional<String> read(DataInputStream in) throws IOException {
    int length;
    try {
      length = in.readInt();
    } catch (EOFException e) {
      return Optional.empty();
    }
    return Optional.of(new String(in.readNBytes(length), StandardCharsets.UTF_8));
  }

  /** An object of some entries, to be continued. */
  private static String withoutEnd(Map<String, Object> entries) {
    String object = Visible.json(entries);
    return object.substring(0, object.length() - 1);
  }

  private static String withoutBeginning(String object) {
    return object.substring(1);
  }

  /** Removes the temporary file. */
  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw failed(e);
    }
  }
}
