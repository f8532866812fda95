package dev.gradus.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.acceptance.Distribution.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What was unpacked elsewhere makes its archive of classes when it is first used, and nobody
 * notices.
 */
class FirstStartTest {

  private static final long SECONDS_AT_MOST = 120;

  @TempDir private Path folder;

  private Path home;

  private Path archive;

  @BeforeEach
  void unpack() throws IOException {
    home = folder.resolve("gradus");
    try (Stream<Path> files = Files.walk(Distribution.HOME)) {
      for (Path file : files.filter(each -> !each.toString().contains("gradus.jsa")).toList()) {
        Files.copy(file, home.resolve(Distribution.HOME.relativize(file)));
      }
    }
    assertTrue(home.resolve("bin/gradus").toFile().setExecutable(true));
    archive = home.resolve("lib/gradus.jsa");
    // Fewer classes, and not behind everything else that the machine does: the test waits for it.
    Path classes = home.resolve("lib/gradus.classes");
    Files.write(classes, Files.readAllLines(classes).subList(0, 800));
    Path nice = Files.createDirectory(folder.resolve("tools")).resolve("nice");
    Files.writeString(nice, "#!/bin/sh\nexec \"$@\"\n");
    assertTrue(nice.toFile().setExecutable(true));
  }

  private ProcessBuilder version(String javaOptions) {
    ProcessBuilder builder =
        Distribution.process(folder, List.of(home.resolve("bin/gradus").toString(), "--version"));
    builder.environment().put("GRADUS_JAVA_OPTIONS", javaOptions);
    builder.environment().remove("GRADUS_ARCHIVE");
    builder
        .environment()
        .merge("PATH", folder.resolve("tools") + ":", (path, tools) -> tools + path);
    return builder;
  }

  @Test
  void twoAtOnceLeaveOneArchiveThatTheNextOnesUse() throws Exception {
    List<Process> both = List.of(version("").start(), version("").start());
    for (Process process : both) {
      assertTrue(process.waitFor(SECONDS_AT_MOST, TimeUnit.SECONDS));
      assertEquals("", new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
      assertEquals(0, process.exitValue());
    }
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_AT_MOST);
    while (!Files.exists(archive.resolveSibling("gradus.jsa.home")) || isBeingMade()) {
      assertTrue(System.nanoTime() < end, "the archive is made");
      Thread.sleep(50);
    }
    assertEquals(home + "\n", Files.readString(archive.resolveSibling("gradus.jsa.home")));
    String plugins = Files.readString(archive.resolveSibling("gradus.jsa.plugins"));
    assertTrue(plugins.contains("\nLOSS mean-squared-error dev.gradus."), plugins);
    // Java ends at once if it is told to use an archive that does not fit.
    Process next = version("-Xshare:on").start();
    assertTrue(next.waitFor(SECONDS_AT_MOST, TimeUnit.SECONDS));
    assertEquals(0, next.exitValue());
    assertEquals(
        Distribution.process(folder, "--version").out(),
        new String(next.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    assertFalse(isBeingMade());
  }

  private boolean isBeingMade() {
    return Files.exists(archive.resolveSibling("gradus.jsa.new"));
  }

  @Test
  void noneIsMadeIfItIsSwitchedOffOrCouldNotBeMadeBefore() throws Exception {
    Result off =
        Distribution.run(folder, List.of(home.resolve("bin/gradus").toString(), "--version"));
    assertEquals(0, off.status(), off.err());
    assertFalse(isBeingMade() || Files.exists(archive));

    Files.writeString(archive.resolveSibling("gradus.jsa.home"), home + "\n");
    Process failedBefore = version("").start();
    assertTrue(failedBefore.waitFor(SECONDS_AT_MOST, TimeUnit.SECONDS));
    assertEquals(
        off.out(),
        new String(failedBefore.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    assertFalse(isBeingMade() || Files.exists(archive));
  }

  private ProcessBuilder started(String... arguments) {
    List<String> command = new ArrayList<>(List.of(home.resolve("bin/gradus").toString()));
    command.addAll(List.of(arguments));
    return Distribution.process(folder, command);
  }

  private static void endsWell(ProcessBuilder builder) throws Exception {
    Process process = builder.redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(SECONDS_AT_MOST, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), out);
  }

  /** How many losses a start creates. */
  private long created(int processors) throws Exception {
    Path noted = folder.resolve("noted");
    Files.deleteIfExists(noted);
    ProcessBuilder builder = started("check", "iris.yaml");
    builder
        .environment()
        .put("GRADUS_JAVA_OPTIONS", "-XX:ActiveProcessorCount=%s".formatted(processors));
    endsWell(builder);
    return Files.size(noted);
  }

  /** On two processors, a start reads the configuration of Gradus' own plugins twice. */
  @Test
  void whatPluginsOfOthersDoInAStartHappensOnce() throws Exception {
    Path classes = Files.createDirectory(folder.resolve("classes"));
    Jars.compile(
        Map.of(
            "com/example/Noted.java",
            """
            package com.example;

            import dev.gradus.spi.*;
            import java.nio.file.*;

            @Plugin(name = "noted", summary = "Squares errors, and notes that it was created.")
            public record Noted() implements PointwiseLoss {
              public Noted {
                try {
                  Files.writeString(
                      Path.of("noted"), ".", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                } catch (java.io.IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              }

              @Override public double value(double prediction, double target) {
                return (prediction - target) * (prediction - target);
              }

              @Override public double derivative(double prediction, double target) {
                return 2 * (prediction - target);
              }
            }
            """),
        classes,
        "--class-path",
        Jars.spi());
    Jars.pack(
        home.resolve("lib/noted.jar"),
        classes,
        Map.of("META-INF/services/dev.gradus.spi.Loss", "com.example.Noted\n"));
    Files.copy(Distribution.EXAMPLES.resolve("iris.csv"), folder.resolve("iris.csv"));
    String configuration = Files.readString(Distribution.EXAMPLES.resolve("iris.yaml"));
    Files.writeString(
        folder.resolve("iris.yaml"), configuration.replace("loss: cross-entropy", "loss: noted"));
    ProcessBuilder now = started();
    now.environment().put("GRADUS_ARCHIVE", "now");
    endsWell(now);
    String plugins = Files.readString(archive.resolveSibling("gradus.jsa.plugins"));
    assertTrue(plugins.contains("LOSS noted com.example.Noted"), plugins);
    assertEquals(created(1), created(2));
  }
}
