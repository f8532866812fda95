package dev.gradus.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.acceptance.Distribution.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archives that users download. */
class ArchiveTest {

  private static final String NAME = "gradus-" + System.getProperty("gradus.version");

  private static final Path FOLDER =
      Distribution.PROJECT.resolve(Path.of("app", "distribution", "target"));

  @TempDir private Path folder;

  @Test
  void whatIsUnpackedTrainsAndBringsItsDocumentation() throws Exception {
    unpack();
    Path home = folder.resolve(NAME);
    Result trained =
        Distribution.run(
            folder,
            List.of(NAME + "/bin/gradus", "train", NAME + "/examples/iris.yaml", "--quiet"));
    assertEquals(0, trained.status(), trained.err());
    assertEquals("", trained.err());
    assertTrue(Files.exists(folder.resolve("gradus-runs/iris/model.safetensors")));
    for (String file : List.of("LICENSE", "REFERENCE.md", "docs/index.html", "bin/gradus.bat")) {
      assertTrue(Files.isRegularFile(home.resolve(file)), file);
    }
    // Class data work only where they were made.
    assertFalse(Files.exists(home.resolve("lib/gradus.jsa")));
  }

  @Test
  void theZipHoldsWhatTheTarHolds() throws Exception {
    unpack();
    TreeSet<String> unpacked = new TreeSet<>();
    try (Stream<Path> files = Files.walk(folder.resolve(NAME))) {
      files
          .filter(Files::isRegularFile)
          .forEach(file -> unpacked.add(folder.relativize(file).toString()));
    }
    TreeSet<String> zipped = new TreeSet<>();
    try (ZipFile zip = new ZipFile(FOLDER.resolve(NAME + ".zip").toFile())) {
      zip.stream()
          .filter(entry -> !entry.isDirectory())
          .map(ZipEntry::getName)
          .forEach(zipped::add);
    }
    assertEquals(unpacked, zipped);
  }

  /**
   * Windows reads batch files line by line, with its own line ends. Both scripts must do the same.
   */
  @Test
  void theScriptForWindowsStartsTheSameProgram() throws IOException {
    String batch = Files.readString(Distribution.HOME.resolve(Path.of("bin", "gradus.bat")));
    String script = Files.readString(Distribution.HOME.resolve(Path.of("bin", "gradus")));
    assertEquals(
        batch.lines().count(), batch.chars().filter(c -> c == '\r').count(), "CRLF everywhere");
    for (String part :
        List.of(
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "--module dev.gradus.cli/dev.gradus.cli.Main",
            "GRADUS_JAVA_OPTIONS",
            "JAVA_HOME",
            "install a JDK or JRE 17 or newer, or set JAVA_HOME")) {
      assertTrue(batch.contains(part) && script.contains(part), part);
    }
  }

  private void unpack() throws Exception {
    Result unpacked =
        Distribution.run(
            folder, List.of("tar", "-xzf", FOLDER.resolve(NAME + ".tar.gz").toString()));
    assertEquals(0, unpacked.status(), unpacked.err());
  }
}
