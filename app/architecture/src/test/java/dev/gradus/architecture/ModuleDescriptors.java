package dev.gradus.architecture;

import java.io.File;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The finished modules of Gradus on the class path of these tests. */
final class ModuleDescriptors {

  private static final ModuleFinder FINDER =
      ModuleFinder.of(
          Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
              .map(Path::of)
              .filter(ModuleDescriptors::mayBeOurs)
              .toArray(Path[]::new));

  private ModuleDescriptors() {}

  /** The jars, or the folders of classes of modules that are not packaged yet. */
  private static boolean mayBeOurs(Path path) {
    return Files.isDirectory(path)
        ? Files.exists(path.resolve("module-info.class"))
        : String.valueOf(path.getFileName()).startsWith("gradus-");
  }

  /** All modules whose names begin with {@code dev.gradus}. */
  static List<ModuleReference> all() {
    return FINDER.findAll().stream()
        .filter(module -> module.descriptor().name().startsWith("dev.gradus."))
        .toList();
  }

  static ModuleDescriptor of(String name) {
    return FINDER.find(name).orElseThrow().descriptor();
  }
}
