package dev.gradus.engine.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.config.Configuration;
import dev.gradus.runtime.problem.ConfigurationException;
import dev.gradus.runtime.problem.Problem;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The limits: kept at the limit, refused one beyond, and refused at once. */
final class LimitsTest {

  private static final String SMALLEST = "network: [dense]\nloss: mse\noptimizer: adam\n";
  private static final int MEBIBYTE = 1024 * 1024;

  private final ConfigurationReader reader = new ConfigurationReader(TestPlugins.catalogue());

  private Configuration parse(String text) {
    return reader.parse(text, "big.yaml", Path.of(""), List.of());
  }

  private Problem problemOf(String text) {
    List<Problem> problems =
        assertThrows(ConfigurationException.class, () -> parse(text)).problems();
    assertEquals(1, problems.size());
    return problems.get(0);
  }

  private static String padded(int bytes) {
    return padded(bytes, "#");
  }

  /** With comments in short lines. */
  private static String padded(int bytes, String filling) {
    StringBuilder text = new StringBuilder(SMALLEST);
    int length = SMALLEST.length();
    int step = filling.getBytes(StandardCharsets.UTF_8).length;
    while (length < bytes) {
      int count = Math.max(0, Math.min(500, (bytes - length - 2) / step));
      text.append("#").append(filling.repeat(count)).append("\n");
      length += 2 + count * step;
    }
    return text.toString();
  }

  @Test
  void aLongLineIsReadAndALongerOneIsRefused() {
    String line = "#".repeat(100_000);
    assertEquals(parse(SMALLEST), parse(SMALLEST + line + "\n" + line));
    assertEquals(
        new Problem(
            "big.yaml:5:1", "this line has more than 100000 characters, which is the limit"),
        problemOf(SMALLEST + line + "\n" + line + "#"));
  }

  @Test
  void aMebibyteIsReadAndAByteMoreIsRefused() {
    assertEquals(parse(SMALLEST), parse(padded(MEBIBYTE)));
    assertEquals(
        new Problem("big.yaml:1:1", "the configuration is larger than 1 MiB, which is the limit"),
        problemOf(padded(MEBIBYTE + 1)));
  }

  @Test
  void bytesAreCountedNotCharacters() {
    int bytes = MEBIBYTE - MEBIBYTE % 2 + SMALLEST.length() % 2;
    assertTrue(padded(bytes, "é").length() < MEBIBYTE / 2 + 5000);
    assertEquals(parse(SMALLEST), parse(padded(bytes - 2, "é")));
    assertTrue(problemOf(padded(bytes, "é") + "é").sentence().contains("larger than 1 MiB"));
  }

  @Test
  void aFileOfAMebibyteIsReadAndAByteMoreIsRefused(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("big.yaml");
    Files.writeString(file, padded(MEBIBYTE));
    assertEquals(parse(SMALLEST), reader.read(file));
    Files.writeString(file, "\uFEFF" + padded(MEBIBYTE));
    assertEquals(parse(SMALLEST), reader.read(file));
    Files.writeString(file, padded(MEBIBYTE + 1));
    assertTooLarge(file);
    Files.write(file, new byte[5 * MEBIBYTE]);
    assertTooLarge(file);
  }

  private void assertTooLarge(Path file) {
    List<Problem> problems =
        assertThrows(ConfigurationException.class, () -> reader.read(file)).problems();
    assertEquals(1, problems.size());
    assertTrue(problems.get(0).sentence().contains("larger than 1 MiB"));
  }

  @Test
  void thirtyTwoLevelsAreReadAndOneMoreIsRefused() {
    // The document is one level, so the list below metrics is the second.
    String fits = SMALLEST + "metrics: " + "[".repeat(31) + "]".repeat(31);
    assertTrue(problemOf(fits).sentence().contains("must be a metric"));
    assertEquals(
        new Problem(
            "big.yaml:4:41",
            "lists and mappings are nested deeper than 32 levels, which is the most that a configuration may have"),
        problemOf(SMALLEST + "metrics: " + "[".repeat(32) + "]".repeat(32)));
  }

  @Test
  void levelsOfBlocksAreCountedToo() {
    StringBuilder text = new StringBuilder(SMALLEST).append("metrics:\n");
    for (int level = 2; level <= 33; level++) {
      text.append(" ".repeat(level)).append("a:\n");
    }
    assertTrue(problemOf(text.toString()).sentence().contains("nested deeper than 32 levels"));
    assertTrue(problemOf("- ".repeat(33) + "a").sentence().contains("nested deeper"));
  }

  @Test
  void twentyThousandValuesAreReadAndOneMoreIsRefused() {
    // The document, data, csv, target, columns, network, loss and optimizer are values too.
    String begin = "{data: {csv: a, target: Y, columns: {";
    String end = "}}, network: dense, loss: mse, optimizer: adam}";
    Configuration read = parse(begin + columns(20_000 - 8) + end);
    assertEquals(20_000 - 8, read.data().orElseThrow().columns().size());
    assertEquals(
        "there are more than 20000 values, which is the most that a configuration may have",
        problemOf(begin + columns(20_000 - 7) + end).sentence());
  }

  private static String columns(int count) {
    StringBuilder columns = new StringBuilder();
    for (int i = 0; i < count; i++) {
      columns.append(Integer.toString(i, 36)).append(": ignore,\n");
    }
    return columns.toString();
  }

  @Tag("slow")
  @Test
  void hostileTextIsRefusedAtOnceByASmallJavaMachine(@TempDir Path folder) throws Exception {
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                classPath(),
                HostileTexts.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertTrue(process.waitFor(5, TimeUnit.MINUTES));
    String said = Files.readString(output, StandardCharsets.UTF_8);
    assertEquals(0, process.exitValue(), said);
    assertEquals(HostileTexts.all().size(), said.lines().count(), said);
    said.lines().forEach(line -> assertTrue(Long.parseLong(line.split(" ", 2)[0]) <= 200, said));
  }

  private static String classPath() {
    String modules =
        System.getProperty("jdk.module.path", System.getProperty("java.class.path", ""));
    Path tests = Path.of(System.getProperty("basedir", "")).resolve("target/test-classes");
    return tests.toAbsolutePath() + File.pathSeparator + modules;
  }
}
