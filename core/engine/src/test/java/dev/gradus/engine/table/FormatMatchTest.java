package dev.gradus.engine.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.Warning;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A file with the columns of another one is read, whatever its format. */
class FormatMatchTest {

  private static final CsvFormat COMMAS = new CsvFormat();
  private static final CsvFormat GERMAN = new CsvFormat().delimiter(";").decimal(",");
  private static final List<String> NEEDED = List.of("alcohol", "acid");

  private String said = "";

  @Test
  void anotherDelimiterIsRecognised() {
    assertSame(COMMAS, "alcohol;acid;other\n13.5;1.25;x\n12;2.5;y\n");
    assertEquals(
        "data.csv differs in format from the training data: its cells are separated by ';' and not by ','. Gradus reads it as it is written.",
        said);
    assertSame(COMMAS, "alcohol\tacid\n13.5\t1.25\n12\t2.5\n");
    assertTrue(said.contains("'tab'"), said);
    assertSame(COMMAS, "alcohol|acid\n13.5|1.25\n12|2.5\n");
    assertSame(GERMAN, "alcohol;acid\n13,5;1,25\n12;2,5\n");
    assertEquals("", said);
  }

  @Test
  void theDecimalSignIsRecognised() {
    assertSame(COMMAS, "alcohol;acid\n13,5;1,25\n12;2,5\n");
    assertTrue(said.contains("its decimals follow ',' and not '.'"), said);
    assertSame(GERMAN, "alcohol;acid\n13.5;1.25\n12;2.5\n");
    assertTrue(said.contains("its decimals follow '.' and not ','"), said);
    assertSame(GERMAN, "acid,alcohol\n1.25,13.5\n2.5,12\n");
  }

  @Test
  void aFileWithoutAHeaderIsReadInOrder() {
    assertSame(COMMAS, "13.5,1.25\n12,2.5\n");
    assertTrue(
        said.contains("has no header line, so its columns are taken for alcohol, acid"), said);
    DataException more =
        assertThrows(DataException.class, () -> read(COMMAS, "13.5,1.25,7\n12,2.5,8\n"));
    assertTrue(String.valueOf(more.getMessage()).contains("add a header line"), more.getMessage());
  }

  @Test
  void aHeaderLineIsSkippedWhereTheOthersHadNone() {
    Table table = read(COMMAS.header(false), List.of("1", "2"), "a,b\n13.5,1.25\n12,2.5\n");
    assertEquals(13.5, table.column("1").number(0));
    assertEquals(2, table.rows());
    assertTrue(said.contains("a header line, which is skipped"), said);
  }

  @Test
  void whatIsSaidDecides() {
    FormatMatch.Overrides bar = new FormatMatch.Overrides(Optional.of("|"), Optional.of(false));
    Table table = read(COMMAS, NEEDED, "alcohol|1.25\n12|2.5\n", bar);
    assertEquals("alcohol", table.column("alcohol").text(0));
    assertEquals("", said);
  }

  @Test
  void aMissingColumnIsSaidOfTheFormatThatTheFileHas() {
    Table table = read(COMMAS, "alcohol;sugar;x\n13.5;1.25;1\n12;2.5;1\n");
    assertEquals(List.of("alcohol", "sugar", "x"), table.names());
    assertThrows(DataException.class, () -> read(COMMAS, "\n\n"));
  }

  @Test
  void aSingleColumnAndASingleRowAreEnough() {
    Table table = read(COMMAS, List.of("x"), "x\n1.5\n");
    assertEquals(1.5, table.column("x").number(0));
    assertEquals("", said);
    assertSame(COMMAS, "sep=;\nalcohol;acid\n13,5;1,25\n12;2,5\n");
  }

  private void assertSame(CsvFormat known, String csv) {
    Table table = read(known, csv);
    assertEquals(13.5, table.column("alcohol").number(0), csv);
    assertEquals(1.25, table.column("acid").number(0), csv);
    assertEquals(12, table.column("alcohol").number(1), csv);
    assertEquals(2, table.rows(), csv);
  }

  private Table read(CsvFormat known, String csv) {
    return read(known, NEEDED, csv);
  }

  private Table read(CsvFormat known, List<String> needed, String csv) {
    return read(known, needed, csv, FormatMatch.Overrides.NONE);
  }

  private Table read(
      CsvFormat known, List<String> needed, String csv, FormatMatch.Overrides overrides) {
    byte[] bytes = csv.getBytes(StandardCharsets.UTF_8);
    try {
      FormatMatch match =
          FormatMatch.of(new ByteArrayInputStream(bytes), "data.csv", known, needed, overrides);
      said = match.warning("data.csv").map(Warning::message).orElse("");
      return match.named(
          CsvReader.read(new ByteArrayInputStream(bytes), "data.csv", match.format()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
