package dev.gradus.engine.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gradus.engine.table.CsvReader;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.column.BooleanColumn;
import dev.gradus.runtime.column.ClassTarget;
import dev.gradus.runtime.column.Label;
import dev.gradus.runtime.column.LabelTarget;
import dev.gradus.runtime.column.NumericTarget;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.column.TargetColumns;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.spi.Target;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Targets of yes and no. */
class LabelTargetTest {

  private static Table csv(String... lines) {
    byte[] bytes = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    return CsvReader.read(new ByteArrayInputStream(bytes), "mail.csv");
  }

  private static TargetColumns learn(
      Table table, int trainingRows, Map<String, ColumnSpec> columns, String... targets) {
    return preparation(table, trainingRows, columns, targets).targets();
  }

  private static Preparation preparation(
      Table table, int trainingRows, Map<String, ColumnSpec> columns, String... targets) {
    return TablePreparation.learn(
        table,
        IntStream.range(0, trainingRows).toArray(),
        new PreparationPlan(List.of(targets), columns, ColumnSpec.Scale.STANDARD, false, false));
  }

  private static void refused(String message, Executable step) {
    assertEquals(message, assertThrows(DataException.class, step).getMessage());
  }

  private static Map<String, ColumnSpec> booleans(String... names) {
    Map<String, ColumnSpec> columns = new LinkedHashMap<>();
    for (String name : names) {
      columns.put(name, new BooleanSpec());
    }
    return columns;
  }

  private static Label label(String name, String yes, String no) {
    return new Label(new BooleanColumn(name), yes, no);
  }

  private static final Table MAIL =
      csv("x,urgent,spam,paid", "1,1,yes,T", "2,0,no,F", "3,1,Yes,T", "4,0,yes,T", "5,1,no,F");

  @Test
  void declaredColumnsAreLabelsWithAnOutputEach() {
    Preparation preparation =
        preparation(MAIL, 5, booleans("urgent", "spam", "paid"), "paid", "urgent", "spam");
    assertEquals(
        new LabelTarget(
            List.of(
                label("paid", "T", "F"), label("urgent", "1", "0"), label("spam", "yes", "no"))),
        preparation.targets());
    assertEquals(
        new Target(Target.Kind.LABELS, List.of("paid", "urgent", "spam")), preparation.target());
    assertArrayEquals(
        new float[] {1, 1, 1, 0, 0, 0, 1, 1, 1, 1, 0, 1, 0, 1, 0},
        TablePreparation.of(preparation).targets(MAIL));
  }

  @Test
  void severalColumnsOfYesAndNoAreLabelsWithoutBeingDeclared() {
    assertEquals(
        new LabelTarget(List.of(label("spam", "yes", "no"), label("paid", "T", "F"))),
        learn(MAIL, 5, Map.of("urgent", new IgnoredSpec()), "spam", "paid"));
  }

  @Test
  void besideALabelZeroAndOneAreALabelToo() {
    assertEquals(
        new LabelTarget(List.of(label("urgent", "1", "0"), label("spam", "yes", "no"))),
        learn(MAIL, 5, booleans("spam"), "urgent", "spam"));
  }

  @Test
  void severalColumnsOfZeroAndOneStayNumbers() {
    assertInstanceOf(
        NumericTarget.class, learn(csv("x,a,b", "1,0,1", "2,1,0"), 2, Map.of(), "a", "b"));
  }

  @Test
  void aSingleColumnOfTextsStaysAClass() {
    assertEquals(
        new ClassTarget("paid", List.of("F", "T"), false), learn(MAIL, 5, Map.of(), "paid"));
  }

  @Test
  void aSingleDeclaredColumnIsAYesWithOneOutput() {
    Preparation preparation = preparation(MAIL, 5, booleans("paid"), "paid");
    assertEquals(new Target(Target.Kind.BINARY, List.of("paid")), preparation.target());
    assertArrayEquals(new float[] {1, 0, 1, 1, 0}, TablePreparation.of(preparation).targets(MAIL));
  }

  @Test
  void probabilitiesAreRestoredAsTheyAreAndAnsweredAsTheDataDo() {
    LabelTarget target = new LabelTarget(List.of(label("a", "t", "f"), label("b", "1", "0")));
    double[] restored = new double[2];
    target.restore(new float[] {0, .25f, .75f}, 1, restored);
    assertArrayEquals(new double[] {0.25, 0.75}, restored);
    assertEquals("f", target.labels().get(0).answer(0.25));
    assertEquals("t", target.labels().get(0).answer(0.5));
  }

  @Test
  void aMixtureOfNumbersAndLabelsIsRefused() {
    refused(
        "mail.csv: with several target columns all or none must be boolean, but 'x' is not; predict it with a separate model, or, if it contains yes and no, declare it (columns: {x: boolean})",
        () -> learn(MAIL, 5, booleans("urgent"), "urgent", "x"));
    refused(
        "mail.csv: with several target columns all or none must be boolean, but 'urgent' is not; predict it with a separate model, or, if it contains yes and no, declare it (columns: {urgent: boolean})",
        () -> learn(MAIL, 5, Map.of("urgent", new NumericSpec()), "urgent", "spam"));
  }

  @Test
  void aLabelThatAppliesToNoTrainingRowOrToAllIsRefused() {
    Table table = csv("x,a,b", "1,yes,no", "2,yes,yes", "3,no,yes");
    refused(
        "mail.csv: the label 'a' applies to all of the training rows, so there is nothing to learn; remove it from the target, use more training rows, or change training.seed to get another split",
        () -> learn(table, 2, Map.of(), "a", "b"));
    refused(
        "mail.csv: the label 'b' applies to none of the training rows, so there is nothing to learn; remove it from the target, use more training rows, or change training.seed to get another split",
        () -> learn(csv("x,a,b", "1,yes,no", "2,no,no"), 2, Map.of(), "a", "b"));
  }

  @Test
  void everyCellOfALabelMustSayYesOrNo() {
    refused(
        "mail.csv:4: column 'a' is boolean, but here it has '2', which is not among its words (yes, y, true, t, 1 or no, n, false, f, 0); correct the cell, name the words (columns: {a: {boolean: {positive: …, negative: …}}}), or declare the column categorical",
        () -> learn(csv("x,a,b", "1,0,1", "2,1,0", "3,2,1"), 2, booleans("a", "b"), "a", "b"));
    refused(
        "mail.csv:4: column 'a' has an empty cell here, and is boolean; fill it, drop the row (missing: drop), or set a fill value (columns: {a: {boolean: {missing: negative}}})",
        () -> learn(csv("x,a,b", "1,0,1", "2,1,0", "3,,1"), 2, booleans("a", "b"), "a", "b"));
  }

  @Test
  void aMissingCellMaySayThatALabelDoesNotApply() {
    Table table = csv("x,a,b", "1,x,", "2,,x", "3,x,x");
    BooleanSpec ticked =
        new BooleanSpec(List.of("x"), List.of(), BooleanSpec.Missing.NEGATIVE, false);
    Preparation preparation = preparation(table, 3, Map.of("a", ticked, "b", ticked), "a", "b");
    assertArrayEquals(
        new float[] {1, 0, 0, 1, 1, 1}, TablePreparation.of(preparation).targets(table));
    assertEquals(
        new Label(
            new BooleanColumn("a", List.of("x"), List.of(), Optional.of(false), false), "x", ""),
        ((LabelTarget) preparation.targets()).labels().get(0));
  }

  @Test
  void labelsThatCannotBeAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new LabelTarget(List.of()));
    assertThrows(
        IllegalArgumentException.class,
        () -> new LabelTarget(List.of(label("a", "1", "0"), label("a", "1", "0"))));
    BooleanColumn indicated =
        new BooleanColumn("a", List.of(), List.of(), Optional.of(false), true);
    assertThrows(
        IllegalArgumentException.class,
        () -> new LabelTarget(List.of(new Label(indicated, "1", "0"))));
  }
}
