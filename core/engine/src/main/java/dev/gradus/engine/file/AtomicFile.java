package dev.gradus.engine.file;

import dev.gradus.runtime.file.IoReason;
import dev.gradus.runtime.problem.DataException;
import dev.gradus.runtime.problem.OutputException;
import dev.gradus.runtime.problem.Problem;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Writes a file so that at every moment, even after a power failure, either the complete old file
 * exists or the complete new one.
 *
 * <p>The new file is written under a temporary name in the same folder, forced to disk, and then
 * renamed atomically; finally the folder, which records the renaming, is forced to disk. If
 * anything fails before, the temporary file is removed and the old file is untouched. A process
 * that is killed leaves the temporary file behind: {@code .model.gradus.0.tmp} next to {@code
 * model.gradus}. The new file has the permissions of the file that it replaces.
 *
 * <p>On other file systems, such as that of a zip file, renaming is atomic only if they support it,
 * and nothing is forced to disk.
 *
 * <p>If the name is a symbolic link, the file that it points to is replaced, and the link stays.
 * Anything other than a regular file, such as a pipe or a device, is written to instead of
 * replaced, and so is everything in {@code /dev/fd} and {@code /proc}, which may be another name of
 * a file that another program has opened. {@code /dev/stdout} and {@code /dev/stderr} are {@link
 * System#out} and {@link System#err}.
 */
public final class AtomicFile {

  private static final int BUFFER = 1 << 16;

  private static final List<Path> OUTPUT =
      List.of(Path.of("/dev/stdout"), Path.of("/dev/fd/1"), Path.of("/proc/self/fd/1"));

  private static final List<Path> ERROR =
      List.of(Path.of("/dev/stderr"), Path.of("/dev/fd/2"), Path.of("/proc/self/fd/2"));

  private static final AtomicInteger WRITERS = new AtomicInteger();

  private AtomicFile() {}

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Content {

    /**
     * Writes all of it.
     *
     * @param out buffered; the caller closes it
     * @throws IOException if the stream fails
     */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes or replaces a file.
   *
   * @throws DataException with the path and the cause, if nothing can be written at this place
   * @throws OutputException with the path and the cause, if writing fails; the old file is then as
   *     before
   */
  public static void write(Path file, Content content) {
    write(file, content, new Disk());
  }

  /**
   * Whether any thread of this process is writing a file at this moment. Code that ends the process
   * must wait for that, or the file is lost.
   */
  public static boolean isWriting() {
    return WRITERS.get() > 0;
  }

  static void write(Path file, Content content, Disk disk) {
    WRITERS.incrementAndGet();
    // An interrupt is a request to stop soon; it must not make a channel fail midway.
    boolean interrupted = Thread.interrupted();
    try {
      if (isWrittenTo(file)) {
        writeTo(file, content);
      } else {
        replace(targetOf(file), content, disk);
      }
    } catch (WrongPlaceException | NoSuchFileException | AccessDeniedException e) {
      throw new DataException(problem(file, e), e);
    } catch (IOException e) {
      throw new OutputException(problem(file, e), e);
    } finally {
      WRITERS.decrementAndGet();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Begins a file that is written little by little. It takes the place of an older one when it is
   * {@link Draft#finish finished}.
   *
   * @throws DataException with the path and the cause, if nothing can be written at this place
   */
  public static Draft draft(Path file) {
    try {
      return new Draft(file, new Disk());
    } catch (IOException e) {
      throw new DataException(problem(file, e), e);
    }
  }

  /**
   * Checks that a file can be written, for those who only have its content after a long time.
   *
   * @throws DataException with the path and the cause, if nothing can be written at this place
   */
  public static void check(Path file) {
    try {
      if (!isWrittenTo(file)) {
        Disk disk = new Disk();
        disk.delete(newFileBeside(targetOf(file), disk));
      }
    } catch (IOException e) {
      throw new DataException(problem(file, e), e);
    }
  }

  /** A file under its temporary name. */
  public static final class Draft implements AutoCloseable {

    private final Path file;
    private final Disk disk;

    /** The file to replace, and the new one; neither, if something is written to instead. */
    private final Optional<Path> target;

    private final Optional<Path> temporary;
    private final OutputStream stream;
    private final BufferedOutputStream out;
    private boolean finished;

    private Draft(Path file, Disk disk) throws IOException {
      this.file = file;
      this.disk = disk;
      if (isWrittenTo(file)) {
        target = Optional.empty();
        temporary = Optional.empty();
        stream = appendTo(file);
      } else {
        Path replaced = targetOf(file);
        Path created = newFileBeside(replaced, disk);
        if (Files.exists(replaced)) {
          disk.permitAs(replaced, created);
        }
        target = Optional.of(replaced);
        temporary = Optional.of(created);
        stream = disk.open(created);
      }
      out = new BufferedOutputStream(stream, BUFFER);
    }

    /**
     * Writes more of it.
     *
     * @throws OutputException with the path and the cause, if writing fails
     */
    public void write(Content more) {
      try {
        more.writeTo(out);
      } catch (IOException e) {
        throw new OutputException(problem(file, e), e);
      }
    }

    /**
     * Forces it to disk, and gives it its name.
     *
     * @throws OutputException with the path and the cause, if writing fails; the old file is then
     *     as before
     */
    public void finish() {
      WRITERS.incrementAndGet();
      try {
        out.flush();
        if (temporary.isPresent()) {
          disk.force(stream);
          stream.close();
          disk.replace(temporary.get(), target.orElseThrow());
          forceFolderOf(target.orElseThrow(), disk);
        }
        finished = true;
      } catch (IOException e) {
        throw new OutputException(problem(file, e), e);
      } finally {
        WRITERS.decrementAndGet();
      }
    }

    /** Removes it, unless it is finished. */
    @Override
    public void close() {
      try {
        stream.close();
        if (!finished && temporary.isPresent()) {
          disk.delete(temporary.get());
        }
      } catch (IOException e) {
        throw new OutputException(problem(file, e), e);
      }
    }
  }

  private static Problem problem(Path file, IOException e) {
    return new Problem(
        file.toString(), "the file cannot be written: " + IoReason.of(e) + adviceFor(e));
  }

  /** Whether something with this name must not be replaced. */
  private static boolean isWrittenTo(Path file) {
    return standardStream(file).isPresent()
        || (Files.exists(file)
            && !Files.isDirectory(file)
            && (!Files.isRegularFile(file) || hasSeveralNames(file)));
  }

  /**
   * Whether a path, such as {@code /dev/stdout}, may be another name of a file that another program
   * has opened; it is then written to instead of replaced.
   */
  public static boolean hasSeveralNames(Path file) {
    if (!Disk.isOfMachine(file)) {
      return false;
    }
    Path absolute = file.toAbsolutePath().normalize();
    return standardStream(file).isPresent()
        || absolute.startsWith("/dev/fd")
        || absolute.startsWith("/proc");
  }

  /**
   * The stream of this process with this name. The same file opened by its name would have an
   * offset of its own, so what is written to the one would overwrite what is written to the other.
   */
  private static Optional<PrintStream> standardStream(Path file) {
    if (isStandardOutput(file)) {
      return Optional.of(System.out);
    }
    return Disk.isOfMachine(file) && ERROR.contains(file.toAbsolutePath().normalize())
        ? Optional.of(System.err)
        : Optional.empty();
  }

  /** Whether a path is a name of the standard output of this process. */
  public static boolean isStandardOutput(Path file) {
    return Disk.isOfMachine(file) && OUTPUT.contains(file.toAbsolutePath().normalize());
  }

  /** A stream of the process, which stays open. */
  private static final class Standard extends OutputStream {

    private final PrintStream stream;

    Standard(PrintStream stream) {
      this.stream = stream;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      stream.write(bytes, from, count);
      if (stream.checkError()) {
        throw new IOException("its reader has closed it, or the disk is full");
      }
    }
  }

  /** Appends, because a file of that name may be the output of several programs. */
  private static OutputStream appendTo(Path file) throws IOException {
    Optional<PrintStream> standard = standardStream(file);
    if (standard.isPresent()) {
      return new Standard(standard.get());
    }
    return Disk.isOfMachine(file)
        ? new FileOutputStream(file.toFile(), true)
        : Files.newOutputStream(file, StandardOpenOption.APPEND);
  }

  private static void writeTo(Path file, Content content) throws IOException {
    try (OutputStream stream = appendTo(file)) {
      BufferedOutputStream out = new BufferedOutputStream(stream, BUFFER);
      content.writeTo(out);
      out.flush();
    }
  }

  private static Path targetOf(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new WrongPlaceException("a folder has this name; choose another one");
    }
    if (Files.isSymbolicLink(file) && !Files.exists(file)) {
      throw new WrongPlaceException(
          "a link has this name, but its target does not exist; choose another name");
    }
    return Files.isSymbolicLink(file) ? file.toRealPath() : file.toAbsolutePath();
  }

  /** The error that nothing can be written here. */
  private static final class WrongPlaceException extends IOException {

    private static final long serialVersionUID = 1;

    WrongPlaceException(String message) {
      super(message);
    }
  }

  private static String adviceFor(IOException e) {
    return e instanceof NoSuchFileException ? "; create the folder first" : "";
  }

  private static void replace(Path target, Content content, Disk disk) throws IOException {
    Path temporary = newFileBeside(target, disk);
    try {
      if (Files.exists(target)) {
        disk.permitAs(target, temporary);
      }
      writeAndForce(temporary, content, disk);
      disk.replace(temporary, target);
    } catch (IOException | RuntimeException | Error e) {
      deleteAfter(e, temporary, disk);
      throw e;
    }
    forceFolderOf(target, disk);
  }

  private static Path newFileBeside(Path target, Disk disk) throws IOException {
    int number = 0;
    while (true) {
      Path candidate = target.resolveSibling("." + target.getFileName() + "." + number + ".tmp");
      try {
        disk.create(candidate);
        return candidate;
      } catch (FileAlreadyExistsException e) {
        // It belongs to another writer, or was left by one that was killed.
        number++;
      }
    }
  }

  private static void writeAndForce(Path temporary, Content content, Disk disk) throws IOException {
    try (OutputStream stream = disk.open(temporary)) {
      BufferedOutputStream out = new BufferedOutputStream(stream, BUFFER);
      content.writeTo(out);
      out.flush();
      disk.force(stream);
    }
  }

  private static void deleteAfter(Throwable failure, Path temporary, Disk disk) {
    try {
      disk.delete(temporary);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /**
   * Windows and some network file systems do not support this; there the renaming reaches the disk
   * a little later.
   */
  private static void forceFolderOf(Path target, Disk disk) {
    Optional<Path> folder = Optional.ofNullable(target.getParent());
    if (folder.isPresent()) {
      try {
        disk.forceFolder(folder.get());
      } catch (IOException e) {
        // The new file is in its place; at worst the old one reappears after a power failure.
      }
    }
  }
}
