package dev.gradus.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No text of the data gets to mean something in the page. */
class EscapingTest {

  private record Sample(String text, double number, Optional<String> missing, List<Integer> list) {}

  @ParameterizedTest
  @ValueSource(
      strings = {
        "</script><script>alert(1)</script>",
        "<!--<script>",
        "]]>",
        "\u2028\u2029",
        "\"'`&amp;",
        "{{script}}",
        "\0\t\n\\",
        "ключ 鍵 🔑"
      })
  void jsonInAScriptElementIsReadBackAsItWas(String text) throws IOException {
    String json = ScriptData.write(Map.of(text, text));
    assertFalse(json.contains("<") || json.contains(">") || json.contains("&"), json);
    assertFalse(json.contains("\u2028") || json.contains("\u2029"), json);
    assertEquals(text, new ObjectMapper().readTree(json).path(text).asText());
  }

  @Test
  void recordsAreWrittenByTheirComponentsWithSixDigits() {
    assertEquals(
        "{\"text\":\"a\",\"number\":0.123457,\"missing\":null,\"list\":[1,2]}",
        ScriptData.write(new Sample("a", 0.123456789, Optional.empty(), List.of(1, 2))));
  }

  @Test
  void whatIsNoNumberIsNullAndWholeNumbersHaveNoPoint() {
    assertEquals(
        "[null,null,3,1.0E-7]",
        ScriptData.write(List.of(Double.NaN, Double.POSITIVE_INFINITY, 3.0, 1e-7)));
  }

  @Test
  void textsAndAttributesAreEscaped() {
    assertEquals(
        "<p title=\"&quot;&#39;&lt;\">a &amp; <code>b&lt;</code> c`d</p>\n",
        new Html().element("p", "a & `b<` c`d", "title", "\"'<").toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"</script><img src=x onerror=alert(1)>", "<b>`x`</b>", "{{data}}"})
  void namesOfClassesAndColumnsCannotBreakOutOfThePage(String name) {
    String page = Report.of(Runs.hostile(name)).text();
    assertFalse(page.contains("<img"), "the name has become an element");
    assertFalse(page.contains("<b>`"), "the name has become an element");
    assertEquals(4, page.split("<script").length, "three scripts, and no further one");
    assertTrue(page.contains(Html.escape(name).substring(0, 6)), "the name is on the page");
  }
}
