package dev.gradus.cli;

import dev.gradus.engine.file.AtomicFile;
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
import java.util.ArrayList;
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

  /** The links that were removed because their results are kept, and where they point. */
  private final Map<Path, Path> links = new LinkedHashMap<>();

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
    try {
      List<Path> there = new ArrayList<>();
      for (String name : names) {
        if (isResult(folder.resolve(name))) {
          there.add(folder.resolve(name));
        }
      }
      if (there.isEmpty()) {
        return;
      }
      Path previous = free(folder, PREVIOUS, "");
      Files.createDirectory(previous);
      made = Optional.of(previous);
      for (Path file : there) {
        String name = file.getFileName().toString();
        setAside(file, previous.resolve(name), rewritten.contains(name));
      }
    } catch (IOException e) {
      throw cannotBeKept(folder, e);
    }
  }

  /**
   * Keeps one result.
   *
   * @param stays whether it stays until another one takes its place
   */
  private void setAside(Path file, Path aside, boolean stays) throws IOException {
    boolean link = Files.isSymbolicLink(file);
    if (link && Files.isDirectory(file)) {
      setContentAside(file, aside);
      return;
    }
    if (link || stays) {
      copy(file, aside);
    } else {
      Files.move(file, aside);
    }
    kept.put(file, aside);
    if (link && !stays) {
      links.put(file, Files.readSymbolicLink(file));
      Files.delete(file);
    }
  }

  /**
   * A link to a folder stays, and so do the files on the disk behind it: they go into a folder
   * there, which {@code aside} links to.
   */
  private void setContentAside(Path link, Path aside) throws IOException {
    Path real = link.toRealPath();
    Path inside = Files.createDirectory(free(real, PREVIOUS, ""));
    Files.createSymbolicLink(aside, inside);
    kept.put(link, aside);
    for (Path file : filesIn(real)) {
      Files.move(file, inside.resolve(file.getFileName()));
    }
  }

  /** What has the name of a result and is something else is not of an earlier run. */
  private static boolean isResult(Path path) throws IOException {
    return path.endsWith(TrainCommand.CHECKPOINTS)
        ? Files.isDirectory(path) && !filesIn(path).isEmpty()
        : Files.isRegularFile(path);
  }

  /** Keeps a file before another one takes its place. */
  void keepFile(Path file) {
    if (overwrite || !Files.isRegularFile(file) || AtomicFile.hasSeveralNames(file)) {
      return;
    }
    try {
      Path real = Files.isSymbolicLink(file) ? file.toRealPath() : file;
      String name = real.getFileName().toString();
      int dot = name.lastIndexOf('.');
      String stem = dot > 0 ? name.substring(0, dot) : name;
      Path aside =
          free(real.resolveSibling(""), stem + "." + PREVIOUS, dot > 0 ? name.substring(dot) : "");
      copy(real, aside);
      kept.put(file, aside);
    } catch (IOException e) {
      throw cannotBeKept(file, e);
    }
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
      if (!isGone(one.getKey()) && !isSame(one.getKey(), one.getValue())) {
        return;
      }
    }
    for (Map.Entry<Path, Path> one : kept.entrySet()) {
      if (isGone(one.getKey())) {
        putBack(one.getKey(), one.getValue());
      }
    }
    kept.values().removeIf(aside -> !Files.exists(aside, LinkOption.NOFOLLOW_LINKS));
  }

  /** Whether nothing is where a result was; of a folder, whether nothing is in it. */
  private static boolean isGone(Path file) throws IOException {
    return Files.isDirectory(file) ? filesIn(file).isEmpty() : !Files.exists(file);
  }

  private void putBack(Path file, Path aside) throws IOException {
    Optional<Path> target = Optional.ofNullable(links.get(file));
    if (target.isPresent()) {
      Files.createSymbolicLink(file, target.get());
    } else if (Files.isDirectory(file)) {
      for (Path each : filesIn(aside)) {
        Files.move(each, file.resolve(each.getFileName()));
      }
      removeFolder(aside);
    } else {
      Files.move(aside, file);
    }
  }

  /** A run that has failed early leaves a folder for checkpoints without any. */
  private static void removeIfOnlyLocked(Path folder) throws IOException {
    if (!Files.isSymbolicLink(folder) && Files.isDirectory(folder) && filesIn(folder).isEmpty()) {
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

  /** Those in a folder of checkpoints, without its lock and those of earlier runs. */
  private static List<Path> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> !file.endsWith(FolderLock.FILE) && !isPrevious(file)).toList();
    }
  }

  private static boolean isPrevious(Path path) {
    return path.getFileName().toString().startsWith(PREVIOUS) && Files.isDirectory(path);
  }

  /**
   * Whether a file is one of those that are kept with a folder, whatever links lead to it, and so
   * would have another place afterwards.
   */
  static boolean isKeptWith(Path folder, Path file) {
    boolean link = Files.isSymbolicLink(folder);
    try {
      return holds(folder.toAbsolutePath().normalize(), file.toAbsolutePath().normalize(), link)
          || holds(folder.toRealPath(), file.toRealPath(), link);
    } catch (IOException e) {
      // One of them is not there.
      return false;
    }
  }

  /** Behind a link, those of earlier runs stay in their folders. */
  private static boolean holds(Path folder, Path file, boolean link) {
    return file.startsWith(folder)
        && !(link && isPrevious(folder.resolve(folder.relativize(file).getName(0))));
  }

  private void remove() throws IOException {
    for (Path aside : kept.values()) {
      if (Files.isDirectory(aside)) {
        for (Path file : filesIn(aside)) {
          Files.delete(file);
        }
        removeFolder(aside);
      } else {
        Files.delete(aside);
      }
    }
    kept.clear();
  }

  /** Removes a folder without files, and the one that it may be a link to. */
  private static void removeFolder(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve(FolderLock.FILE));
    if (Files.isSymbolicLink(folder)) {
      Files.delete(folder.toRealPath());
    }
    Files.delete(folder);
  }
}
