package dev.gradus.architecture;

import java.io.File;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The finished modules of Gradus, as they lie on the class path of these tests. */
final class ModuleDescriptors {

  private static final ModuleFinder FINDER =
      ModuleFinder.of(
          Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
              .map(Path::of)
              .filter(path -> path.toString().contains("gradus"))
              .filter(path -> !path.toString().contains("test-classes"))
              .toArray(Path[]::new));

  private ModuleDescriptors() {}

  /** All of them that are called {@code dev.gradus} something. */
  static List<ModuleReference> all() {
    return FINDER.findAll().stream()
        .filter(module -> module.descriptor().name().startsWith("dev.gradus."))
        .toList();
  }

  static ModuleDescriptor of(String name) {
    return FINDER.find(name).orElseThrow().descriptor();
  }
}
