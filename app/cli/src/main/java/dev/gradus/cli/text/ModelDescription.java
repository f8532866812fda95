package dev.gradus.cli.text;

import dev.gradus.engine.model.About;
import dev.gradus.engine.model.Model;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The description of a model. */
public final class ModelDescription {

  private ModelDescription() {}

  /** The description as text. */
  public static String text(Model model) {
    About about = model.about();
    List<String> lines = new ArrayList<>(List.of(Visible.line(model.toString()), ""));
    List<List<String>> facts = new ArrayList<>();
    facts.add(List.of("columns", String.join(", ", model.predictor().inputs())));
    if (model.members() > 1) {
      facts.add(List.of("members", String.valueOf(model.members())));
    }
    about
        .validationRows()
        .ifPresent(rows -> facts.add(List.of("validation rows", String.valueOf(rows))));
    about.seed().ifPresent(seed -> facts.add(List.of("seed", String.valueOf(seed))));
    about.trainedAt().ifPresent(when -> facts.add(List.of("trained at", when.toString())));
    about.duration().ifPresent(took -> facts.add(List.of("trained in", seconds(took))));
    model.bits().ifPresent(bits -> facts.add(List.of("reproducible", reproducible(bits))));
    model.metadata().forEach((key, value) -> facts.add(List.of("note " + key, value)));
    lines.add(Columns.layOut(facts));
    if (!about.scores().isEmpty()) {
      lines.add("");
      lines.add(MetricTable.of(about.scores(), model.lossUnit()));
    }
    if (!TrustLines.of(model).isEmpty()) {
      lines.add("");
      lines.addAll(TrustLines.of(model));
    }
    lines.add("");
    lines.add("Made with:");
    model.plugins().forEach(plugin -> lines.add("  " + Visible.line(plugin)));
    return String.join(System.lineSeparator(), lines);
  }

  /** Where training gives the same bits, from what the model file says. */
  private static String reproducible(String bits) {
    return "bit for bit "
        + bits.replaceFirst("^everywhere$", "on every machine")
            .replaceFirst("^of this machine: ", "on this machine; not marked @SameBits: ");
  }

  private static String seconds(Duration took) {
    return String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1e3);
  }

  /** The description as JSON. */
  public static Map<String, Object> asMap(Model model) {
    About about = model.about();
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("targets", model.preparation().targets().names());
    object.put("outputs", model.target().outputs());
    object.put("columns", model.predictor().inputs());
    object.put("parameters", model.parameters());
    if (model.members() > 1) {
      object.put("members", model.members());
    }
    object.put("version", about.version());
    about.trainingRows().ifPresent(rows -> object.put("training-rows", rows));
    about.validationRows().ifPresent(rows -> object.put("validation-rows", rows));
    about.seed().ifPresent(seed -> object.put("seed", seed));
    about.trainedAt().ifPresent(when -> object.put("trained-at", when.toString()));
    about.duration().ifPresent(took -> object.put("seconds", took.toMillis() / 1e3));
    model.bits().ifPresent(bits -> object.put("bits", bits));
    object.put("metrics", about.scores());
    MetricTable.putUnit(object, model.lossUnit());
    object.putAll(TrustLines.asMap(model));
    object.put("notes", model.metadata());
    object.put("plugins", model.plugins());
    return object;
  }
}
