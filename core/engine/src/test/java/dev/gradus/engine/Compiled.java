package dev.gradus.engine;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The compiled classes of the engine, for tests of all of them. */
public final class Compiled {

  private Compiled() {}

  /** The folder in which they are. */
  public static Path folder() {
    try {
      URI here = Gradus.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      return Path.of(here);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The class files. */
  public static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder())) {
      return files.filter(file -> file.toString().endsWith(".class")).sorted().toList();
    }
  }

  /** The classes, not initialised. */
  public static Stream<Class<?>> classes() throws IOException {
    return files().stream()
        .map(file -> folder().relativize(file).toString().replace('\\', '/'))
        .filter(name -> name.contains("/") && !name.endsWith("-info.class"))
        .map(name -> load(name.substring(0, name.length() - ".class".length()).replace('/', '.')));
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, Gradus.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
