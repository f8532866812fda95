package dev.gradus.engine.yaml;

import dev.gradus.runtime.problem.Quoting;
import java.nio.file.Path;

/**
 * The origin of YAML text: the file, or a setting that replaces one of its values.
 *
 * @param name the beginning of places
 * @param folder relative paths in the text are resolved against it
 * @param rank 0 for the file, then the settings in their order; problems are sorted by it
 * @param path of the text in the document
 */
public record Source(String name, Path folder, int rank, DocumentPath path) {

  public static Source file(String name, Path folder) {
    return new Source(name, folder, 0, DocumentPath.ROOT);
  }

  /** A setting; file names in it are relative to the working folder, as users of a shell expect. */
  static Source setting(String path, int rank) {
    return new Source(nameOf(path), Path.of(""), rank, DocumentPath.of(path));
  }

  /** The beginning of places in the setting of a path. */
  public static String nameOf(String setting) {
    return "setting " + Quoting.shorten(setting);
  }

  public boolean isSetting() {
    return rank > 0;
  }

  /** Whether this is the text of the value at a path. */
  boolean isValueAt(DocumentPath path) {
    return isSetting() && path.text().equals(this.path.text());
  }

  Place at(int line, int column) {
    return new Place(this, line, column);
  }

  public Place start() {
    return at(1, 1);
  }
}
