package dev.gradus.engine.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.model.Model;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.spi.Recognised;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data source that fails to recognise a file properly is skipped, and named. */
class RecogniserTest {

  private static final String HOLLOW =
      """
      package com.example;

      import dev.gradus.spi.*;
      import java.nio.file.*;
      import java.util.*;

      @Plugin(name = "hollow", summary = "A test.")
      public record Hollow() implements DataSource {
        @Override public Optional<Recognised> recognise(Path file) {
          return %s;
        }
        @Override public Optional<DataSource> forColumns(List<String> names) {
          return null;
        }
        @Override public void read(Rows rows) {
          rows.columns(List.of("x"));
        }
      }
      """;

  @TempDir private Path plugins;
  @TempDir private Path work;

  private final List<String> warned = new ArrayList<>();
  private Path csv = Path.of("");

  @BeforeEach
  void writeRows() throws IOException {
    csv = Files.writeString(work.resolve("found.csv"), "x,y\n1,2\n2,4\n3,6\n");
  }

  private Gradus gradus(String answer) throws IOException {
    new TestJar(Files.createTempDirectory(work, "jar"))
        .sources(Map.of("com/example/Hollow.java", HOLLOW.formatted(answer)))
        .entries(Map.of("META-INF/services/dev.gradus.spi.DataSource", "com.example.Hollow\n"))
        .write(plugins.resolve("hollow.jar"));
    return Gradus.builder().plugins(plugins).onWarning(this::take).build();
  }

  private void take(Warning warning) {
    warned.add(warning.message());
  }

  private void leftOut(String answer, String reason) throws IOException {
    warned.clear();
    try (Gradus gradus = gradus(answer)) {
      assertEquals(Optional.empty(), gradus.recognise(csv));
    }
    assertEquals(
        List.of(
            "the data-source 'hollow' (hollow.jar) %s; that is a fault of the plugin; found.csv is read without it"
                .formatted(reason)),
        warned);
  }

  @Test
  void nullIsNoAnswer() throws IOException {
    leftOut("null", "cannot be used: its method recognise returns null, but no result may be null");
  }

  @Test
  void noPartOfAnAnswerIsNull() throws IOException {
    String failed =
        "failed when it was asked whether it recognises found.csv (java.lang.NullPointerException: %s is null, at Hollow.java:10)";
    leftOut("Optional.of(Recognised.as(\"hollow\", null))", failed.formatted("source"));
    leftOut("Optional.of(Recognised.as(null, this))", failed.formatted("format"));
    leftOut(
        "Optional.of(new Recognised(\"hollow\", this, \"\", null, null, null, Map.of()))",
        failed.formatted("target"));
  }

  @Test
  void nullIsNoSourceForTheColumnsOfAModel() throws IOException {
    try (Gradus gradus = gradus("Optional.of(Recognised.as(\"hollow\", this))")) {
      Path yaml =
          Files.writeString(
              work.resolve("small.yaml"),
              "data: {csv: found.csv, target: y}\nnetwork: [dense]\nloss: mean-squared-error\noptimizer: adam\ntraining: {epochs: 1}\n");
      Model model = gradus.job(yaml).train().model();
      Recognised known = gradus.recognise(csv).orElseThrow();
      assertEquals(
          "the data-source 'hollow' (hollow.jar) cannot be used: its method forColumns returns null, but no result may be null; that is a fault of the plugin",
          assertThrows(PluginException.class, () -> gradus.readTable(csv, known, model))
              .getMessage());
    }
  }
}
