package dev.gradus.engine.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.Thorough;
import dev.gradus.engine.data.Randomness;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.problem.DataException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any CSV file becomes a table, or an error that names the line. */
class CsvReaderTest {

  private static final String NINES = "9".repeat(65_536);

  private static Table read(byte[] bytes) {
    return CsvReader.read(new ByteArrayInputStream(bytes), "iris.csv");
  }

  private static Table read(String text) {
    return read(text.getBytes(StandardCharsets.UTF_8));
  }

  // ------------------------------------------------------------------------------- accepted

  /** A table as text: a column a line, its type, its name, its cells. */
  private static String shown(Table table) {
    List<String> lines = new ArrayList<>();
    for (Column column : table.columns()) {
      List<String> cells =
          IntStream.range(0, column.rows())
              .mapToObj(row -> column.isMissing(row) ? "missing" : column.text(row))
              .toList();
      String type = column instanceof NumericColumn ? "numbers" : "texts";
      lines.add(type + " " + column.name() + " " + cells);
    }
    return String.join("; ", lines);
  }

  private static DynamicTest accepted(String name, String text, String expected) {
    return DynamicTest.dynamicTest(name, () -> assertEquals(expected, shown(read(text))));
  }

  @TestFactory
  Stream<DynamicTest> isRead() {
    return Stream.of(
        accepted(
            "numbers and texts",
            "length,species\n5.1,setosa\n7,virginica\n",
            "numbers length [5.1, 7]; texts species [setosa, virginica]"),
        accepted("without a line end at the end", "a,b\n1,2", "numbers a [1]; numbers b [2]"),
        accepted("CR LF line ends", "a,b\r\n1,2\r\n", "numbers a [1]; numbers b [2]"),
        accepted("CR line ends", "a,b\r1,2\r", "numbers a [1]; numbers b [2]"),
        accepted("a byte order mark is skipped", "\uFEFFa\n1\n", "numbers a [1]"),
        accepted("a byte order mark before a quote", "\uFEFF\"a\"\n1\n", "numbers a [1]"),
        accepted("blank lines are skipped", "\n\na,b\n\n1,2\n\n\n", "numbers a [1]; numbers b [2]"),
        accepted("a comma in quotes", "a\n\"x,y\"\n", "texts a [x,y]"),
        accepted("doubled quotes", "a\n\"say \"\"hi\"\"\"\n", "texts a [say \"hi\"]"),
        accepted("a line end in quotes", "a,b\n\"x\ny\",1\n", "texts a [x\ny]; numbers b [1]"),
        accepted("a number in quotes is a number", "a\n\"7\"\n", "numbers a [7]"),
        accepted(
            "blanks around a cell do not count",
            " a ,\tb\n 1 , setosa \n",
            "numbers a [1]; texts b [setosa]"),
        accepted("blanks in quotes count", "a\n\" x \"\n", "texts a [ x ]"),
        accepted("a name in quotes", "\"a,b\",c\n1,2\n", "numbers a,b [1]; numbers c [2]"),
        accepted("other scripts", "größe,名\n1,ümläut\n", "numbers größe [1]; texts 名 [ümläut]"),
        accepted("beyond U+FFFF", "a\n\uD83C\uDF3A\n", "texts a [\uD83C\uDF3A]"),
        accepted(
            "an empty cell is missing",
            "a,b\n1,\n,x\n",
            "numbers a [1, missing]; texts b [missing, x]"),
        accepted("so is an empty cell in quotes", "a\n1\n\"\"\n", "numbers a [1, missing]"),
        accepted("so is a cell of blanks", "a,b\n1, \n", "numbers a [1]; numbers b [missing]"),
        accepted("one text makes a column text", "a\n1\n2.50\n?\n", "texts a [1, 2.50, ?]"),
        accepted(
            "a text after missing cells and spelled numbers",
            "a,b\n,1\n007,1\n7,1\nx,1\n",
            "texts a [missing, 007, 7, x]; numbers b [1, 1, 1, 1]"),
        accepted("a decimal comma makes text", "a\n\"1,5\"\n", "texts a [1,5]"),
        accepted("NaN is text", "a\nNaN\n", "texts a [NaN]"),
        accepted("Infinity is text", "a\n-Infinity\n", "texts a [-Infinity]"),
        accepted("a hexadecimal number is text", "a\n0x1p3\n", "texts a [0x1p3]"),
        accepted("a trailing f or d is text", "a,b\n1f,1d\n", "texts a [1f]; texts b [1d]"),
        accepted("a number too large for a double is text", "a\n1e999\n", "texts a [1e999]"),
        accepted(
            "digits of another script are text", "a\n\u0661\u0662\n", "texts a [\u0661\u0662]"),
        accepted("exponents are numbers", "a\n1e-3\n2E+2\n", "numbers a [1e-3, 2E+2]"),
        accepted("a point first or last", "a\n.5\n5.\n", "numbers a [.5, 5.]"),
        accepted(
            "the text of a number is kept", "a\n007\n7.0\n+7\n7\n", "numbers a [007, 7.0, +7, 7]"),
        accepted(
            "columns numbered by a program",
            "0,1,2\n5,6,x\n",
            "numbers 0 [5]; numbers 1 [6]; texts 2 [x]"),
        accepted("the longest cell", "a\n" + NINES + "\n", "texts a [" + NINES + "]"),
        accepted("a constant column", "a\n3\n3\n", "numbers a [3, 3]"));
  }

  // ------------------------------------------------------------------------------- refused

  private static DynamicTest refused(String name, byte[] bytes, String message) {
    return DynamicTest.dynamicTest(
        name,
        () ->
            assertEquals(
                message, assertThrows(DataException.class, () -> read(bytes)).getMessage()));
  }

  private static DynamicTest refused(String name, String text, String message) {
    return refused(name, text.getBytes(StandardCharsets.UTF_8), message);
  }

  private static final String EMPTY =
      "iris.csv: the file is empty; it must begin with a line that names the columns";

  private static final String TOO_LONG =
      "iris.csv:2: in the record that begins here a cell has more than 65,536 characters; perhaps a quote is not closed";

  private static final String UNCLOSED =
      "iris.csv:2: a quote is opened in the record that begins here, and never closed; close it, or double it if it is meant as a character";

  private static final String AFTER_QUOTE =
      "iris.csv:2: a closing quote in the record that begins here must be followed by a comma or the end of the line; double the quotes inside a cell";

  @TestFactory
  Stream<DynamicTest> isRefused() {
    return Stream.of(
        refused("an empty file", "", EMPTY),
        refused("a byte order mark alone", "\uFEFF", EMPTY),
        refused("blank lines alone", "\r\n\n\r", EMPTY),
        refused(
            "a header alone",
            "a,b\n",
            "iris.csv: the file has a header, but no rows below it; add rows, or, if this line is a row, set format: {header: false}"),
        refused(
            "a cell too many",
            "a,b\n1,2\n1,2,3\n",
            "iris.csv:3: this line has 3 cells, but the header names 2 columns; put a cell that contains a comma in quotes, and leave a missing one empty between its commas"),
        refused(
            "a title",
            "All\n\na,b\n1,2\n",
            "iris.csv:3: this line has 2 cells, but the header names 1 column; put a cell that contains a comma in quotes, and leave a missing one empty between its commas; if the table only begins here, skip the lines before it (format: {skip-lines: 2})"),
        refused(
            "a cell too few",
            "a,b\n1\n",
            "iris.csv:2: this line has 1 cell, but the header names 2 columns; put a cell that contains a comma in quotes, and leave a missing one empty between its commas; remove a line that is not part of the table, such as a note"),
        refused(
            "the line is counted through quotes and blank lines",
            "a,b\n\n\"x\ny\",1\n2\n",
            "iris.csv:5: this line has 1 cell, but the header names 2 columns; put a cell that contains a comma in quotes, and leave a missing one empty between its commas; remove a line that is not part of the table, such as a note"),
        refused(
            "a semicolon as separator",
            "a;b\n1,5;2\n",
            "iris.csv:2: this line has 2 cells, but the header names 1 column; put a cell that contains a comma in quotes, and leave a missing one empty between its commas; if the table only begins here, skip the lines before it (format: {skip-lines: 1})"),
        refused("a quote that is never closed", "a,b\n1,\"x\n2,y\n", UNCLOSED),
        refused("text after a closing quote", "a\n\"x\"y\n", AFTER_QUOTE),
        refused("a blank after a closing quote", "a\n\"x\" \n", AFTER_QUOTE),
        refused(
            "a quote inside a cell that does not begin with one",
            "a\n5\" pipe\n",
            "iris.csv:2: there is a quote inside the cell 5\" pipe, which does not begin with one; put the whole cell in quotes, without blanks around them, and double those inside"),
        refused(
            "a blank before a quote",
            "a,b\n1, \"x\"\n",
            "iris.csv:2: there is a quote inside the cell \"x\", which does not begin with one; put the whole cell in quotes, without blanks around them, and double those inside"),
        refused(
            "a column without a name",
            "a,,c\n1,2,3\n",
            "iris.csv:1: column 2 of 3 has no name; name it, or have it called by its number (format: {unnamed: true}), and if it is not an input, leave it out (columns: {'2': ignore})"),
        refused(
            "a comma after the last name",
            "a,b,\n1,2,\n",
            "iris.csv:1: column 3 of 3 has no name; name it, or have it called by its number (format: {unnamed: true}), and if it is not an input, leave it out (columns: {'3': ignore})"),
        refused(
            "two columns of one name",
            "a,b,a\n1,2,3\n",
            "iris.csv:1: columns 1 and 3 are both called 'a'; rename one, or, if the file has no header, add a line with the names of the columns"),
        refused(
            "numbers in place of names",
            "5.1,3.5,1.4\n4.9,3,1.4\n",
            "iris.csv:1: the first line must name the columns, but contains the numbers 5.1, 3.5, 1.4; add a line with names, or, if there is no header, set format: {header: false}"),
        refused(
            "a NUL character",
            "a\n1\nx\0y\n",
            "iris.csv:3: there is a NUL character in this line, so the file is not text in UTF-8, or it is damaged; save it as CSV in UTF-8"),
        refused(
            "bytes that are not UTF-8",
            "a\n1\nm\u00FCnchen\n".getBytes(StandardCharsets.ISO_8859_1),
            "iris.csv:3: byte 5 of the file (0xFC) is not UTF-8; save the file in UTF-8, or name its encoding, such as format: {encoding: windows-1252}"),
        refused(
            "a character cut off at the end",
            new byte[] {'a', '\n', (byte) 0xC3},
            "iris.csv:2: byte 2 of the file (0xC3) is not UTF-8; save the file in UTF-8, or name its encoding, such as format: {encoding: windows-1252}"),
        refused(
            "an overlong encoding",
            new byte[] {'a', '\n', (byte) 0xC0, (byte) 0x80},
            "iris.csv:2: byte 2 of the file (0xC0) is not UTF-8; save the file in UTF-8, or name its encoding, such as format: {encoding: windows-1252}"),
        refused(
            "UTF-16",
            "a\n1\n".getBytes(StandardCharsets.UTF_16),
            "iris.csv:1: byte 0 of the file (0xFE) is not UTF-8; save the file in UTF-8, or name its encoding, such as format: {encoding: windows-1252}"),
        refused("a cell one character too long", "a\n" + NINES + "9\n", TOO_LONG),
        refused("a cell of a million characters", "a\n" + "x".repeat(1_000_000) + "\n", TOO_LONG),
        refused(
            "a quote that is not closed for a million characters",
            "a\n\"" + "x,1\n".repeat(250_000),
            TOO_LONG),
        refused(
            "a name that is too long",
            "x".repeat(65_537) + "\n1\n",
            TOO_LONG.replace("iris.csv:2", "iris.csv:1")),
        refused(
            "too many columns",
            "x,".repeat(65_536) + "x\n",
            "iris.csv:1: there are more than 65,536 columns"));
  }

  @Test
  void theLineOfARowIsWhereItsRecordBegins() {
    Table table = read("a,b\n\n1,\"x\ny\"\n2,z\n");
    assertEquals(List.of(3, 5), List.of(table.lineOf(0), table.lineOf(1)));
    assertEquals("iris.csv:5", table.placeOf(1));
    assertEquals("iris.csv", table.origin());
  }

  @Test
  void aMalformedByteIsFoundBehindManyGoodOnes() {
    byte[] bytes = ("a\n" + "1\n".repeat(100_000)).getBytes(StandardCharsets.UTF_8);
    bytes[150_000] = (byte) 0xFF;
    DataException e = assertThrows(DataException.class, () -> read(bytes));
    assertEquals(
        "iris.csv:75001: byte 150000 of the file (0xFF) is not UTF-8; save the file in UTF-8, or name its encoding, such as format: {encoding: windows-1252}",
        e.getMessage());
  }

  /** Every boundary of every buffer falls into a character of several bytes once. */
  @Test
  void charactersOfSeveralBytesMayLieAcrossBuffers() {
    for (int shift = 0; shift < 4; shift++) {
      String cell = "x".repeat(shift) + "\uD83C\uDF3A".repeat(15_000);
      assertEquals(cell, read("a\n" + cell + "\n").column("a").text(0), "shift " + shift);
    }
  }

  @Test
  void aMillionRowsAreRead() {
    Table table = read("a,b\n" + "1,x\n2.50,y\n".repeat(500_000));
    assertEquals(1_000_000, table.rows());
    assertEquals(2.5, table.column("a").number(999_999));
    assertEquals("2.50", table.column("a").text(999_999));
    assertEquals("y", table.column("b").text(999_999));
    assertEquals(1_000_001, table.lineOf(999_999));
  }

  @Test
  void asManySpellingsAsAColumnMayHaveCategoriesAreKept() {
    StringBuilder text = new StringBuilder("a\n");
    for (int i = 0; i < 2 * Preparation.MOST_CATEGORIES; i++) {
      text.append(i % Preparation.MOST_CATEGORIES).append(".50\n");
    }
    assertEquals("4095.50", read(text.toString()).column("a").text(8191));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void textsInQuotesAreReadAsTheyWereWritten(long seed) {
    RandomGenerator random = Randomness.of(seed, "texts", 0);
    for (int i = 0; i < 300; i++) {
      String[] texts = new String[1 + random.nextInt(30)];
      Arrays.setAll(texts, row -> randomText(random));
      StringBuilder csv = new StringBuilder("number,text\n");
      for (String text : texts) {
        csv.append("1,\"").append(text.replace("\"", "\"\"")).append("\"\r\n");
      }
      Column column = read(csv.toString()).column("text");
      assertArrayEquals(
          texts, IntStream.range(0, column.rows()).mapToObj(column::text).toArray(String[]::new));
    }
  }

  private static String randomText(RandomGenerator random) {
    String alphabet = "ab01.,;\" \t\r\né\uD83C\uDF3A";
    int[] codePoints = alphabet.codePoints().toArray();
    StringBuilder text = new StringBuilder();
    for (int length = random.nextInt(12); length > 0; length--) {
      text.appendCodePoint(codePoints[random.nextInt(codePoints.length)]);
    }
    return text.toString();
  }

  /** Bytes that matter, in any order: nothing but a table or a sentence may come of them. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void whateverTheBytesItIsATableOrASentence(long seed) {
    RandomGenerator random = Randomness.of(seed, "bytes", 0);
    byte[] alphabet = "ab01.-e,,,\n\n\n\r\"\" \t".getBytes(StandardCharsets.UTF_8);
    int tables = 0;
    for (int i = 0; i < 20_000; i += Thorough.stride(3)) {
      byte[] bytes = new byte[random.nextInt(24)];
      for (int j = 0; j < bytes.length; j++) {
        boolean any = random.nextInt(50) == 0;
        bytes[j] = (byte) (any ? random.nextInt(256) : alphabet[random.nextInt(alphabet.length)]);
      }
      try {
        tables += read(bytes).rows() > 0 ? 1 : 0;
      } catch (DataException e) {
        assertTrue(e.problems().get(0).where().startsWith("iris.csv"), e.toString());
      }
    }
    assertTrue(tables > 100, tables + " tables");
  }

  /** German would write 65.536, Arabic \u0666\u0665, and Turkish has an I of its own. */
  @ParameterizedTest
  @ValueSource(strings = {"de-DE", "ar-EG-u-nu-arab", "tr-TR"})
  void messagesAndNumbersAreTheSameInEveryLocale(String language) {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag(language));
    try {
      byte[] tooLong = ("a\n" + NINES + "9\n").getBytes(StandardCharsets.UTF_8);
      assertEquals(TOO_LONG, assertThrows(DataException.class, () -> read(tooLong)).getMessage());
      byte[] unclosed = "I,i\n1,\"x\n".getBytes(StandardCharsets.UTF_8);
      assertEquals(UNCLOSED, assertThrows(DataException.class, () -> read(unclosed)).getMessage());
      assertEquals("numbers I [1.5]; texts i [1,5]", shown(read("I,i\n1.5,\"1,5\"\n")));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void whatFailsInTheStreamIsASentence() {
    InputStream failing =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("the cable is cut");
          }

          @Override
          public int read(byte[] into, int from, int length) throws IOException {
            throw new IOException("the cable is cut");
          }
        };
    DataException e =
        assertThrows(DataException.class, () -> CsvReader.read(failing, "the network"));
    assertEquals("the network: the file cannot be read: the cable is cut", e.getMessage());
    assertTrue(e.getCause() instanceof IOException);
  }

  @Test
  void aColumnWithoutANameIsNeverCalledAsAnotherOneIs() {
    CsvFormat unnamed = new CsvFormat(",", "\"", true, List.of(), ".", "", List.of(), true, 0);
    String csv = ",0,1,2\n0,1.5,3,1\n1,2.5,4,0\n";
    Table table =
        CsvReader.read(
            new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)), "pandas", unnamed);
    assertEquals(List.of("column 1", "0", "1", "2"), table.names());
  }
}
