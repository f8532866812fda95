package dev.gradus.engine.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.runtime.problem.DataException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files in other encodings, with blanks between cells, or with cells in single quotes. */
class FoundFormatsTest {

  private static final Charset WESTERN = Charset.forName("windows-1252");

  private static final String CITIES = "Städte,y\nKöln,1.5\nZürich,2\n";

  @TempDir Path folder;

  private Path file(String text, Charset encoding) throws IOException {
    return Files.write(folder.resolve("found.csv"), text.getBytes(encoding));
  }

  private Path file(String text) throws IOException {
    return file(text, StandardCharsets.UTF_8);
  }

  private static Table read(Path file) {
    return CsvReader.read(file, FormatGuess.of(file).format());
  }

  private static List<String> texts(Table table, String column) {
    Column cells = table.column(column);
    return IntStream.range(0, cells.rows()).mapToObj(cells::text).toList();
  }

  private void assertIsRead(String encoding, Path file) {
    assertEquals(encoding, FormatGuess.of(file).format().encoding());
    Table table = read(file);
    assertEquals(List.of("Köln", "Zürich"), texts(table, "Städte").subList(0, 2));
    assertEquals(1.5, table.column("y").number(0));
    assertEquals(3, table.lineOf(1));
  }

  @Test
  void theEncodingIsRecognised() throws IOException {
    assertIsRead("utf-8", file(CITIES));
    assertIsRead("utf-8", file("\uFEFF" + CITIES));
    assertIsRead("windows-1252", file(CITIES, WESTERN));
    assertIsRead("utf-16", file("\uFEFF" + CITIES, StandardCharsets.UTF_16LE));
    assertIsRead("utf-16", file("\uFEFF" + CITIES, StandardCharsets.UTF_16BE));
    assertIsRead("utf-16le", file(CITIES, StandardCharsets.UTF_16LE));
    assertIsRead("utf-16be", file(CITIES, StandardCharsets.UTF_16BE));
    assertIsRead("iso-8859-1", file(CITIES + "\u0081,3\n", StandardCharsets.ISO_8859_1));
    assertEquals("utf-8", FormatGuess.of(file("a,b\n1,2\n")).format().encoding());
  }

  /** Beyond the bytes that are looked at at once, with a character across their border. */
  @Test
  void aLateLetterDecides() throws IOException {
    String rows = "x,1\n".repeat(20_000);
    assertEquals(
        "windows-1252",
        FormatGuess.of(file("a,b\n" + rows + "é,1\n", WESTERN)).format().encoding());
    assertEquals(
        "utf-8",
        FormatGuess.of(file("a,b\n" + rows + "\0,1\n" + rows + "é,1\n", WESTERN))
            .format()
            .encoding(),
        "a file with a zero byte is no text");
    for (int i = 0; i < 4; i++) {
      String text = "a".repeat(i + 1) + ",b\n" + "é,1\n".repeat(40_000);
      assertEquals("utf-8", FormatGuess.of(file(text)).format().encoding());
      Path western = file(text, WESTERN);
      assertEquals(40_000, read(western).rows());
      assertEquals("é", read(western).column("a".repeat(i + 1)).text(39_999));
    }
  }

  @Test
  void whatIsNotInTheNamedEncodingIsRefusedWithItsLine() throws IOException {
    CsvFormat format = new CsvFormat().encoding("windows-1252");
    Path file =
        Files.write(
            folder.resolve("found.csv"),
            "a,b\n1,2\n\u0081,3\n".getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(
        "found.csv:3: the bytes 0x81 0x2C are not a character in the encoding windows-1252; name the encoding that the file has (format: {encoding: …}), or save it in UTF-8",
        assertThrows(DataException.class, () -> CsvReader.read(file, format)).getMessage());
    assertEquals(
        "encoding must be one that Java knows, such as utf-8, utf-16, windows-1252 or iso-8859-1, but is 'latin-99'",
        assertThrows(IllegalArgumentException.class, () -> new CsvFormat().encoding("latin-99"))
            .getMessage());
  }

  @Test
  void aFileToPredictMayHaveAnotherEncoding() throws IOException {
    CsvFormat western = new CsvFormat().encoding("windows-1252");
    for (Charset encoding : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16, WESTERN)) {
      Path file = file(CITIES, encoding);
      FormatMatch match =
          FormatMatch.of(file, western, List.of("Städte"), FormatMatch.Overrides.NONE);
      assertEquals("Köln", CsvReader.read(file, match.format()).column("Städte").text(0));
      assertEquals(encoding.equals(WESTERN), match.warning("f").isEmpty());
      byte[] bytes = Files.readAllBytes(file);
      CsvFormat streamed =
          FormatMatch.of(
                  new ByteArrayInputStream(bytes),
                  "stream",
                  western,
                  List.of("Städte"),
                  FormatMatch.Overrides.NONE)
              .format();
      Table table = CsvReader.read(new ByteArrayInputStream(bytes), "stream", streamed);
      assertEquals("Köln", table.column("Städte").text(0));
    }
    byte[] plain = "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8);
    FormatMatch open =
        FormatMatch.of(
            new ByteArrayInputStream(plain),
            "stream",
            western,
            List.of("a"),
            FormatMatch.Overrides.NONE);
    assertEquals("windows-1252", open.format().encoding(), "letters may follow");
    assertTrue(open.warning("stream").isEmpty());
  }

  @Test
  void blanksAreADelimiter() throws IOException {
    Path file = file("  18.0   8\t307.0  \"chevrolet malibu\"\n15.0   8   350.0\t\"buick\"  \n\n");
    assertEquals("blanks", FormatGuess.of(file).format().delimiter());
    Table table = read(file);
    assertEquals(List.of("1", "2", "3", "4"), table.names());
    assertEquals(18, table.column("1").number(0));
    assertEquals(350, table.column("3").number(1));
    assertEquals(List.of("chevrolet malibu", "buick"), texts(table, "4"));
    Table named = read(file("size  kind\n1.5 a\n  2.5    b   "));
    assertEquals(List.of("size", "kind"), named.names());
    assertEquals(2.5, named.column("size").number(1));
    assertEquals(List.of("a", "b"), texts(named, "kind"));
  }

  @Test
  void blanksInNamesAreNoDelimiter() throws IOException {
    assertEquals(",", FormatGuess.of(file("full name\nAnn Lee\nBob Ray\n")).format().delimiter());
    assertEquals(",", FormatGuess.of(file("a b,c d\n1 2,3 4\n")).format().delimiter());
    assertEquals(",", FormatGuess.of(file("petal width\n1.5\n2\n")).format().delimiter());
  }

  /** A chunk of the file may end within blanks. */
  @Test
  void blanksAreReadAlikeWhereverTheFileIsCut() {
    String text = "  a   b\t c \n" + " 1 \t 2   x \n  3  4 'y y' \n".repeat(50) + "   \n 5 6 z   ";
    CsvFormat format = new CsvFormat().delimiter("blanks").quote("'");
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int chunk : new int[] {1, 2, 3, 5, 7, 11, 64, 1 << 16}) {
      for (int threads = 1; threads <= 2; threads++) {
        Table table =
            CsvReader.read(
                new ByteArrayInputStream(bytes),
                "text",
                format,
                0,
                new CsvLoader.Limits(1 << 30, threads, chunk));
        assertEquals(101, table.rows());
        assertEquals(5, table.column("a").number(100));
        assertEquals("y y", table.column("c").text(99));
        assertEquals(103, table.lineOf(100));
      }
    }
  }

  @Test
  void singleQuotesAreQuotes() throws IOException {
    Path file = file("'a','b, c',class\n0.5,'x, y','-1'\n1.5,'O','1'\n");
    assertEquals("'", FormatGuess.of(file).format().quote());
    Table table = read(file);
    assertEquals(List.of("a", "b, c", "class"), table.names());
    assertEquals(List.of("x, y", "O"), texts(table, "b, c"));
    assertEquals(-1, table.column("class").number(0));
    Table apostrophe = read(file("name,kind\n'x',O'Brien\n'y',d\n'z',e\n"));
    assertEquals(List.of("O'Brien", "d", "e"), texts(apostrophe, "kind"));
  }

  @Test
  void apostrophesAreNoQuotes() throws IOException {
    assertEquals("\"", FormatGuess.of(file("a,b\nO'Brien,1\n'n',2\nx,3\n")).format().quote());
    assertEquals("\"", FormatGuess.of(file("a,b\n'x',\"y\"\n'x',z\n")).format().quote());
  }
}
