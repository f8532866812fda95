package dev.gradus.engine.model;

import dev.gradus.engine.binding.ConfigurationWriter;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.data.SeenRanges;
import dev.gradus.engine.event.CalibrationReport;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.RecordOptions;
import dev.gradus.engine.training.Trust;
import dev.gradus.runtime.column.Calibration;
import dev.gradus.runtime.column.Conformal;
import dev.gradus.runtime.column.Decoding;
import dev.gradus.runtime.column.Digits;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.column.TargetColumns;
import dev.gradus.runtime.file.JsonWriter;
import dev.gradus.runtime.file.ModelText;
import dev.gradus.runtime.file.NetworkJson;
import dev.gradus.runtime.file.PreparationJson;
import dev.gradus.runtime.file.RecordJson;
import dev.gradus.runtime.file.SafetensorsContent;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The metadata of a model file: the entries described in {@link ModelFiles} by their keys. */
final class ModelMetadata {

  static final String VERSION = ModelText.VERSION;
  static final String PLUGINS = ModelText.PLUGINS;
  static final String START = "gradus.start";
  private static final String CONFIGURATION = "gradus.configuration";
  private static final String BITS = "gradus.bits";
  private static final String SOURCE = "gradus.source";
  private static final String RANGES = "gradus.ranges";

  /** Absent if the first outputs are the predictions. */
  private static final String OUTPUTS = ModelText.OUTPUTS;

  private static final String DECODED = "decoded";
  private static final String TRAINED_BY = "gradus.trained-by";
  private static final String TRAINED_AT = "gradus.trained-at";
  private static final String SECONDS = "gradus.seconds";
  private static final String ROWS = "gradus.rows";
  private static final String VALIDATION_ROWS = "gradus.validation-rows";
  private static final String TEST_ROWS = "gradus.test-rows";
  private static final String SEED = "gradus.seed";
  private static final String SCORES = "gradus.scores";
  private static final String CALIBRATED_ON = "gradus.calibrated-on";

  private ModelMetadata() {}

  /**
   * Writes them.
   *
   * @param holdsLinear whether the tensors include a linear baseline
   * @param outputs the number of outputs of the network
   * @param catalogue knows the jar of each plugin
   */
  static Map<String, String> of(
      boolean holdsLinear,
      Recipe recipe,
      int outputs,
      Preparation preparation,
      Provenance provenance,
      Trust trust,
      Catalogue catalogue) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(ModelText.FORMAT, Integer.toString(format(holdsLinear, preparation, trust)));
    metadata.put(VERSION, Version.current());
    Recipe.Kept kept = recipe.kept().orElseGet(() -> kept(recipe.orThrow(), catalogue));
    metadata.put(CONFIGURATION, kept.configuration());
    metadata.put(
        ModelText.NETWORK,
        kept.network()
            .orElseGet(
                () ->
                    networkOf(recipe, outputs, preparation.targets())
                        .write(one -> RecordOptions.of(one.getClass()).valuesOf(one))));
    metadata.put(ModelText.PREPARATION, PreparationJson.write(preparation));
    metadata.put(PLUGINS, kept.plugins());
    recipe
        .loss()
        .filter(
            loss -> !Decoding.of(loss, preparation.targets()).isPlain() || needsDeviation(trust))
        .ifPresent(loss -> metadata.put(OUTPUTS, DECODED));
    trust.calibration().ifPresent(one -> metadata.put(ModelText.CALIBRATION, json(one)));
    trust.report().ifPresent(one -> metadata.put(CALIBRATED_ON, json(one)));
    trust.conformal().ifPresent(one -> metadata.put(ModelText.CONFORMAL, json(one)));
    provenance.bits().ifPresent(text -> metadata.put(BITS, text));
    provenance.source().ifPresent(text -> metadata.put(SOURCE, text));
    provenance.start().ifPresent(text -> metadata.put(START, text));
    if (!provenance.seen().byColumn().isEmpty()) {
      metadata.put(RANGES, RangesText.of(provenance.seen()));
    }
    putAbout(provenance.about(), metadata);
    provenance.metadata().forEach((key, value) -> metadata.put(ModelText.APPLICATION + key, value));
    return metadata;
  }

  private static int format(boolean holdsLinear, Preparation preparation, Trust trust) {
    if (!trust.equals(Trust.NONE)) {
      return ModelText.LATEST;
    }
    return holdsLinear || preparation.whitening().isPresent() ? ModelText.LINEAR : ModelText.PLAIN;
  }

  /** Whether intervals depend on a deviation that only the loss can compute. */
  private static boolean needsDeviation(Trust trust) {
    return trust.conformal().filter(made -> made.method().equals(Conformal.NORMALIZED)).isPresent();
  }

  private static String json(Record one) {
    JsonWriter json = new JsonWriter();
    RecordJson.write(json, one);
    return json.toString();
  }

  /** What was fitted to held-out examples. */
  static Trust trustIn(SafetensorsContent content, String where) {
    return new Trust(
        ModelText.recordIn(content, ModelText.CALIBRATION, Calibration.class, where),
        ModelText.recordIn(content, CALIBRATED_ON, CalibrationReport.class, where),
        ModelText.recordIn(content, ModelText.CONFORMAL, Conformal.class, where));
  }

  private static NetworkJson networkOf(Recipe recipe, int outputs, TargetColumns targets) {
    return new NetworkJson(
        recipe.layers(),
        outputs,
        recipe
            .loss()
            .filter(
                loss ->
                    outputs > targets.width()
                        || !loss.quantiles().isEmpty()
                        || !Decoding.of(loss, targets).isPlain()));
  }

  /** Whether the loss is needed to turn the outputs into predictions. */
  static boolean needsLoss(SafetensorsContent content) {
    return content.metadata().containsKey(OUTPUTS);
  }

  private static Recipe.Kept kept(Configuration whole, Catalogue catalogue) {
    Configuration configuration = withoutSources(whole);
    return new Recipe.Kept(
        write(configuration),
        String.join("\n", RequiredPlugins.of(configuration, catalogue)),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * Removes parts that prediction does not need: the data, the initial model, and the tuned values.
   */
  static Configuration withoutSources(Configuration configuration) {
    return new Configuration(
        configuration
            .data()
            .map(
                data ->
                    new DataSpec(
                        data.csv(),
                        data.target(),
                        data.columns(),
                        data.scale(),
                        data.split(),
                        Optional.empty(),
                        data.missing(),
                        data.format(),
                        Optional.empty())),
        configuration.network(),
        configuration.loss(),
        configuration.optimizer(),
        configuration.schedule(),
        configuration.regularizers(),
        configuration.metrics(),
        configuration.training().withoutStartFile(),
        Optional.empty());
  }

  /**
   * As YAML; paths of data are reduced to the file name, so that they reveal nothing about the
   * machine.
   */
  static String write(Configuration configuration) {
    Optional<Path> folder =
        configuration
            .data()
            .flatMap(DataSpec::csv)
            .flatMap(csv -> Optional.ofNullable(csv.getParent()));
    ConfigurationWriter writer = new ConfigurationWriter();
    return folder
        .map(known -> writer.write(configuration, known))
        .orElseGet(() -> writer.write(configuration));
  }

  private static void putAbout(About about, Map<String, String> metadata) {
    metadata.put(TRAINED_BY, about.version());
    about.trainingRows().ifPresent(rows -> metadata.put(ROWS, rows.toString()));
    about.validationRows().ifPresent(rows -> metadata.put(VALIDATION_ROWS, rows.toString()));
    about.testRows().ifPresent(rows -> metadata.put(TEST_ROWS, rows.toString()));
    about.seed().ifPresent(seed -> metadata.put(SEED, seed.toString()));
    about.trainedAt().ifPresent(when -> metadata.put(TRAINED_AT, when.toString()));
    about.duration().ifPresent(took -> metadata.put(SECONDS, secondsOf(took)));
    List<String> scores = new ArrayList<>();
    about
        .scores()
        .forEach(
            (part, measured) ->
                measured.forEach(
                    (name, score) ->
                        scores.add(
                            "%s %s %s".formatted(part, OneLine.of(name), Digits.of(score)))));
    if (!scores.isEmpty()) {
      metadata.put(SCORES, String.join("\n", scores));
    }
  }

  private static String secondsOf(Duration took) {
    return Digits.of(took.toMillis() / 1e3);
  }

  /** The configuration as YAML. */
  static String configurationIn(SafetensorsContent content, String where) {
    return ModelText.value(content, CONFIGURATION, where);
  }

  /** The plugins that the configuration names, one per line. */
  static String pluginsIn(SafetensorsContent content, String where) {
    return ModelText.value(content, PLUGINS, where);
  }

  /** The origin of the model; files of earlier versions contain little of it. */
  static Provenance provenanceIn(SafetensorsContent content, String where) {
    return new Provenance(
        aboutIn(content, where),
        find(content, BITS),
        find(content, SOURCE),
        find(content, START),
        find(content, RANGES).map(text -> RangesText.parse(text, where)).orElse(SeenRanges.NONE),
        ModelText.applicationIn(content));
  }

  private static About aboutIn(SafetensorsContent content, String where) {
    try {
      return new About(
          find(content, TRAINED_BY).or(() -> find(content, VERSION)).orElse(ModelText.NO_VERSION),
          find(content, ROWS).map(Integer::valueOf),
          find(content, VALIDATION_ROWS).map(Integer::valueOf),
          find(content, TEST_ROWS).map(Integer::valueOf),
          find(content, SEED).map(Long::valueOf),
          scoresIn(find(content, SCORES).orElse("")),
          find(content, TRAINED_AT).map(Instant::parse),
          find(content, SECONDS)
              .map(text -> Duration.ofMillis(Math.round(Double.parseDouble(text) * 1e3))));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw ModelText.corrupt(
          where, "the description of its training cannot be read: " + e.getMessage(), e);
    }
  }

  private static Map<String, Map<String, Double>> scoresIn(String lines) {
    Map<String, Map<String, Double>> scores = new LinkedHashMap<>();
    for (String line : lines.lines().toList()) {
      // A name may contain spaces, such as the class name in a value of a metric.
      int name = line.indexOf(' ') + 1;
      int score = line.lastIndexOf(' ') + 1;
      if (name == 0 || score <= name) {
        throw new IllegalArgumentException("a score is '%s'".formatted(line));
      }
      scores
          .computeIfAbsent(line.substring(0, name - 1), part -> new LinkedHashMap<>())
          .put(
              OneLine.textOf(line.substring(name, score - 1)),
              Double.valueOf(line.substring(score)));
    }
    return scores;
  }

  private static Optional<String> find(SafetensorsContent content, String key) {
    return Optional.ofNullable(content.metadata().get(key));
  }
}
