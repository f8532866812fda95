package dev.gradus.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Builds the same sources a second time, in another folder, language and time zone. Anyone who
 * doubts a published artifact can do the same and compare.
 */
class ReproducibleTest {

  private static final Set<String> NOT_SOURCES = Set.of("target", ".git");

  @Test
  void anotherBuildGivesTheSameBytes(@TempDir Path folder) throws Exception {
    Path copy = folder.resolve("elsewhere");
    copy(Path.of(System.getProperty("gradus.sources", "")), copy);
    Path staged = folder.resolve("staged");
    Path log = folder.resolve("build.log");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("gradus.maven.home", ""), "bin", "mvn").toString(),
                "--batch-mode",
                "--no-transfer-progress",
                "-Prelease",
                "-DskipTests",
                "-Dstaged=" + staged,
                "-Dmaven.repo.local=" + System.getProperty("gradus.maven.repository"),
                "-pl",
                "!app/release",
                "verify")
            .directory(copy.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("TZ", "Pacific/Kiritimati");
    builder
        .environment()
        .put(
            "MAVEN_OPTS",
            "-Duser.language=tr -Duser.country=TR -Duser.timezone=Pacific/Kiritimati");
    Process process = builder.start();
    if (!process.waitFor(900, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the second build did not end");
    }
    String said = Files.readString(log);
    assertTrue(said.contains("BUILD SUCCESS"), said);

    List<String> different = new ArrayList<>();
    int compared = 0;
    for (String artifact : Staged.artifacts()) {
      for (Path file : Staged.files(artifact)) {
        Path other = staged.resolve(Staged.FOLDER.relativize(file));
        if (file.getFileName().toString().endsWith(".asc")) {
          continue;
        }
        compared++;
        if (!Files.exists(other) || Files.mismatch(file, other) >= 0) {
          different.add(file.getFileName().toString());
        }
      }
    }
    assertTrue(compared > 100, "too few files: " + compared);
    assertEquals(List.of(), different);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            if (NOT_SOURCES.contains(folder.getFileName().toString())) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(to.resolve(from.relativize(folder)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(file, to.resolve(from.relativize(file)));
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
