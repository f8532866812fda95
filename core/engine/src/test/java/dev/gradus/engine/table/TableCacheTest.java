package dev.gradus.engine.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.spi.DataSource;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The cache never gives another table than that of the file, whatever happened to its own files.
 */
class TableCacheTest {

  /** A heap in which the table of the test does not fit. */
  private static final long SMALL = 1 << 20;

  private static final int ROWS = 30_000;
  private static final Random RANDOM = new Random(20_260_101);

  @TempDir private Path folder;

  private final List<Warning> said = Collections.synchronizedList(new ArrayList<>());

  private TableCache cache(Caching caching) {
    return new TableCache(folder.resolve("cache"), caching, said::add, SMALL);
  }

  private Path csv(int rows) throws IOException {
    StringBuilder text = new StringBuilder("a,b,name\n");
    for (int i = 0; i < rows; i++) {
      text.append(i).append(',').append(1.0 / (i + 1)).append(",n").append(i % 7).append('\n');
    }
    return Files.writeString(folder.resolve("data.csv"), text);
  }

  private Table read(Path csv, Caching caching) {
    return cache(caching).read(csv, new CsvFormat(), 2);
  }

  private Path kept() {
    List<TableCache.Kept> files = TableCache.list(folder.resolve("cache"));
    assertEquals(1, files.size(), files::toString);
    return files.get(0).file();
  }

  @Test
  void aTableThatDoesNotFitIsKeptAndTheUserIsToldOnce() throws IOException {
    Path csv = csv(ROWS);
    Table stored = read(csv, Caching.AUTO);
    StoredTableTest.assertSame(CsvReader.read(csv), stored);
    assertEquals(1, said.size(), said::toString);
    assertTrue(said.get(0).message().contains("does not fit into memory"), said::toString);
    StoredTableTest.assertSame(stored, read(csv, Caching.AUTO));
    assertEquals(1, said.size(), said::toString);
    assertTrue(
        TableCache.list(folder.resolve("cache"))
            .get(0)
            .content()
            .equals("data.csv: 30,000 rows, 3 columns"));
  }

  @Test
  void aTableThatFitsStaysInMemory() throws IOException {
    assertTrue(read(csv(10), Caching.AUTO).folder().isEmpty());
    assertTrue(Files.notExists(folder.resolve("cache")));
  }

  /** Without a file, the text of numbers would be dropped. */
  @Test
  void aTableThatOnlyFitsWithoutTheTextOfItsNumbersIsKeptToo() throws IOException {
    StringBuilder csv = new StringBuilder("id,y\n");
    for (int i = 0; i < 100_000; i++) {
      csv.append("00000000000").append(100_000 + i).append(",1\n");
    }
    Path file = Files.writeString(folder.resolve("ids.csv"), csv);
    Table table =
        new TableCache(folder.resolve("cache"), Caching.AUTO, said::add, 4_000_000)
            .read(file, new CsvFormat(), 1);
    assertEquals("00000000000199999", table.column("id").text(99_999));
    assertTrue(table.folder().isPresent());
  }

  @Test
  void withoutACacheItIsRefusedAsBefore() throws IOException {
    Path csv = csv(ROWS);
    DataException e = assertThrows(DataException.class, () -> read(csv, Caching.NEVER));
    assertTrue(String.valueOf(e.getMessage()).contains("as a table in memory"), e::getMessage);
  }

  @Test
  void mistakesInTheFileAreToldAndLeaveNothing() throws IOException {
    Path csv = csv(ROWS);
    Files.writeString(csv, "1,2\n", StandardOpenOption.APPEND);
    DataException e = assertThrows(DataException.class, () -> read(csv, Caching.AUTO));
    assertTrue(String.valueOf(e.getMessage()).startsWith("data.csv:30002: "), e::getMessage);
    assertEquals(List.of(), TableCache.list(folder.resolve("cache")));
  }

  @Test
  void aChangedFileIsAnotherTable() throws IOException {
    read(csv(1000), Caching.ALWAYS);
    Path before = kept();
    TableCache.clear(folder.resolve("cache"));
    Table other = read(csv(1001), Caching.ALWAYS);
    assertEquals(1001, other.rows());
    assertNotEquals(before, kept());
  }

  /** A file is hashed in pieces of four megabytes. */
  @Test
  void aChangeInALaterPieceIsAnotherTable() throws IOException {
    String text = "a\n" + "1234567\n".repeat(700_000);
    Path csv = Files.writeString(folder.resolve("data.csv"), text + "1\n");
    assertEquals(1, read(csv, Caching.ALWAYS).column("a").number(700_000));
    Files.writeString(csv, text + "2\n");
    assertEquals(2, read(csv, Caching.ALWAYS).column("a").number(700_000));
    assertEquals(2, TableCache.list(folder.resolve("cache")).size());
  }

  /** Every byte of the header, and many others, are changed in turn, and the file is cut. */
  @Test
  void aDamagedTableIsMadeAgain() throws IOException {
    Path csv = csv(500);
    Table expected = read(csv, Caching.ALWAYS);
    Path file = kept();
    byte[] intact = Files.readAllBytes(file);
    List<byte[]> damaged = new ArrayList<>();
    for (int i = 0; i < StoredTable.HEADER + 60; i++) {
      byte[] changed = intact.clone();
      int at =
          i < StoredTable.HEADER
              ? i
              : StoredTable.HEADER + RANDOM.nextInt(intact.length - StoredTable.HEADER);
      changed[at] ^= (byte) (1 << RANDOM.nextInt(Byte.SIZE));
      damaged.add(changed);
    }
    for (int i = 0; i < 20; i++) {
      damaged.add(Arrays.copyOf(intact, RANDOM.nextInt(intact.length)));
    }
    damaged.add(new byte[0]);
    damaged.add(new byte[intact.length]);
    damaged.add(Arrays.copyOf(intact, intact.length + 1));
    for (byte[] each : damaged) {
      said.clear();
      Files.delete(file);
      Files.write(file, each);
      StoredTableTest.assertSame(expected, read(csv, Caching.ALWAYS));
      assertEquals(1, said.size(), said::toString);
      assertTrue(said.get(0).message().contains("is damaged"), said::toString);
      assertArrayEquals(intact, Files.readAllBytes(file));
    }
  }

  /** The header and the checksums are right, but the index is not. */
  @Test
  void anIndexOfNonsenseIsMadeAgain() throws IOException {
    Path csv = csv(500);
    Table expected = read(csv, Caching.ALWAYS);
    Path file = kept();
    byte[] intact = Files.readAllBytes(file);
    for (int i = 0; i < 150; i++) {
      byte[] changed = StoredTables.withNonsense(intact, RANDOM);
      Files.delete(file);
      Files.write(file, changed);
      try {
        Table table = read(csv, Caching.ALWAYS);
        for (Column column : table.columns()) {
          for (int row = 0; row < table.rows(); row++) {
            column.text(row);
          }
        }
      } catch (RuntimeException e) {
        // Only a forger can write such a file; it must not end the process.
      }
    }
    Files.delete(file);
    Files.write(file, intact);
    StoredTableTest.assertSame(expected, read(csv, Caching.ALWAYS));
  }

  @Test
  void whatAKilledRunLeavesIsInNobodysWay() throws IOException {
    Path csv = csv(500);
    Table expected = read(csv, Caching.ALWAYS);
    Path file = kept();
    Path draft = Path.of(file.toString().replace(TableCache.TABLE, TableCache.DRAFT));
    Files.delete(file);
    Files.write(draft, new byte[99]);
    StoredTableTest.assertSame(expected, read(csv, Caching.ALWAYS));
    assertEquals(file, kept());
    assertEquals(List.of(), said);
  }

  @Test
  void severalThreadsMakeOneTable() throws Exception {
    Path csv = csv(ROWS);
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Callable<Table>> same = Collections.nCopies(3, () -> read(csv, Caching.ALWAYS));
      Table expected = CsvReader.read(csv);
      for (Future<Table> each : threads.invokeAll(same)) {
        StoredTableTest.assertSame(expected, each.get());
      }
      kept();
    } finally {
      threads.shutdown();
      assertTrue(threads.awaitTermination(1, TimeUnit.MINUTES));
    }
  }

  @Test
  void allIsRemovedButWhatARunIsMaking() throws IOException {
    read(csv(500), Caching.ALWAYS);
    Path file = kept();
    Path own = Files.createFile(folder.resolve("cache").resolve("notes.txt"));
    Path lock = Path.of(file.toString().replace(TableCache.TABLE, TableCache.LOCK));
    try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      assertTrue(held.isValid());
      assertEquals(List.of(file), TableCache.clear(folder.resolve("cache")));
    }
    assertEquals(List.of(), TableCache.clear(folder.resolve("cache")));
    assertEquals(List.of(), TableCache.list(folder.resolve("cache")));
    assertTrue(Files.exists(own));
  }

  /** Numbers, and from some row on strings. */
  private static final class Source implements DataSource {
    @Override
    public void read(Rows rows) {
      rows.columns(List.of("a", "b"));
      for (int i = 0; i < ROWS; i++) {
        if (i < ROWS / 2) {
          rows.numbers(i, 1.0 / (i + 1));
        } else {
          rows.row("row " + i, "0.50");
        }
      }
    }
  }

  @Test
  void aSourceThatDoesNotFitIsReadAgainIntoAFileWithoutAName() throws IOException {
    Table stored = cache(Caching.AUTO).read(new Source(), "source");
    StoredTableTest.assertSame(SourceReader.read(new Source(), "source"), stored);
    assertEquals(1, said.size(), said::toString);
    try (var files = Files.list(folder.resolve("cache"))) {
      assertEquals(0, files.count());
    }
  }
}
