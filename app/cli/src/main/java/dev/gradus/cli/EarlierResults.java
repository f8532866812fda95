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
 * The results that an earlier command has left in the place where new results go. They are kept
 * unless the user chooses to overwrite them. Those of an output folder go to a folder {@code
 * previous-1}, {@code previous-2} and so on in it. A single file gets a name such as {@code
 * out.previous-1.csv}.
 *
 * <p>So a command can be repeated, the newest results are always in the same place, and nothing is
 * lost. If the new results are the same, they are not kept twice.
 */
final class EarlierResults {

  private static final String PREVIOUS = "previous-";

  @Option(
      names = "--overwrite",
      description =
          "Overwrites the results of an earlier run at the same place. Without this option they are kept, in a folder previous-1, previous-2 and so on in the output folder, or as FILE.previous-1.")
  private boolean overwrite;

  /** Where each result is kept, by its original path; empty until a result is kept. */
  private final Map<Path, Path> kept = new LinkedHashMap<>();

  /** The targets of the links that were removed because their results are kept, by link. */
  private final Map<Path, Path> links = new LinkedHashMap<>();

  /** The folder that was made for the earlier results, if any. */
  private Optional<Path> made = Optional.empty();

  /**
   * Keeps results in a folder before new ones replace them.
   *
   * @param folder the folder of the results
   * @param names of all files and folders that the command may write
   * @param rewritten those that this run will write again; they exist at every moment
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
   * @param stays whether it stays in place until another one replaces it
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
   * Keeps the files in a linked folder. The link stays, and so do the files on the disk behind it:
   * they move to a folder there, and {@code aside} becomes a link to that folder.
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

  /** Whether a path is the result of an earlier run, and not just something with its name. */
  private static boolean isResult(Path path) throws IOException {
    return path.endsWith(TrainCommand.CHECKPOINTS)
        ? Files.isDirectory(path) && !filesIn(path).isEmpty()
        : Files.isRegularFile(path);
  }

  /** Keeps a file before a new one replaces it. */
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

  /** The first free name with a number at the end. */
  private static Path free(Path folder, String beginning, String ending) {
    int number = 1;
    Path path = folder.resolve(beginning + number + ending);
    while (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      number++;
      path = folder.resolve(beginning + number + ending);
    }
    return path;
  }

  /** Gives a file a second name. A file that is written later replaces only the first name. */
  private static void copy(Path file, Path aside) throws IOException {
    try {
      Files.createLink(aside, file.toRealPath());
    } catch (IOException | UnsupportedOperationException e) {
      Files.copy(file, aside, StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  /**
   * Ends the command: says where the earlier results are kept. They are not kept if nothing has
   * replaced them, or if the new results are the same.
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
      // A result that is kept although it need not be does no harm.
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

  /** Moves back the results that were not replaced, if no new result was written at all. */
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

  /** Whether a result no longer exists; for a folder, whether it is empty. */
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

  /** A run that fails early leaves an empty folder for checkpoints. */
  private static void removeIfOnlyLocked(Path folder) throws IOException {
    if (!Files.isSymbolicLink(folder) && Files.isDirectory(folder) && filesIn(folder).isEmpty()) {
      Files.deleteIfExists(folder.resolve(FolderLock.FILE));
      Files.delete(folder);
    }
  }

  /**
   * The page is ignored, because it contains the time of the training; the other results say the
   * rest.
   */
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

  /** The files in a folder of checkpoints, without its lock and those of earlier runs. */
  private static List<Path> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> !file.endsWith(FolderLock.FILE) && !isPrevious(file)).toList();
    }
  }

  private static boolean isPrevious(Path path) {
    return path.getFileName().toString().startsWith(PREVIOUS) && Files.isDirectory(path);
  }

  /**
   * Whether a file is one of those that are kept with a folder, through any links. Such a file
   * would move.
   */
  static boolean isKeptWith(Path folder, Path file) {
    boolean link = Files.isSymbolicLink(folder);
    try {
      return holds(folder.toAbsolutePath().normalize(), file.toAbsolutePath().normalize(), link)
          || holds(folder.toRealPath(), file.toRealPath(), link);
    } catch (IOException e) {
      // One of the files does not exist.
      return false;
    }
  }

  /** Behind a link, the files of earlier runs stay in their folders. */
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

  /** Removes an empty folder, and the folder that it may be a link to. */
  private static void removeFolder(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve(FolderLock.FILE));
    if (Files.isSymbolicLink(folder)) {
      Files.delete(folder.toRealPath());
    }
    Files.delete(folder);
  }
}
