package dev.gradus.cli;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.GradusBuilder;
import dev.gradus.engine.plugin.PluginList;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The plugins on the class path. Their names are in a file that is made together with the archive
 * of classes, because to look for them, Java opens every jar and loads every plugin.
 */
public final class InstalledPlugins {

  /** Follows the name of the archive. */
  private static final String ENDING = ".plugins";

  private InstalledPlugins() {}

  /** Prints the list; the script that makes the archive writes it to the file. */
  public static void main(String... none) {
    System.out.print(jars() + PluginList.ofInstalled());
    if (System.out.checkError()) {
      System.exit(1);
    }
  }

  /** A builder that knows them. */
  static GradusBuilder builder() {
    GradusBuilder builder = Gradus.builder();
    list().map(PluginList::catalogue).ifPresent(builder::catalogue);
    return builder;
  }

  /** The list; empty if there is none, or not of the jars that are there now. */
  static Optional<PluginList> list() {
    return ClassArchive.used().flatMap(InstalledPlugins::list);
  }

  private static Optional<PluginList> list(Path archive) {
    try {
      String text = Files.readString(Path.of(archive + ENDING));
      String jars = jars();
      return text.startsWith(jars)
          ? PluginList.read(text.substring(jars.length()))
          : Optional.empty();
    } catch (IOException e) {
      // An archive without it was made by an earlier version, or is just being replaced.
      return Optional.empty();
    }
  }

  /**
   * The jars of the class path, each with its size and the second in which it was changed, which
   * tell another jar of the same name.
   */
  private static String jars() {
    StringBuilder lines = new StringBuilder();
    for (String jar : System.getProperty("java.class.path", "").split(File.pathSeparator)) {
      File file = new File(jar);
      lines.append(jar).append(' ').append(file.length()).append(' ');
      lines.append(file.lastModified() / 1000).append('\n');
    }
    return lines.toString();
  }
}
