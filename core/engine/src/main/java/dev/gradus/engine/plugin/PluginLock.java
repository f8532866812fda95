package dev.gradus.engine.plugin;

import dev.gradus.runtime.file.IoReason;
import dev.gradus.runtime.problem.Problem;
import dev.gradus.runtime.problem.Remedy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The list of the jars of a plugin folder that may be loaded: the file {@code plugins.lock} in it.
 *
 * <p>It has a line for each jar: its SHA-256, two blanks, and its path in the folder, as {@code
 * sha256sum} writes and checks it. If the file exists, only the jars that it lists are loaded;
 * otherwise all are.
 *
 * @param sha256 in hexadecimal, by path
 */
public record PluginLock(Map<String, String> sha256) {

  /** The name of the file. */
  public static final String FILE = "plugins.lock";

  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})  (\\S.*)");

  /** Copies the map, in the order of the paths. */
  public PluginLock {
    sha256 = Collections.unmodifiableMap(new TreeMap<>(sha256));
  }

  /**
   * Reads the lock of a folder, if it has one.
   *
   * @throws PluginException if it cannot be read, or is malformed
   */
  public static Optional<PluginLock> of(Path folder) {
    Path file = folder.resolve(FILE);
    // A dangling link is an unreadable lock, not a missing one.
    if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    List<String> lines;
    try {
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        throw new IOException("it is not a regular file");
      }
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw new PluginException(
          unusable(
              "%s cannot be read, so no jar of this folder is loaded: %s; correct it, or lock the folder again"
                  .formatted(file, IoReason.of(e))),
          e);
    }
    Map<String, String> sha256 = new TreeMap<>();
    for (int i = 0; i < lines.size(); i++) {
      Matcher matcher = LINE.matcher(lines.get(i));
      if (!matcher.matches()) {
        throw new PluginException(
            unusable(
                "%s:%s: a line is a SHA-256 in 64 hexadecimal digits, two blanks, and the path of a jar, but this is '%s'; lock the folder again"
                    .formatted(file, i + 1, lines.get(i))));
      }
      if (sha256.putIfAbsent(matcher.group(2), matcher.group(1)) != null) {
        throw new PluginException(
            unusable(
                "%s:%s: %s is duplicated; lock the folder again"
                    .formatted(file, i + 1, matcher.group(2))));
      }
    }
    return Optional.of(new PluginLock(sha256));
  }

  private static Problem unusable(String sentence) {
    return new Problem("", sentence, Remedy.WRITE_LOCK);
  }

  /** The text of the file. */
  public String text() {
    StringBuilder lines = new StringBuilder();
    sha256.forEach((path, hash) -> lines.append(hash).append("  ").append(path).append('\n'));
    return lines.toString();
  }

  /** The reason why a jar may not be loaded, if there is one. */
  Optional<String> objection(String path, String hash) {
    String listed = sha256.getOrDefault(path, "");
    if (listed.equals(hash)) {
      return Optional.empty();
    }
    return Optional.of(
        listed.isEmpty()
            ? "%s is not in %s; if you trust it, lock the folder again".formatted(path, FILE)
            : "%s has the SHA-256 %s, but %s lists %s: this is not the file that was trusted; if you trust this one too, lock the folder again"
                .formatted(path, hash, FILE, listed));
  }
}
