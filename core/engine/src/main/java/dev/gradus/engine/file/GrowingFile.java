package dev.gradus.engine.file;

import dev.gradus.runtime.file.IoReason;
import dev.gradus.runtime.problem.CancelledException;
import dev.gradus.runtime.problem.OutputException;
import dev.gradus.runtime.problem.Problem;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * A file to which blocks are appended, and which is read at any place, through memory maps or in
 * pieces; the operating system decides which parts of it are in memory.
 *
 * <p>Blocks are written with ordinary writes and never through a map: a full disk is then an
 * exception, where a map would end the process. A block begins at a multiple of {@value #ALIGNMENT}
 * and never crosses the end of a segment of {@value #SEGMENT} bytes, since a map holds at most 2
 * GiB. All numbers are little-endian. One thread appends; when it is done, any number may read.
 */
public final class GrowingFile implements AutoCloseable {

  /** The length of a segment, in bytes. */
  public static final int SEGMENT = 1 << 29;

  /** Every block begins at a multiple of this. */
  public static final int ALIGNMENT = 16;

  private static final int LOG_OF_SEGMENT = 29;
  private static final int ROOM = 1 << 20;
  private static final byte[] ZEROS = new byte[1 << 12];

  private final Path place;
  private final FileChannel channel;
  private final CRC32C checksum = new CRC32C();
  private final List<ByteBuffer> segments = new ArrayList<>();
  private ByteBuffer pending = ByteBuffer.allocateDirect(ROOM);

  /** The bytes in the file, without those that wait to be written. */
  private long written;

  private GrowingFile(Path place, FileChannel channel) {
    this.place = place;
    this.channel = channel;
  }

  /**
   * Creates a file without a name in a folder. It is gone when it is closed, is no longer
   * reachable, or the process ends in whatever way.
   *
   * @param folder created if it does not exist
   * @throws OutputException with a sentence, if that is impossible
   */
  public static GrowingFile scratch(Path folder) {
    try {
      createPrivate(folder);
      Path name = Files.createTempFile(folder, "scratch-", ".tmp");
      // Linux and macOS remove the name at once; Windows does when the last handle is closed.
      return new GrowingFile(
          folder,
          FileChannel.open(
              name,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE));
    } catch (IOException e) {
      throw failed(folder, e);
    }
  }

  /**
   * Creates a file, or begins an existing one anew.
   *
   * @param file in a folder that exists
   * @throws OutputException with a sentence, if that is impossible
   */
  public static GrowingFile create(Path file) {
    try {
      Files.deleteIfExists(file);
      Files.createFile(file);
      permitOwnerAlone(file, "rw-------");
      return new GrowingFile(
          file, FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE));
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  /**
   * Opens a file to read it.
   *
   * @throws IOException if it cannot be opened
   */
  public static GrowingFile open(Path file) throws IOException {
    GrowingFile opened = new GrowingFile(file, FileChannel.open(file, StandardOpenOption.READ));
    opened.written = opened.channel.size();
    return opened;
  }

  /** Creates a folder that only its owner can read, because data may be confidential. */
  public static void createPrivate(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
      permitOwnerAlone(folder, "rwx------");
    }
  }

  private static void permitOwnerAlone(Path path, String permissions) throws IOException {
    if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
  }

  /** The file, or the folder of a file without a name; for messages. */
  public Path place() {
    return place;
  }

  /** The number of bytes that were appended, including the gaps between blocks. */
  public long length() {
    return written + pending.position();
  }

  /** The CRC-32C of all bytes that were appended. */
  public long checksum() {
    return checksum.getValue();
  }

  /**
   * Appends a block.
   *
   * @param block at most {@link #SEGMENT} bytes from its position to its limit, which are consumed
   * @return where it begins
   * @throws OutputException with a sentence, if the disk is full or fails
   */
  public long append(ByteBuffer block) {
    int length = block.remaining();
    if (length > SEGMENT) {
      throw new IllegalArgumentException("a block of " + length + " bytes");
    }
    skip((int) (-length() & (ALIGNMENT - 1)));
    long left = SEGMENT - (length() & (SEGMENT - 1));
    if (length > left) {
      skip((int) left);
    }
    long at = length();
    put(block);
    return at;
  }

  private void skip(int bytes) {
    int left = bytes;
    while (left > 0) {
      int some = Math.min(left, ZEROS.length);
      if (pending.remaining() < some) {
        flush();
      }
      pending.put(ZEROS, 0, some);
      checksum.update(ZEROS, 0, some);
      left -= some;
    }
  }

  private void put(ByteBuffer bytes) {
    checksum.update(bytes.duplicate());
    while (bytes.hasRemaining()) {
      if (!pending.hasRemaining()) {
        flush();
      }
      int some = Math.min(pending.remaining(), bytes.remaining());
      pending.put(bytes.slice().limit(some));
      bytes.position(bytes.position() + some);
    }
  }

  private void flush() {
    try {
      pending.flip();
      while (pending.hasRemaining()) {
        written += channel.write(pending, written);
      }
      pending.clear();
    } catch (IOException e) {
      throw failed(place, e);
    }
  }

  /** Appends bytes one after the other, without gaps; blocks may follow. */
  public OutputStream tail() {
    return new OutputStream() {
      @Override
      public void write(int b) {
        put(ByteBuffer.wrap(new byte[] {(byte) b}));
      }

      @Override
      public void write(byte[] bytes, int from, int count) {
        put(ByteBuffer.wrap(bytes, from, count));
      }
    };
  }

  /**
   * The bytes of a file that was opened to read, or whose appending has ended, from a place on.
   *
   * @throws IOException if that is impossible
   */
  public InputStream from(long at) throws IOException {
    FileChannel other = FileChannel.open(place, StandardOpenOption.READ);
    other.position(at);
    return Channels.newInputStream(other);
  }

  /**
   * Overwrites bytes that were appended, which does not change the {@link #checksum}.
   *
   * @throws OutputException with a sentence, if the disk fails
   */
  public void overwrite(long at, ByteBuffer bytes) {
    flush();
    try {
      for (long next = at; bytes.hasRemaining(); ) {
        next += channel.write(bytes, next);
      }
    } catch (IOException e) {
      throw failed(place, e);
    }
  }

  /**
   * Ends the appending: writes what is left, and frees the memory for that.
   *
   * @param toDisk whether to wait until all of it is on the disk itself
   */
  public void seal(boolean toDisk) {
    flush();
    pending = ByteBuffer.allocate(0);
    try {
      if (toDisk) {
        channel.force(true);
      }
    } catch (IOException e) {
      throw failed(place, e);
    }
  }

  /**
   * The map of the segment that holds a block.
   *
   * @param end the first byte after the block
   * @return read it only at absolute places: {@link #within} of a place
   * @throws IllegalArgumentException if the block is not within the file, or crosses segments
   */
  public ByteBuffer segment(long at, long end) {
    int index = (int) (at >>> LOG_OF_SEGMENT);
    // Almost always it is there; the list only grows while one thread appends.
    if (index >= 0 && index < segments.size()) {
      ByteBuffer mapped = segments.get(index);
      if (end - ((long) index << LOG_OF_SEGMENT) <= mapped.limit()) {
        return mapped;
      }
    }
    return mapped(at, end);
  }

  /**
   * Reads some bytes. Around a page that is not in memory, the kernel reads up to some megabytes
   * when it is touched through a map; here it reads little more than these bytes. So this is for
   * whoever leaves out most of the file, or copies large pieces of it, and {@link #segment} for the
   * others.
   *
   * @param at of bytes that lie in one segment, and were appended
   * @param into filled from its position to its limit
   * @throws OutputException with a sentence, if the disk fails
   */
  public void read(long at, ByteBuffer into) {
    int first = into.position();
    int length = into.remaining();
    if (at < 0 || at + length > length()) {
      throw noBlock(at, at + length);
    }
    if (at + length > written) {
      flush();
    }
    // An interrupt during a read closes the channel; from then on all read through maps.
    if (channel.isOpen() && !Thread.currentThread().isInterrupted()) {
      try {
        while (into.hasRemaining()) {
          if (channel.read(into, at + into.position() - first) < 0) {
            throw new EOFException();
          }
        }
        return;
      } catch (ClosedChannelException e) {
        into.position(first);
      } catch (IOException e) {
        throw failed(place, e);
      }
    }
    into.put(segment(at, at + length).slice(within(at), length));
  }

  /** The place of a byte within its segment. */
  public static int within(long at) {
    return (int) (at & (SEGMENT - 1));
  }

  private synchronized ByteBuffer mapped(long at, long end) {
    if (at < 0
        || end < at
        || end > length()
        || (end - 1) >>> LOG_OF_SEGMENT > at >>> LOG_OF_SEGMENT) {
      throw noBlock(at, end);
    }
    flush();
    mapAll();
    return segments.get((int) (at >>> LOG_OF_SEGMENT));
  }

  private IllegalArgumentException noBlock(long at, long end) {
    return new IllegalArgumentException(
        "no block from " + at + " to " + end + " in a file of " + length() + " bytes");
  }

  /** Maps the whole file, which then can be read by several threads. */
  public synchronized void mapAll() {
    try {
      for (int i = 0; (long) i << LOG_OF_SEGMENT < written; i++) {
        long first = (long) i << LOG_OF_SEGMENT;
        long wanted = Math.min(SEGMENT, written - first);
        if (i == segments.size()) {
          segments.add(map(first, wanted));
        } else if (segments.get(i).limit() < wanted) {
          segments.set(i, map(first, wanted));
        }
      }
    } catch (IOException e) {
      throw failed(place, e);
    }
  }

  private ByteBuffer map(long first, long length) throws IOException {
    return channel.map(FileChannel.MapMode.READ_ONLY, first, length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static RuntimeException failed(Path place, IOException e) {
    // An interrupt closes the channel.
    if (e instanceof ClosedChannelException && Thread.currentThread().isInterrupted()) {
      return CancelledException.reading(place.toString());
    }
    return new OutputException(
        new Problem(
            place.toString(),
            "data that do not fit into memory are kept here, but this failed: %s; make room, or name another folder (the environment variable %s)"
                .formatted(IoReason.of(e), CacheFolder.VARIABLE)),
        e);
  }

  /** Closes the file, as happens when it is no longer reachable. What is mapped stays readable. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw failed(place, e);
    }
  }
}
