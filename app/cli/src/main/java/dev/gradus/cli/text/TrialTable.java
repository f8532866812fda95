package dev.gradus.cli.text;

import dev.gradus.engine.tuning.Trial;
import dev.gradus.engine.tuning.Tuning;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The trials of a search, best first: as a table and as JSON. */
public final class TrialTable {

  public static final String FILE = "results.csv";

  private final Tuning tuning;
  private final Set<String> paths = new LinkedHashSet<>();

  /** What the sets or intervals of the trials cover, by name; empty without any. */
  private final Set<String> covering = new LinkedHashSet<>();

  public TrialTable(Tuning tuning) {
    this.tuning = tuning;
    tuning.trials().forEach(trial -> paths.addAll(trial.values().keySet()));
    covering.addAll(tuning.coverages());
  }

  /** The table; the reasons why trials failed come after it, so that they do not widen a column. */
  public String text() {
    List<List<String>> rows = new ArrayList<>();
    List<String> header = new ArrayList<>(List.of("trial", "epochs", tuning.score(), "std"));
    header.addAll(covering);
    header.addAll(paths);
    rows.add(header);
    for (Trial trial : tuning.trials()) {
      boolean refused = trial.refusal().isPresent();
      List<String> row = new ArrayList<>(List.of("" + trial.number(), "" + trial.epochs()));
      row.add(refused ? "refused" : MetricTable.text(trial.mean()));
      row.add(refused ? "" : MetricTable.text(trial.deviation()));
      covering.forEach(measure -> row.add(refused ? "" : spread(trial, measure)));
      paths.forEach(path -> row.add(valueOf(trial, path)));
      rows.add(row);
    }
    StringBuilder text = new StringBuilder(Columns.layOut(rows));
    for (Trial trial : tuning.trials()) {
      trial
          .refusal()
          .ifPresent(reason -> text.append("%ntrial %s: %s".formatted(trial.number(), reason)));
    }
    return text.toString();
  }

  private static String spread(Trial trial, String measure) {
    return "%s ± %s"
        .formatted(
            MetricTable.text(trial.mean(measure)), MetricTable.text(trial.deviation(measure)));
  }

  private static String valueOf(Trial trial, String path) {
    return trial.values().containsKey(path) ? "" + trial.values().get(path) : "";
  }

  public Map<String, Object> asMap() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("score", tuning.score());
    object.put("higher-is-better", tuning.higherIsBetter());
    object.put("complete", tuning.complete());
    object.put("trials", tuning.trials().stream().map(TrialTable::asMap).toList());
    return object;
  }

  private static Map<String, Object> asMap(Trial trial) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("trial", trial.number());
    object.put("epochs", trial.epochs());
    object.put("seconds", trial.duration().toNanos() / 1e9);
    if (trial.refusal().isEmpty()) {
      object.put("mean", trial.mean());
      object.put("deviation", trial.deviation());
      object.put("folds", trial.folds());
      object.put("measures", trial.measures());
    }
    trial.refusal().ifPresent(reason -> object.put("refusal", reason));
    object.put("values", trial.values());
    return object;
  }
}
