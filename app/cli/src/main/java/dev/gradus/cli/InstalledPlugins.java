package dev.gradus.cli;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.GradusBuilder;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.PluginList;
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

  private static final String CLASS_PATH = System.getProperty("java.class.path", "") + '\n';

  private InstalledPlugins() {}

  /** Prints the list; the script that makes the archive writes it to the file. */
  public static void main(String... none) {
    System.out.print(CLASS_PATH + PluginList.ofInstalled());
  }

  /** A builder that knows them. */
  static GradusBuilder builder() {
    GradusBuilder builder = Gradus.builder();
    ClassArchive.used().flatMap(InstalledPlugins::listed).ifPresent(builder::catalogue);
    return builder;
  }

  private static Optional<Catalogue> listed(Path archive) {
    try {
      String text = Files.readString(Path.of(archive + ENDING));
      // Java also uses an archive if jars follow those that it was made of.
      return text.startsWith(CLASS_PATH)
          ? Optional.of(PluginList.catalogue(text.substring(CLASS_PATH.length())))
          : Optional.empty();
    } catch (IOException e) {
      // An archive without it was made by an earlier version, or is just being replaced.
      return Optional.empty();
    }
  }
}
