package dev.gradus.cli;

import java.nio.file.Path;

/** Where a configuration is to lie, and how it has to write texts and the names of files. */
record YamlPlace(Path yaml) {

  /** The path of a file as the configuration has to name it: from its own folder, if it can. */
  String nameOf(Path file) {
    Path folder = yaml.toAbsolutePath().normalize().resolveSibling("");
    Path data = file.toAbsolutePath().normalize();
    return quoted(
        (data.startsWith(folder) ? folder.relativize(data) : data).toString().replace('\\', '/'));
  }

  /** As it is where that is plain, else in quotes. */
  static String quoted(String text) {
    boolean plain =
        text.matches("[A-Za-z_./][A-Za-z0-9_./-]*")
            && !text.matches("(?i)true|false|yes|no|on|off|null|y|n");
    return plain ? text : "'" + text.replace("'", "''") + "'";
  }
}
