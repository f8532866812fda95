package dev.gradus.engine.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gradus.engine.config.Configuration;
import dev.gradus.runtime.problem.ConfigurationException;
import dev.gradus.runtime.problem.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** The locale of the machine changes nothing: neither what is read or written, nor a message. */
@ResourceLock(Resources.LOCALE)
final class LocaleTest {

  private static final String GOOD =
      """
      network: [dense: {units: 16, activation: tanh}, dense: {units: 1}]
      loss: {huber: {delta: 1234.5}}
      optimizer: {kitchen: {mode: very-slow, whole: -3, numbers: [0.5, 1e-9]}}
      metrics: [mean-squared-error]
      training: {epochs: 1234567}
      """;

  private static final String BAD =
      """
      TRAINING: {EPOCHS: 1}
      training: {epochs: 1234567.5, Shuffle: TRUE, batch-size: 99999999999}
      network: [dense: {units: -1234567, activation: TANH}]
      loss: MISSING
      optimizer: {kitchen: {mode: VERY_SLOW, whole: 1234567, numbers: [0,5, ٣]}}
      metrics: [MEAN-SQUARED-ERROR, 1234567]
      """;

  private final ConfigurationReader reader = new ConfigurationReader(TestPlugins.catalogue());

  @Test
  void everyLocaleReadsWritesAndComplainsAlike() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.ROOT);
      String good = written();
      List<Problem> bad = complaints();
      for (String tag :
          List.of("tr-TR", "de-DE", "ar-EG-u-nu-arab", "th-TH-u-nu-thai", "az", "lt")) {
        Locale.setDefault(Locale.forLanguageTag(tag));
        assertEquals(good, written(), tag);
        assertEquals(bad, complaints(), tag);
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  private String written() {
    Configuration read = reader.parse(GOOD, "iris.yaml", Path.of(""), List.of());
    return new ConfigurationWriter().write(read);
  }

  private List<Problem> complaints() {
    return assertThrows(
            ConfigurationException.class,
            () ->
                reader.parse(
                    BAD, "iris.yaml", Path.of(""), List.of(Setting.parse("data.İI=1234567"))))
        .problems();
  }
}
