package dev.gradus.cli;

import dev.gradus.engine.json.Json;
import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.Contender;
import dev.gradus.engine.study.Decoy;
import dev.gradus.engine.study.Estimate;
import dev.gradus.engine.study.Study;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A comparison as maps and lists, for JSON. */
final class ComparisonMap {

  private ComparisonMap() {}

  /** Everything, and where the page on it lies. */
  static Map<String, Object> of(Comparison comparison, Path page) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("report", page.toString());
    object.put("path", comparison.path());
    object.put("part", comparison.part());
    object.put("seeds", comparison.seeds());
    object.put("start", comparison.start());
    List<Object> contenders = new ArrayList<>();
    for (Contender contender : comparison.contenders()) {
      contenders.add(contender(comparison, contender));
    }
    object.put("contenders", contenders);
    comparison.decoy().ifPresent(decoy -> object.put("decoy", decoy(decoy)));
    return object;
  }

  private static Map<String, Object> contender(Comparison comparison, Contender contender) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("name", contender.name());
    object.put("trained-on", contender.loss());
    object.put("notes", contender.notes());
    object.put("warnings", contender.warnings());
    contender.refusal().ifPresent(why -> object.put("refusal", why.getMessage()));
    contender.study().map(Study::startingWeights).ifPresent(sum -> object.put("start", sum));
    contender.study().map(Study::finalWeights).ifPresent(sum -> object.put("end", sum));
    contender
        .study()
        .map(Study::sharpness)
        .ifPresent(sharpness -> object.put("sharpness", SharpnessMap.of(sharpness)));
    object.put("scores", contender.scores());
    Map<String, Object> differences = new LinkedHashMap<>();
    if (contender.tookPart()) {
      for (String measure : comparison.measures()) {
        differences.put(measure, estimate(comparison.difference(contender, measure)));
      }
    }
    object.put("differences", differences);
    return object;
  }

  private static Map<String, Object> estimate(Estimate estimate) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("mean", estimate.mean());
    object.put("low", estimate.low());
    object.put("high", estimate.high());
    return object;
  }

  private static Map<String, Object> decoy(Decoy decoy) {
    Map<String, Object> object = Json.entries(decoy);
    object.put("same", decoy.holds());
    return object;
  }
}
