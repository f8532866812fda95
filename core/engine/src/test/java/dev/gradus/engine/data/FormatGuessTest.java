package dev.gradus.engine.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How CSV files are written, as it is guessed. */
class FormatGuessTest {

  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("found.csv"), text);
  }

  private CsvFormat guess(String text) throws IOException {
    return FormatGuess.of(file(text));
  }

  private CsvFormat completed(String text) throws IOException {
    Path file = file(text);
    CsvFormat guessed = FormatGuess.of(file);
    return FormatGuess.completed(guessed, CsvReader.read(file, guessed));
  }

  private static CsvFormat format(String delimiter, boolean header, String... missing) {
    return new CsvFormat(delimiter, "\"", header, List.of(missing));
  }

  @Test
  void theDelimiterIsWhatCutsMostLinesAlike() throws IOException {
    assertEquals(format(",", true), guess("a,b\n1,2\n"));
    assertEquals(format(";", true), guess("a;b\n1,5;2,5\n"));
    assertEquals(format("tab", true), guess("a\tb\n1\t2\n"));
    assertEquals(format("|", true), guess("a|b\n1|2\n"));
    assertEquals(format(",", true), guess("a,b\n\"x;y;z\",2\n\"x;y;z\",2\n"));
  }

  @Test
  void aFirstLineWithNumbersOrWithTheSameTwiceNamesNothing() throws IOException {
    assertEquals(format(",", false), guess("1,a\n2,b\n"));
    assertEquals(format(",", false), guess("a,a\nb,a\n"));
    assertEquals(format(",", true), guess("\uFEFFx,y\n1,2\n"));
    assertEquals(format(",", true), guess(",x,y\n0,1,2\n"), "rows are numbered");
  }

  @Test
  void aFirstLineWithAWordAboveNumbersNamesThemEvenIfItCallsTwoAlikeOrOneNothing()
      throws IOException {
    assertEquals(format(",", true), guess("size,size,kind\n1,2,a\n3,4,b\n"));
    assertEquals(format(",", true), guess("size,,kind\n1,2,a\n3,4,b\n"));
    assertEquals(format(",", true, "?"), guess("size,size\n1,?\n?,4\n2,3\n"));
    assertEquals(format(",", false, "?"), guess("?,?,a\n1,2,a\n3,4,b\n"), "missing, not a name");
    assertEquals(
        "found.csv:1: columns 1 and 2 are both called 'size'; rename one, or, if the file begins with data, add a line with the names of the columns",
        assertThrows(DataException.class, () -> completed("size,size\n1,2\n3,4\n")).getMessage());
  }

  @Test
  void theUsualTextsForMissingValuesAreFound() throws IOException {
    assertEquals(format(",", true, "?", "NA"), guess("x,y\n?,1\n2,NA\n"));
  }

  @Test
  void textsForMissingValuesMayComeLateOrBeWords() throws IOException {
    String numbers = "1,a\n".repeat(300);
    assertEquals(format(",", false), guess(numbers + "?,a\n"));
    assertEquals(format(",", false, "?"), completed(numbers + "?,a\n"));
    assertEquals(format(",", false, "none", "unknown"), completed(numbers + "unknown,a\nnone,a\n"));
    assertEquals(format(",", false), completed(numbers), "a column of words is none of numbers");
  }

  @Test
  void codesAmongNumbersAreNotMissing() throws IOException {
    String numbers = "n,a\n" + "1,a\n2,a\n".repeat(9);
    assertEquals(format(",", true), completed(numbers + "3+,a\n"));
    assertEquals(format(",", true), completed(numbers + "p,a\nq,a\nr,a\ns,a\n"));
    assertEquals(format(",", true), completed("n,a\n1,a\nx,a\ny,a\n"), "numbers are few");
  }

  @Test
  void anEmptyFileIsASentence() throws IOException {
    Path empty = file("\n");
    assertEquals(
        "found.csv: the file is empty",
        assertThrows(DataException.class, () -> FormatGuess.of(empty)).getMessage());
  }
}
