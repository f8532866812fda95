package dev.gradus.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gradus.acceptance.Distribution.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Gradus recognises files in a format that a jar in the plugin folder has added. */
class RecognisedFormatTest {

  /** The first line names the columns; its second character is the separator. */
  private static final String LEDGER =
      """
      package com.example;

      import dev.gradus.spi.*;
      import java.io.*;
      import java.nio.charset.StandardCharsets;
      import java.nio.file.*;
      import java.util.*;
      import java.util.regex.Pattern;

      @Plugin(name = "ledger", summary = "Lines of cells behind a line of names that begins with §.")
      public record Ledger(
          @Option("the file") Optional<Path> file,
          @Option("what is between cells") String separator,
          @Option("what a missing number is written as") String missing)
          implements DataSource {

        public Ledger() {
          this(Optional.empty(), "|", "");
        }

        @Override
        public Optional<Recognised> recognise(Path found) {
          try (BufferedReader in =
              new BufferedReader(
                  new InputStreamReader(Files.newInputStream(found), StandardCharsets.UTF_8))) {
            char[] first = new char[2];
            if (in.read(first) < 2 || first[0] != '§') {
              return Optional.empty();
            }
            return Optional.of(
                Recognised.as("a ledger", new Ledger(Optional.of(found), "" + first[1], ""))
                    .target("kind"));
          } catch (IOException e) {
            return Optional.empty();
          }
        }

        @Override
        public void read(Rows rows) throws IOException {
          List<String> lines = Files.readAllLines(file.orElseThrow());
          rows.columns(List.of(lines.get(0).substring(2).split(Pattern.quote(separator))));
          for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(Pattern.quote(separator), -1);
            for (int i = 0; i < cells.length; i++) {
              cells[i] = cells[i].equals(missing) ? "" : cells[i];
            }
            rows.row(cells);
          }
        }
      }
      """;

  private static final int ROWS = 20;

  @WorkingFolder Path folder;

  @BeforeEach
  void makePlugin() throws IOException {
    plugin("ledger.jar", "Ledger", LEDGER);
  }

  private void plugin(String jar, String name, String source) throws IOException {
    Path plugins = Files.createDirectories(folder.resolve("plugins"));
    Path classes = Files.createTempDirectory(folder, "classes");
    Jars.compile(
        Map.of("com/example/" + name + ".java", source), classes, "--class-path", Jars.spi());
    Jars.pack(
        plugins.resolve(jar),
        classes,
        Map.of("META-INF/services/dev.gradus.spi.DataSource", "com.example." + name + "\n"));
  }

  private Result gradus(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--plugins", "plugins"));
    return Distribution.gradus(folder, all.toArray(String[]::new));
  }

  private String done(String... arguments) throws Exception {
    Result result = gradus(arguments);
    assertEquals(0, result.status(), result.err());
    assertEquals("", result.err());
    return result.out();
  }

  private void ledger(String name, String separator, String rows) throws IOException {
    String text = "§|size|kind\n" + rows;
    Files.writeString(folder.resolve(name), text.replace("|", separator));
  }

  @Test
  void aFileOfAStrangersFormatIsLookedAtTrainedFromMeasuredAndPredicted() throws Exception {
    ledger("found.book", ";", "1|small\n9|large\n".repeat(ROWS));
    String shown = done("data", "found.book");
    assertTrue(
        shown.startsWith("found.book: 40 rows, 1 column and the kind, in a ledger\n"), shown);
    JsonNode json = new ObjectMapper().readTree(done("data", "found.book", "--json"));
    assertEquals("ledger", json.get("format").asText());

    done("init", "found.book");
    String yaml = Files.readString(folder.resolve("found.yaml"));
    assertTrue(
        yaml.contains("  source: {ledger: {file: found.book, separator: ';'}}\n  target: kind\n"),
        yaml);
    assertTrue(shown.endsWith("\n\n" + yaml), shown);
    done("train", "found.yaml", "--quiet", "--output", "out");

    ledger("other.book", "/", "9|large\n1|small\n2|small\n");
    String judged = done("evaluate", "out/model.safetensors", "other.book", "--json");
    assertEquals(3, new ObjectMapper().readTree(judged).get("rows").asInt());
    String predicted = done("predict", "out/model.safetensors", "other.book");
    assertEquals(
        List.of("large", "small", "small"),
        predicted.lines().skip(1).map(line -> line.substring(0, line.indexOf(','))).toList());

    String script =
        "cat other.book | %s predict out/model.safetensors - --plugins plugins"
            .formatted(Distribution.HOME.resolve(Path.of("bin", "gradus")));
    Result piped = Distribution.run(folder, List.of("sh", "-c", script));
    assertEquals(predicted, piped.out(), piped.err());
  }

  @Test
  void anotherFileIsReadWithTheOptionsThatTheModelWasTrainedWith() throws Exception {
    ledger("found.book", "|", "1|small\n?|small\n9|large\n".repeat(ROWS));
    Files.writeString(
        folder.resolve("own.yaml"),
        """
        data: {source: {ledger: {file: found.book, missing: '?'}}, target: kind, missing: drop}
        network: [dense: {activation: softmax}]
        loss: cross-entropy
        optimizer: adam
        training: {epochs: 2}
        """);
    assertEquals(0, gradus("train", "own.yaml", "--quiet", "--output", "out").status());
    ledger("other.book", "/", "?|small\n1|small\n");
    Result judged = gradus("evaluate", "out/model.safetensors", "other.book", "--json");
    assertEquals(0, judged.status(), judged.err());
    JsonNode json = new ObjectMapper().readTree(judged.out());
    assertEquals(1, json.get("rows").asInt(), judged.out());
    assertEquals(1, json.get("rows-left-out").asInt());
  }

  @Test
  void whatFailsOrIsContestedIsSaid() throws Exception {
    ledger("found.book", "|", "1|small\n9|large\n");
    String other = LEDGER.replace("Ledger", "Journal").replace("\"ledger\"", "\"journal\"");
    plugin("journal.jar", "Journal", other);
    Result contested = gradus("data", "found.book");
    assertEquals(2, contested.status());
    assertEquals(
        "gradus: found.book: the data sources journal, ledger all recognise this file; name the right one in a configuration (data: {source: …}), or remove the jar of the other\n",
        contested.err());

    String failing = other.replace("char[] first = new char[2];", "char[] first = new char[1];");
    plugin("journal.jar", "Journal", failing.replace("< 2 ||", "< 1 ||"));
    Result failed = gradus("data", "found.book");
    assertEquals(0, failed.status(), failed.err());
    assertTrue(
        failed
            .err()
            .startsWith(
                "warning: the data-source 'journal' (journal.jar) failed when it was asked whether it recognises found.book (java.lang.ArrayIndexOutOfBoundsException"),
        failed.err());
    assertTrue(failed.out().contains("in a ledger"), failed.out());
  }
}
