package dev.gradus.cli;

import dev.gradus.engine.file.FolderLock;
import dev.gradus.runtime.file.IoReason;
import dev.gradus.runtime.problem.OutputException;
import dev.gradus.runtime.problem.Problem;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/**
 * What an earlier command has left at the place where results go. It is kept, unless the user lets
 * it be overwritten: in an output folder in a folder {@code previous-1}, {@code previous-2} and so
 * on; of a single file beside it, as {@code out.previous-1.csv}.
 *
 * <p>So a command can be typed twice, the newest results are always at the same place, and nothing
 * is lost. Results that come out the same again are not kept twice.
 */
final class EarlierResults {

  private static final String PREVIOUS = "previous-";

  @Option(
      names = "--overwrite",
      description =
          "Overwrites the results of an earlier run at the same place. Without it they are kept, in a folder previous-1, previous-2 and so on in the output folder, or as FILE.previous-1.")
  private boolean overwrite;

  /** Where each result is kept, by the file it was; empty until something is. */
  private final Map<Path, Path> kept = new LinkedHashMap<>();

  /** The folder that was made for them, if one was. */
  private Optional<Path> made = Optional.empty();

  /**
   * Keeps results in a folder before new ones take their place.
   *
   * @param folder of the results
   * @param names of all files and folders that the command may write
   * @param rewritten those that this run will write again; at no moment is one of them missing
   * @throws OutputException if they cannot be kept
   */
  void keep(Path folder, List<String> names, Set<String> rewritten) {
    if (overwrite) {
      return;
    }
    List<Path> there =
        names.stream().map(folder::resolve).filter(EarlierResults::isResult).toList();
    if (there.isEmpty()) {
      return;
    }
    Path previous = free(folder, PREVIOUS, "");
    try {
      Files.createDirectory(previous);
      made = Optional.of(previous);
      for (Path file : there) {
        Path name = file.getFileName();
        Path aside = previous.resolve(name);
        if (Files.isRegularFile(file) && rewritten.contains(name.toString())) {
          copy(file, aside);
        } else {
          Files.move(file, aside);
        }
        kept.put(file, aside);
      }
    } catch (IOException e) {
      throw cannotBeKept(folder, e);
    }
  }

  /** What has the name of a result and is something else is not of an earlier run. */
  private static boolean isResult(Path path) {
    return path.endsWith(TrainCommand.CHECKPOINTS)
        ? Files.isDirectory(path)
        : Files.isRegularFile(path);
  }

  /** Keeps a file before another one takes its place. */
  void keepFile(Path file) {
    if (overwrite || !Files.isRegularFile(file) || isOutputOfProcess(file)) {
      return;
    }
    try {
      Path real = file.toRealPath();
      String name = real.getFileName().toString();
      int dot = name.lastIndexOf('.');
      String stem = dot > 0 ? name.substring(0, dot) : name;
      Path aside =
          free(real.resolveSibling(""), stem + "." + PREVIOUS, dot > 0 ? name.substring(dot) : "");
      copy(real, aside);
      kept.put(file, file.resolveSibling(aside.getFileName()));
    } catch (IOException e) {
      throw cannotBeKept(file, e);
    }
  }

  /** Such as /dev/stdout, which may be a file, but is written to and not replaced. */
  private static boolean isOutputOfProcess(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    return absolute.startsWith("/dev/fd")
        || absolute.startsWith("/proc")
        || absolute.equals(Path.of("/dev/stdout"))
        || absolute.equals(Path.of("/dev/stderr"));
  }

  private static OutputException cannotBeKept(Path place, IOException e) {
    return new OutputException(
        new Problem(
            place.toString(),
            "the results of an earlier run are here, and cannot be kept: %s; choose another place with --output, or replace them with --overwrite"
                .formatted(IoReason.of(e))),
        e);
  }

  /** The first name that is not taken, of those that end in a number. */
  private static Path free(Path folder, String beginning, String ending) {
    int number = 1;
    Path path = folder.resolve(beginning + number + ending);
    while (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      number++;
      path = folder.resolve(beginning + number + ending);
    }
    return path;
  }

  /** Gives a file another name; what is written there later replaces the first name alone. */
  private static void copy(Path file, Path aside) throws IOException {
    try {
      Files.createLink(aside, file.toRealPath());
    } catch (IOException | UnsupportedOperationException e) {
      Files.copy(file, aside, StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  /**
   * The command is done: says where earlier results are kept. If nothing has taken their place, or
   * the same has come out again, they are not kept twice.
   */
  void finish(PrintStream err) {
    try {
      restore();
      if (isTheSameAgain()) {
        remove();
      }
      if (kept.isEmpty() && made.isPresent()) {
        Files.delete(made.get());
        made = Optional.empty();
      }
    } catch (IOException e) {
      // What is kept once too often is no loss.
      err.println("warning: earlier results cannot be put back: " + IoReason.of(e));
    }
    made.map(folder -> "in " + folder)
        .or(() -> kept.values().stream().findFirst().map(file -> "as " + file))
        .ifPresent(
            where ->
                err.println(
                    "the results of an earlier run are kept %s (--overwrite replaces them)"
                        .formatted(where)));
  }

  /** Moves back what nothing has taken the place of, if nothing new was written at all. */
  private void restore() throws IOException {
    for (Map.Entry<Path, Path> one : kept.entrySet()) {
      removeIfOnlyLocked(one.getKey());
      if (Files.exists(one.getKey()) && !isSame(one.getKey(), one.getValue())) {
        return;
      }
    }
    for (Map.Entry<Path, Path> one : kept.entrySet()) {
      if (!Files.exists(one.getKey())) {
        Files.move(one.getValue(), one.getKey());
      }
    }
    kept.values().removeIf(aside -> !Files.exists(aside, LinkOption.NOFOLLOW_LINKS));
  }

  /** A run that has failed early leaves a folder for checkpoints without any. */
  private static void removeIfOnlyLocked(Path folder) throws IOException {
    if (Files.isDirectory(folder) && filesIn(folder).isEmpty()) {
      Files.deleteIfExists(folder.resolve(FolderLock.FILE));
      Files.delete(folder);
    }
  }

  /** The page says how long training took; else it says what the other results say. */
  private boolean isTheSameAgain() throws IOException {
    boolean same = !kept.isEmpty();
    for (Map.Entry<Path, Path> one : kept.entrySet()) {
      boolean page = one.getKey().endsWith(TrainCommand.REPORT_FILE) && kept.size() > 1;
      same &= Files.exists(one.getKey()) && (page || isSame(one.getKey(), one.getValue()));
    }
    return same;
  }

  private static boolean isSame(Path one, Path other) throws IOException {
    if (Files.isDirectory(one) && Files.isDirectory(other)) {
      List<Path> files = filesIn(one);
      boolean same = files.size() == filesIn(other).size();
      for (Path file : files) {
        same = same && isSame(file, other.resolve(file.getFileName()));
      }
      return same;
    }
    return Files.isRegularFile(one) && Files.isRegularFile(other) && Files.mismatch(one, other) < 0;
  }

  /** Those in a folder of checkpoints, without its lock. */
  private static List<Path> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> !file.endsWith(FolderLock.FILE)).toList();
    }
  }

  private void remove() throws IOException {
    for (Path aside : kept.values()) {
      if (Files.isDirectory(aside)) {
        for (Path file : filesIn(aside)) {
          Files.delete(file);
        }
        Files.deleteIfExists(aside.resolve(FolderLock.FILE));
      }
      Files.delete(aside);
    }
    kept.clear();
  }
}
