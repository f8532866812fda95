package dev.gradus.engine.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.runtime.problem.CancelledException;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.spi.DataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table that is read part by part. */
class TablePartsTest {

  private static final int ROWS = 100_000;

  @TempDir Path folder;

  private Path csv() throws IOException {
    StringBuilder text = new StringBuilder("n,name\n");
    for (int i = 0; i < ROWS; i++) {
      text.append(i).append(i < ROWS / 2 ? ",7\n" : ",x\n");
    }
    return Files.writeString(folder.resolve("rows.csv"), text);
  }

  private static Set<Thread> readers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("gradus"))
        .collect(Collectors.toCollection(HashSet::new));
  }

  @Test
  void theyAreReadInOrderOnTheCallingThreadAndNoThreadIsLeft() throws IOException {
    TableParts parts = CsvReader.parts(csv(), new CsvFormat());
    assertEquals("rows.csv", parts.origin());
    Thread here = Thread.currentThread();
    Set<Thread> before = readers();
    List<Integer> sizes = new ArrayList<>();
    int[] next = {0};
    parts.forEach(
        part -> {
          assertSame(here, Thread.currentThread());
          sizes.add(part.rows());
          for (int row = 0; row < part.rows(); row++) {
            assertEquals(next[0], part.column("n").number(row));
            assertEquals("rows.csv:" + (next[0] + 2), part.placeOf(row));
            assertEquals(next[0] < ROWS / 2 ? "7" : "x", part.column("name").text(row));
            next[0]++;
          }
        });
    assertEquals(ROWS, next[0]);
    assertTrue(sizes.size() > 1, sizes.toString());
    Set<Thread> left = readers();
    left.removeAll(before);
    assertEquals(Set.of(), left);
  }

  @Test
  void anExceptionOfTheReceiverEndsTheReading() throws Exception {
    TableParts parts = CsvReader.parts(csv(), new CsvFormat());
    Set<Thread> before = readers();
    IllegalStateException full = new IllegalStateException("full");
    assertSame(
        full,
        assertThrows(
            IllegalStateException.class,
            () ->
                parts.forEach(
                    part -> {
                      throw full;
                    })));
    for (Thread thread : readers()) {
      if (!before.contains(thread)) {
        thread.join(10_000);
        assertTrue(!thread.isAlive(), thread.getName());
      }
    }
  }

  @Test
  void anInterruptEndsTheWaitForASourceThatDoesNotRespond() {
    TableParts parts =
        TableParts.of(
            "endless",
            receiver -> {
              while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
              }
            });
    Thread.currentThread().interrupt();
    assertThrows(CancelledException.class, () -> parts.forEach(part -> {}));
    assertTrue(Thread.interrupted());
  }

  /** A source of many rows, the last of which may be wrong. */
  private record Numbers(int rows, double last) implements DataSource {
    @Override
    public void read(Rows to) {
      to.columns(List.of("n", "m"));
      for (int i = 1; i < rows; i++) {
        to.numbers(i, -i);
      }
      to.numbers(rows, last);
    }
  }

  private static TableParts of(DataSource source) {
    return TableParts.of(
        "numbers", receiver -> SourceReader.readParts(source, "numbers", receiver));
  }

  @Test
  void aDataSourceIsReadInPartsWithTheNumbersOfItsRows() {
    List<Integer> lines = new ArrayList<>();
    int[] parts = {0};
    of(new Numbers(ROWS, 1))
        .forEach(
            part -> {
              parts[0]++;
              for (int row = 0; row < part.rows(); row++) {
                lines.add(part.lineOf(row));
                assertEquals(part.lineOf(row), part.column("n").number(row));
              }
            });
    assertEquals(ROWS, lines.size());
    assertTrue(parts[0] > 10, parts[0] + " parts");
    assertEquals(
        "numbers, row 100000: column 'm' has Infinity here; pass a finite number",
        assertThrows(
                DataException.class,
                () -> of(new Numbers(ROWS, Double.POSITIVE_INFINITY)).forEach(part -> {}))
            .getMessage());
  }

  @Test
  void aSourceWithoutRowsIsAMistakeAsInATable() {
    assertEquals(
        "numbers: the source has no rows",
        assertThrows(
                DataException.class,
                () -> of(rows -> rows.columns(List.of("n"))).forEach(part -> {}))
            .getMessage());
  }
}
