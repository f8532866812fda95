package dev.gradus.serve;

import dev.gradus.engine.importance.Attribution;
import dev.gradus.engine.importance.Attributions;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Warning;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The request for what each column contributes to the prediction of a row: {@code {"row": {…},
 * "output": "…"}}, where the output is the class, label or number to explain, by default the
 * predicted one.
 *
 * @see Attributions
 */
final class Explanations {

  private static final String ROW = "row";
  private static final String OUTPUT = "output";

  private Explanations() {}

  /** A request. */
  static Map<String, Object> example(Map<String, Object> row) {
    return Map.of(ROW, row);
  }

  /**
   * Answers a request.
   *
   * @throws RefusedException with a sentence, if it is wrong, or the model cannot be explained
   */
  static Reply answer(Request request, ModelVersion version) {
    request.requireJson();
    Map<String, Object> body = JsonBody.object(request.body());
    for (String key : body.keySet()) {
      if (!List.of(ROW, OUTPUT).contains(key)) {
        throw RefusedException.bad(
            "the body has '%s'; it may have 'row', an object with a value for each column, and 'output'",
            JsonBody.shortened(key));
      }
    }
    Map<String, Object> row = JsonBody.asObject(body.getOrDefault(ROW, JsonBody.NULL), "'row'");
    version
        .names()
        .forEach(name -> JsonBody.asCell(row.getOrDefault(name, JsonBody.NULL), "'row'", name));
    Optional<String> output =
        Optional.ofNullable(body.get(OUTPUT)).map(name -> JsonBody.asString(name, "'output'"));
    Attributions attributions = version.attributions();
    try {
      return Reply.json(json(attributions.of(row, output, Attributions.STEPS)));
    } catch (GradusException e) {
      throw RefusedException.bad("%s", String.valueOf(e.getMessage()));
    }
  }

  private static Map<String, Object> json(Attribution attribution) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(OUTPUT, attribution.output());
    json.put("prediction", attribution.prediction());
    json.put("baseline", attribution.baseline());
    json.put(
        "contributions",
        attribution.columns().stream()
            .map(
                column -> {
                  Map<String, Object> one = new LinkedHashMap<>();
                  one.put("column", column.column());
                  one.put("cell", column.cell());
                  one.put("baseline", column.baseline());
                  one.put("contribution", column.contribution());
                  return one;
                })
            .toList());
    if (!attribution.warnings().isEmpty()) {
      json.put("notes", attribution.warnings().stream().map(Warning::message).toList());
    }
    return json;
  }
}
