package dev.gradus.engine.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.CsvReader;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.column.DateColumn;
import dev.gradus.runtime.column.DatePart;
import dev.gradus.runtime.column.DateText;
import dev.gradus.runtime.column.PreparedColumn;
import dev.gradus.runtime.problem.DataException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dates become numbers, part by part. */
class DateColumnsTest {

  private static final float HALF = (float) StrictMath.sin(2 * Math.PI * 0.5);

  private static Table csv(String... lines) {
    return CsvReader.read(
        new ByteArrayInputStream(String.join("\n", lines).getBytes(StandardCharsets.UTF_8)),
        "bikes.csv");
  }

  private static PreparedColumn learn(Table table, int training, Map<String, ColumnSpec> columns) {
    return TablePreparation.learn(
            table,
            IntStream.range(0, training).toArray(),
            new PreparationPlan(List.of("y"), columns, ColumnSpec.Scale.STANDARD, false, false))
        .inputs()
        .get(0);
  }

  private static float[] encoded(PreparedColumn column, String text) {
    float[] numbers = new float[column.width()];
    column.cells().text(text, numbers, 0);
    return numbers;
  }

  private static DateSpec of(String format, DatePart... parts) {
    return new DateSpec(format, List.of(parts), DateSpec.Missing.REFUSE, false);
  }

  private static void refused(String expected, Table table, ColumnSpec when) {
    DataException e =
        assertThrows(DataException.class, () -> learn(table, table.rows(), Map.of("when", when)));
    assertEquals(expected, e.getMessage());
  }

  @Test
  void partsThatRepeatBecomeACycleAndOthersAreStandardised() {
    // 1 and 3 January 1970 are a Thursday and a Saturday.
    Table table = csv("when,y", "01/01/1970 00:00,1", "03/01/1970 12:00,2");
    DateSpec spec = of("dd/MM/yyyy HH:mm", DatePart.DAY_NUMBER, DatePart.WEEKDAY, DatePart.HOUR);
    PreparedColumn learned = learn(table, 2, Map.of("when", spec));
    assertEquals(
        new DateColumn(
            "when",
            "dd/MM/yyyy HH:mm",
            List.of(DatePart.DAY_NUMBER, DatePart.WEEKDAY, DatePart.HOUR),
            List.of(1.25, 0.0, 0.0),
            List.of(1.25, 1.0, 1.0),
            Optional.empty(),
            false),
        learned);
    double thursday = 2 * Math.PI * 3 / 7;
    assertArrayEquals(
        new float[] {-1, (float) StrictMath.sin(thursday), (float) StrictMath.cos(thursday), 0, 1},
        encoded(learned, "01/01/1970 00:00"));
    double saturday = 2 * Math.PI * 5 / 7;
    assertArrayEquals(
        new float[] {
          1, (float) StrictMath.sin(saturday), (float) StrictMath.cos(saturday), HALF, -1
        },
        encoded(learned, "03/01/1970 12:00"));
    assertEquals(
        "day-number 2, weekday 6, hour 12",
        learned.decode(encoded(learned, "03/01/1970 12:00"), 0));
  }

  @Test
  void decemberIsNextToJanuaryAndTheYearClosesInALeapYearToo() {
    PreparedColumn months =
        learn(
            csv("when,y", "2011-01-15,1", "2012-12-15,2"),
            2,
            Map.of("when", of("", DatePart.MONTH)));
    assertEquals(
        distance(months, "2011-12-01", "2012-01-31"),
        distance(months, "2011-06-01", "2011-07-01"),
        1e-6);
    PreparedColumn days =
        learn(
            csv("when,y", "2011-01-15,1", "2012-12-15,2"),
            2,
            Map.of("when", of("", DatePart.DAY_OF_YEAR)));
    for (int year : List.of(2011, 2012)) {
      assertEquals(
          distance(days, year + "-01-01", year + "-01-02"),
          distance(days, year + "-12-31", (year + 1) + "-01-01"),
          1e-6);
    }
  }

  private static double distance(PreparedColumn column, String one, String other) {
    float[] a = encoded(column, one);
    float[] b = encoded(column, other);
    return Math.hypot(a[0] - b[0], a[1] - b[1]);
  }

  @Test
  void withoutPartsThoseThatVaryInTheTrainingRowsAreTaken() {
    Table table = csv("when,y", "2013-04-01,1", "2013-05-02,2", "2014-05-03 10:00,3");
    DateColumn learned = (DateColumn) learn(table, 2, Map.of("when", new DateSpec()));
    assertEquals(List.of(DatePart.MONTH, DatePart.WEEKDAY), learned.parts());
    DateColumn one = (DateColumn) learn(table, 1, Map.of("when", new DateSpec()));
    assertEquals(List.of(DatePart.DAY_NUMBER), one.parts());
  }

  @Test
  void anUndeclaredColumnOfIsoDatesIsNotOneCategoryADay() {
    Table table = csv("when,y", "2013-04-01,1", "2013-04-02T12:30:00.5Z,2", "2014-05-03 10:00,3");
    assertEquals(DateColumn.class, learn(table, 3, Map.of()).getClass());
    assertEquals(
        List.of("2013-04-01", "a"),
        learn(csv("when,y", "2013-04-01,1", "a,2"), 2, Map.of()).categories());
  }

  @Test
  void anEmptyCellIsRefusedOrFilledWithTheMiddleDate() {
    Table table = csv("when,y", "2013-04-01,1", ",2", "2013-04-03,3", "2013-04-09,3");
    refused(
        "bikes.csv:3: column 'when' has an empty cell here, and missing values cannot be learned from; fill it, set the treatment of missing cells (missing: fill, or missing: drop), or ignore the column (columns: {when: ignore})",
        table,
        new DateSpec());
    DateSpec fills = new DateSpec("", List.of(DatePart.DAY_NUMBER), DateSpec.Missing.MEDIAN, true);
    PreparedColumn learned = learn(table, 4, Map.of("when", fills));
    assertEquals(Optional.of("2013-04-03"), learned.filling());
    float[] filled = new float[2];
    learned.cells().missing(filled, 0);
    assertArrayEquals(new float[] {encoded(learned, "2013-04-03")[0], 1}, filled);
    assertEquals(0, encoded(learned, "2013-04-03")[1]);
    assertThrows(
        IllegalArgumentException.class,
        () -> new DateSpec("", List.of(), DateSpec.Missing.REFUSE, true));
  }

  @Test
  void aCellThatIsNotADateIsRefusedWithItsLine() {
    refused(
        "bikes.csv:3: column 'when' has dates in the format dd/MM/yyyy, but here it has '31/02/2013'; correct the cell, or declare the format of the column (columns: {when: {date: {format: …}}})",
        csv("when,y", "28/02/2013,1", "31/02/2013,2"),
        of("dd/MM/yyyy"));
    refused(
        "bikes.csv:2: column 'when' has dates such as 2013-04-05 or 2013-04-05T10:00, but here it has '28/02/2013'; correct the cell, or declare the format of the column (columns: {when: {date: {format: …}}})",
        csv("when,y", "28/02/2013,1", "2013-02-01,2"),
        new DateSpec());
    PreparedColumn learned =
        learn(csv("when,y", "2013-04-01,1", "2013-05-02,2"), 2, Map.of("when", new DateSpec()));
    DataException later =
        assertThrows(
            DataException.class,
            () ->
                EncodedCells.encode(
                    learned,
                    new ColumnCells(
                        csv("when", "2013-04-01", "soon"),
                        csv("when", "2013-04-01", "soon").column("when"),
                        new int[] {0, 1},
                        warning -> {}),
                    new float[20],
                    0,
                    learned.width()));
    assertTrue(
        String.valueOf(later.getMessage()).startsWith("bikes.csv:3: column 'when' has dates"),
        later::toString);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "|2013-04-05|2013-04-05T00:00",
        "|2013-04-05 10:30:00.25|2013-04-05T10:30:00.250",
        "|2013-04-05T10:30+02:00|2013-04-05T10:30",
        "|2013-04-05 10:30:00+02|2013-04-05T10:30",
        "|2013-04-05 10:30:00 UTC|2013-04-05T10:30",
        "dd/MM/yyyy HH:mm|05/04/2013 10:30|2013-04-05T10:30",
        "dd/MM/yyyy|2013-05-04|2013-05-04T00:00",
        "MM/dd/yyyy h:mm a|04/05/2013 1:30 pm|2013-04-05T13:30",
        "d.M.yy|5.4.13|2013-04-05T00:00",
        "d.M.yy|5.4.98|1998-04-05T00:00",
        "yyyyMMdd|20130405|2013-04-05T00:00",
        "yyyyMMdd'T'HHmmss|20130405T103000|2013-04-05T10:30",
        "dd/MM/yyyy HH:mm:ss.S|05/04/2013 10:30:00.123|2013-04-05T10:30:00.123",
        "d MMM yyyy|5 APR 2013|2013-04-05T00:00",
        "yyyy|2013|2013-01-01T00:00",
        "MM/yyyy|04/2013|2013-04-01T00:00",
        "yyyy-DDD|2013-095|2013-04-05T00:00",
        "dd/MM/yyyy HH|05/04/2013 10|2013-04-05T10:00",
        "HH:mm|17:42|2000-01-01T17:42",
        "h:mm:ss a|9:05:30 pm|2000-01-01T21:05:30",
      })
  void theNotationOfADateIsItsFormatOrIso(String format, String text, String date) {
    assertEquals(
        date, DateText.of(format == null ? "" : format).parse(text).orElseThrow().toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "|2013-02-30",
        "|2013-4-5",
        "|05/04/2013",
        "dd/MM/yyyy|5/4/2013",
        "dd/MM/yyyy|05/04/13",
        "dd/MM/yyyy|30/02/2013",
        "dd/MM/yyyy|05/04/2013 10:30",
        "yyyyMMdd|20131301",
        "d.M.yy|5.4.2013",
        "HH:mm|24:00",
        "HH:mm|9:05"
      })
  void anythingElseIsNotADate(String format, String text) {
    assertTrue(DateText.of(format == null ? "" : format).parse(text).isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dd/MM|it has no year or hour (HH, or h with a)",
        "dd/mm/YYYY|it has no year or hour (HH, or h with a)",
        "HH 'h' d|it has no year or hour (HH, or h with a)",
        "mm:ss|it has no year or hour (HH, or h with a)",
        "h:mm|it has no year or hour (HH, or h with a)",
        "dd/MM/yyyy hh:mm|it has no year or hour (HH, or h with a)",
        "bbbb yyyy|Unknown pattern letter: b",
        "yyyy'|Pattern ends with an incomplete string literal: '"
      })
  void aFormatThatCannotBeReadIsRefused(String format, String why) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> new DateSpec(format));
    assertEquals(
        "'%s' is not a format of dates (%s); write one such as dd/MM/yyyy HH:mm: yyyy or yy year, MM or M month, dd or d day, HH or H hour, mm minutes, ss seconds"
            .formatted(format, why),
        e.getMessage());
  }

  @Test
  void aFormatIsNotLongerThanAnyNeeds() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new DateColumn(
                    "when",
                    "yyyy" + "[".repeat(100_000),
                    List.of(DatePart.YEAR),
                    List.of(0.0),
                    List.of(1.0),
                    Optional.empty(),
                    false));
    assertTrue(String.valueOf(e.getMessage()).contains("more than 100 characters"), e::toString);
  }

  private static String guessed(String... cells) {
    return DateGuess.of(Column.of("when", cells))
        .map(guess -> guess.format() + guess.other().map(other -> " or " + other).orElse(""))
        .orElse("none");
  }

  @Test
  void aFormatIsRecognised() {
    assertEquals("", guessed("2011-01-01", "", "2011-01-02 10:00"));
    assertEquals("dd/MM/yyyy", guessed("01/12/2017", "13/12/2017"));
    assertEquals("MM/dd/yyyy HH:mm", guessed("01/12/2017 10:00", "01/13/2017 11:00"));
    assertEquals("M/d/yy H:mm", guessed("1/2/17 9:05", "1/13/17 10:00"));
    assertEquals("dd.MM.yyyy", guessed("01.02.2017", "02.02.2017"));
    assertEquals("yyyyMMdd'T'HHmmss", guessed("20141013T000000", "20141209T000000"));
    assertEquals("MM/dd/yyyy or dd/MM/yyyy", guessed("01/02/2017", "03/04/2017"));
    assertEquals("dd/MM/yyyy or MM/dd/yyyy", guessed("01/01/2017", "01/02/2017", "01/03/2017"));
    assertEquals("none", guessed("01/02/2017", "soon"));
    assertEquals("none", guessed("", ""));
    assertEquals("none", guessed("1.2.3", "1.2.4"));
    assertEquals(
        "yyyyMMdd",
        DateGuess.of(Column.of("when", 20130405, 20130406, 20131231)).orElseThrow().format());
    assertTrue(DateGuess.of(Column.of("id", 20130405, 20130406, 20139931)).isEmpty());
    assertEquals(
        List.of(DatePart.WEEKDAY, DatePart.HOUR),
        DateGuess.of(Column.of("when", "2011-01-01 05:00", "2011-01-02 06:00"))
            .orElseThrow()
            .parts());
  }

  @Test
  void monthsAndTimesAreRecognised() {
    assertEquals("yyyy-MM", guessed("1949-01", "1949-02", "1950-12"));
    assertEquals("MM/yyyy", guessed("01/1949", "12/1949"));
    assertEquals("MMM yyyy", guessed("Jan 1949", "Dec 1949"));
    assertEquals("MMMM yyyy", guessed("January 1949", "December 1949"));
    assertEquals("MMM-yy", guessed("Jan-71", "Feb-71"));
    assertEquals("none", guessed("Jan 05", "Feb 17"), "days");
    assertEquals("none", guessed("2011-12", "2012-13"));
    assertEquals("HH:mm", guessed("17:42", "09:05"));
    assertEquals("H:mm", guessed("17:42", "9:05"));
    assertEquals("HH:mm:ss", guessed("17:42:01", "09:05:59"));
    assertEquals("none", guessed("17:42", "25:05"));
    assertEquals("none", guessed("00:03:45", "00:59:59"), "durations");
    assertEquals("H:mm", guessed("0:45", "3:45"));
    DateGuess times = DateGuess.of(Column.of("when", "17:42", "09:05")).orElseThrow();
    assertTrue(times.isTimeOfDay());
    assertEquals(List.of(DatePart.HOUR), times.parts());
    DateGuess months = DateGuess.of(Column.of("when", "1949-01", "1950-03")).orElseThrow();
    assertFalse(months.isTimeOfDay());
    assertEquals(List.of(DatePart.YEAR, DatePart.MONTH), months.parts());
    assertEquals(
        List.of(DatePart.YEAR, DatePart.MONTH),
        DateGuess.of(Column.of("when", "1949-01-01", "1950-03-01")).orElseThrow().parts());
  }

  @Test
  void monthsOfYearsMayBeDays() {
    Column years = Column.of("when", "Jan-31", "Feb-32");
    assertFalse(DateGuess.of(years).orElseThrow().mayBeDays(years));
    Column days = Column.of("when", "Jan-31", "", "Feb-01");
    assertTrue(DateGuess.of(days).orElseThrow().mayBeDays(days));
    Column whole = Column.of("when", "02-Jan-31", "03-Feb-01");
    assertFalse(DateGuess.of(whole).orElseThrow().mayBeDays(whole));
  }

  private static List<String> gaps(int days, String... others) {
    Stream<String> dates =
        IntStream.range(0, days).mapToObj(day -> "%02d.06.2020".formatted(day % 28 + 1));
    String[] cells = Stream.concat(Stream.of(others), dates).toArray(String[]::new);
    return DateGaps.of(Column.of("when", cells)).map(DateGaps::texts).orElse(List.of());
  }

  @Test
  void aFewCellsOfAColumnOfDatesMayBeNone() {
    assertEquals(List.of("NA"), gaps(20, "NA", "NA", "NA"));
    assertEquals(List.of("NA", "none"), gaps(60, "NA", "none"));
    assertEquals(List.of("00.00.0000"), gaps(20, "00.00.0000", "00.00.0000", "00.00.0000"));
    assertEquals(List.of("31.06.2020"), gaps(40, "31.06.2020"));
    assertEquals(List.of(), gaps(40));
    assertEquals(List.of(), gaps(40, "31.06.2020", "31.04.2020", "x1"), "one in 20 at most");
    assertEquals(List.of(), gaps(40, "a", "b", "c", "d"), "more words than three");
    assertEquals(
        List.of(), gaps(12, "NA", "NA", "NA", "NA", "NA", "NA", "b", "b", "b", "b", "b", "b"));
    assertEquals(List.of(), gaps(9, "NA"), "few dates");
    assertEquals(List.of(), gaps(40, "0"), "a number of other columns");
    assertEquals(List.of(), DateGaps.of(Column.of("x", 1, 2)).stream().toList());
  }

  @Test
  void aWordOfAnotherColumnIsNoGap() {
    String[] dates = new String[30];
    String[] kinds = new String[30];
    for (int i = 0; i < dates.length; i++) {
      dates[i] = i == 3 ? "open" : i == 4 ? "NA" : "%02d.06.2020".formatted(i % 28 + 1);
      kinds[i] = i % 2 == 0 ? "NA" : "closed";
    }
    Column closed = Column.of("closed", dates);
    assertEquals(
        List.of(new DateGaps("closed", List.of("open", "NA"), 0)),
        DateGaps.in(Table.of(closed, Column.of("kind", kinds))));
    kinds[0] = "open";
    assertEquals(List.of(), DateGaps.in(Table.of(closed, Column.of("kind", kinds))));
    for (String word : List.of("None", "unknown", "-")) {
      dates[3] = "NA";
      dates[4] = word;
      kinds[0] = word;
      assertEquals(
          List.of(),
          DateGaps.in(Table.of(Column.of("closed", dates), Column.of("kind", kinds))),
          word);
    }
  }

  /** The formats are many, so no more of them than necessary may read a whole column. */
  @Test
  void aLongColumnIsRecognisedInLittleTime() {
    LocalDateTime first = LocalDateTime.of(2011, 1, 1, 0, 0);
    String[] hours =
        IntStream.range(0, 20_000)
            .mapToObj(hour -> first.plusHours(hour).toString().replace('T', ' '))
            .toArray(String[]::new);
    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> assertEquals("", DateGuess.of(Column.of("when", hours)).orElseThrow().format()));
  }
}
