package dev.gradus.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.acceptance.Distribution.Result;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file or a pipe of any length is predicted in little memory. */
class StreamedPredictionTest {

  private static final int ROWS = 1_000_000;

  @TempDir Path folder;

  @BeforeEach
  void train() throws Exception {
    Files.writeString(
        folder.resolve("c.yaml"),
        """
        data: {csv: d.csv, target: y, missing: fill}
        network: [dense: {units: 2, activation: tanh}, dense: {activation: softmax}]
        loss: cross-entropy
        optimizer: adam
        training: {epochs: 2}
        """);
    StringBuilder text = new StringBuilder("a,city,y\n");
    for (int i = 0; i < 60; i++) {
      text.append(i % 10 == 0 ? "" : i % 7).append(i % 2 == 0 ? ",Oslo,p\n" : ",Rome,q\n");
    }
    Files.writeString(folder.resolve("d.csv"), text);
    Result result =
        Distribution.process(folder, "train", "c.yaml", "--quiet", "--no-report", "--output", "m");
    assertEquals(0, result.status(), result.err());
  }

  /** Writes rows, some of which the user should know something about. */
  private void rows(String name, int count) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(folder.resolve(name))) {
      out.write("a,city\n");
      for (int i = 1; i <= count; i++) {
        out.write(i % 1000 == 0 ? "" : i % 100_000 == 1 ? "1e9" : Integer.toString(i % 7));
        out.write(i % 999 == 0 ? ",Bern\n" : i % 2 == 0 ? ",Oslo\n" : ",Rome\n");
      }
    }
  }

  private Result shell(String line) throws Exception {
    String start =
        "export GRADUS_JAVA_OPTIONS='-Xmx48m -XX:TieredStopAtLevel=1'; G='%s'; "
            .formatted(Distribution.HOME.resolve(Path.of("bin", "gradus")));
    return Distribution.run(folder, List.of("sh", "-c", start + line));
  }

  @Tag("slow")
  @Test
  void aMillionRowsOfAPipeAndOfAFileArePredictedIn48Megabytes() throws Exception {
    rows("many.csv", ROWS);
    Result piped = shell("cat many.csv | $G predict m - > piped.csv");
    assertEquals(0, piped.status(), piped.err());
    String notes =
        """
        warning: %1$s: 1,001 of 1,000,000 rows have a category in column 'city' that the model has not learned ('Bern'); they are treated as unknown
        warning: %1$s: empty cells are filled with values learned in training: 1,000 of 1,000,000 in column 'a' (%2$s)
        warning: 10 of 1,000,000 rows have a number in column 'a' that is far from those the model has learned from (1e9 at %1$s:2;""";
    String filling = piped.err().replaceAll("(?s).*column 'a' \\(([^)]*)\\)\n.*", "$1");
    assertTrue(piped.err().startsWith(notes.formatted("standard input", filling)), piped.err());
    Result filed = shell("$G predict m many.csv --output filed.csv");
    assertEquals(0, filed.status(), filed.err());
    assertTrue(filed.err().startsWith(notes.formatted("many.csv", filling)), filed.err());
    assertEquals(-1, Files.mismatch(folder.resolve("piped.csv"), folder.resolve("filed.csv")));
    try (Stream<String> lines = Files.lines(folder.resolve("piped.csv"))) {
      assertEquals(ROWS + 1, lines.count());
    }
    Result json = shell("$G predict m - --json < many.csv > all.json");
    assertEquals(0, json.status(), json.err());
    assertTrue(Files.size(folder.resolve("all.json")) > 50L * ROWS);
  }

  @Test
  void aReaderThatHasEnoughEndsAnEndlessPipe() throws Exception {
    Result head = shell("(echo a,city; yes 1,Oslo) | $G predict m - | head -n 2");
    assertEquals(0, head.status(), head.err());
    assertEquals(2, head.out().lines().count(), head.out());
  }

  @Tag("slow")
  @Test
  void aMistakeFarBehindLeavesNoFile() throws Exception {
    rows("wrong.csv", 100_000);
    Files.writeString(
        folder.resolve("wrong.csv"),
        Files.readString(folder.resolve("wrong.csv")) + "x,Oslo\n1,Oslo,2\n");
    String expected = "gradus: wrong.csv:100002: column 'a' is numeric, but here it has 'x'";
    for (String options : List.of("--json", "--output out.csv", "--json --output out.csv")) {
      Result result = shell("$G predict m wrong.csv " + options);
      assertEquals(2, result.status(), result.err());
      assertEquals("", result.out());
      assertTrue(result.err().contains(expected), result.err());
      try (Stream<Path> files = Files.list(folder)) {
        assertEquals(
            List.of("c.yaml", "d.csv", "m", "wrong.csv"),
            files.map(file -> file.getFileName().toString()).sorted().toList());
      }
    }
  }
}
