package dev.gradus.report;

import static java.util.Objects.requireNonNull;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.Variant;
import dev.gradus.engine.tuning.Trial;
import dev.gradus.engine.tuning.Tuning;
import dev.gradus.runtime.column.Digits;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The results of a search or a comparison as CSV in UTF-8, with all their digits. */
public final class ResultsCsv {

  private ResultsCsv() {}

  /**
   * Writes the trials of a search, best first, with the score of each fold.
   *
   * @param out flushed, not closed
   */
  public static void write(Tuning tuning, OutputStream out) throws IOException {
    requireNonNull(tuning, "tuning must not be null");
    new Trials(tuning).write(writer(out));
  }

  /**
   * Writes a line for each score of each run of a comparison.
   *
   * @param out flushed, not closed
   */
  public static void write(Comparison comparison, OutputStream out) throws IOException {
    requireNonNull(comparison, "comparison must not be null");
    CsvWriter csv = writer(out);
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
  }

  private static CsvWriter writer(OutputStream out) {
    return CsvWriter.builder()
        .build(
            new OutputStreamWriter(
                requireNonNull(out, "out must not be null"), StandardCharsets.UTF_8));
  }

  /** The table of a search. */
  private static final class Trials {

    private final Tuning tuning;
    private final Set<String> paths = new LinkedHashSet<>();
    private final List<String> covering;
    private final boolean isRefused;
    private final int folds;

    Trials(Tuning tuning) {
      this.tuning = tuning;
      tuning.trials().forEach(trial -> paths.addAll(trial.values().keySet()));
      this.covering = tuning.coverages();
      this.isRefused = tuning.trials().stream().anyMatch(trial -> trial.refusal().isPresent());
      this.folds = tuning.trials().stream().mapToInt(trial -> trial.folds().size()).max().orElse(0);
    }

    void write(CsvWriter csv) throws IOException {
      List<String> header = new ArrayList<>(List.of("trial", "epochs", tuning.score(), "std"));
      for (int k = 1; k <= folds; k++) {
        header.add("fold " + k);
      }
      covering.forEach(measure -> header.addAll(List.of(measure, measure + " std")));
      header.addAll(paths);
      if (isRefused) {
        header.add("refusal");
      }
      csv.writeRecord(header);
      tuning.trials().forEach(trial -> csv.writeRecord(record(trial)));
      csv.flush();
    }

    private List<String> record(Trial trial) {
      boolean refused = trial.refusal().isPresent();
      List<String> cells = new ArrayList<>(List.of("" + trial.number(), "" + trial.epochs()));
      cells.add(refused ? "" : Digits.of(trial.mean()));
      cells.add(refused ? "" : Digits.of(trial.deviation()));
      for (int k = 0; k < folds; k++) {
        cells.add(refused ? "" : Digits.of(trial.folds().get(k)));
      }
      for (String measure : covering) {
        cells.add(refused ? "" : Digits.of(trial.mean(measure)));
        cells.add(refused ? "" : Digits.of(trial.deviation(measure)));
      }
      paths.forEach(
          path -> cells.add(trial.values().containsKey(path) ? "" + trial.values().get(path) : ""));
      if (isRefused) {
        cells.add(trial.refusal().orElse(""));
      }
      return cells;
    }
  }
}
