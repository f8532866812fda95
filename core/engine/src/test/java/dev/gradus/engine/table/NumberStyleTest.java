package dev.gradus.engine.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Numbers with another decimal sign, separated thousands, and units. */
class NumberStyleTest {

  private static CsvFormat format(String decimal, String thousands, String... units) {
    return new CsvFormat(";", "\"", true, List.of(), decimal, thousands, List.of(units), false, 0);
  }

  private static void assertNumber(double number, CsvFormat format, String text) {
    assertEquals(number, format.numbers().parse(text), text);
  }

  private static void assertNone(CsvFormat format, String... texts) {
    for (String text : texts) {
      assertEquals(Double.NaN, format.numbers().parse(text), text);
    }
  }

  @Test
  void aDecimalComma() {
    CsvFormat comma = format(",", "");
    assertNumber(1.5, comma, "1,5");
    assertNumber(-0.25, comma, "-,25");
    assertNumber(1500, comma, "1,5e3");
    assertNumber(7, comma, "7");
    assertNumber(1e16, comma, "10000000000000000");
    assertNone(comma, "1.5", "1,5,6", "1,5.6", ",", "", "-", "x", "1,x", "$1,5");
  }

  @Test
  void eitherDecimalSign() {
    CsvFormat both = format("both", "");
    assertNumber(1.5, both, "1,5");
    assertNumber(1.5, both, "1.5");
    assertNone(both, "1.234,5", "1,234.5");
  }

  @Test
  void thousandsAreSeparatedEverywhereOrNowhere() {
    CsvFormat english = format(".", ",");
    assertNumber(1234567.5, english, "1,234,567.5");
    assertNumber(1234567.5, english, "1234567.5");
    assertNumber(-1234, english, "-1,234");
    assertNone(english, "12,34", "1234,567", "1,2345", ",234", "1,234,56", "1.234,567");
    CsvFormat german = format(",", ".");
    assertNumber(1234.5, german, "1.234,5");
    assertNumber(1234, german, "1.234");
    assertNone(german, "1.5", "1.23,4");
    assertNumber(12345, format(".", " "), "12 345");
    assertNumber(12345.5, format(".", "'"), "12'345.5");
  }

  @Test
  void aUnitDoesNotCount() {
    CsvFormat units = format(".", ",", "$", "EUR", "%");
    assertNumber(1.5, units, "$1.50");
    assertNumber(-1.5, units, "-$1.50");
    assertNumber(-1.5, units, "$-1.50");
    assertNumber(1234.5, units, "$ 1,234.50");
    assertNumber(12, units, "12%");
    assertNumber(12, units, "12 EUR");
    assertNumber(12, units, "12");
    assertNone(units, "$12%", "%", "$", "12 USD", "--$1", "-$-1");
  }

  @Test
  void aCellKeepsItsText() {
    String text = "p;q;name\n1,50;$7;1,5\n2;1.000 $;x\n0,125;3;2,5\n";
    Table table =
        CsvReader.read(
            new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
            "p.csv",
            format(",", ".", "$"));
    assertEquals(1.5, table.column("p").number(0));
    assertEquals("1,50", table.column("p").text(0));
    assertEquals("2", table.column("p").text(1));
    assertEquals("0,125", table.select(new int[] {2}).column("p").text(0));
    assertEquals("$7", table.column("q").text(0));
    assertEquals(1000, table.column("q").number(1));
    assertEquals("1.000 $", table.column("q").text(1));
    assertEquals("1,5", table.column("name").text(0), "turned into texts");
    assertEquals(2.5, table.column("name").number(2));
  }

  @Test
  void whatCannotBeTheFormatOfAFileIsRefused() {
    assertRefused("decimal must be '.', ',' or both, but is ';'", ";", "");
    assertRefused(
        "thousands and decimal must be different characters, because 1,234 would be two numbers",
        ",",
        ",");
    assertRefused(
        "thousands and decimal must be different characters, because 1.234 would be two numbers",
        "both",
        ".");
    assertRefused("thousands must be one character, but is '..'", ",", "..");
    assertRefused(
        "thousands must be a character that cannot be part of a number, but is '5'", ".", "5");
    assertRefused(
        "units must be strings without digits, signs or surrounding blanks, but one is 'm2'",
        ".",
        "",
        "m2");
  }

  private static void assertRefused(
      String sentence, String decimal, String thousands, String... units) {
    assertEquals(
        sentence,
        assertThrows(IllegalArgumentException.class, () -> format(decimal, thousands, units))
            .getMessage());
  }
}
