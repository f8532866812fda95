package dev.gradus.cli.text;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.gradus.engine.event.EpochReport;
import dev.gradus.engine.file.AtomicFile;
import dev.gradus.engine.json.Json;
import dev.gradus.runtime.column.Digits;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The results of every epoch as a CSV file. */
public final class History {

  public static final String FILE = "history.csv";

  private History() {}

  /** Writes a line for each epoch; numbers have all their digits. */
  public static void write(List<EpochReport> history, Path folder) {
    byte[] text = text(history).getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(folder.resolve(FILE), out -> out.write(text));
  }

  /** An epoch as JSON. */
  public static Map<String, Object> asMap(EpochReport epoch) {
    Map<String, Object> entry = Json.entries(epoch);
    entry.remove("epochs");
    return entry;
  }

  public static String text(List<EpochReport> history) {
    Set<String> measured = new LinkedHashSet<>();
    history.forEach(epoch -> measured.addAll(epoch.validation().keySet()));
    List<String> header = new ArrayList<>(List.of("epoch", "loss", "penalty", "learning-rate"));
    measured.forEach(name -> header.add("validation " + name));
    StringWriter text = new StringWriter();
    CsvWriter csv = CsvWriter.builder().bufferSize(0).lineDelimiter(LineDelimiter.LF).build(text);
    csv.writeRecord(header);
    for (EpochReport epoch : history) {
      List<String> cells =
          new ArrayList<>(
              List.of(
                  Integer.toString(epoch.epoch()),
                  Digits.of(epoch.loss()),
                  Digits.of(epoch.penalty()),
                  Digits.of(epoch.learningRate())));
      for (String name : measured) {
        cells.add(
            epoch.validation().containsKey(name) ? Digits.of(epoch.validation().get(name)) : "");
      }
      csv.writeRecord(cells);
    }
    return text.toString();
  }
}
