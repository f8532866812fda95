package dev.gradus.engine.table;

import static java.util.Objects.requireNonNull;

import dev.gradus.engine.file.CacheFolder;
import dev.gradus.engine.file.GrowingFile;
import dev.gradus.engine.parallel.Team;
import dev.gradus.runtime.file.IoReason;
import dev.gradus.runtime.file.Sha256;
import dev.gradus.runtime.problem.CancelledException;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.OutputException;
import dev.gradus.runtime.problem.Problem;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.spi.DataSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Keeps tables that do not fit into memory in files. Everything that is made of such a table is
 * what it would be if it fitted.
 *
 * <p>The table of a CSV file stays in the folder of the cache for the next run. Its name is a
 * SHA-256 of the content of the CSV file (of the hashes of its pieces), of its format, and of the
 * version of the cache, so it is never that of other data. It is written under another name, forced
 * to disk and then renamed; its checksum is compared whenever it is opened, and a damaged one is
 * made again. If several processes want one table, the first makes it, and the others wait. Other
 * tables, such as those of a database, are in files that end with the process.
 */
public final class TableCache {

  /** The ends of the names of its files: finished tables and unfinished ones. */
  static final String TABLE = ".table";

  static final String DRAFT = ".draft";

  /**
   * The end of the names of the empty files that are locked while a table is made. They are never
   * removed: who waits for a file that is removed, and who makes a new one, would not see each
   * other.
   */
  static final String LOCK = ".lock";

  private static final Pattern OWN =
      Pattern.compile("[0-9a-f]{64}\\.(table|draft)|scratch-[0-9]+\\.tmp");

  private static final long MOMENT_IN_MILLIS = 100;

  /** The bytes of a file that are hashed together, unless there would be too many pieces. */
  private static final long LEAST_PIECE = 1 << 22;

  private static final int MOST_PIECES = 1 << 19;

  private final Path folder;
  private final Caching caching;
  private final Consumer<Warning> outlet;
  private final long heapBytes;

  /**
   * A cache.
   *
   * @param folder created when it is needed
   * @param outlet receives a warning when a table is kept in the folder
   */
  public TableCache(Path folder, Caching caching, Consumer<Warning> outlet) {
    this(folder, caching, outlet, Runtime.getRuntime().maxMemory());
  }

  /** The same for a process with so much memory. */
  TableCache(Path folder, Caching caching, Consumer<Warning> outlet, long heapBytes) {
    this.folder = requireNonNull(folder, "folder must not be null");
    this.caching = requireNonNull(caching, "caching must not be null");
    this.outlet = requireNonNull(outlet, "outlet must not be null");
    this.heapBytes = heapBytes;
  }

  /**
   * The folder of this user, if an application names no other: that of the environment variable
   * {@code GRADUS_CACHE}; otherwise {@code gradus} in the folder that the operating system has for
   * caches.
   */
  public static Path folderOfUser() {
    return CacheFolder.ofUser();
  }

  /** The folder. */
  public Path folder() {
    return folder;
  }

  /** When tables are kept there. */
  public Caching caching() {
    return caching;
  }

  /**
   * Reads a CSV file, as {@link CsvReader#read(Path, CsvFormat, int)}.
   *
   * @throws DataException as it does
   * @throws OutputException if the table does not fit into memory, and the folder cannot hold it
   */
  public Table read(Path file, CsvFormat format, int threads) {
    return read(file, format, CsvLoader.Limits.of(heapBytes, threads));
  }

  /**
   * Reads a CSV file for one training alone; the table is {@link Table#expendable()}, so it may
   * take more of the memory.
   *
   * @throws DataException as {@link #read(Path, CsvFormat, int)}
   * @throws OutputException likewise
   */
  public Table readExpendable(Path file, CsvFormat format, int threads) {
    return read(file, format, CsvLoader.Limits.of(heapBytes, threads).expendable()).expendable();
  }

  private Table read(Path file, CsvFormat format, CsvLoader.Limits limits) {
    if (caching == Caching.NEVER || !Files.isRegularFile(file)) {
      return CsvReader.read(file, format, limits);
    }
    return caching == Caching.ALWAYS
        ? stored(file, format, limits)
        : CsvReader.readIfFits(file, format, limits).orElseGet(() -> stored(file, format, limits));
  }

  /**
   * Reads a source, as {@link SourceReader#read(DataSource, String)}. A table that does not fit is
   * read a second time, and not kept.
   *
   * @throws DataException as it does
   * @throws OutputException if the table does not fit into memory, and the folder cannot hold it
   */
  public Table read(DataSource source, String origin) {
    return caching == Caching.NEVER
        ? SourceReader.read(source, origin, heapBytes)
        : SourceReader.readIfFits(source, origin, heapBytes)
            .orElseGet(
                () ->
                    scratch(
                        TableParts.of(
                            origin, each -> SourceReader.readParts(source, origin, each))));
  }

  /**
   * A file in the folder of a cache.
   *
   * @param file the file
   * @param bytes its length
   * @param content what it holds, for a person
   */
  public record Kept(Path file, long bytes, String content) {}

  /** The files of a cache, by name. Another process may be working on them. */
  public static List<Kept> list(Path folder) {
    List<Kept> all = new ArrayList<>();
    for (Path file : filesOf(folder)) {
      all.add(new Kept(file, lengthOf(file), contentOf(file, file.getFileName().toString())));
    }
    return all;
  }

  private static long lengthOf(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      // It was removed meanwhile.
      return 0;
    }
  }

  private static String contentOf(Path file, String name) {
    if (!name.endsWith(TABLE)) {
      return "not finished";
    }
    try (GrowingFile opened = GrowingFile.open(file)) {
      return StoredTable.describe(opened);
    } catch (IOException e) {
      return "damaged: " + IoReason.of(e);
    }
  }

  /**
   * Removes the files of a cache. Runs that use them go on, but their successors read their data
   * again.
   *
   * @return the files that are still there, because a run is making them, or they cannot be removed
   */
  public static List<Path> clear(Path folder) {
    List<Path> left = new ArrayList<>();
    for (Path file : filesOf(folder)) {
      if (!removed(file, folder)) {
        left.add(file);
      }
    }
    return left;
  }

  private static boolean removed(Path file, Path folder) {
    String name = file.getFileName().toString();
    Path lock = folder.resolve(name.substring(0, name.lastIndexOf('.')) + LOCK);
    try {
      if (Files.exists(lock)) {
        try (FileChannel channel = openLock(lock)) {
          if (!tryLock(channel)) {
            return false;
          }
          Files.deleteIfExists(file);
        }
      } else {
        Files.deleteIfExists(file);
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Files that a cache has made, and no others. */
  private static List<Path> filesOf(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> OWN.matcher(file.getFileName().toString()).matches())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new DataException(
          new Problem(folder.toString(), "the folder cannot be read: " + IoReason.of(e)), e);
    }
  }

  private Table scratch(TableParts parts) {
    tell(parts.origin(), "until it is no longer needed");
    GrowingFile file = GrowingFile.scratch(folder);
    boolean finished = false;
    try {
      StoredTable table = new StoredTable(file, parts.origin(), NumberStyle.USUAL);
      parts.forEach(table::add);
      table.end();
      Table made = table.table(folder);
      finished = true;
      return made;
    } finally {
      if (!finished) {
        file.close();
      }
    }
  }

  private void tell(String origin, String howLong) {
    if (caching == Caching.ALWAYS) {
      return;
    }
    outlet.accept(
        Warning.of(
            "%s: the table does not fit into memory, so it is kept in the folder %s %s"
                .formatted(origin, folder, howLong)));
  }

  private Table stored(Path file, CsvFormat format, CsvLoader.Limits limits) {
    try {
      GrowingFile.createPrivate(folder);
      Seen seen = Seen.of(file);
      byte[] key = keyOf(file, format, limits.threads());
      String name = HexFormat.of().formatHex(key);
      FileChannel lock = locked(file, folder.resolve(name + LOCK));
      try {
        Optional<Table> kept = kept(file, format, key, folder.resolve(name + TABLE));
        return kept.isPresent() ? kept.get() : made(file, format, limits, seen, key);
      } finally {
        lock.close();
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private OutputException failed(IOException e) {
    return new OutputException(
        new Problem(
            folder.toString(),
            "the folder for data that do not fit into memory cannot be used: " + IoReason.of(e)),
        e);
  }

  /** What tells whether a file has changed. */
  private record Seen(long bytes, Object time) {
    static Seen of(Path file) {
      try {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        return new Seen(now.size(), now.lastModifiedTime());
      } catch (IOException e) {
        throw CsvReader.cannotBeRead(file.toString(), e);
      }
    }
  }

  /** Hashes pieces of the file on several threads, and then the hashes. */
  private static byte[] keyOf(Path file, CsvFormat format, int threads) throws IOException {
    long size = Files.size(file);
    long piece = Math.max(LEAST_PIECE, size / MOST_PIECES);
    byte[][] hashes = new byte[(int) (size / piece + 1)][];
    try (Team team = new Team(threads)) {
      team.run((i, member) -> hashes[i] = hash(file, i * piece, piece), hashes.length);
    }
    MessageDigest digest = Sha256.digest();
    String written = "table %s %s\n".formatted(StoredTable.VERSION, format);
    digest.update(written.getBytes(StandardCharsets.UTF_8));
    for (byte[] hash : hashes) {
      digest.update(hash);
    }
    return digest.digest();
  }

  /** The SHA-256 of some bytes of a file, or of those up to its end. */
  private static byte[] hash(Path file, long from, long bytes) {
    MessageDigest digest = Sha256.digest();
    byte[] room = new byte[1 << 16];
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      InputStream in = Channels.newInputStream(channel.position(from));
      long left = bytes;
      int count = 0;
      while (left > 0 && count >= 0) {
        count = in.read(room, 0, (int) Math.min(left, room.length));
        digest.update(room, 0, Math.max(count, 0));
        Reading.check(String.valueOf(file.getFileName()));
        left -= count;
      }
    } catch (IOException e) {
      throw CsvReader.cannotBeRead(file.toString(), e);
    }
    return digest.digest();
  }

  /** Waits for the lock of a table, which ends with the channel or the process. */
  private FileChannel locked(Path file, Path lock) throws IOException {
    FileChannel channel = openLock(lock);
    boolean told = false;
    while (!tryLock(channel)) {
      if (!told) {
        outlet.accept(
            Warning.of(
                "%s: another run is making the table of this file in the folder %s; this one waits for it"
                    .formatted(file.getFileName(), folder)));
        told = true;
      }
      try {
        Thread.sleep(MOMENT_IN_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        channel.close();
        throw CancelledException.reading(String.valueOf(file.getFileName()));
      }
    }
    return channel;
  }

  private static FileChannel openLock(Path lock) throws IOException {
    return FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      // Another thread of this process has it.
      return false;
    }
  }

  /** The table that an earlier run has made, if it is intact. */
  private Optional<Table> kept(Path csv, CsvFormat format, byte[] key, Path file)
      throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    String origin = String.valueOf(csv.getFileName());
    GrowingFile opened = GrowingFile.open(file);
    boolean intact = false;
    try {
      Table table = StoredTable.open(opened, origin, format.numbers(), key).table(folder);
      intact = true;
      return Optional.of(table);
    } catch (ClosedByInterruptException e) {
      throw CancelledException.reading(origin);
    } catch (IOException e) {
      outlet.accept(
          Warning.of(
              "%s: the table in the cache is damaged (%s: %s), so it is made again"
                  .formatted(origin, file, IoReason.of(e))));
      Files.delete(file);
      return Optional.empty();
    } finally {
      if (!intact) {
        opened.close();
      }
    }
  }

  private Table made(Path csv, CsvFormat format, CsvLoader.Limits limits, Seen seen, byte[] key)
      throws IOException {
    String name = HexFormat.of().formatHex(key);
    String origin = String.valueOf(csv.getFileName());
    tell(origin, "for this run and the next ones; 'gradus cache' shows and removes what is there");
    Path draft = folder.resolve(name + DRAFT);
    boolean finished = false;
    GrowingFile file = GrowingFile.create(draft);
    try {
      StoredTable table = new StoredTable(file, origin, format.numbers());
      TableParts.of(origin, each -> CsvReader.readParts(csv, format, limits, each))
          .forEach(table::add);
      if (!Seen.of(csv).equals(seen)) {
        throw new DataException(
            csv.toString(), "the file was changed while it was read; run again");
      }
      table.end();
      table.finish(key);
      file.seal(true);
      Files.move(draft, folder.resolve(name + TABLE), StandardCopyOption.ATOMIC_MOVE);
      Table made = table.table(folder);
      finished = true;
      return made;
    } finally {
      if (!finished) {
        file.close();
        Files.deleteIfExists(draft);
      }
    }
  }
}
