package dev.gradus.engine.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.runtime.problem.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guessing the format of CSV files. */
class FormatGuessTest {

  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("found.csv"), text);
  }

  private CsvFormat guess(String text) throws IOException {
    return FormatGuess.of(file(text)).format();
  }

  private CsvFormat completed(String text) throws IOException {
    Path file = file(text);
    CsvFormat guessed = FormatGuess.of(file).format();
    return FormatGuess.completed(guessed, CsvReader.read(file, guessed));
  }

  private static CsvFormat format(String delimiter, boolean header, String... missing) {
    return new CsvFormat(delimiter, "\"", header, List.of(missing));
  }

  private static CsvFormat numbers(
      String delimiter, String decimal, String thousands, String... units) {
    return new CsvFormat(
        delimiter, "\"", true, List.of(), decimal, thousands, List.of(units), false, 0);
  }

  private static CsvFormat unnamed() {
    return new CsvFormat(",", "\"", true, List.of(), ".", "", List.of(), true, 0);
  }

  @Test
  void theDelimiterIsWhatCutsMostLinesAlike() throws IOException {
    assertEquals(format(",", true), guess("a,b\n1,2\n"));
    assertEquals(numbers(";", ",", ""), guess("a;b\n1,5;2,5\n"));
    assertEquals(format("tab", true), guess("a\tb\n1\t2\n"));
    assertEquals(format("|", true), guess("a|b\n1|2\n"));
    assertEquals(format(",", true), guess("a,b\n\"x;y;z\",2\n\"x;y;z\",2\n"));
  }

  @Test
  void aFirstLineWithNumbersOrWithTheSameTwiceNamesNothing() throws IOException {
    assertEquals(format(",", false), guess("1,a\n2,b\n"));
    assertEquals(format(",", false), guess("a,a\nb,a\n"));
    assertEquals(format(",", true), guess("\uFEFFx,y\n1,2\n"));
    assertEquals(unnamed(), guess(",x,y\n0,1,2\n"), "rows are numbered");
  }

  @Test
  void aFirstLineWithAWordAboveNumbersNamesThemEvenIfItCallsTwoAlikeOrOneNothing()
      throws IOException {
    assertEquals(format(",", true), guess("size,size,kind\n1,2,a\n3,4,b\n"));
    assertEquals(unnamed(), guess("size,,kind\n1,2,a\n3,4,b\n"));
    assertEquals(format(",", true, "?"), guess("size,size\n1,?\n?,4\n2,3\n"));
    assertEquals(format(",", false, "?"), guess("?,?,a\n1,2,a\n3,4,b\n"), "missing, not a name");
    assertEquals(
        "found.csv:1: columns 1 and 2 are both called 'size'; rename one, or, if the file has no header, add a line with the names of the columns",
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
  void aMarkerAmongNamesIsAName() throws IOException {
    String names = "country,y\nNA,1\nDE,2\nNone,3\n-,4\nNA,1\nDE,2\n";
    assertEquals(format(",", true), guess(names));
    assertEquals(format(",", true), completed(names));
    assertEquals(format(",", true, "NA"), guess("x,y\n1,1\nNA,2\n3,3\n"), "among numbers");
    assertEquals(format(",", true, "?"), guess("kind,y\n?,1\na,2\nb,3\n"), "nobody's name");
    assertEquals(format(",", true, "NA"), completed("country,y\nNA,1\nDE,2\nDE,NA\nFR,4\nNA,5\n"));
  }

  @Test
  void aFirstLineWithNumbersAmongItsNamesIsAHeader() throws IOException {
    assertEquals(format(",", true), guess("0,1,2,label\n149,18,182,0\n9,7,2,1\n8,8,9,1\n"));
    assertEquals(
        format(",", true),
        guess("400,410,420,label\n0.2,-0.1,1.0,a\n-1.3,-0.5,-1.2,b\n1.8,-1.9,-0.3,a\n0.1,0,0,b\n"));
    assertEquals(
        format(",", true), guess("2010,2011,region\n1,2,a\n3,4,b\n5,6,a\n7,8,b\n"), "years");
    assertEquals(
        format(",", true),
        guess("region,2010,target\nx,2,7\ny,4,8\nx,5,9\n"),
        "a number alone, unlike those below it");
  }

  @Test
  void aFirstRowIsNoHeader() throws IOException {
    assertEquals(format(",", false), guess("5.1,3.5,1.4,rare\n4.9,3.0,1.4,a\n4.7,3.2,1.3,a\n"));
    assertEquals(format(",", false), guess("5,1,7,rare\n4,3,1,a\n4,3,9,b\n6,0,1,a\n1,2,3,b\n"));
    assertEquals(format(",", false), guess("1,2,3,a\n4,5,6,b\n7,8,9,a\n"), "it comes again");
  }

  private void assertHeader(boolean expected, String text) throws IOException {
    assertEquals(expected, guess(text).header(), text);
  }

  @Test
  void theNumbersOfColumnsAreAHeader() throws IOException {
    assertHeader(true, "0,1,2,3,4\n0.5,1.5,-2,3,x0\n1,2,2,-4,x1\n0.3,1,2,3.5,x0\n");
    assertHeader(true, "0,1,2,3\n149,18,182,0\n9,7,2,1\n0,1,9,1\n");
    assertHeader(true, "1,2,3,4\n0.5,1.5,-2,3\n1,2,2,-4\n0.3,1,2,3.5\n");
    assertHeader(true, "0,1,2,city\n5,1,7,Rome\n4,9,1,Oslo\n1,3,1,Bern\n");
    assertHeader(true, "0,1\n1.5,x0\n-2.5,x1\n");
    assertHeader(true, "0,1\n-0.5,0.3\n0.2,-1.9\n");
    assertHeader(true, ",0,1,2\n0,5,7,1\n1,0,2,9\n2,3,3,3\n");
    assertHeader(true, "0;1;2\n1,5;2,5;0,5\n0,5;1,0;7,5\n");
  }

  @Test
  void rowsThatCountAreRows() throws IOException {
    assertHeader(false, "0,1,2\n3,4,5\n6,7,8\n");
    assertHeader(false, "1,2,3\n4,5,6\n9,7,1\n");
    assertHeader(false, "0,1,2\n1,5,9\n2,4,4\n3,0,8\n");
    assertHeader(false, "1,2,3,a\n7,5,1,b\n7,8,3,a\n");
    assertHeader(false, "0,1\n5,3\n0,7\n4,4\n");
    assertHeader(false, "0,1\n5,x\n-0.5,3\n4,y\n");
  }

  @Test
  void yearsAndIdentifiersAboveSmallNumbersAreAHeader() throws IOException {
    assertHeader(true, "2019,2020,2021\n5,3,4\n9,8,7\n1,3,8\n");
    assertHeader(true, "2019,2020,2021\n1500.5,300,1900\n90,80,70\n100,3,80\n");
    assertHeader(true, "2021,2019,2015\n5,3,4\n9,8,7\n1,3,8\n");
    assertHeader(true, "country,1990,1995,2000\nTogo,1,5000,90\nPeru,3000,40,5\nOman,9,9,9\n");
    assertHeader(true, "2000,1995,1990\n1,5000,90\n3000,40,5\n9,9,9\n");
    assertHeader(true, "1054,1001,1017\n5,3,4\n9,8,7\n1,3,8\n");
    assertHeader(true, "2020,2021\n5,3\n9,8\n1,3\n");
    assertHeader(true, "400.5,410.5,420.75\n0.2,-0.1,1.0\n-1.3,-0.5,-1.2\n1.8,-1.9,-0.3\n");
  }

  @Test
  void aFirstRowOfNumbersIsARow() throws IOException {
    assertHeader(false, "5,0,0,0,1\n0,0,0,9,0\n4,0,2,0,0\n");
    assertHeader(false, "5.1,3.5,1.4,0.2\n4.9,3.0,1.4,0.2\n4.7,3.2,1.3,0.2\n");
    assertHeader(false, "1,14.23,1.71,2.43\n1,13.2,1.78,2.14\n2,13.16,2.36,2.67\n");
    assertHeader(false, "6,148,72,35,0,33.6,0.627,50,1\n1,85,66,29,0,26.6,0.351,31,0\n");
    assertHeader(false, "1000,2000,3000\n100,200,300\n10,20,30\n");
    assertHeader(false, "900,30,5000\n5,3,4\n9,8,7\n1,3,8\n");
    assertHeader(false, "1,2,4\n4,5,7\n7,8,11\n9,9,12\n");
    assertHeader(false, "0,9\n5,0\n8,3\n");
    assertHeader(false, "1960,1982,1990\n1971,1990,2001\n1955,1980,1981\n");
    assertHeader(false, "5,6,7\n8,9,11\n9,11,12\n");
  }

  @Test
  void aFirstLineOfTextsThatComeAgainIsARow() throws IOException {
    assertHeader(false, "red,small\nblue,large\nred,medium\n");
    assertHeader(true, "color,size\nblue,large\nred,medium\nblue,large\n");
  }

  @Test
  void oneOrTwoNumbersBesideAWordAreAHeaderWhereTheyAreFarFromWhatStandsBelow() throws IOException {
    for (String names : List.of("product,100,200", "id,2001,2002", ",100,200", "a,1e3,-500")) {
      String text = names + "\nw,1,2\nx,2,3\ny,4,5\nz,3,1\n";
      assertTrue(guess(text).header(), names);
      assertTrue(FormatGuess.of(file(text)).doubtful(), names);
    }
    assertTrue(guess("name,2020\nAnn,3\nBob,4\nCarl,1\n").header(), "a year");
    assertTrue(guess("2020,value\n3,a\n4,b\n7,a\n1,b\n").header(), "a year");
    assertFalse(guess("Ann,100\nBob,4\nCarl,3\nDora,9\n").header(), "one number, and no year");
    assertFalse(guess("a,100,90\nb,4,5\nc,3,4\nd,2,3\n").header(), "sorted by every column");
    assertFalse(guess("w,100,200\nx,2,3\nw,4,5\ny,3,1\n").header(), "the word comes again");
  }

  @Test
  void aRowThatStandsOutIsDoubtful() throws IOException {
    assertTrue(FormatGuess.of(file("Ann,100\nBob,4\nCarl,3\nDora,9\n")).doubtful());
    assertTrue(FormatGuess.of(file("product,100,200\na,1,2\nb,0,3\n")).doubtful(), "few rows");
    assertFalse(FormatGuess.of(file("Ann,1\nBob,2\nCarl,3\nDora,9\n")).doubtful(), "sorted");
    assertFalse(FormatGuess.of(file("a,100\nb,4\na,3\nb,9\n")).doubtful(), "it comes again");
  }

  @Test
  void whatCouldBeOtherwiseIsDoubtful() throws IOException {
    assertTrue(FormatGuess.of(file("0,1,2\n5,3,4\n9,8,7\n")).doubtful());
    assertTrue(FormatGuess.of(file("1,2,3\n4,5,6\n7,8,9\n")).doubtful());
    assertTrue(FormatGuess.of(file("vowel,sound\na,b\nc,d\n")).doubtful());
    assertFalse(FormatGuess.of(file("x,y\n1,2\n")).doubtful());
    assertFalse(FormatGuess.of(file("5.1,3.5,1.4\n4.9,3.0,1.4\n")).doubtful());
    assertFalse(FormatGuess.of(file("7,3,5\n4,9,1\n")).doubtful());
    FormatGuess said = FormatGuess.of(file("1,2,3\n4,5,6\n7,8,9\n"), Optional.of(true));
    assertFalse(said.doubtful());
    assertTrue(said.format().header());
    assertEquals(List.of("1", "2", "3"), said.first());
  }

  @Test
  void numbersInAnotherStyleAreFound() throws IOException {
    assertEquals(numbers(";", "both", ""), guess("p;n;y\n4448,76;0.312;4\n7448,61;-0.5;74\n"));
    assertEquals(numbers(";", ".", "", "$"), guess("p;y\n$2209.14;22\n$3295.37;32\n"));
    assertEquals(numbers(",", ".", ",", "$"), guess("p,y\n\"$1,234.50\",1\n\"-$12,000\",2\n"));
    assertEquals(numbers(",", ".", "", "%"), guess("p,y\n12%,1\n7.5 %,2\n"));
    assertEquals(numbers(";", ",", "."), guess("p;q\n1.234,5;1.000\n2.000,25;2.000\n"));
    assertEquals(numbers(";", ",", " ", "EUR"), guess("p;q\n1 234,5 EUR;1\n12,5 EUR;2\n"));
    assertEquals(
        numbers(";", ",", ""), guess("p;q\n1,234;1\n2,345;2\n"), "thousands have no comma");
    assertEquals(numbers(",", ".", ","), guess("p,q\n\"1,234\",1\n\"2,345\",2\n"));
  }

  @Test
  void namesThatLookLikeNumbersInAnotherStyleAreNames() throws IOException {
    assertEquals(format(",", true), guess("id,y\nA12,1\nA13,2\nB14,3\n"));
    assertEquals(format(",", true), guess("size,y\n12cm,1\n13in,2\n14cm,3\n"));
    assertEquals(format(";", true), guess("list;y\n1,5;1\nnone;2\nsome;3\n"), "few of them");
  }

  @Test
  void excelsLineWithTheDelimiterIsLeftOut() throws IOException {
    CsvFormat format = guess("sep=;\nx;y\n0;1,5\n1;2,5\n");
    assertEquals(new CsvFormat(";", "\"", true, List.of(), ",", "", List.of(), false, 1), format);
    Table table = CsvReader.read(folder.resolve("found.csv"), format);
    assertEquals(List.of("x", "y"), table.names());
    assertEquals(1.5, table.column("y").number(0));
    assertEquals("1,5", table.column("y").text(0));
    assertEquals(3, table.lineOf(0), "lines are counted from the beginning of the file");
  }

  @Test
  void aCommaBehindEveryLineIsAColumnWithoutAName() throws IOException {
    String text = "x,y,\n0,1,\n2,3,\n";
    assertEquals(unnamed(), completed(text));
    assertEquals(List.of("x", "y", "3"), CsvReader.read(file(text), unnamed()).names());
  }

  private void assertBegins(int skipped, String delimiter, String text) throws IOException {
    FormatGuess guess = FormatGuess.of(file(text));
    assertEquals(skipped, guess.format().skipLines(), text);
    assertEquals(delimiter, guess.format().delimiter(), text);
  }

  @Test
  void linesBeforeTheTableAreLeftOut() throws IOException {
    String table = "a;b\n" + "1;2\n3,5;x\n".repeat(3);
    assertBegins(2, ";", "Report 2024\n\n" + table);
    assertBegins(4, ";", "Report, for all\nof us\n\n\n" + table);
    assertBegins(1, ";", "Report;;\na;b;c\n" + "1;2;x\n3,5;x;y\n".repeat(3));
    assertBegins(2, ";", "sep=;\nReport\n" + table);
    assertBegins(1, ",", "Report\na,b\n" + "1,2\n".repeat(4));
    assertBegins(1, "tab", "Report\nname\tcity\n" + "Ann\tOslo\nBob\tRome\n".repeat(2));
    assertBegins(
        2, ",", "source,World\nupdated,2020\ncountry,1990,1991,1992\n" + "x,1,2,5\n".repeat(5));
    assertBegins(1, ",", "Report,,\na,b,c\n" + "1,2,x\n".repeat(5));
    assertBegins(1, ",", "station,Oslo\ntime,rain,wind\n" + "1,2,3\n".repeat(5));
    FormatGuess guess = FormatGuess.of(file("Report\n\nof May\na,b\n" + "1,2\n".repeat(5)));
    assertEquals(List.of("Report", "of May"), guess.before());
    assertEquals(List.of("a", "b"), guess.first());
    Table read = CsvReader.read(folder.resolve("found.csv"), guess.format());
    assertEquals(List.of("a", "b"), read.names());
    assertEquals(5, read.lineOf(0));
  }

  @Test
  void aTableThatBeginsInTheFirstLineKeepsIt() throws IOException {
    String rows = "1,2,3\n4,5,6\n".repeat(4);
    assertBegins(0, ",", "a,b,c\n" + rows);
    assertBegins(0, ",", "1,,\n" + rows);
    assertBegins(0, ",", "a,b\n" + rows);
    assertBegins(0, ",", ",x\n" + "alpha,beta\ngamma,delta\n".repeat(4));
    assertBegins(0, ",", "a,,\nx,b,c\n" + "y,b,d\nz,q,r\n".repeat(4));
    assertBegins(0, ",", "text\n" + "good, really\nbad, very\n".repeat(5));
    assertBegins(0, ",", "text\n" + "\"one,\ntwo\",3\n".repeat(5));
    assertBegins(0, ",", "price\n" + "1,5\n2,25\n".repeat(5));
    assertBegins(0, ",", "Report\na,b\n1,2\n");
    String missing = "alice,NA\n" + "bob,3\ncarl,4\n".repeat(4);
    assertBegins(0, ",", ",score\n" + missing);
    assertBegins(0, ",", "\"\",\"score\"\n" + missing);
    assertBegins(0, "blanks", "time count\n" + "0,5 12\n1,0 15\n".repeat(3));
  }

  @Test
  void aLineWithoutEndIsGuessedFromItsBeginning() throws IOException {
    assertEquals(format(",", true), guess("a,b\n" + "1".repeat(6_000_000)));
    assertEquals(format(",", true), guess("a".repeat(6_000_000)));
  }

  @Test
  void everyLineEndCountsOnce() throws IOException {
    for (String end : List.of("\n", "\r\n", "\r")) {
      FormatGuess guess =
          FormatGuess.of(file(String.join(end, "sep=;", "x;y", "0;1,5", "", "1;2,5", "")));
      assertEquals(List.of("x", "y"), guess.first());
      assertEquals(
          new CsvFormat(";", "\"", true, List.of(), ",", "", List.of(), false, 1), guess.format());
    }
  }

  @Test
  void aFormatIsGuessedFromTheFirstTwoHundredLines() throws IOException {
    String lines = "x,y\n" + "1,2\n".repeat(198);
    assertEquals(List.of("NA"), guess(lines + "NA,2\n").missing());
    assertEquals(List.of(), guess(lines + "1,2\nNA,2\n").missing());
  }

  @Test
  void ofLongLinesTheFirstTwoAreEnough() throws IOException {
    String wide = ",1".repeat(300_000);
    String lines = "x" + wide + "\n1" + wide + "\n";
    assertEquals(List.of(), guess(lines + "?" + wide + "\n").missing());
    assertEquals(List.of("?"), guess("x" + wide + "\n?" + wide + "\n").missing());
  }

  @Test
  void aMarkerIsOneWhereMostOfItsColumnAreNumbers() throws IOException {
    assertEquals(List.of("-"), guess("n,k\n1,a\n2,b\n-,c\nx,d\n").missing());
    assertEquals(List.of(), guess("n,k\n1,a\nx,b\n-,c\n").missing(), "half of them");
    assertEquals(List.of("None"), guess("n,k\n1\n2,a\nNone,b\n").missing(), "a short line");
  }

  @Test
  void numbersInAnotherStyleMayComeLate() throws IOException {
    String plain = "p;q\n" + "100;1.5\n".repeat(300);
    assertEquals(numbers(";", ".", ","), completed(plain + "1,234,567;2.5\n"));
    assertEquals(numbers(";", ".", ",", "$"), completed(plain + "$1,234.5;2.5\nnone;2.5\n"));
    assertEquals(numbers(";", "both", ""), completed(plain + "7,25;2.5\n"));
    assertEquals(format(";", true), completed(plain + "7-25;2.5\n"));
    assertEquals(format(";", true), completed(plain + "1,234,567;2.5\n7b;1\n"), "codes");
    assertEquals(format(";", true), completed("list;y\n1,5;1\nnone;2\nsome;3\n"), "few of them");
    String words = "p;q\n" + "a;1\nb;1\nc;1\nd;1\n".repeat(60);
    assertEquals(format(";", true), completed(words + "1,234;2\n"), "a column of words");
    assertEquals(
        format(";", true),
        completed("p;q\n" + "100;1.234\n".repeat(300) + "1.234,5;1.234\n"),
        "a number that was read keeps its value");
    String small = "p,q\n" + "1,a\n2,b\n3,a\n".repeat(100);
    assertEquals(format(",", true), completed(small + "\"1,2\",a\n"), "two values");
    assertEquals(numbers(",", ".", ","), completed(small + "\"1,234\",a\n"));
  }

  @Test
  void unitsOfManyCountriesAreFound() throws IOException {
    for (String unit : List.of("₹", "₽", "₩", "R$", "kr", "zł")) {
      assertEquals(
          numbers(";", ".", "", unit),
          guess("p;y\n%1$s 22.5;1\n-3.5 %1$s;2\n".formatted(unit)),
          unit);
    }
  }

  @Test
  void upToThreeWordsAmongManyNumbersAreMissing() throws IOException {
    String numbers = "n,a\n" + "1,a\n2,b\n".repeat(100);
    assertEquals(List.of("p", "q", "r"), completed(numbers + "p,a\nq,a\nr,a\n").missing());
    assertEquals(List.of(), completed(numbers + "p,a\nq,a\nr,a\ns,a\n").missing());
    String half = "n,a\n" + "1,a\n2,b\n".repeat(100) + "p,a\n".repeat(200);
    assertEquals(List.of(), completed(half).missing(), "no more than half are numbers");
  }

  @Test
  void aCellInQuotesIsNotCut() throws IOException {
    assertEquals(List.of("a,b", "c"), FormatGuess.of(file("\"a,b\",c\n\"x,y\",2\n")).first());
  }

  @Test
  void anEmptyFileIsASentence() throws IOException {
    Path empty = file("\n");
    assertEquals(
        "found.csv: the file is empty",
        assertThrows(DataException.class, () -> FormatGuess.of(empty)).getMessage());
  }
}
