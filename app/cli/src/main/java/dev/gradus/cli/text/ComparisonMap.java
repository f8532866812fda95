package dev.gradus.cli.text;

import dev.gradus.engine.json.Json;
import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.ControlRun;
import dev.gradus.engine.study.Estimate;
import dev.gradus.engine.study.Study;
import dev.gradus.engine.study.Variant;
import dev.gradus.report.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A comparison as maps and lists, for JSON. */
public final class ComparisonMap {

  private ComparisonMap() {}

  /** The whole comparison, and the path of its page. */
  public static Map<String, Object> of(Comparison comparison, Path page) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("report", page.toString());
    object.put("headline", Verdict.of(comparison).headline());
    object.put("path", comparison.path());
    object.put("part", comparison.part());
    object.put("seeds", comparison.seeds());
    object.put("seeds-agree", comparison.seedsAgree());
    object.put("same-rows", comparison.hasSameRows());
    object.put("start", comparison.start());
    List<Object> variants = new ArrayList<>();
    for (Variant variant : comparison.variants()) {
      variants.add(variant(comparison, variant));
    }
    object.put("variants", variants);
    comparison
        .controlRun()
        .ifPresent(controlRun -> object.put("control-run", controlRun(controlRun)));
    return object;
  }

  private static Map<String, Object> variant(Comparison comparison, Variant variant) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("name", variant.name());
    object.put("trained-on", variant.loss());
    object.put("notes", variant.notes());
    object.put("warnings", variant.warnings());
    variant.refusal().ifPresent(why -> object.put("refusal", why.getMessage()));
    variant.study().map(Study::startingWeights).ifPresent(sum -> object.put("start", sum));
    variant.study().map(Study::finalWeights).ifPresent(sum -> object.put("end", sum));
    variant
        .study()
        .map(Study::sharpness)
        .ifPresent(sharpness -> object.put("sharpness", SharpnessMap.of(sharpness)));
    object.put("scores", variant.scores());
    if (!comparison.coverages().isEmpty()) {
      object.put("coverage", variant.coverage());
    }
    Map<String, Object> differences = new LinkedHashMap<>();
    if (variant.tookPart()) {
      for (String measure : comparison.measures()) {
        differences.put(measure, estimate(comparison.difference(variant, measure)));
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

  private static Map<String, Object> controlRun(ControlRun controlRun) {
    Map<String, Object> object = Json.entries(controlRun);
    object.put("same", controlRun.holds());
    return object;
  }
}
