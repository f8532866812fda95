package dev.gradus.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.data.DateSpec;
import dev.gradus.engine.data.RowTimes;
import dev.gradus.engine.data.Split;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.CsvReader;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.SavedModel;
import dev.gradus.runtime.column.PreparedColumn;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Warning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** A split by time and dates as inputs, from a YAML file to a model and its predictions. */
class SplitsByTimeTest {

  private static final LocalDate FIRST = LocalDate.of(2017, 12, 1);

  private static final int DAYS = 300;

  @TempDir Path folder;

  private final List<Warning> heard = new ArrayList<>();

  private final Gradus gradus = Gradus.builder().onWarning(heard::add).build();

  @AfterEach
  void close() {
    gradus.close();
  }

  /** Days with two rows each, in another order than that of time: more is rented in summer. */
  @BeforeEach
  void write() throws IOException {
    StringBuilder csv = new StringBuilder("when,rain,rented\n");
    for (int i = 0; i < DAYS; i++) {
      LocalDate date = day(i * 7 % DAYS);
      long rented = Math.round(500 - 400 * Math.cos(2 * Math.PI * date.getDayOfYear() / 365));
      for (int rain = 0; rain < 2; rain++) {
        csv.append(inSeoul(date)).append(',').append(rain).append(',');
        csv.append(rented - 50 * rain).append('\n');
      }
    }
    Files.writeString(folder.resolve("bikes.csv"), csv.toString());
  }

  private static LocalDate day(int number) {
    return FIRST.plusDays(number);
  }

  private static String inSeoul(LocalDate date) {
    return String.format(
        Locale.ROOT, "%02d/%02d/%d", date.getDayOfMonth(), date.getMonthValue(), date.getYear());
  }

  private Path yaml(String data) throws IOException {
    return Files.writeString(
        folder.resolve("run.yaml"),
        """
        data: {csv: bikes.csv, target: rented, %s}
        network: [dense: {units: 8, activation: tanh}, dense: {}]
        loss: mse
        optimizer: {adam: {learning-rate: 0.01}}
        training: {epochs: 3, seed: 1}
        """
            .formatted(data));
  }

  private static String message(Executable refused) {
    return String.valueOf(assertThrows(GradusException.class, refused).getMessage());
  }

  private static int[] rows(int from, int to) {
    return IntStream.range(from, to).toArray();
  }

  private static RowTimes times(double... times) {
    return RowTimes.of(Table.of(Column.of("t", times)), "t", Optional.empty());
  }

  @Test
  void theLatestRowsAreHeldOutAndThoseOfOneTimeStayTogether() {
    Split split = Split.inTime(times(5, 1, 4, 4, 2, 3), new Split.Share(0.34, 6, "validation"));
    assertArrayEquals(new int[] {0, 2, 3}, split.validation());
    assertArrayEquals(new int[] {1, 4, 5}, split.training());
    Split one = Split.inTime(times(1, 2, 2, 2), new Split.Share(0.25, 4, "validation"));
    assertArrayEquals(rows(1, 4), one.validation());
    assertEquals(
        "data.split.time: all 3 rows have the same time in column 't', so none is later; name another column, or remove time",
        message(() -> Split.inTime(times(7, 7, 7), new Split.Share(0.5, 3, "validation"))));
  }

  @Test
  void foldsGrowForwardInTime() {
    List<Split> folds = Split.foldsInTime(times(0, 1, 2, 3, 4, 5, 6, 7), 3);
    for (int fold = 0; fold < 3; fold++) {
      assertArrayEquals(rows(0, 2 * fold + 2), folds.get(fold).training());
      assertArrayEquals(rows(2 * fold + 2, 2 * fold + 4), folds.get(fold).validation());
    }
    List<Split> together = Split.foldsInTime(times(0, 0, 0, 0, 0, 1, 2), 2);
    assertArrayEquals(rows(0, 5), together.get(0).training());
    assertArrayEquals(new int[] {5}, together.get(0).validation());
    assertArrayEquals(rows(0, 6), together.get(1).training());
    assertEquals(
        "data.split.time: the 3 times of column 't' cannot be divided into 3 folds and the rows before them; use at least 2 folds, and fewer than times",
        message(() -> Split.foldsInTime(times(0, 0, 1, 2), 3)));
  }

  @Test
  void theTimeIsANumberOrADateThatMustBeReadable() {
    Table table = Table.of(Column.of("t", "02/01/2017", "01/02/2017"));
    RowTimes days = RowTimes.of(table, "t", Optional.of(new DateSpec("dd/MM/yyyy")));
    assertArrayEquals(
        new int[] {1}, Split.inTime(days, new Split.Share(0.5, 2, "validation")).validation());
    assertEquals(
        "row 1: column 't' has '02/01/2017' here, but data.split.time needs the time of the row; correct the cell, name another column, or declare the format of its dates (columns: {t: {date: {format: …}}})",
        message(() -> RowTimes.of(table, "t", Optional.empty())));
    assertEquals(
        "row 2: column 't' has an empty cell here, but data.split.time needs the time of the row; fill it, remove the row, or drop such rows (missing: drop)",
        message(
            () -> RowTimes.of(Table.of(Column.of("t", "2017-01-01", "")), "t", Optional.empty())));
    assertTrue(
        message(() -> RowTimes.of(table, "T", Optional.empty()))
            .contains("there is no column 'T', which data.split.time names. Did you mean 't'?"));
  }

  @Test
  void validationAndTestAreTheLatestRowsOfAFile() throws IOException {
    Path file =
        yaml(
            "columns: {when: {date: {format: dd/MM/yyyy}}}, split: {validation: 0.2, test: 0.1, time: when}");
    Model model = gradus.job(file).train().model();
    assertEquals(List.of("when", "rain"), model.predictor().inputs());
    assertEquals(List.of(), heard);
    Table all = CsvReader.read(folder.resolve("bikes.csv"));
    for (Object[] part :
        new Object[][] {{"training", 0, 210}, {"validation", 210, 270}, {"test", 270, 300}}) {
      Table rows = model.part(all, (String) part[0]);
      Column dates = rows.column("when");
      List<String> found =
          IntStream.range(0, dates.rows()).mapToObj(dates::text).distinct().sorted().toList();
      assertEquals(
          IntStream.range((int) part[1], (int) part[2])
              .mapToObj(i -> inSeoul(day(i)))
              .sorted()
              .toList(),
          found);
    }
    assertEquals(3, gradus.job(file).crossValidate(3).folds().size());
  }

  @Test
  void theColumnIsAnInputOnlyIfItIsDeclared() throws IOException {
    Files.writeString(
        folder.resolve("bikes.csv"),
        "day,rain,rented\n2017-01-01,1,5\n2017-01-02,0,9\n2017-01-03,1,6\n2017-01-04,0,8\n");
    Path file = yaml("split: {validation: 0.25, time: '1'}");
    assertEquals(
        List.of("rain"),
        gradus.job(file).train().model().preparation().inputs().stream()
            .map(PreparedColumn::name)
            .toList());
    assertEquals(
        List.of("day", "rain"),
        gradus
            .job(yaml("columns: {day: date}, split: {validation: 0.25, time: day}"))
            .train()
            .model()
            .predictor()
            .inputs());
  }

  @Test
  void aSplitByTimeIsNeitherStratifiedNorByGroup() throws IOException {
    for (String other : List.of("group: rain", "stratified: true")) {
      Path file = yaml("split: {time: when, %s}".formatted(other));
      String said = message(() -> gradus.job(file).check());
      assertTrue(said.contains("a split by time holds out the latest rows, whatever their"), said);
    }
    Path target = yaml("split: {time: rented}");
    assertEquals(
        "data.split.time: 'rented' is the target, which cannot be the time; name another column",
        message(() -> gradus.job(target).check()));
  }

  /** A row of an application. */
  public record Day(LocalDate when, double rain) {}

  /** The same as a bean. */
  public static final class DayBean {

    /** A property. */
    public LocalDateTime getWhen() {
      return day(40).atStartOfDay();
    }

    /** A property. */
    public int getRain() {
      return 1;
    }
  }

  @Test
  void aSavedModelPredictsTheSameBitsFromEveryKindOfRow() throws IOException {
    Path file = yaml("columns: {when: {date: {format: dd/MM/yyyy, missing: median}}}");
    Model model = gradus.job(file).train().model();
    Path saved = folder.resolve("m.safetensors");
    gradus.save(model, saved);
    assertEquals(model.preparation(), gradus.load(saved).preparation());
    SavedModel runtime = SavedModel.read(saved);
    Table csv = Table.of(Column.of("when", inSeoul(day(40)), ""), Column.of("rain", 1, 1));
    double[][] expected = model.predictor().predict(csv);
    assertArrayEquals(expected, gradus.load(saved).predictor().predict(csv));
    List<Object> dates =
        List.of(
            inSeoul(day(40)),
            day(40).toString(),
            day(40),
            day(40).atStartOfDay(),
            day(40).atStartOfDay().toInstant(ZoneOffset.UTC),
            Date.from(day(40).atStartOfDay().toInstant(ZoneOffset.UTC)));
    for (Object date : dates) {
      Map<String, Object> row = Map.of("when", date, "rain", 1);
      assertEquals(
          expected[0][0],
          runtime.predictor().predict(row).value("rented"),
          date.getClass()::toString);
      assertArrayEquals(expected[0], model.predictor().predict(Table.ofMaps(List.of(row)))[0]);
    }
    assertEquals(expected[0][0], runtime.predictor().predict(new Day(day(40), 1)).value("rented"));
    assertEquals(expected[0][0], runtime.predictor().predictBean(new DayBean()).value("rented"));
    assertEquals(expected[1][0], runtime.predictor().predict(Map.of("rain", 1)).value("rented"));
    assertTrue(Arrays.stream(expected).allMatch(row -> Double.isFinite(row[0])));
  }
}
