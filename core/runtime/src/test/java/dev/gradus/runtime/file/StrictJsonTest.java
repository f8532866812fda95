package dev.gradus.runtime.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gradus.runtime.file.StrictJson.Token;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON according to RFC 8259 is read, and everything else refused. */
class StrictJsonTest {

  /** All tokens of a text, with what they say. */
  private static List<String> tokens(String text) throws IOException {
    List<String> tokens = new ArrayList<>();
    StrictJson json = new StrictJson(text);
    while (json.token() != Token.END) {
      Token token = json.token();
      switch (token) {
        case KEY -> tokens.add("key " + json.key());
        case STRING -> tokens.add("text " + json.string());
        case NUMBER -> tokens.add("number " + json.numberText());
        default -> {
          tokens.add(token.toString());
          json.take(token);
        }
      }
    }
    json.end();
    return tokens;
  }

  @Test
  void everyTokenIsSeen() throws IOException {
    assertEquals(
        List.of(
            "'{'",
            "key a",
            "'['",
            "number 1",
            "number -2.5e-3",
            "number 0",
            "']'",
            "key b",
            "'{'",
            "'}'",
            "key c",
            "'['",
            "']'",
            "key d",
            "true",
            "key e",
            "false",
            "key f",
            "null",
            "key g",
            "text x",
            "'}'"),
        tokens(
            " {\"a\" :[1, -2.5e-3,\t0],\n\"b\":{},\"c\":[],\"d\":true,\"e\":false,\r\"f\":null,\"g\":\"x\"} "));
  }

  @Test
  void escapesAreCharacters() throws IOException {
    assertEquals(
        List.of("text \"\\/\b\f\n\r\t\u00e9\uD83D\uDE00 é"),
        tokens("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\ude00 é\""));
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    StringBuilder all = new StringBuilder();
    for (char c = 0; c < 0x180; c++) {
      all.append(c);
    }
    String text = all.append("\uD83D\uDE00").toString();
    assertEquals(List.of("text " + text), tokens(new JsonWriter().value(text).toString()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{,}",
        "{a:1}",
        "{\"a\":1 \"b\":2}",
        "[1 2]",
        "}",
        "]",
        "1 2",
        "nul",
        "truth",
        "+1",
        "01",
        "1.",
        ".5",
        "1e",
        "-",
        "0x1",
        "NaN",
        "Infinity",
        "\"a",
        "\"\\",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\\u12",
        "'a'",
        "/**/1",
        "{\"a\":1,\"a\":2}",
        "[1]x",
        "{\"a\":1]",
        "[1}",
        "\"a\nb\""
      })
  void whatIsNoJsonIsRefused(String text) {
    IOException e = assertThrows(IOException.class, () -> tokens(text));
    assertEquals("its JSON is malformed: ", String.valueOf(e.getMessage()).substring(0, 23), text);
  }

  @Test
  void itIsNotNestedWithoutEnd() {
    IOException e = assertThrows(IOException.class, () -> tokens("[".repeat(100_000)));
    assertEquals(
        "its JSON is malformed: it is nested deeper than 100, at character 102", e.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[1.5]|it has 1.5 instead of a whole number",
        "[9223372036854775808]|it has 9223372036854775808 instead of a whole number",
        "['1']|it has a text instead of a number",
        "[true]|it has true instead of a number"
      })
  void whatIsNotAskedForIsRefused(String text, String sentence) throws IOException {
    StrictJson json = new StrictJson(text.replace('\'', '"'));
    json.take(Token.START_ARRAY);
    assertEquals(sentence, assertThrows(IOException.class, json::whole).getMessage());
  }
}
