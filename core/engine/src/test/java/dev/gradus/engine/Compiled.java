package dev.gradus.engine;

import dev.gradus.runtime.SavedModel;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The compiled classes of the engine and of the runtime under it, for tests of all of them. */
public final class Compiled {

  private Compiled() {}

  /** The folders in which they are, or the inside of their jars. */
  private static List<Path> folders() throws IOException {
    List<Path> folders = new ArrayList<>();
    for (Class<?> type : List.of(Gradus.class, SavedModel.class)) {
      try {
        Path place = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        folders.add(
            Files.isDirectory(place) ? place : FileSystems.newFileSystem(place).getPath("/"));
      } catch (URISyntaxException e) {
        throw new IllegalStateException(e);
      }
    }
    return folders;
  }

  /** The class files. */
  public static List<Path> files() throws IOException {
    List<Path> all = new ArrayList<>();
    for (Path folder : folders()) {
      all.addAll(files(folder));
    }
    return all;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".class")).sorted().toList();
    }
  }

  /** The classes, not initialised. */
  public static Stream<Class<?>> classes() throws IOException {
    List<String> names = new ArrayList<>();
    for (Path folder : folders()) {
      for (Path file : files(folder)) {
        names.add(folder.relativize(file).toString().replace('\\', '/'));
      }
    }
    return names.stream()
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
