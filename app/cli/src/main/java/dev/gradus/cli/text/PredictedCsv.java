package dev.gradus.cli.text;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Writes the predictions for the rows of a file as CSV, part by part. */
public final class PredictedCsv implements Consumer<PredictedColumns> {

  private final Consumer<String> out;
  private boolean begun;

  /** Writes to a receiver of text. */
  public PredictedCsv(Consumer<String> out) {
    this.out = out;
  }

  @Override
  public void accept(PredictedColumns predicted) {
    StringWriter text = new StringWriter();
    write(predicted, CsvWriter.builder().build(text));
    out.accept(text.toString());
  }

  private void write(PredictedColumns predicted, CsvWriter csv) {
    if (!begun) {
      csv.writeRecord(predicted.names());
      begun = true;
    }
    for (int i = 0; i < predicted.rows(); i++) {
      int row = i;
      List<String> cells = new ArrayList<>();
      predicted.columns().forEach(column -> cells.add(column.text().apply(row)));
      csv.writeRecord(cells);
    }
    flush(csv);
  }

  private static void flush(CsvWriter csv) {
    try {
      csv.flush();
    } catch (IOException e) {
      // A string takes whatever is written.
      throw new UncheckedIOException(e);
    }
  }
}
