package dev.gradus.engine.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.gradus.spi.Option;
import dev.gradus.spi.Plugin;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What may be written under {@code columns} in the YAML. */
class ColumnSpecTest {

  @Test
  void theNamesAreThoseOfTheYaml() {
    List<String> names =
        Arrays.stream(ColumnSpec.class.getPermittedSubclasses())
            .map(type -> Objects.requireNonNull(type.getAnnotation(Plugin.class)).name())
            .toList();
    assertEquals(List.of("numeric", "categorical", "boolean", "date", "ignore", "weight"), names);
  }

  @Test
  void everyOneSaysWhatItIs() {
    for (Class<?> type : ColumnSpec.class.getPermittedSubclasses()) {
      assertFalse(Objects.requireNonNull(type.getAnnotation(Plugin.class)).summary().isBlank());
      for (var component : type.getRecordComponents()) {
        assertFalse(
            Objects.requireNonNull(component.getAnnotation(Option.class)).value().isBlank());
      }
    }
  }

  @Test
  void numbersAreStandardisedUnlessSaidOtherwise() {
    assertEquals(ColumnSpec.Scale.STANDARD, new NumericSpec().scale());
  }
}
