package dev.gradus.engine.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.runtime.problem.CancelledException;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.spi.DataSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that do not fit into memory, or do not end, and readers that must stop. */
@Timeout(60)
class ReadingLimitsTest {

  private static final long MEGABYTE = 1 << 20;

  @TempDir Path folder;

  /** A text, and then another over and over again. */
  private static InputStream endless(String first, String again) {
    byte[] head = first.getBytes(StandardCharsets.UTF_8);
    byte[] tail = again.getBytes(StandardCharsets.UTF_8);
    return new InputStream() {
      private long at;

      @Override
      public int read(byte[] into, int from, int length) {
        for (int k = from; k < from + length; k++) {
          into[k] = (byte) read();
        }
        return length;
      }

      @Override
      public int read() {
        long i = at++;
        return i < head.length ? head[(int) i] : tail[(int) ((i - head.length) % tail.length)];
      }
    };
  }

  private static String refusalOf(InputStream in) {
    return refusalOf(in, 64 * MEGABYTE);
  }

  private static String refusalOf(InputStream in, long heapBytes) {
    return String.valueOf(
        assertThrows(DataException.class, () -> CsvReader.read(in, "in", heapBytes)).getMessage());
  }

  @Test
  void fewRowsOfLongCellsAreRefusedBeforeMemoryEnds() throws IOException {
    String cell = "x".repeat(60_000);
    StringBuilder text = new StringBuilder("a,b\n");
    for (int row = 0; row < 200; row++) {
      text.append(row).append(cell).append(',').append(cell).append(row).append('\n');
    }
    Path file = Files.writeString(folder.resolve("long.csv"), text);
    String message =
        String.valueOf(
            assertThrows(DataException.class, () -> CsvReader.read(file, 16 * MEGABYTE))
                .getMessage());
    assertTrue(message.startsWith("long.csv: as a table in memory this needs about "), message);
    assertEquals(200, CsvReader.read(file).rows(), "with more memory it can be read");
  }

  @Test
  void aLineOfNamesThatDoesNotEndIsRefused() {
    assertEquals(
        "in:1: in the record that begins here a cell has more than 65,536 characters; perhaps a quote is not closed",
        refusalOf(endless("", "x")));
    assertEquals(
        "in:1: there are more than 65,536 columns", refusalOf(endless("", "x,"), 1_024 * MEGABYTE));
    String message = refusalOf(endless("", "x".repeat(1_000) + ","));
    assertTrue(message.startsWith("in: as a table in memory this needs about "), message);
  }

  @Test
  void aNameMayHaveSoManyCharacters() {
    String longest = "x".repeat(CsvReader.LONGEST_NAME);
    assertEquals(
        List.of(longest),
        CsvReader.read(
                new ByteArrayInputStream((longest + "\n1\n").getBytes(StandardCharsets.UTF_8)),
                "in")
            .names());
    assertEquals(
        "in:1: column 2 has a name of 1,025 characters, but at most 1,024 are allowed; if the file has no header, set format: {header: false}",
        refusalOf(endless("a,x" + longest + ",", "x")));
  }

  @Test
  void aLineOfCellsThatDoesNotEndIsRefused() {
    assertEquals(
        "in:2: this line has more than 65,536 cells, but the header names 2 columns",
        refusalOf(endless("a,b\n", "1,")));
    String rows = refusalOf(endless("a,b\n", "1,2\n"));
    assertTrue(rows.startsWith("in: as a table in memory this needs about "), rows);
  }

  @Test
  void manyColumnsAreRefusedWithTheirNames() throws IOException {
    StringBuilder text = new StringBuilder("a0");
    for (int i = 1; i < 60_000; i++) {
      text.append(",a").append(i);
    }
    Path file =
        Files.writeString(folder.resolve("wide.csv"), text + "\n" + "1,".repeat(59_999) + "1\n");
    String message =
        String.valueOf(
            assertThrows(DataException.class, () -> CsvReader.read(file, 32 * MEGABYTE))
                .getMessage());
    assertTrue(message.startsWith("wide.csv: as a table in memory this needs about "), message);
  }

  @Test
  void anInterruptEndsTheReadingOfAPipeThatNobodyWritesTo() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    assertInterrupted("pipe", () -> CsvReader.read(pipe));
  }

  @Test
  void anInterruptEndsASourceThatDoesNotAnswer() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    DataSource hanging =
        rows -> {
          rows.columns(List.of("a"));
          boolean answered = false;
          while (!answered) {
            try {
              answered = never.await(1, TimeUnit.HOURS);
            } catch (InterruptedException e) {
              // As a source does that pays no attention to it.
            }
          }
        };
    assertInterrupted("database", () -> SourceReader.read(hanging, "database"));
    never.countDown();
  }

  @Test
  void anInterruptEndsASourceThatGoesOnForEver() throws Exception {
    DataSource endless =
        rows -> {
          rows.columns(List.of("a"));
          while (true) {
            rows.row("x");
          }
        };
    assertInterrupted("source", () -> SourceReader.read(endless, "source"));
  }

  @Test
  void anInterruptEndsAStreamWhenItReturns() throws Exception {
    try (PipedOutputStream out = new PipedOutputStream();
        PipedInputStream in = new PipedInputStream(out)) {
      out.write("a\n1\n".getBytes(StandardCharsets.UTF_8));
      out.flush();
      FutureTask<Table> task =
          new FutureTask<>(
              () -> {
                Thread.currentThread().interrupt();
                return CsvReader.read(in, "stream");
              });
      new Thread(task).start();
      assertEquals(
          "stream: reading was interrupted before the end, so there is no table",
          String.valueOf(
              Objects.requireNonNull(assertThrows(ExecutionException.class, task::get).getCause())
                  .getMessage()));
    }
  }

  @Test
  void anInterruptEndsAReadingAmongTheRowsThatAreInMemory() {
    byte[] rows = "a\n1\n2\n3\n".getBytes(StandardCharsets.UTF_8);
    AtomicInteger asked = new AtomicInteger();
    InputStream in =
        new InputStream() {
          @Override
          public int read() {
            throw new UnsupportedOperationException("it is read in portions");
          }

          @Override
          public int read(byte[] into, int from, int length) {
            asked.incrementAndGet();
            System.arraycopy(rows, 0, into, from, rows.length);
            Thread.currentThread().interrupt();
            return rows.length;
          }
        };
    try {
      assertThrows(CancelledException.class, () -> CsvReader.read(in, "stream"));
      assertTrue(Thread.currentThread().isInterrupted());
      assertEquals(1, asked.get(), "it does not wait for more");
    } finally {
      Thread.interrupted();
    }
  }

  private static void assertInterrupted(String origin, Runnable reading) throws Exception {
    FutureTask<Boolean> task =
        new FutureTask<>(
            () -> {
              CancelledException e = assertThrows(CancelledException.class, reading::run);
              assertEquals(
                  origin + ": reading was interrupted before the end, so there is no table",
                  e.getMessage());
              return Thread.interrupted();
            });
    Thread thread = new Thread(task);
    thread.start();
    Thread.sleep(200);
    thread.interrupt();
    assertTrue(task.get(5, TimeUnit.SECONDS), "the thread remains interrupted");
  }
}
