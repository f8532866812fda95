package dev.gradus.engine.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.plugin.SamplePlugins.Fragile;
import dev.gradus.engine.plugin.SamplePlugins.Sample;
import dev.gradus.engine.plugin.SamplePlugins.Section;
import dev.gradus.spi.Interval;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Options are the components of a record, and the shortest constructor holds their defaults. */
class RecordOptionsTest {

  private final RecordOptions sample = RecordOptions.of(Sample.class);
  private final RecordOptions section = RecordOptions.of(Section.class);

  @Test
  void eachComponentIsAnOption() {
    assertEquals(
        List.of(
            new RecordOptions.One(
                "strength", double.class, "how much", Interval.above(0), false, List.of()),
            new RecordOptions.One("repeat-count", int.class, "", Interval.REAL, false, List.of())),
        sample.all());
    assertEquals(Optional.empty(), sample.find("repeatCount"));
    assertEquals("repeat-count", sample.find("repeat-count").orElseThrow().name());
  }

  @Test
  void theDefaultsAreThoseOfTheShortestConstructor() {
    assertEquals(Map.of("strength", 0.5, "repeat-count", 2), sample.defaults());
    assertEquals(List.of("strength", "repeat-count"), List.copyOf(sample.defaults().keySet()));
  }

  @Test
  void whatIsGivenReplacesTheDefault() {
    assertEquals(new Sample(0.5, 2), sample.create(Map.of()));
    assertEquals(new Sample(3, 2), sample.create(Map.of("strength", 3.0)));
    assertEquals(new Sample(3, 4), sample.create(Map.of("repeat-count", 4, "strength", 3.0)));
  }

  @Test
  void theValuesOfAnInstanceAreInTheOrderOfTheComponents() {
    Map<String, Object> values = sample.valuesOf(new Sample(7, 8));
    assertEquals(Map.of("strength", 7.0, "repeat-count", 8), values);
    assertEquals(List.of("strength", "repeat-count"), List.copyOf(values.keySet()));
  }

  @Test
  void aParameterOfTheShortestConstructorMustBeGiven() {
    assertTrue(section.all().get(0).required());
    assertFalse(section.all().get(1).required());
    assertEquals(new Section("a", 3), section.create(Map.of("name", "a")));
    assertEquals(new Section("a", 4), section.create(Map.of("name", "a", "size", 4)));
    assertThrows(PluginException.class, () -> section.create(Map.of("size", 4)));
    assertEquals(Map.of(), section.defaults(), "there is no name to make one with");
  }

  @Test
  void aRefusedValueKeepsTheSentenceOfThePlugin() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> sample.create(Map.of("strength", -1.0)));
    assertEquals("strength must be a number above 0, but is -1.0", e.getMessage());
  }

  @Test
  void aConstructorThatFailsInAnotherWayIsTheFaultOfThePlugin() {
    String message =
        String.valueOf(
            assertThrows(
                    PluginException.class, () -> RecordOptions.of(Fragile.class).create(Map.of()))
                .getMessage());
    assertTrue(message.contains("Fragile fails"), message);
    assertTrue(message.contains("it is broken"), message);
  }

  @Test
  void aClassThatIsNoRecordHasNoOptions() {
    RecordOptions none = RecordOptions.of(SamplePlugins.PlainClass.class);
    assertEquals(List.of(), none.all());
    assertEquals(Map.of(), none.valuesOf(new SamplePlugins.PlainClass()));
  }
}
