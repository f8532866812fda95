package dev.gradus.cli;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.gradus.engine.file.AtomicFile;
import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.Variant;
import dev.gradus.runtime.column.Digits;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** All scores of all runs of a comparison, as a CSV file. */
final class Scores {

  static final String FILE = "scores.csv";

  private Scores() {}

  /** Writes a line for each score, with all its digits. */
  static void write(Comparison comparison, Path folder) {
    AtomicFile.write(
        folder.resolve(FILE),
        out -> {
          CsvWriter csv =
              CsvWriter.builder().build(new OutputStreamWriter(out, StandardCharsets.UTF_8));
          csv.writeRecord(comparison.path(), "trained on", "seed", "measure", "value");
          for (Variant variant : comparison.trained()) {
            for (int i = 0; i < variant.scores().size(); i++) {
              Map<String, Double> all = new LinkedHashMap<>(variant.scores().get(i));
              all.putAll(variant.coverage().get(i));
              for (Map.Entry<String, Double> score : all.entrySet()) {
                csv.writeRecord(
                    variant.name(),
                    variant.loss(),
                    Long.toString(comparison.seeds().get(i)),
                    score.getKey(),
                    Digits.of(score.getValue()));
              }
            }
          }
          csv.flush();
        });
  }
}
