package dev.gradus.engine.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gradus.engine.table.CsvReader;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.column.ClassTarget;
import dev.gradus.runtime.column.CodeColumn;
import dev.gradus.runtime.column.OneHotColumn;
import dev.gradus.runtime.column.Preparation;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When two cells of a column have the same name, and the order of names. */
class CategoryNamesTest {

  private static Table table(String... cells) {
    StringBuilder csv = new StringBuilder("name,y\n");
    for (int i = 0; i < cells.length; i++) {
      csv.append(cells[i]).append(',').append(i % 7).append('\n');
    }
    return CsvReader.read(
        new ByteArrayInputStream(csv.toString().getBytes(StandardCharsets.UTF_8)), "names.csv");
  }

  private static Preparation learn(CategoricalSpec spec, boolean codes, String... cells) {
    return TablePreparation.learn(
        table(cells),
        IntStream.range(0, cells.length).toArray(),
        new PreparationPlan(
            List.of("y"), Map.of("name", spec), ColumnSpec.Scale.STANDARD, false, codes));
  }

  private static List<String> namesIn(String... cells) {
    CodeColumn column = (CodeColumn) learn(new CategoricalSpec(), true, cells).inputs().get(0);
    return column.categories();
  }

  /** The places of cells among the names of others. */
  private static float[] places(List<String> learned, String... cells) {
    return TablePreparation.of(learn(new CategoricalSpec(), true, learned.toArray(String[]::new)))
        .inputs(table(cells), warning -> {});
  }

  @Test
  void aNumberIsOneNameHoweverItIsWritten() {
    assertEquals(List.of("1", "2"), namesIn("1", "1.0", "2", "1e0", "1.00"));
    assertArrayEquals(
        new float[] {0, 1, 0, 0, 0, 0, -1},
        places(List.of("1", "2"), "1.0", "2.0", "1e0", "01", "+1", "1", "3"));
    assertArrayEquals(new float[] {0, 1}, places(List.of("1.0", "2.0"), "1", "2"));
    assertEquals(List.of("0"), namesIn("0", "-0", "0.0", "-0.0"));
  }

  @Test
  void namesMadeOfDigitsAreWhatIsWritten() {
    assertEquals(List.of("00100", "100", "110"), namesIn("00100", "100", "110"));
    assertArrayEquals(
        new float[] {0, 1, -1, -1, 1},
        places(List.of("00100", "110"), "00100", "110", "100", "0110", "110.0"));
    assertEquals(
        List.of("1234567890123456788", "1234567890123456789"),
        namesIn("1234567890123456789", "1234567890123456788"));
    assertEquals(List.of("+49", "49"), namesIn("49", "+49"));
    assertEquals(List.of("3.1", "3.10", "3.9"), namesIn("3.9", "3.10", "3.1"));
  }

  @Test
  void aNumberAmongTextsIsLookedUpAsWrittenAndThenByItsValue() {
    assertEquals(List.of("1", "1.0", "A"), namesIn("A", "1.0", "1"));
    assertArrayEquals(
        new float[] {0, 1, 2, 0, -1}, places(List.of("1", "2", "A"), "1.0", "2", "A", "1", "a"));
    assertArrayEquals(new float[] {1, 0, -1}, places(List.of("1", "1.0", "A"), "1.0", "1", "1.00"));
  }

  @Test
  void numbersAreSortedByValueAndBeforeTexts() {
    assertEquals(
        List.of("-3", "-1", "0", "1", "2", "10", "11"),
        namesIn("10", "2", "0", "-1", "1", "-3", "11"));
    assertEquals(List.of("2", "10", "B", "a"), namesIn("a", "10", "B", "2"));
  }

  @Test
  void theMostFrequentNumberStandsForMissingOnesHoweverItIsWritten() {
    Preparation preparation =
        learn(
            new CategoricalSpec(CategoricalSpec.Missing.MOST_FREQUENT, List.of()),
            true,
            "2",
            "2",
            "1",
            "1.0",
            "1.00",
            "");
    assertEquals(
        List.of(new CodeColumn("name", List.of("1", "2"), java.util.Optional.of("1"))),
        preparation.inputs());
  }

  @Test
  void aCategoryOfItsOwnForMissingNamesLeavesNumbersNumbers() {
    Preparation preparation =
        learn(
            new CategoricalSpec(CategoricalSpec.Missing.CATEGORY, List.of()), true, "2", "10", "");
    assertArrayEquals(
        new float[] {0, 1, 2, 0},
        TablePreparation.of(preparation).inputs(table("2.0", "10.0", "", "02"), warning -> {}));
  }

  @Test
  void anOrderOfNumbersHoldsForAllTheirSpellings() {
    Preparation preparation =
        learn(
            new CategoricalSpec(CategoricalSpec.Missing.REFUSE, List.of("1", "2", "3")),
            false,
            "1.0",
            "3.0",
            "2.0");
    assertArrayEquals(
        new float[] {0, 2, 1},
        TablePreparation.of(preparation).inputs(table("1.0", "3", "2.0"), warning -> {}));
  }

  @Test
  void classesAreSoToo() {
    Table table = table("2", "10", "2.0", "10.0");
    int[] rows = {0, 1, 2, 3};
    Preparation preparation =
        TablePreparation.learn(
            table,
            rows,
            new PreparationPlan(
                List.of("name"),
                Map.of("name", new CategoricalSpec()),
                ColumnSpec.Scale.STANDARD,
                false,
                false));
    assertEquals(new ClassTarget("name", List.of("2", "10"), false), preparation.targets());
    assertArrayEquals(
        new float[] {1, 0, 0, 1, 1, 0, 0, 1}, TablePreparation.of(preparation).targets(table));
    Split split = Split.stratified(table.column("name"), 0.5, 1);
    double[] learned =
        Arrays.stream(split.training()).mapToDouble(table.column("name")::number).toArray();
    Arrays.sort(learned);
    assertArrayEquals(new double[] {2, 10}, learned);
  }

  @Test
  void namesOfEarlierModelsMayBeSortedAsTexts() {
    List<String> earlier = List.of("0", "1", "10", "2");
    assertEquals(earlier, new OneHotColumn("name", earlier).categories());
    assertEquals(earlier, new ClassTarget("name", earlier, false).classes());
    assertThrows(
        IllegalArgumentException.class, () -> new OneHotColumn("name", List.of("2", "0", "1")));
  }
}
