package dev.gradus.engine.plugin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.GradusBuilder;
import dev.gradus.engine.binding.Setting;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.table.Table;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Warning;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that was trained from a data source of a plugin reads other files by it. */
class SourceOfModelTest {

  private static final String LINES =
      """
      package com.example;

      import dev.gradus.spi.*;
      import java.io.*;
      import java.nio.file.*;
      import java.util.*;
      import java.util.zip.GZIPInputStream;

      @Plugin(name = "packed-lines", summary = "Packed lines: the names, then the rows.")
      public record PackedLines(
          Optional<Path> file, String separator, Optional<String> password, boolean remote,
          Map<String, String> headers)
          implements DataSource {
        public PackedLines() { this(Optional.empty(), ";", Optional.empty(), false, Map.of()); }
        public PackedLines {
          if (file.filter(path -> path.toString().endsWith(".zip")).isPresent()) {
            throw new IllegalArgumentException("file must be packed by gzip, not zip");
          }
          if (file.filter(path -> !Files.exists(path)).isPresent()) {
            throw new IllegalArgumentException("file '" + file.get() + "' is not there");
          }
        }
        @Override public boolean reachesOut() { return remote; }
        @Override public void read(Rows rows) throws IOException {
          if (file.get().toString().endsWith(".bad")) {
            throw new IllegalStateException("tired");
          }
          try (BufferedReader in = new BufferedReader(new InputStreamReader(
              new GZIPInputStream(Files.newInputStream(file.get()))))) {
            rows.columns(List.of(in.readLine().split(separator)));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
              rows.row(line.split(separator));
            }
          }
        }
      }
      """;

  @TempDir static Path plugins;
  @TempDir Path folder;

  private final List<Warning> warned = new ArrayList<>();
  private final Gradus with = open().build();
  private final Gradus without = Gradus.builder().onWarning(warned::add).build();

  @BeforeAll
  static void makePlugin(@TempDir Path work) throws IOException {
    new TestJar(work)
        .sources(Map.of("com/example/PackedLines.java", LINES))
        .entries(Map.of("META-INF/services/dev.gradus.spi.DataSource", "com.example.PackedLines\n"))
        .write(plugins.resolve("lines.jar"));
  }

  @BeforeEach
  void writeRows() throws IOException {
    write("train.gz", "x|y\n1|2\n2|4\n3|6\n4|8\n");
  }

  private GradusBuilder open() {
    return Gradus.builder().plugins(plugins).onWarning(warned::add);
  }

  @AfterEach
  void close() {
    with.close();
    without.close();
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return file;
  }

  private Model train(String options) throws IOException {
    Path yaml =
        Files.writeString(
            folder.resolve("c.yaml"),
            """
            data: {source: {packed-lines: {file: train.gz, separator: '\\|'%s}}, target: y}
            network: [dense]
            loss: mean-squared-error
            optimizer: sgd
            training: {epochs: 2}
            """
                .formatted(options));
    return with.job(yaml).train().model();
  }

  private Path saved(Model model) {
    Path file = folder.resolve("m.safetensors");
    with.save(model, file);
    return file;
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }

  @Test
  void aLoadedModelReadsAnotherFileByIt() throws IOException {
    Model trained = train("");
    Model loaded = with.load(saved(trained));
    Path other = write("other.gz", "x|y\n5|10\n6|12\n");
    Table table = with.readTable(other, loaded);
    assertEquals(List.of("x", "y"), table.names());
    assertArrayEquals(
        trained.predictor().predict(with.readTable(other, trained)),
        loaded.predictor().predict(table));
    assertEquals(2, loaded.evaluation(table).rows());
    Path csv = Files.writeString(folder.resolve("other.csv"), "x,y\n5,10\n");
    assertEquals(1, with.readTable(csv, loaded).rows(), "CSV by its name");
    assertEquals(List.of(), warned);
  }

  @Test
  void aSourceThatLooksAtItsFileWhenItIsMadeSeesTheOtherOne() throws IOException {
    Model loaded = with.load(saved(train("")));
    Files.createDirectory(folder.resolve("other"));
    assertEquals(1, with.readTable(write("other/new.gz", "x|y\n5|10\n"), loaded).rows());
    assertEquals(List.of(), warned);
  }

  @Test
  void theFileNamesTheSourceButNoFolder() throws IOException {
    String model = text(saved(train("")));
    assertTrue(model.contains("packed-lines"), model);
    assertTrue(model.contains("train.gz"), model);
    assertFalse(model.contains(folder.toString()), model);
  }

  @Test
  void withoutThePluginAModelLoadsAndAFileIsReadAsCsvWithAWarning() throws IOException {
    Path file = saved(train(""));
    Model loaded = without.load(file);
    Path other = Files.writeString(folder.resolve("other.txt"), "x,y\n5,10\n");
    assertEquals(1, without.readTable(other, loaded).rows());
    assertEquals(1, warned.size(), warned.toString());
    String warning = warned.get(0).message();
    assertTrue(
        warning.startsWith(
            "other.txt is read as CSV, because the data source that the model was trained from cannot be used: "),
        warning);
    assertTrue(
        warning.contains("used: no plugin provides the data source 'packed-lines'"), warning);
    Path csv = Files.writeString(folder.resolve("other.csv"), "x,y\n5,10\n");
    without.readTable(csv, loaded);
    assertEquals(1, warned.size(), "a file that is CSV by its name is read as usual");
    Path again = folder.resolve("again.safetensors");
    without.save(loaded, again);
    assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(again), "nothing is lost");
  }

  @Test
  void whatConnectsOrHoldsASecretIsNotKept() throws IOException {
    assertFalse(text(saved(train(", password: sesame"))).contains("packed-lines"));
    assertFalse(text(saved(train(", remote: true"))).contains("packed-lines"));
    assertFalse(text(saved(train(", headers: {x-key: k123}"))).contains("k123"));
  }

  @Test
  void aConnectionIsRefusedHereToo() throws IOException {
    Model trained = train(", remote: true");
    try (Gradus careful = open().withoutConnections().build()) {
      Path other = write("other.gz", "x|y\n5|10\n");
      GradusException e =
          assertThrows(GradusException.class, () -> careful.readTable(other, trained));
      assertTrue(
          String.valueOf(e.getMessage()).contains("packed-lines opens a connection"), e.toString());
    }
  }

  @Test
  void whatGoesWrongIsSaidInASentence() throws IOException {
    Model loaded = with.load(saved(train("")));
    Path zip = Files.writeString(folder.resolve("other.zip"), "x");
    assertEquals(
        "other.zip: the data cannot be used: file must be packed by gzip, not zip",
        assertThrows(GradusException.class, () -> with.readTable(zip, loaded)).getMessage());
    Path bad = Files.writeString(folder.resolve("other.bad"), "x");
    String fault =
        String.valueOf(
            assertThrows(GradusException.class, () -> with.readTable(bad, loaded)).getMessage());
    assertTrue(
        fault.startsWith("the data-source 'packed-lines' (lines.jar) failed while it read the"),
        fault);
  }

  @Test
  void otherModelsSayNothingOfASource() throws IOException {
    Files.writeString(folder.resolve("d.csv"), "x,y\n1,2\n2,4\n");
    train("");
    Model model =
        with.job(
                folder.resolve("c.yaml"),
                new Setting("data.source", ""),
                new Setting("data.csv", folder.resolve("d.csv").toString()))
            .train()
            .model();
    assertFalse(text(saved(model)).contains("gradus.source"));
  }
}
