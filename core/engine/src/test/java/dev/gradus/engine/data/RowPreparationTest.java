package dev.gradus.engine.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.Thorough;
import dev.gradus.engine.table.Column;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.column.CellNote;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.column.RowPreparation;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.Warning;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A row of cells is prepared like a table of this one row. */
class RowPreparationTest {

  private static final int ROWS = 4000 / Thorough.stride(4);

  private static final int SEED = 11;

  /** One value in this many of a row is an arbitrary one. */
  private static final int ODD = 40;

  private static final Table TRAINING =
      Table.of(
          Column.of("plain", 1, 2, 4, 8, 16, 32),
          Column.of("filled", 0.5, Double.NaN, 2.5, 1, 1, 9),
          Column.of("told", -3, 100, Double.NaN, 1e5, 0, 7),
          Column.of("yes", "yes", "no", "Y", "n", "true", "0"),
          Column.of("own", "current", "", "former", "", "current", ""),
          Column.of("either", "on", "off", "", "off", "on", "off"),
          Column.of("colour", "red", "blue", "red", "green", "blue", "red"),
          Column.of("code", 1, 2, 10, 2.5, 1, 1),
          Column.of("postal", "00100", "100", "7", "A1", "00100", "7"),
          Column.of("size", "small", "large", "", "middle", "small", "small"),
          Column.of("city", "Oslo", "", "Rome", "Rome", "Oslo", "Rome"),
          Column.of("lost", "a", "", "b", "b", "a", "b"),
          Column.of(
              "when",
              "05/04/2013 10:00",
              "",
              "31/12/2013 23:59",
              "06/04/2013 00:00",
              "",
              "2014-01-02"),
          Column.of("day", 20130405, 20130406, 20131231, 20130405, 20140101, 20140102),
          Column.of("height", 1, 3, 2, 5, 4, 6),
          Column.of("width", 2, 1, 4, 3, 6, 5),
          Column.of("y", 1, 2, 3, 4, 5, 6));

  private static final Map<String, List<Object>> USUAL = new LinkedHashMap<>();

  static {
    List<Object> numbers = List.of(1, 2.5, -0.0, 7L, "3", "+4.5e0", 1e-7, new BigDecimal("0.1"));
    List<Object> sometimes = new ArrayList<>(numbers);
    sometimes.addAll(List.of(Double.NaN, "", Optional.empty(), OptionalDouble.of(3)));
    for (String name : List.of("plain", "height", "width")) {
      USUAL.put(name, numbers);
    }
    USUAL.put("filled", sometimes);
    USUAL.put("told", sometimes);
    USUAL.put("yes", List.of("yes", "No", true, false, 1, 0, "1.0", 't', Optional.of("F")));
    USUAL.put("own", List.of("current", "FORMER", "", Optional.empty()));
    USUAL.put("either", List.of("on", "OFF", "", " on "));
    USUAL.put("colour", List.of("red", "blue", "green", "pink", DayOfWeek.MONDAY, 3));
    USUAL.put("code", List.of(1, 2.0, "10", "1.0", "2.50", 2.5, "01", 3, "x"));
    USUAL.put("postal", List.of("00100", "100", 100, "100.0", 7, "7.0", "A1", "a1", "0100"));
    USUAL.put("size", List.of("small", "middle", "large", "huge", ""));
    USUAL.put("city", List.of("Oslo", "Rome", "", "Paris", Optional.of("Oslo")));
    USUAL.put(
        "when",
        List.of(
            "05/04/2013 11:30",
            "",
            "2013-06-01",
            LocalDate.of(2013, 2, 3),
            LocalDateTime.of(2013, 2, 3, 4, 5, 6),
            Instant.ofEpochSecond(1_400_000_000),
            new Date(1_400_000_000_000L),
            OffsetDateTime.of(2013, 2, 3, 4, 5, 6, 0, ZoneOffset.ofHours(2)),
            Optional.of("2013-06-01 12:00:00.0")));
    USUAL.put("day", List.of(20130405, "20130406", 2.0131231e7, LocalDate.of(2013, 2, 3)));
    USUAL.put("lost", List.of("a", "b", "", "c"));
  }

  private static final List<Object> ANY =
      List.of(
          Double.NaN,
          "",
          "word",
          true,
          DayOfWeek.FRIDAY,
          1e300,
          -1e39,
          Double.POSITIVE_INFINITY,
          1234567890123456789L,
          "1e400",
          LocalDate.EPOCH,
          List.of(1),
          0.1f);

  /** The ways in which inputs are declared. */
  private enum Way {
    ONE_HOT,
    CODES,
    WHITENED
  }

  private static Preparation learned(Way way) {
    Map<String, ColumnSpec> columns = new HashMap<>();
    columns.put(
        "filled", new NumericSpec(ColumnSpec.Scale.ROBUST, NumericSpec.Missing.MEDIAN, 0, false));
    columns.put("told", new NumericSpec(ColumnSpec.Scale.LOG, NumericSpec.Missing.MEAN, 0, true));
    columns.put("yes", new BooleanSpec());
    columns.put(
        "own",
        new BooleanSpec(
            List.of("current", "former"), List.of(), BooleanSpec.Missing.NEGATIVE, true));
    columns.put(
        "either",
        new BooleanSpec(List.of("on"), List.of("off"), BooleanSpec.Missing.MOST_FREQUENT, true));
    columns.put("code", new CategoricalSpec());
    columns.put("postal", new CategoricalSpec());
    columns.put(
        "size",
        new CategoricalSpec(
            CategoricalSpec.Missing.MOST_FREQUENT, List.of("small", "middle", "large")));
    columns.put("city", new CategoricalSpec(CategoricalSpec.Missing.MOST_FREQUENT));
    columns.put("lost", new CategoricalSpec(CategoricalSpec.Missing.CATEGORY));
    columns.put("when", new DateSpec("dd/MM/yyyy HH:mm", List.of(), DateSpec.Missing.MEDIAN, true));
    columns.put("day", new DateSpec("yyyyMMdd"));
    if (way == Way.WHITENED) {
      columns.put("height", new NumericSpec(ColumnSpec.Scale.WHITEN));
      columns.put("width", new NumericSpec(ColumnSpec.Scale.WHITEN));
    }
    if (way == Way.CODES) {
      columns.put("height", new NumericSpec(ColumnSpec.Scale.QUANTILE));
      columns.put("width", new NumericSpec(ColumnSpec.Scale.ROBUST_CLIPPED));
    }
    PreparationPlan plan =
        new PreparationPlan(
            List.of("y"), columns, ColumnSpec.Scale.STANDARD, false, way == Way.CODES);
    return TablePreparation.learn(TRAINING, IntStream.range(0, 6).toArray(), plan);
  }

  private static Map<String, Object> row(Random random) {
    Map<String, Object> row = new LinkedHashMap<>();
    USUAL.forEach(
        (name, usual) -> {
          List<Object> from = random.nextInt(ODD) == 0 ? ANY : usual;
          row.put(name, from.get(random.nextInt(from.size())));
          if (random.nextInt(3 * ODD) == 0) {
            row.put(name, null);
          }
        });
    return row;
  }

  @ParameterizedTest
  @EnumSource
  void everyRowIsPreparedToTheBitAsATableOfOneRow(Way way) {
    Preparation preparation = learned(way);
    RowPreparation rows = preparation.rows();
    float[] prepared = new float[rows.room()];
    Random random = new Random(SEED);
    int accepted = 0;
    int refused = 0;
    int noted = 0;
    for (int i = 0; i < ROWS; i++) {
      Map<String, Object> row = row(random);
      Optional<float[]> table;
      List<Warning> warnings = new ArrayList<>();
      try {
        Table single = Table.ofMaps(List.of(row));
        table = Optional.of(TablePreparation.of(preparation).inputs(single, warnings::add));
        TablePreparation.of(preparation).warnOfFilled(single, warnings::add);
        TablePreparation.of(preparation).warnOfExtremes(single, warnings::add);
      } catch (DataException e) {
        table = Optional.empty();
      }
      if (table.isEmpty()) {
        assertThrows(DataException.class, () -> rows.prepare(row, prepared), row::toString);
        refused++;
        continue;
      }
      List<CellNote> notes = rows.prepare(row, prepared);
      assertArrayEquals(table.get(), Arrays.copyOf(prepared, rows.width()), 0, row::toString);
      assertEquals(warnings.stream().mapToLong(Warning::count).sum(), notes.size(), row::toString);
      List<Warning> again = new ArrayList<>();
      CellNote.warn(List.of(notes), "the table", again::add);
      assertEquals(
          withoutPlaces(warnings, "(.*) rows have a number (.*) \\(.*"),
          withoutPlaces(again, "the table: (.*) rows have a number (.*) \\(.*"),
          row::toString);
      assertEquals(
          notes,
          TablePreparation.of(preparation).notes(Table.ofMaps(List.of(row))).get(0),
          row::toString);
      accepted++;
      noted += notes.isEmpty() ? 0 : 1;
    }
    assertTrue(accepted > ROWS / 4, "accepted " + accepted);
    assertTrue(refused > ROWS / 10, "refused " + refused);
    assertTrue(noted > accepted / 4, "noted " + noted);
  }

  /** Only a table knows where a number stands that is far. */
  private static List<String> withoutPlaces(List<Warning> warnings, String far) {
    return warnings.stream()
        .map(warning -> warning.message().replaceFirst("^" + far, "$1 $2"))
        .toList();
  }

  private static String refusal(Map<String, Object> row) {
    RowPreparation rows = learned(Way.ONE_HOT).rows();
    DataException e =
        assertThrows(DataException.class, () -> rows.prepare(row, new float[rows.room()]));
    return String.valueOf(e.getMessage());
  }

  private static Map<String, Object> usual() {
    Map<String, Object> row = new LinkedHashMap<>();
    USUAL.forEach((name, values) -> row.put(name, values.get(0)));
    return row;
  }

  @Test
  void whatIsNotThereIsMissing() {
    RowPreparation rows = learned(Way.ONE_HOT).rows();
    Map<String, Object> row = usual();
    row.put("filled", null);
    float[] given = new float[rows.room()];
    List<CellNote> notes = rows.prepare(row, given);
    assertEquals(
        List.of("column 'filled' is missing; it is filled with 1, learned in training."),
        notes.stream().map(CellNote::sentence).toList());
    row.remove("filled");
    row.put("Filled", 3);
    float[] left = new float[rows.room()];
    assertEquals(
        List.of(
            "column 'filled' is missing; it is filled with 1, learned in training. Did you mean 'Filled'?"),
        rows.prepare(row, left).stream().map(CellNote::sentence).toList());
    assertArrayEquals(given, left);
  }

  @Test
  void whatNothingStandsForIsRefusedByName() {
    Map<String, Object> row = usual();
    row.put("plain", "");
    assertEquals(
        "column 'plain' is missing here, but the model needs a value; provide one", refusal(row));
    row.remove("plain");
    row.put("Plain", 1);
    String said = refusal(row);
    assertTrue(
        said.startsWith(
            "the model needs a column 'plain', which is missing. Did you mean 'Plain'? Found: "),
        said);
  }

  @Test
  void aCategoryThatWasNotLearnedIsNoted() {
    RowPreparation rows = learned(Way.ONE_HOT).rows();
    Map<String, Object> row = usual();
    row.put("colour", "pink");
    List<CellNote> notes = rows.prepare(row, new float[rows.room()]);
    assertEquals(1, notes.size());
    assertEquals(CellNote.Kind.UNKNOWN_CATEGORY, notes.get(0).kind());
    assertEquals("colour", notes.get(0).column());
    assertEquals("pink", notes.get(0).text());
    assertEquals(
        "column 'colour' has 'pink', which the model has not learned; it is treated as unknown.",
        notes.get(0).sentence());
  }

  @Test
  void aNumberThatIsFarIsNotedOnceForEachColumnAndCountedOverManyRows() {
    RowPreparation rows = learned(Way.ONE_HOT).rows();
    Map<String, Object> row = usual();
    row.put("plain", 40_000);
    List<CellNote> notes = rows.prepare(row, new float[rows.room()]);
    assertEquals(List.of(CellNote.Kind.FAR_NUMBER), notes.stream().map(CellNote::kind).toList());
    assertEquals("plain", notes.get(0).column());
    assertTrue(
        notes
            .get(0)
            .sentence()
            .startsWith(
                "column 'plain' has 40,000, which is far from the numbers the model has learned from (they are around "),
        notes.get(0).sentence());
    row.put("plain", "40000");
    assertEquals(notes, rows.prepare(row, new float[rows.room()]), "as a text");
    List<Warning> warnings = new ArrayList<>();
    CellNote.warn(List.of(notes, List.of(), notes), "the examples", warnings::add);
    assertEquals(
        List.of(
            new Warning(
                "the examples: 2 of 3 rows have a number in column 'plain' that is far from those the model has learned from (the first is 40,000); what it predicts there is a guess",
                2)),
        warnings);
  }
}
