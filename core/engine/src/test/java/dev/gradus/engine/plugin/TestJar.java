package dev.gradus.engine.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** A jar that a test compiles and packs. */
final class TestJar {

  private final Path work;
  private final Map<String, String> sources = new LinkedHashMap<>();
  private final Map<String, String> entries = new LinkedHashMap<>();
  private final Map<String, String> attributes = new LinkedHashMap<>();
  private final List<String> leftOut = new ArrayList<>();
  private String path = System.getProperty("jdk.module.path", "");

  /** Creates a jar with a folder to work in. */
  TestJar(Path work) {
    this.work = work;
  }

  /** Adds sources by file name. */
  TestJar sources(Map<String, String> more) {
    sources.putAll(more);
    return this;
  }

  /** Adds texts by their path in the jar. */
  TestJar entries(Map<String, String> more) {
    entries.putAll(more);
    return this;
  }

  /** Adds a line to the manifest. */
  TestJar attribute(String name, String value) {
    attributes.put(name, value);
    return this;
  }

  /** Adds a jar that the sources need. */
  TestJar path(Path jar) {
    path += File.pathSeparator + jar;
    return this;
  }

  /** Leaves a compiled class out of the jar. */
  TestJar without(String file) {
    leftOut.add(file);
    return this;
  }

  /** Compiles and packs. */
  Path write(Path jar) throws IOException {
    Path classes = Files.createTempDirectory(work, "classes");
    if (!sources.isEmpty()) {
      compile(classes);
    }
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.forEach((name, value) -> manifest.getMainAttributes().putValue(name, value));
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream zip = new JarOutputStream(out, manifest);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = classes.relativize(file).toString().replace(File.separatorChar, '/');
        if (!leftOut.contains(name)) {
          zip.putNextEntry(new JarEntry(name));
          Files.copy(file, zip);
        }
      }
      for (Map.Entry<String, String> text : entries.entrySet()) {
        zip.putNextEntry(new JarEntry(text.getKey()));
        zip.write(text.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return jar;
  }

  private void compile(Path classes) throws IOException {
    Path from = Files.createTempDirectory(work, "sources");
    List<String> arguments =
        new ArrayList<>(List.of("--module-path", path, "--class-path", path, "-proc:none"));
    arguments.addAll(List.of("-d", classes.toString()));
    for (Map.Entry<String, String> source : sources.entrySet()) {
      Path file = from.resolve(source.getKey());
      Files.createDirectories(file.resolveSibling(""));
      arguments.add(Files.writeString(file, source.getValue()).toString());
    }
    ToolProvider javac = ToolProvider.findFirst("javac").orElseThrow();
    int status = javac.run(System.out, System.err, arguments.toArray(String[]::new));
    assertEquals(0, status, "the sources of the test compile");
  }
}
