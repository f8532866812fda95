package dev.gradus.engine.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gradus.runtime.problem.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A value is written in one line, and stays what it is. */
final class YamlValueTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7",
        "1e-3",
        "-.5",
        "true",
        "adam",
        "a b",
        "a, b",
        "x]",
        "a: {b: [1, '1']}",
        "[]",
        "{}",
        "~",
        "",
        "[~, 'null', null]",
        "- a\n- b: c",
        "'7'",
        "\"\\n\"",
        "|\n  a\n  b",
        "{a: }"
      })
  void whatIsWrittenIsReadBackToTheSame(String yaml) {
    YamlValue value = YamlValue.of(yaml);
    assertEquals(1, value.text().lines().count(), value.text());
    assertEquals(value, YamlValue.of(value.text()));
    assertEquals("[" + value.text() + ", 1]", YamlValue.of("[" + value.text() + ", 1]").text());
  }

  @Test
  void itsLayoutDoesNotMatterButItsQuotesDo() {
    assertEquals(YamlValue.of("[1, 2]"), YamlValue.of("- 1\n- 2\n"));
    assertNotEquals(YamlValue.of("7"), YamlValue.of("'7'"));
  }

  @Test
  void whatAFileMayNotHaveAValueMayNotHaveEither() {
    assertThrows(ConfigurationException.class, () -> YamlValue.of("&a 7"));
    assertThrows(ConfigurationException.class, () -> YamlValue.of("[1, *a]"));
    assertThrows(ConfigurationException.class, () -> YamlValue.of("[1"));
  }
}
