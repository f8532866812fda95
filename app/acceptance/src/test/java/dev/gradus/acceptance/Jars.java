package dev.gradus.acceptance;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Compiles sources and packs jars, as a plugin author does. */
final class Jars {

  private Jars() {}

  /**
   * Compiles sources.
   *
   * @param sources by file name, such as {@code com/example/Cauchy.java}
   * @param into an existing folder for the classes; the sources are written next to it
   * @param options for the compiler, such as {@code --module-path}
   */
  static void compile(Map<String, String> sources, Path into, String... options)
      throws IOException {
    Path folder = Files.createTempDirectory(into.resolveSibling(""), "sources");
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.addAll(List.of("-d", into.toString()));
    for (Map.Entry<String, String> source : sources.entrySet()) {
      Path file = folder.resolve(source.getKey());
      Files.createDirectories(file.getParent());
      Files.writeString(file, source.getValue());
      arguments.add(file.toString());
    }
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    if (status != 0) {
      throw new AssertionError("the sources " + sources.keySet() + " do not compile");
    }
  }

  /** The jar that plugins are compiled against. */
  static String spi() throws IOException {
    return named("gradus-spi");
  }

  /** A jar of the distribution. */
  static String named(String beginning) throws IOException {
    try (Stream<Path> files = Files.list(Distribution.LIB)) {
      return files
          .map(Path::toString)
          .filter(file -> file.contains(beginning))
          .findFirst()
          .orElseThrow();
    }
  }

  /**
   * Packs a jar.
   *
   * @param classes a folder whose whole content goes into the jar
   * @param texts additional entries, by name
   */
  static void pack(Path jar, Path classes, Map<String, String> texts) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        entries.putNextEntry(new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, entries);
      }
      for (Map.Entry<String, String> text : texts.entrySet()) {
        entries.putNextEntry(new JarEntry(text.getKey()));
        entries.write(text.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
  }
}
