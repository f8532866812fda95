package dev.gradus.cli.text;

import dev.gradus.engine.json.Json;
import dev.gradus.engine.model.Coverage;
import dev.gradus.engine.model.Model;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What a model says of its probabilities, and of its sets or intervals. */
public final class TrustLines {

  private TrustLines() {}

  /** One line each; empty for a model without. */
  public static List<String> of(Model model) {
    return Stream.of(model.calibrated(), model.guarantee())
        .flatMap(Optional::stream)
        .map(Visible::line)
        .toList();
  }

  /** The same as JSON. */
  public static Map<String, Object> asMap(Model model) {
    Map<String, Object> object = new LinkedHashMap<>();
    model
        .calibration()
        .ifPresent(
            calibration -> {
              Map<String, Object> described = new LinkedHashMap<>();
              described.put("method", calibration.from().isEmpty() ? "temperature" : "isotonic");
              described.putAll(Json.entries(calibration));
              described.remove("distribution");
              (calibration.from().isEmpty() ? List.of("from", "to") : List.of("temperature"))
                  .forEach(described::remove);
              model.calibrationReport().map(Json::entries).ifPresent(described::putAll);
              object.put("calibration", described);
            });
    model
        .conformal()
        .ifPresent(
            made -> {
              Map<String, Object> described = Json.entries(made);
              model.guarantee().ifPresent(said -> described.put("guarantee", said));
              object.put("conformal", described);
            });
    return object;
  }

  /** How often the sets or intervals hold the true value, one line for each target. */
  public static List<String> of(List<Coverage> coverage) {
    return coverage.stream()
        .map(
            each ->
                "coverage of %s: %s of %s rows (%s; trained for %s), mean size %s"
                    .formatted(
                        Visible.line(each.target()),
                        each.covered(),
                        each.rows(),
                        MetricTable.text(each.share()),
                        MetricTable.text(each.wanted()),
                        MetricTable.text(each.size())))
        .toList();
  }

  /** The same as JSON. */
  public static List<Map<String, Object>> asList(List<Coverage> coverage) {
    return coverage.stream()
        .map(
            each -> {
              Map<String, Object> object = Json.entries(each);
              object.put("share", each.share());
              return object;
            })
        .toList();
  }
}
