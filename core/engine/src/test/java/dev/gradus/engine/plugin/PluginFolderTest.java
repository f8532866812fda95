package dev.gradus.engine.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
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
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jars in a folder: each for itself, and a broken one is a report. */
class PluginFolderTest {

  private static final String SERVICE = "META-INF/services/dev.gradus.spi.Loss";

  @TempDir Path work;
  @TempDir Path folder;

  private static String loss(String className, String name) {
    return """
        package com.example;

        import dev.gradus.spi.*;

        @Plugin(name = "%s", summary = "A test.")
        public record %s() implements PointwiseLoss {
          @Override public double value(double prediction, double target) {
            return prediction - target;
          }

          @Override public double derivative(double prediction, double target) {
            return 1;
          }
        }
        """
        .formatted(name, className);
  }

  private static String module(String name, String className) {
    return """
        module %s {
          requires dev.gradus.spi;
          exports com.example;
          provides dev.gradus.spi.Loss with com.example.%s;
        }
        """
        .formatted(name, className);
  }

  /** Compiles the sources and packs them with the texts. */
  private void jar(String jar, Map<String, String> sources, Map<String, String> texts)
      throws IOException {
    Path from = Files.createTempDirectory(work, "sources");
    Path classes = Files.createTempDirectory(work, "classes");
    String path = System.getProperty("jdk.module.path", "");
    List<String> arguments =
        new ArrayList<>(List.of("--module-path", path, "--class-path", path, "-d"));
    arguments.add(classes.toString());
    for (Map.Entry<String, String> source : sources.entrySet()) {
      arguments.add(Files.writeString(from.resolve(source.getKey()), source.getValue()).toString());
    }
    ToolProvider javac = ToolProvider.findFirst("javac").orElseThrow();
    int status = javac.run(System.out, System.err, arguments.toArray(String[]::new));
    assertEquals(0, status, "the sources of the test compile");
    try (OutputStream out = Files.newOutputStream(folder.resolve(jar));
        JarOutputStream entries = new JarOutputStream(out);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        entries.putNextEntry(
            new JarEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
        Files.copy(file, entries);
      }
      for (Map.Entry<String, String> text : texts.entrySet()) {
        entries.putNextEntry(new JarEntry(text.getKey()));
        entries.write(text.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private void plainJar(String jar, String className, String name) throws IOException {
    jar(
        jar,
        Map.of(className + ".java", loss(className, name)),
        Map.of(SERVICE, "com.example." + className));
  }

  private static List<String> names(PluginFolder opened) {
    return opened.plugins().stream().map(PluginType::name).toList();
  }

  private static String onlyReason(PluginFolder opened) {
    assertEquals(1, opened.broken().size(), opened.broken().toString());
    return opened.broken().get(0).reason();
  }

  @Test
  void aPlainJarIsLoaded() throws IOException {
    plainJar("plain.jar", "Plain", "plain");
    try (PluginFolder opened = PluginFolder.open(folder)) {
      assertEquals(List.of("plain"), names(opened));
      assertEquals("plain.jar", opened.plugins().get(0).origin());
      assertEquals(List.of(), opened.broken());
    }
  }

  @Test
  void aModularJarIsAModuleInALayerOfItsOwn() throws IOException {
    jar(
        "modular.jar",
        Map.of(
            "Modular.java", loss("Modular", "modular"),
            "module-info.java", module("com.example.modular", "Modular")),
        Map.of());
    try (PluginFolder opened = PluginFolder.open(folder)) {
      assertEquals(List.of(), opened.broken());
      assertEquals(List.of("modular"), names(opened));
      Module module = opened.plugins().get(0).type().getModule();
      assertEquals("com.example.modular", module.getName());
      assertTrue(module.getLayer() != PluginFolder.class.getModule().getLayer());
    }
  }

  @Test
  void twoJarsMayHoldTheSamePackageAndTheSameClassName() throws IOException {
    plainJar("a.jar", "Same", "one");
    plainJar("b.jar", "Same", "two");
    try (PluginFolder opened = PluginFolder.open(folder)) {
      assertEquals(List.of("one", "two"), names(opened));
    }
  }

  @Test
  void aBrokenJarIsReportedAndTheOthersLoad() throws IOException {
    Files.writeString(folder.resolve("a-garbage.jar"), "this is no jar");
    Files.createFile(folder.resolve("b-empty.jar"));
    plainJar("c-good.jar", "Good", "good");
    try (PluginFolder opened = PluginFolder.open(folder)) {
      assertEquals(List.of("good"), names(opened));
      assertEquals(
          List.of("a-garbage.jar", "b-empty.jar"),
          opened.broken().stream().map(Catalogue.BrokenJar::file).toList());
    }
  }

  @Test
  void aJarThatListsNothingIsTold() throws IOException {
    jar("silent.jar", Map.of("Silent.java", loss("Silent", "silent")), Map.of());
    try (PluginFolder opened = PluginFolder.open(folder)) {
      String reason = onlyReason(opened);
      assertTrue(reason.contains("it provides no plugin"), reason);
    }
  }

  @Test
  void aJarThatListsAClassThatIsNotThereIsTold() throws IOException {
    jar(
        "missing.jar",
        Map.of("Here.java", loss("Here", "here")),
        Map.of(SERVICE, "com.example.NotHere"));
    try (PluginFolder opened = PluginFolder.open(folder)) {
      String reason = onlyReason(opened);
      assertTrue(reason.contains("com.example.NotHere"), reason);
    }
  }

  @Test
  void aPluginThatRefusesItsOwnDefaultsIsTold() throws IOException {
    String source =
        loss("Moody", "moody")
            .replace("record Moody() implements", "record Moody(int n) implements")
            .replace(
                "PointwiseLoss {",
                "PointwiseLoss { public Moody() { this(1); } public Moody { if (n > 0) throw new IllegalArgumentException(\"n is too large\"); }");
    jar("moody.jar", Map.of("Moody.java", source), Map.of(SERVICE, "com.example.Moody"));
    try (PluginFolder opened = PluginFolder.open(folder)) {
      String reason = onlyReason(opened);
      assertTrue(
          reason.contains("com.example.Moody refuses its own defaults: n is too large"), reason);
    }
  }

  @Test
  void whatIsNoJarIsNotLookedAt() throws IOException {
    Files.writeString(folder.resolve("README.txt"), "Plugins go here.");
    try (PluginFolder opened = PluginFolder.open(folder)) {
      assertEquals(List.of(), opened.plugins());
      assertEquals(List.of(), opened.broken());
    }
  }

  @Test
  void aFolderThatIsNotThereIsAnError() {
    String message =
        String.valueOf(
            assertThrows(PluginException.class, () -> PluginFolder.open(folder.resolve("nowhere")))
                .getMessage());
    assertTrue(message.contains("nowhere is not a folder"), message);
  }
}
