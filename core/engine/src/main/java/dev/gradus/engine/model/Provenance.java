package dev.gradus.engine.model;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.data.SeenRanges;
import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.training.Experiment;
import java.util.Map;
import java.util.Optional;

/**
 * The origin of a model.
 *
 * @param about how it was trained
 * @param bits whether the same training gives the same bits on every machine
 * @param source the data source that it was trained from, as YAML
 * @param start the model that training started from
 * @param seen the ranges of the inputs in the rows that it was trained on, as far as they are known
 * @param metadata the metadata of the application
 */
record Provenance(
    About about,
    Optional<String> bits,
    Optional<String> source,
    Optional<String> start,
    SeenRanges seen,
    Map<String, String> metadata) {

  /** The origin of a model that was not trained here. */
  static final Provenance ELSEWHERE =
      new Provenance(
          new About(
              About.ELSEWHERE,
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Map.of(),
              Optional.empty(),
              Optional.empty()),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          SeenRanges.NONE,
          Map.of());

  /**
   * The origin of a model that has just been trained.
   *
   * @param scores by data split, then by name
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
        experiment.seen(),
        Map.of());
  }

  /** The same with another account of its training. */
  Provenance with(About other) {
    return new Provenance(other, bits, source, start, seen, metadata);
  }

  /** The same with another account of its training, on other rows. */
  Provenance with(About other, SeenRanges ranges) {
    return new Provenance(other, bits, source, start, ranges, metadata);
  }

  /** The same with other metadata. */
  Provenance with(Map<String, String> other) {
    return new Provenance(about, bits, source, start, seen, other);
  }
}
