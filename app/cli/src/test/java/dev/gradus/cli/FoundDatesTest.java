package dev.gradus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code init} makes of dates, identifiers and constants, on files like those that are found.
 */
class FoundDatesTest {

  @TempDir Path folder;

  private static Said gradus(Object... arguments) {
    String[] texts = new String[arguments.length];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = arguments[i].toString();
    }
    return Said.by("", texts);
  }

  private Path csv(String name, String header, int rows, IntFunction<String> row)
      throws IOException {
    StringBuilder text = new StringBuilder(header).append('\n');
    for (int i = 0; i < rows; i++) {
      text.append(row.apply(i)).append('\n');
    }
    return Files.writeString(folder.resolve(name), text.toString());
  }

  private String init(Path csv, String target) throws IOException {
    Path yaml = folder.resolve("found.yaml");
    Files.deleteIfExists(yaml);
    Said said = gradus("init", csv, "--target", target, "--output", yaml);
    assertEquals(0, said.status(), said.err());
    return said.err() + said.out() + Files.readString(yaml);
  }

  private static void assertHas(String part, String text) {
    assertTrue(text.contains(part), text);
  }

  private static String day(String format, int number) {
    return LocalDate.of(2017, 12, 1)
        .plusDays(number)
        .format(DateTimeFormatter.ofPattern(format, Locale.ROOT));
  }

  private static String seoul(int row) {
    return "%s,%s,%s,%s"
        .formatted(
            day("dd/MM/yyyy", row / 4), row % 4 * 6, row * 13 % 29 - 5, row * 7 % 400 + row % 4);
  }

  /** As seoulbike.csv: a category a day made 381 inputs, and the score of later days collapsed. */
  @Test
  void aDayIsNotACategoryAndLaterDaysAreKnown() throws IOException {
    String header = "Date,Hour,Temperature,Rented";
    Path past = csv("past.csv", header, 400, FoundDatesTest::seoul);
    String found = init(past, "Rented");
    assertHas(
        "columns: {Date: {date: {format: dd/MM/yyyy, parts: [year, month, weekday], missing: median}}}",
        found);
    assertHas("split: {validation: 0.2, time: Date}", found);
    assertHas(
        "The rows are split by time, as column 'Date' has dates: the latest are for validation. For a random split, remove 'time: Date'.",
        found);
    Said trained =
        gradus(
            "train",
            folder.resolve("found.yaml"),
            "--set",
            "training.epochs=3",
            "--quiet",
            "--no-report",
            "--output",
            folder.resolve("out"));
    assertEquals(0, trained.status(), trained.err());
    Path model = folder.resolve("out/model.safetensors");
    Path future = csv("future.csv", header, 40, i -> seoul(i + 400));
    Said said = gradus("predict", model, future, "--output", folder.resolve("predicted.csv"));
    assertEquals("", said.err());
    assertEquals(0, said.status());
    Said described = gradus("describe", model);
    assertHas("Date, Hour, Temperature", described.out());
    // Two cycles, the year, and the other two columns.
    assertHas("\"inputs\":7,", gradus("check", folder.resolve("found.yaml"), "--json").out());
    Said scores =
        gradus(
            "cross-validate",
            folder.resolve("found.yaml"),
            "--set",
            "training.epochs=2",
            "--quiet");
    assertEquals(0, scores.status(), scores.err());
  }

  /** As bike.csv: a time that differs in every row was taken for an identifier and left out. */
  @Test
  void aTimeThatDiffersInEveryRowIsNotAnIdentifier() throws IOException {
    Path csv =
        csv(
            "bike.csv",
            "datetime,temp,count",
            200,
            i ->
                "%s %02d:00:00,%s,%s".formatted(day("yyyy-MM-dd", i / 24), i % 24, i % 17, i % 24));
    String found = init(csv, "count");
    assertFalse(found.contains("ignore"), found);
    assertHas("datetime: {date: {parts: [weekday, hour], missing: median}}", found);
    Said shown = gradus("data", csv);
    assertTrue(shown.out().matches("(?s).*datetime +date .*"), shown.out());
  }

  @Test
  void whichOfTwoFormatsWasTakenIsSaid() throws IOException {
    Path csv =
        csv(
            "short.csv",
            "when,x,y",
            40,
            i -> "%02d/%02d/2017,%s,%s".formatted(i % 5 + 1, i / 5 + 1, i % 7, i * i % 11));
    assertHas(
        "column 'when' has dates in the format MM/dd/yyyy or dd/MM/yyyy, as no day is above 12; the first is taken; if it is the other, write it in the configuration",
        init(csv, "y"));
  }

  @Test
  void aDateOfBirthIsAnInputButNotTheTimeOfTheRow() throws IOException {
    Path csv =
        csv(
            "people.csv",
            "Birthdate,x,y",
            40,
            i -> "%s,%s,%s".formatted(day("yyyyMMdd", i * 31 % 40), i % 7, i * i % 11));
    String found = init(csv, "y");
    assertHas("Birthdate: {date: {format: yyyyMMdd, parts: ", found);
    assertHas("split: {validation: 0.2} ", found);
    assertFalse(found.contains("rows are split by time"), found);
    assertHas(
        "Column 'Birthdate' has dates, but by its name not those of the rows. For a split by time, add 'time: Birthdate'.",
        found);
  }

  /** As AirPassengers.csv: the months are different texts in most rows. */
  @Test
  void monthsAreDates() throws IOException {
    String found =
        init(
            csv(
                "passengers.csv",
                "Month,Passengers",
                144,
                i -> "%d-%02d,%d".formatted(1949 + i / 12, i % 12 + 1, 100 + i * 7 % 50)),
            "Passengers");
    assertHas(
        "columns: {Month: {date: {format: yyyy-MM, parts: [year, month], missing: median}}}",
        found);
    assertHas("time: Month}", found);
  }

  /** As R writes a date that is missing. */
  @Test
  void aWordAmongDatesIsAMissingOne() throws IOException {
    String found =
        init(
            csv(
                "patients.csv",
                "died,x,y",
                120,
                i ->
                    "%s,%s,%s"
                        .formatted(
                            i % 3 == 0 ? "NA" : day("yyyy-MM-dd", i * 5), i * 13 % 71, i * i % 11)),
            "y");
    assertHas("format: {missing: [NA]}", found);
    assertHas("died: {date: {parts: [year, month, weekday], missing: median}}", found);
    assertHas("split: {validation: 0.2} ", found);
    assertFalse(found.contains("no date"), found);
  }

  @Test
  void aFewCellsThatAreNoDatesAreSaid() throws IOException {
    String found =
        init(
            csv(
                "orders.csv",
                "when,x,y",
                200,
                i ->
                    "%s,%s,%s"
                        .formatted(
                            i == 60 ? "2018-02-30" : i > 197 ? "0000-00-00" : day("yyyy-MM-dd", i),
                            i % 7,
                            i * i % 11)),
            "y");
    assertHas(
        "warning: orders.csv: column 'when' has 3 cells that are not dates ('2018-02-30', '0000-00-00') and count as missing (format: {missing: …})",
        found);
    assertHas("when: {date: {parts: [", found);
    Said trained =
        gradus(
            "train",
            folder.resolve("found.yaml"),
            "--set",
            "training.epochs=2",
            "--quiet",
            "--no-report",
            "--output",
            folder.resolve("out"));
    assertEquals(0, trained.status(), trained.err());
    Said said =
        gradus(
            "predict",
            folder.resolve("out/model.safetensors"),
            csv("more.csv", "when,x", 2, i -> "0000-00-00,1"));
    assertEquals(3, said.out().lines().count(), said.err());
    String one =
        init(
            csv(
                "one.csv",
                "when,x",
                60,
                i -> (i == 9 ? "n. 5" : day("dd.MM.yyyy", i)) + "," + i % 7),
            "x");
    assertHas("column 'when' has 1 cell that is not a date ('n. 5') and counts as missing", one);
  }

  @Test
  void aTimeOfDayIsAnHour() throws IOException {
    String found =
        init(
            csv(
                "calls.csv",
                "at,x,y",
                120,
                i -> "%02d:%02d,%s,%s".formatted(i % 24, i * 7 % 60, i % 7, i * i % 11)),
            "y");
    assertHas("at: {date: {format: 'HH:mm', parts: [hour], missing: median}}", found);
    assertHas(
        "column 'at' is read as times of day (HH:mm); if these are durations, write them as numbers",
        found);
    assertHas("split: {validation: 0.2} ", found);
  }

  @Test
  void daysThatLookLikeYearsSplitNothing() throws IOException {
    String found =
        init(
            csv(
                "short.csv",
                "when,x,y",
                60,
                i -> "%s-%02d,%s,%s".formatted(day("MMM", i), i % 28 + 1, i % 7, i * i % 11)),
            "y");
    assertHas(
        "column 'when' is read as months of years (MMM-yy); if the numbers are days, set it to ignore",
        found);
    assertHas("split: {validation: 0.2} ", found);
    assertHas(
        "time: when}",
        init(
            csv(
                "long.csv",
                "when,x,y",
                60,
                i -> "Jan-%02d,%s,%s".formatted(i + 1, i % 7, i * i % 11)),
            "y"));
  }

  @Test
  void aTimeOfDayIsNotPredictedUnlessNamed() throws IOException {
    Path csv =
        csv(
            "calls.csv",
            "x,at",
            120,
            i -> "%s,%02d:%02d".formatted(i * i % 11, i % 24, i * 7 % 60));
    assertHas(
        "('at' is not: it has times of day)",
        gradus("init", csv, "--output", folder.resolve("a.yaml")).out());
  }

  @Test
  void adviceIsForWhatTheTextsMayBe() throws IOException {
    Path csv =
        csv(
            "odd.csv",
            "when,length,name,x,y",
            120,
            i ->
                "%s,%scm,a%s street,%s,%s"
                    .formatted(day("yyyy MM 'the' dd", i), i, i, i % 7, i * i % 11));
    String found = init(csv, "y");
    assertHas(
        "if these are dates, declare how they are written (columns: {when: {date: {format: …}}})",
        found);
    assertHas("if these are numbers, say in format how they are written", found);
    assertHas(
        "'name': it has a different text in most rows, such as 'a0 street', 'a1 street'\n", found);
  }

  @Test
  void aDateOfSomethingElseIsNotTheTimeOfTheRow() throws IOException {
    for (String name :
        List.of(
            "hire_date",
            "last_review",
            "born",
            "date_born",
            "Built",
            "expiry",
            "renovated",
            "lastSeen")) {
      Path csv =
          csv("x.csv", name + ",x,y", 40, i -> day("yyyy-MM-dd", i) + "," + i % 7 + "," + i % 11);
      assertHas("split: {validation: 0.2} ", init(csv, "y"));
    }
    for (String name : List.of("date", "blast", "ordered", "review_date", "newborn_visit")) {
      Path csv =
          csv("x.csv", name + ",x,y", 40, i -> day("yyyy-MM-dd", i) + "," + i % 7 + "," + i % 11);
      assertHas("split: {validation: 0.2, time: " + name + "} ", init(csv, "y"));
    }
    Path both =
        csv(
            "x.csv",
            "hired,when,x,y",
            40,
            i ->
                "%s,%s,%s,%s"
                    .formatted(day("yyyy-MM-dd", i * 3), day("yyyy-MM-dd", i), i % 7, i % 11));
    assertHas("time: when}", init(both, "y"));
  }

  /**
   * A configuration that train would refuse: a class only in the latest rows, or no time at all.
   */
  @Test
  void rowsAreNotSplitByTimeWhereThatCannotBe() throws IOException {
    String late =
        init(
            csv(
                "late.csv",
                "day,x,kind",
                50,
                i -> day("yyyy-MM-dd", i) + "," + i % 7 + (i < 45 ? ",a" : ",b")),
            "kind");
    assertHas("split: {validation: 0.2} ", late);
    String both =
        init(
            csv(
                "both.csv",
                "day,x,kind",
                50,
                i -> day("yyyy-MM-dd", i) + "," + i % 7 + (i % 3 == 0 ? ",a" : ",b")),
            "kind");
    assertHas("split: {validation: 0.2, time: day}", both);
    String gap =
        init(
            csv(
                "gap.csv",
                "day,x,y",
                50,
                i -> (i == 7 ? "" : day("yyyy-MM-dd", i)) + "," + i % 7 + "," + i * i % 11),
            "y");
    assertHas("split: {validation: 0.2} ", gap);
    assertHas("day: {date: {parts: [month, weekday", gap.replace("year, ", ""));
  }

  /** As churnmodelling, kchouse, ames and hr: identifiers with gaps, and constants, were inputs. */
  @Test
  void identifiersWithGapsAndConstantsAreLeftOut() throws IOException {
    Path csv =
        csv(
            "hr.csv",
            "RowNumber,CustomerId,PID,Over18,StandardHours,order,year,income,y",
            60,
            i ->
                "%s,%s,%s,Y,80,%s,%s,%s,%s"
                    .formatted(
                        i + 1,
                        15_600_000 + i * 7919 % 60 * 31,
                        900 + i * 37 % 60 * 3,
                        3 * i + i % 2,
                        1950 + 2 * i,
                        1000 + i * 7919 % 60 * 17,
                        i % 2));
    String found = init(csv, "y");
    assertHas(
        "columns: {RowNumber: ignore, CustomerId: ignore, PID: ignore, Over18: ignore, StandardHours: ignore, order: ignore,",
        found);
    assertFalse(found.contains("income:") || found.contains("year:"), found);
    assertHas(
        "'CustomerId': it has a different whole number in every row, as an identifier has", found);
    assertHas("'StandardHours': it has the same value in every row", found);
  }

  /** A column that grows may be the time; without another one it is kept. */
  @Test
  void theOnlyColumnIsKept() throws IOException {
    String found = init(csv("line.csv", "id,y", 60, i -> 3 * i + "," + i * i % 50), "y");
    assertFalse(found.contains("ignore"), found);
  }
}
