package dev.gradus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.plugin.PluginKind;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The list of plugins next to the archive of classes, and when it counts. */
class InstalledPluginsTest {

  private static final String LINE = "LOSS listed dev.nowhere.Listed\nend\n";

  @TempDir private Path folder;

  private final Properties before = (Properties) System.getProperties().clone();

  @BeforeEach
  void useAnArchive() {
    System.setProperty("java.vm.info", "mixed mode, sharing");
    System.setProperty("gradus.archive", folder.resolve("gradus.jsa").toString());
  }

  @AfterEach
  void restore() {
    System.setProperties(before);
  }

  private void list(String text) throws IOException {
    Files.writeString(folder.resolve("gradus.jsa.plugins"), text);
  }

  private static List<String> losses() {
    try (Gradus gradus = InstalledPlugins.builder().build()) {
      return gradus.catalogue().names(PluginKind.LOSS);
    }
  }

  /** The jars as the list names them. */
  private static String jars() {
    StringBuilder lines = new StringBuilder();
    for (String jar : System.getProperty("java.class.path").split(File.pathSeparator)) {
      File file = new File(jar);
      lines.append("%s %s %s%n".formatted(jar, file.length(), file.lastModified() / 1000));
    }
    return lines.toString();
  }

  @Test
  void itIsUsedWithTheArchive() throws IOException {
    list(jars() + LINE);
    assertEquals(List.of("listed"), losses());
  }

  @Test
  void withoutItPluginsAreLookedFor() {
    assertTrue(losses().contains("mean-squared-error"));
  }

  @Test
  void itDoesNotCountIfJavaDoesNotUseTheArchive() throws IOException {
    list(jars() + LINE);
    System.setProperty("java.vm.info", "mixed mode");
    assertTrue(losses().contains("mean-squared-error"));
  }

  @Test
  void itDoesNotCountForAnotherClassPath() throws IOException {
    list("one.jar 1 1\n" + jars() + LINE);
    assertTrue(losses().contains("mean-squared-error"));
  }

  @Test
  void itDoesNotCountForAnotherJarOfTheSameName() throws IOException {
    Path jar = Files.writeString(folder.resolve("added.jar"), "first");
    System.setProperty("java.class.path", jar.toString());
    list(jars() + LINE);
    assertEquals(List.of("listed"), losses());
    Files.writeString(jar, "another");
    assertTrue(losses().contains("mean-squared-error"));
  }

  @Test
  void whatIsPrintedCanBeRead() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream standard = System.out;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      InstalledPlugins.main();
    } finally {
      System.setOut(standard);
    }
    List<String> all = losses();
    list(out.toString(StandardCharsets.UTF_8));
    assertEquals(all, losses());
  }
}
