package dev.gradus.cli.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Text from others cannot affect a terminal, and lost output is noticed. */
class VisibleTest {

  @Test
  void whatATerminalWouldActOnIsShownAsItsCode() {
    Map<String, String> shown =
        Map.of(
            "\u001b]0;title\u0007", "\\u001B]0;title\\u0007",
            "a\u009b31mb", "a\\u009B31mb",
            "a\u202eb\u2066c", "a\\u202Eb\\u2066c",
            "\u007f\b\r", "\\u007F\\u0008\\u000D",
            "a\u2028b\u0085", "a\\u2028b\\u0085",
            "half \ud83d of a pair", "half \\uD83D of a pair",
            "\ufefftag\udb40\udc41", "\\uFEFFtag\\uDB40\\uDC41");
    shown.forEach(
        (text, expected) -> {
          assertEquals(expected, Visible.text(text));
          assertEquals(expected, Visible.line(text));
        });
  }

  @Test
  void whatPeopleWriteStaysAsItIs() {
    for (String text : List.of("Größe", "温度", "می‌خواهم", "👩‍🚀", "عمر", "a\\u001B", "\ue000")) {
      assertEquals(text, Visible.text(text));
      assertEquals(text, Visible.line(text));
    }
  }

  @Test
  void aNameDoesNotBeginAnotherLineAndATextDoes() {
    assertEquals("a\\u000Awarning: b\\u0009c", Visible.line("a\nwarning: b\tc"));
    assertEquals("a\nb\tc\r\nd", Visible.text("a\nb\tc\r\nd"));
  }

  @Test
  void cellsOfATableAreAsWideAsTheyAreShown() {
    assertEquals(
        "a\\u000Ab  1\nc         2",
        Columns.layOut(List.of(List.of("a\nb", "1"), List.of("c", "2"))));
  }

  @Test
  void jsonHoldsTheSameTextInHarmlessCharacters() {
    assertEquals(
        "{\"a\\u202Eb\":\"\\u001B\\u009Bé\"}", Visible.json(Map.of("a\u202eb", "\u001b\u009bé")));
  }

  @Test
  void textIsVisibleAndDataAreAsTheyAre() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Terminal out = Terminal.on(bytes)) {
      out.println("ä\u001b");
      Terminal.data(out, "ä\u001b");
      assertEquals(Optional.empty(), out.failure());
    }
    assertEquals(
        "ä\\u001B" + System.lineSeparator() + "ä\u001b", bytes.toString(StandardCharsets.UTF_8));
  }

  @Test
  void whyNotAllCouldBeWrittenIsRemembered() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    Terminal out = Terminal.on(full);
    out.print("not yet written");
    assertTrue(out.failure().isPresent());
    assertEquals("No space left on device", out.failure().orElseThrow());
    assertFalse(Terminal.on(new ByteArrayOutputStream()).failure().isPresent());
  }
}
