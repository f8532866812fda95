package dev.gradus.engine.model;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.training.Experiment;
import java.util.Map;
import java.util.Optional;

/**
 * What a model says of where it comes from.
 *
 * @param about how it was trained
 * @param bits where the same training gives the same bits
 * @param source the data source that it was trained from, as YAML
 * @param start the model that training began with
 * @param metadata what the application says of it
 */
record Provenance(
    About about,
    Optional<String> bits,
    Optional<String> source,
    Optional<String> start,
    Map<String, String> metadata) {

  /**
   * Of what was trained just now.
   *
   * @param scores by part of the data, then by name
   */
  static Provenance of(Experiment experiment, Map<String, Map<String, Double>> scores) {
    Configuration configuration = experiment.configuration();
    About about =
        new About(
            Version.current(),
            Optional.of(experiment.training().rows()).filter(rows -> rows > 0),
            experiment.validation().map(Examples::rows),
            experiment.test().map(Examples::rows),
            Optional.of(configuration.training().seed()),
            scores,
            Optional.empty(),
            Optional.empty());
    return new Provenance(
        about,
        Optional.of(Bits.of(configuration)),
        configuration.data().flatMap(DataSpec::source).flatMap(KeptSource::textOf),
        experiment.start(),
        Map.of());
  }

  /** The same with other words on how it was trained. */
  Provenance with(About other) {
    return new Provenance(other, bits, source, start, metadata);
  }

  /** The same with other metadata. */
  Provenance with(Map<String, String> other) {
    return new Provenance(about, bits, source, start, other);
  }
}
