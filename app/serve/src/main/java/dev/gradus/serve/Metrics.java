package dev.gradus.serve;

import dev.gradus.runtime.column.Digits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what was answered, in the text format of Prometheus.
 *
 * <p>No label comes from a request: models and routes are those of the server, so that nobody can
 * fill its memory with new ones.
 */
final class Metrics {

  /** The media type of the text format. */
  static final String TYPE = "text/plain; version=0.0.4";

  /** The upper bounds of the buckets of durations, in seconds. */
  private static final double[] BOUNDS = {
    0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5
  };

  private static final double NANOS = 1e9;

  /** What is counted together: a model, or none; a route; a status. */
  private record Key(String model, String route, int status) {

    static final Comparator<Key> ORDER =
        Comparator.comparing(Key::model).thenComparing(Key::route).thenComparing(Key::status);
  }

  private final Map<Key, LongAdder> requests = new ConcurrentHashMap<>();
  private final Map<String, Durations> durations = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> rows = new ConcurrentHashMap<>();

  /** The durations of the predictions of a model. */
  private static final class Durations {
    private final LongAdder[] buckets = new LongAdder[BOUNDS.length + 1];
    private final LongAdder nanos = new LongAdder();

    Durations() {
      for (int i = 0; i < buckets.length; i++) {
        buckets[i] = new LongAdder();
      }
    }

    void add(long duration) {
      int bucket = 0;
      while (bucket < BOUNDS.length && duration / NANOS > BOUNDS[bucket]) {
        bucket++;
      }
      buckets[bucket].increment();
      nanos.add(duration);
    }
  }

  /**
   * Counts a request.
   *
   * @param model empty if it names none that is served
   * @param route a fixed name
   */
  void count(String model, String route, int status) {
    requests.computeIfAbsent(new Key(model, route, status), key -> new LongAdder()).increment();
  }

  /** Counts the rows of a request, and the time that it took in nanoseconds. */
  void predicted(String model, int count, long duration) {
    rows.computeIfAbsent(model, name -> new LongAdder()).add(count);
    durations.computeIfAbsent(model, name -> new Durations()).add(duration);
  }

  /** The number of requests that were answered, including those that were refused. */
  long requests() {
    return requests.values().stream().mapToLong(LongAdder::sum).sum();
  }

  /** All metrics. */
  String text(List<Endpoint> endpoints, Map<String, Long> failures) {
    Text text = new Text();
    text.family("gradus_requests_total", "counter", "Requests by model, route and status.");
    Map<Key, LongAdder> sorted = new TreeMap<>(Key.ORDER);
    sorted.putAll(requests);
    sorted.forEach(
        (key, count) ->
            text.line(
                "gradus_requests_total",
                count.sum(),
                "model",
                key.model(),
                "route",
                key.route(),
                "status",
                "" + key.status()));
    text.family("gradus_rows_total", "counter", "Rows that were predicted.");
    endpoints.forEach(
        endpoint -> text.line("gradus_rows_total", rowsOf(endpoint), "model", endpoint.name()));
    text.family(
        "gradus_prediction_seconds",
        "histogram",
        "Time to answer a request that was predicted, without reading and writing it.");
    endpoints.forEach(endpoint -> durations(text, endpoint.name()));
    text.family("gradus_model_version", "gauge", "The current version, counted from the start.");
    endpoints.forEach(
        endpoint ->
            endpoint
                .latest()
                .ifPresent(
                    version ->
                        text.line(
                            "gradus_model_version",
                            Long.parseLong(version.number()),
                            "model",
                            endpoint.name())));
    text.family(
        "gradus_model_loaded_timestamp_seconds", "gauge", "When the current version was loaded.");
    endpoints.forEach(
        endpoint ->
            endpoint
                .latest()
                .ifPresent(
                    version ->
                        text.line(
                            "gradus_model_loaded_timestamp_seconds",
                            version.since().toEpochMilli() / 1e3,
                            "model",
                            endpoint.name())));
    text.family(
        "gradus_reload_failures_total", "counter", "New model files that could not be read.");
    failures.forEach(
        (model, count) -> text.line("gradus_reload_failures_total", count, "model", model));
    return text.toString();
  }

  private long rowsOf(Endpoint endpoint) {
    LongAdder counted = rows.get(endpoint.name());
    return counted == null ? 0 : counted.sum();
  }

  private void durations(Text text, String model) {
    Durations found = durations.getOrDefault(model, new Durations());
    long sum = 0;
    for (int i = 0; i < BOUNDS.length; i++) {
      sum += found.buckets[i].sum();
      text.line(
          "gradus_prediction_seconds_bucket", sum, "model", model, "le", Digits.of(BOUNDS[i]));
    }
    sum += found.buckets[BOUNDS.length].sum();
    text.line("gradus_prediction_seconds_bucket", sum, "model", model, "le", "+Inf");
    text.line("gradus_prediction_seconds_sum", found.nanos.sum() / NANOS, "model", model);
    text.line("gradus_prediction_seconds_count", sum, "model", model);
  }

  /** Text that grows line by line. */
  private static final class Text {
    private final StringBuilder text = new StringBuilder();

    void family(String name, String type, String help) {
      text.append("# HELP ").append(name).append(' ').append(help).append('\n');
      text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    /**
     * A number.
     *
     * @param labels a name, its value, the next name, and so on; empty values are left out
     */
    void line(String name, Number value, String... labels) {
      List<String> pairs = new ArrayList<>();
      Map<String, String> byName = new LinkedHashMap<>();
      for (int i = 0; i < labels.length; i += 2) {
        byName.put(labels[i], labels[i + 1]);
      }
      byName.forEach(
          (label, content) -> {
            if (!content.isEmpty()) {
              pairs.add("%s=\"%s\"".formatted(label, escaped(content)));
            }
          });
      text.append(name).append('{').append(String.join(",", pairs)).append("} ");
      text.append(value instanceof Double number ? Digits.of(number) : value).append('\n');
    }

    private static String escaped(String value) {
      return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
