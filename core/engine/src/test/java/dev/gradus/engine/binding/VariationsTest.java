package dev.gradus.engine.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gradus.engine.binding.TestPlugins.Adam;
import dev.gradus.engine.binding.TestPlugins.Huber;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.config.YamlValue;
import dev.gradus.runtime.problem.ConfigurationException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A document with other values equals one in which they are written. */
final class VariationsTest {

  private static final String FILE =
      """
      data: {csv: a.csv, target: b}
      loss: mse
      optimizer: adam
      network: [dense: {units: 2}, dense]
      metrics: [accuracy]
      tune:
        metric: accuracy
        space:
          optimizer.adam.learning-rate: {log-range: [0.001, 0.1]}
          optimizer: {choice: [adam, sgd]}
          loss: {choice: [mse, {huber: {delta: 2}}]}
          data.csv: {choice: [a.csv, b.csv]}
      """;

  private final ConfigurationReader reader = new ConfigurationReader(TestPlugins.catalogue());

  private Variations variations(Setting... settings) {
    return reader.variations(FILE, "a.yaml", Path.of("folder"), List.of(settings));
  }

  @Test
  void valuesStandWhereTheirPathsLead() {
    Variations variations = variations();
    Configuration varied =
        variations.with(
            Map.of("loss", chosen(variations, "loss", 1), "training.epochs", YamlValue.of("3")));
    assertEquals(new Huber(2), varied.loss());
    assertEquals(Optional.of(3), varied.training().epochs());
    assertEquals(Optional.empty(), varied.tune());
    assertEquals(variations.base().network(), varied.network());
  }

  @Test
  void aPathInAValueStartsAtTheFolderOfTheFile() {
    Variations variations = variations();
    Configuration varied = variations.with(Map.of("data.csv", chosen(variations, "data.csv", 1)));
    assertEquals(Optional.of(Path.of("folder", "b.csv")), varied.data().flatMap(DataSpec::csv));
  }

  @Test
  void aPathThatLeadsIntoAnotherComesAfterIt() {
    Variations variations = variations();
    Map<String, YamlValue> values = new LinkedHashMap<>();
    values.put("optimizer.adam.learning-rate", YamlValue.of("0.5"));
    values.put("optimizer", chosen(variations, "optimizer", 0));
    assertEquals(0.5, ((Adam) variations.with(values).optimizer()).learningRate());
  }

  @Test
  void whatDoesNotFitTogetherIsRefusedWithThePlaceOfThePath() {
    Variations variations = variations();
    Map<String, YamlValue> values =
        Map.of(
            "optimizer.adam.learning-rate",
            YamlValue.of("0.5"),
            "optimizer",
            chosen(variations, "optimizer", 1));
    ConfigurationException e =
        assertThrows(ConfigurationException.class, () -> variations.with(values));
    assertEquals("a.yaml:9:5", e.problems().get(0).where());
  }

  @Test
  void settingsOfTheCommandLineComeFirst() {
    Variations variations =
        variations(Setting.parse("training.epochs=5"), Setting.parse("tune.trials=2"));
    assertEquals(Optional.of(5), variations.with(Map.of()).training().epochs());
    assertEquals(2, variations.spec().trials());
  }

  @Test
  void withoutASectionThereIsNothingToVary() {
    String text = FILE.substring(0, FILE.indexOf("tune:"));
    Variations variations = reader.variations(text, "a.yaml", Path.of(""), List.of());
    assertThrows(ConfigurationException.class, variations::spec);
  }

  private static YamlValue chosen(Variations variations, String path, int index) {
    return Optional.ofNullable(variations.spec().space().get(path))
        .orElseThrow()
        .extremes()
        .get(index);
  }
}
