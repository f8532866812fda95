package dev.gradus.engine.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Values as JSON. */
class JsonTest {

  private record Run(
      String leadingLoss, long steps, Optional<Part> lastPart, List<Double> scores) {}

  private record Part(boolean whole, double share) {}

  @Test
  void aRecordIsWrittenByItsComponentsInTheirOrderInKebabCase() {
    assertEquals(
        "{\"leading-loss\":\"mse\",\"steps\":12345678901,"
            + "\"last-part\":{\"whole\":true,\"share\":0.1},\"scores\":[1.0,1.0E-7]}",
        Json.line(
            new Run("mse", 12345678901L, Optional.of(new Part(true, 0.1)), List.of(1.0, 1e-7))));
  }

  @Test
  void whatIsNoNumberOrIsNotThereIsNull() {
    assertEquals(
        "[null,null,null,null]",
        Json.line(
            Arrays.asList(
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Optional.empty(),
                Optional.of(Double.NEGATIVE_INFINITY))));
  }

  @Test
  void aMapKeepsItsOrderAndWhatIsNothingElseIsAString() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("z", Path.of("a"));
    map.put("a", "say \"no\"\n");
    map.put("m", Map.of());
    assertEquals("{\"z\":\"a\",\"a\":\"say \\\"no\\\"\\n\",\"m\":{}}", Json.line(map));
  }

  @Test
  void theEntriesOfARecordCanBeChanged() {
    Map<String, Object> entries = Json.entries(new Part(false, 0.5));
    entries.put("number", 3);
    assertEquals("{\"whole\":false,\"share\":0.5,\"number\":3}", Json.line(entries));
  }

  @Test
  void namesAndNumbersCanBeWrittenInAnotherWay() {
    assertEquals(
        "{\"leadingLoss\":\"mse\",\"steps\":2,\"lastPart\":null,\"scores\":[3,null]}",
        Json.write(
            new Run("mse", 2, Optional.empty(), List.of(3.2, Double.NaN)),
            RecordComponent::getName,
            Math::round,
            json -> {}));
  }
}
