package dev.gradus.engine.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.table.CsvReader;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.column.BooleanColumn;
import dev.gradus.runtime.column.InputColumns;
import dev.gradus.runtime.column.OneHotColumn;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.problem.DataException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Inputs whose cells say yes or no. */
class BooleanColumnsTest {

  private static final BooleanSpec SMOKES =
      new BooleanSpec(
          List.of("current", "former"), List.of("never"), BooleanSpec.Missing.REFUSE, false);

  private static Table csv(String... lines) {
    byte[] bytes = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    return CsvReader.read(new ByteArrayInputStream(bytes), "people.csv");
  }

  private static Preparation learn(Table table, ColumnSpec smoker) {
    return learn(table, smoker, table.rows());
  }

  private static Preparation learn(Table table, ColumnSpec smoker, int trainingRows) {
    return TablePreparation.learn(
        table,
        IntStream.range(0, trainingRows).toArray(),
        new PreparationPlan(
            List.of("y"), Map.of("smoker", smoker), ColumnSpec.Scale.STANDARD, false, false));
  }

  private static void refused(String message, Executable step) {
    assertEquals(message, assertThrows(DataException.class, step).getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"yes no", "y n", "true false", "t f", "1 0", "TRUE False", "Yes NO", "1.0 0.0"})
  void theUsualWordsAreKnownInAnyCaseAndAreNotScaled(String words) {
    String[] pair = words.split(" ", -1);
    Table table = csv("smoker,y", pair[0] + ",1", pair[1] + ",2", pair[0] + ",3");
    Preparation preparation = learn(table, new BooleanSpec());
    assertEquals(List.of(new BooleanColumn("smoker")), preparation.inputs());
    assertArrayEquals(
        new float[] {1, 0, 1}, TablePreparation.of(preparation).inputs(table, warning -> {}));
  }

  @Test
  void caseDoesNotDependOnTheLanguageOfTheMachine() {
    Locale usual = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("tr"));
    try {
      BooleanSpec lit =
          new BooleanSpec(List.of("LIT"), List.of("dim"), BooleanSpec.Missing.REFUSE, false);
      Table table = csv("smoker,y", "lit,1", "DIM,2");
      assertArrayEquals(
          new float[] {1, 0}, TablePreparation.of(learn(table, lit)).inputs(table, warning -> {}));
    } finally {
      Locale.setDefault(usual);
    }
  }

  @Test
  void aColumnMayHaveWordsOfItsOwn() {
    Table table = csv("smoker,y", "never,1", "Former,2", "current,3");
    assertArrayEquals(
        new float[] {0, 1, 1},
        TablePreparation.of(learn(table, SMOKES)).inputs(table, warning -> {}));
    BooleanSpec codes =
        new BooleanSpec(List.of("2"), List.of("1"), BooleanSpec.Missing.REFUSE, false);
    Table coded = csv("smoker,y", "1,1", "2.0,2");
    assertArrayEquals(
        new float[] {0, 1}, TablePreparation.of(learn(coded, codes)).inputs(coded, warning -> {}));
  }

  @Test
  void aColumnThatIsNotDeclaredStaysWhatItWas() {
    Table table = csv("smoker,y", "yes,1", "no,2");
    assertEquals(
        List.of(new OneHotColumn("smoker", List.of("no", "yes"))),
        TablePreparation.learn(table, new int[] {0, 1}, new PreparationPlan("y")).inputs());
  }

  @Test
  void aWordThatSaysNeitherIsRefusedWithItsLine() {
    refused(
        "people.csv:3: column 'smoker' is boolean, but here it has 'maybe', which is not among its words (yes, y, true, t, 1 or no, n, false, f, 0); correct the cell, name the words (columns: {smoker: {boolean: {positive: …, negative: …}}}), or declare the column categorical",
        () -> learn(csv("smoker,y", "yes,1", "maybe,2"), new BooleanSpec()));
    Preparation learned = learn(csv("smoker,y", "current,1", "never,2"), SMOKES);
    refused(
        "people.csv:2: column 'smoker' is boolean, but here it has 'yes'; use one of its words: current, former or never",
        () -> TablePreparation.of(learned).inputs(csv("smoker", "yes"), warning -> {}));
    refused(
        "people.csv:3: column 'smoker' has an empty cell here, but the model needs a value; fill it, or remove the row",
        () -> TablePreparation.of(learned).inputs(csv("smoker,z", "never,", ","), warning -> {}));
  }

  @Test
  void aMissingCellIsRefusedUnlessSomethingStandsForIt() {
    refused(
        "people.csv:3: column 'smoker' has an empty cell here, and is boolean; fill it, drop the row (missing: drop), or set a fill value (columns: {smoker: {boolean: {missing: most-frequent}}})",
        () -> learn(csv("smoker,y", "yes,1", ",2"), new BooleanSpec()));
  }

  @Test
  void theMoreFrequentAnswerOfTheTrainingRowsStandsForAMissingOne() {
    Table table = csv("smoker,y", "y,1", ",2", "yes,3", "no,4", "no,5", "no,6");
    Preparation preparation = learn(table, new BooleanSpec(BooleanSpec.Missing.MOST_FREQUENT), 4);
    assertEquals(
        List.of(new BooleanColumn("smoker", List.of(), List.of(), Optional.of(true), false)),
        preparation.inputs());
    assertArrayEquals(
        new float[] {1, 1, 1, 0, 0, 0},
        TablePreparation.of(preparation).inputs(table, warning -> {}));
    refused(
        "people.csv: all training rows have an empty cell in column 'smoker', so there is no value to fill in; ignore the column (columns: {smoker: ignore})",
        () ->
            learn(
                csv("smoker,y", ",1", ",2", "no,3"),
                new BooleanSpec(BooleanSpec.Missing.MOST_FREQUENT),
                2));
  }

  @Test
  void aMissingCellMaySayNoAndBeIndicated() {
    Table table = csv("smoker,y", "x,1", ",2");
    BooleanSpec ticked =
        new BooleanSpec(List.of("x"), List.of(), BooleanSpec.Missing.NEGATIVE, true);
    assertArrayEquals(
        new float[] {1, 0, 0, 1},
        TablePreparation.of(learn(table, ticked)).inputs(table, warning -> {}));
  }

  @Test
  void aRowOfNumbersHasOneAndZero() {
    Table table = csv("size,smoker,y", "1,yes,1", "3,,2", "5,no,3");
    Preparation preparation =
        learn(
            table, new BooleanSpec(List.of(), List.of(), BooleanSpec.Missing.MOST_FREQUENT, true));
    float[] row = new float[3];
    preparation.rows().prepare(new double[] {3, 1}, row);
    assertArrayEquals(new float[] {0, 1, 0}, row);
    preparation.rows().prepare(new double[] {3, Double.NaN}, row);
    assertArrayEquals(new float[] {0, 0, 1}, row);
    refused(
        "column 'smoker' is boolean, so in a row of numbers it is 1 or 0, but here it is 0.5",
        () -> preparation.rows().prepare(new double[] {3, 0.5}, row));
    Preparation ofWords = learn(csv("smoker,y", "current,1", "never,2"), SMOKES);
    refused(
        "column 'smoker' has its own words for yes and no, so a row of numbers is not enough; pass values by column name",
        () -> ofWords.rows().prepare(new double[] {1}, new float[1]));
  }

  @Test
  void beforeAnEmbeddingItIsANumber() {
    Table table = csv("smoker,town,y", "yes,a,1", "no,b,2");
    Preparation preparation =
        TablePreparation.learn(
            table,
            new int[] {0, 1},
            new PreparationPlan(
                List.of("y"),
                Map.of("smoker", new BooleanSpec()),
                ColumnSpec.Scale.STANDARD,
                false,
                true));
    assertEquals(new InputColumns(List.of(0, 2), List.of()), preparation.inputColumns());
  }

  private static void impossible(String sentence, Executable made) {
    assertEquals(sentence, assertThrows(IllegalArgumentException.class, made).getMessage());
  }

  @Test
  void wordsThatCannotBeToldApartAreRefused() {
    impossible(
        "positive and negative must not contain a word twice, but 'A' is (case does not matter)",
        () -> new BooleanSpec(List.of("a"), List.of("A"), BooleanSpec.Missing.REFUSE, false));
    impossible(
        "positive and negative must not contain a word twice, but '1.0' is (case does not matter)",
        () ->
            new BooleanSpec(List.of("1", "1.0"), List.of("0"), BooleanSpec.Missing.REFUSE, false));
    impossible(
        "positive and negative must not contain an empty word; for missing cells, set missing",
        () -> new BooleanSpec(List.of("a"), List.of(""), BooleanSpec.Missing.REFUSE, false));
    impossible(
        "negative has words for no, but positive has none for yes; set both",
        () -> new BooleanSpec(List.of(), List.of("a"), BooleanSpec.Missing.REFUSE, false));
    impossible(
        "positive has words for yes, but negative has none for no; set both, or, if a missing cell means no, set missing: negative",
        () -> new BooleanSpec(List.of("a"), List.of(), BooleanSpec.Missing.MOST_FREQUENT, false));
    impossible(
        "indicator requires a fill value for missing cells, such as missing: most-frequent",
        () -> new BooleanSpec(List.of(), List.of(), BooleanSpec.Missing.REFUSE, true));
    assertThrows(
        IllegalArgumentException.class,
        () -> new BooleanColumn("x", List.of(), List.of(), Optional.empty(), true));
    assertThrows(
        IllegalArgumentException.class,
        () -> new BooleanColumn("x", List.of(), List.of("a"), Optional.empty(), false));
  }

  @Test
  void aSummarySaysWhatLooksLikeYesAndNo() {
    Table table = csv("a,b,c,d,e", "yes,1,t,yes,1", "No,0,,maybe,2", "no,1,f,no,1", "no,1,f,1,1");
    assertTrue(looksBoolean(table, "a"));
    assertTrue(looksBoolean(table, "b"));
    assertTrue(looksBoolean(table, "c"));
    assertFalse(looksBoolean(table, "d"));
    assertFalse(looksBoolean(table, "e"));
  }

  private static boolean looksBoolean(Table table, String name) {
    return ColumnSummary.of(table.column(name)).looksBoolean();
  }
}
