package dev.gradus.engine.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.runtime.problem.DataException;
import dev.gradus.spi.DataSource;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Reading the rows of a data source, and refusing invalid ones. */
class SourceReaderTest {

  @Test
  void textsAndNumbersBecomeColumns() {
    Table table =
        SourceReader.read(
            rows -> {
              rows.columns(List.of("size", "kind", "mixed"));
              rows.row("1.5", "a", "007");
              rows.row("", " b ", "x");
              rows.numbers(3, 4, 5.5);
            },
            "a test");
    assertEquals(3, table.rows());
    assertEquals(1.5, table.column("size").number(0));
    assertTrue(table.column("size").isMissing(1));
    assertEquals(3, table.column("size").number(2));
    assertEquals("b", table.column("kind").text(1));
    assertEquals("4", table.column("kind").text(2));
    assertEquals("007", table.column("mixed").text(0));
    assertEquals("5.5", table.column("mixed").text(2));
    assertEquals("a test:2", table.placeOf(1));
  }

  @Test
  void manyRowsAreKept() {
    int count = 100_000;
    Table table =
        SourceReader.read(
            rows -> {
              rows.columns(List.of("x"));
              for (int i = 0; i < count; i++) {
                rows.numbers(i);
              }
            },
            "many");
    assertEquals(count, table.rows());
    assertEquals(count - 1, table.column("x").number(count - 1));
  }

  private record Refusal(DataSource source, String sentence) {}

  private static DataSource named(String... names) {
    return rows -> rows.columns(List.of(names));
  }

  @TestFactory
  Stream<DynamicTest> whatBreaksTheRulesIsRefused() {
    return Stream.of(
            new Refusal(rows -> {}, "bad: the source names no columns"),
            new Refusal(named("x"), "bad: the source has no rows"),
            new Refusal(named(), "bad: the source has 0 columns; there must be from 1 to 65,536"),
            new Refusal(
                named("x", "x"),
                "bad: the source calls a column 'x'; names must not be blank or duplicated"),
            new Refusal(
                named(" "),
                "bad: the source calls a column ' '; names must not be blank or duplicated"),
            new Refusal(
                rows -> rows.row("1"), "bad: the source has a row before it names its columns"),
            new Refusal(
                rows -> {
                  rows.columns(List.of("x"));
                  rows.columns(List.of("x"));
                },
                "bad: the source names its columns twice"),
            new Refusal(
                rows -> {
                  rows.columns(List.of("x"));
                  rows.row("1", "2");
                },
                "bad, row 1: the row has 2 cells, but there are 1 columns"),
            new Refusal(
                rows -> {
                  rows.columns(List.of("x"));
                  rows.numbers(Double.POSITIVE_INFINITY);
                },
                "bad, row 1: column 'x' has Infinity here; pass a finite number"),
            new Refusal(
                rows -> {
                  throw new IOException("the disk is gone");
                },
                "bad: the data cannot be read: the disk is gone"),
            new Refusal(
                rows -> {
                  throw new NoSuchFileException("here/labels");
                },
                "bad: the data cannot be read: here/labels: there is no folder 'here'"),
            new Refusal(
                rows -> {
                  throw new NoSuchFileException("here/bad");
                },
                "bad: the data cannot be read: there is no folder 'here'"),
            new Refusal(
                rows -> {
                  throw new IllegalArgumentException("line 3 has no colon");
                },
                "bad: the data cannot be used: line 3 has no colon"))
        .map(
            refusal ->
                DynamicTest.dynamicTest(
                    refusal.sentence(),
                    () ->
                        assertEquals(
                            refusal.sentence(),
                            assertThrows(
                                    DataException.class,
                                    () -> SourceReader.read(refusal.source(), "bad"))
                                .getMessage())));
  }

  @Test
  void whatDoesNotFitIntoMemoryIsRefused() {
    DataException e =
        assertThrows(
            DataException.class,
            () ->
                SourceReader.read(
                    rows -> {
                      rows.columns(List.of("x"));
                      for (int i = 0; i < 1_000_000; i++) {
                        rows.numbers(i);
                      }
                    },
                    "large",
                    1_000_000));
    assertTrue(String.valueOf(e.getMessage()).contains("as a table in memory this needs"));
  }
}
