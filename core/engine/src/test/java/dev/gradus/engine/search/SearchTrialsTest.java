package dev.gradus.engine.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.binding.ConfigurationReader;
import dev.gradus.engine.binding.Variations;
import dev.gradus.engine.config.YamlValue;
import dev.gradus.spi.AuxiliaryColumn;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What all trials of a search have in common is found without binding each of them. */
class SearchTrialsTest {

  private static final String DOCUMENT =
      """
      data: {target: claims}
      network: [dense]
      loss: poisson
      optimizer: adam
      metrics: [mean-absolute-error]
      tune:
        trials: 300
        metric: mean-absolute-error
        space:
          training.seed: {range: [1, 1000]}
          loss: {choice: [{poisson: {exposure: years}}, mean-squared-error]}
          loss.poisson.exposure: {choice: [years, months]}
      """;

  @Test
  void trialsWithTheSameLossAreBoundOnce() {
    try (Gradus gradus = Gradus.create()) {
      Variations variations =
          new ConfigurationReader(gradus.catalogue())
              .variations(DOCUMENT, "tune.yaml", Path.of(""), List.of());
      SearchTrials trials = new SearchTrials(variations);
      assertEquals(300, trials.draws().size());
      List<Object> bound = new ArrayList<>();
      Set<AuxiliaryColumn> columns =
          SearchTrials.auxiliaryColumns(
              trials.draws(),
              values -> {
                bound.add(values);
                return variations.with(values);
              });
      Set<String> names = new TreeSet<>();
      columns.forEach(column -> names.add(column.name()));
      assertEquals(Set.of("months", "years"), names);
      // None of these fits, so each is tried.
      long unfit =
          trials.draws().stream()
              .filter(values -> String.valueOf(values.get("loss")).contains("mean-squared-error"))
              .count();
      assertEquals(2 + unfit, bound.size());
      assertTrue(unfit < 200, unfit + " do not fit");
      assertEquals(columns, Set.copyOf(trials.auxiliaryColumns()));
    }
  }

  /** The column of a trial that cannot be remains an input of the others. */
  @Test
  void onlyTrialsThatFitHaveColumns() {
    try (Gradus gradus = Gradus.create()) {
      Variations variations =
          new ConfigurationReader(gradus.catalogue())
              .variations(DOCUMENT, "tune.yaml", Path.of(""), List.of());
      Map<String, YamlValue> months =
          Map.of("loss", loss("months"), "training.epochs", YamlValue.of("-1"));
      Map<String, YamlValue> years = Map.of("loss", loss("years"));
      Map<String, YamlValue> unfit =
          Map.of("loss", loss("years"), "training.epochs", YamlValue.of("-1"));
      assertEquals(
          List.of("years"),
          SearchTrials.auxiliaryColumns(List.of(months, unfit, years, unfit), variations::with)
              .stream()
              .map(AuxiliaryColumn::name)
              .toList());
    }
  }

  private static YamlValue loss(String exposure) {
    return YamlValue.of("{poisson: {exposure: %s}}".formatted(exposure));
  }
}
