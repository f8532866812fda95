package dev.gradus.spark;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gradus.engine.event.EpochReport;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A summary as JSON, beside the model file of a saved model. */
final class SummaryFile {

  /** Its name in the folder of the model. */
  static final String NAME = "summary.json";

  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private static final TypeReference<Map<String, Map<String, Double>>> METRICS =
      new TypeReference<>() {};

  private SummaryFile() {}

  /** The bytes of a summary. A number that is not finite is a string. */
  static byte[] of(GradusSummary summary) throws IOException {
    ObjectNode root = JSON.createObjectNode();
    root.put("epoch", summary.epoch());
    root.set("metrics", JSON.valueToTree(summary.metrics()));
    root.set("linear", JSON.valueToTree(summary.linear()));
    root.put("duration", summary.duration().toString());
    root.set("warnings", JSON.valueToTree(summary.warnings()));
    root.put("failure", summary.failure());
    root.set("history", JSON.valueToTree(summary.history()));
    return JSON.writeValueAsBytes(root);
  }

  /**
   * The summary that bytes were made of.
   *
   * @throws IOException if they are something else
   */
  static GradusSummary read(byte[] bytes) throws IOException {
    JsonNode root = JSON.readTree(bytes);
    try {
      return new GradusSummary(
          JSON.convertValue(root.required("history"), new TypeReference<List<EpochReport>>() {}),
          root.required("epoch").asInt(),
          JSON.convertValue(root.required("metrics"), METRICS),
          JSON.convertValue(root.required("linear"), METRICS),
          Duration.parse(root.required("duration").asText()),
          JSON.convertValue(root.required("warnings"), new TypeReference<List<String>>() {}),
          root.required("failure").asText());
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new IOException("it is no summary of a training run: " + e.getMessage(), e);
    }
  }
}
