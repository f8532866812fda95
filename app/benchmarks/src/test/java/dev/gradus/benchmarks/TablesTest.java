package dev.gradus.benchmarks;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TablesTest {

  @TempDir private Path folder;

  @Test
  void aRatioIsThatOfARoundAndCountsTheBestNumberOfThreads() throws IOException {
    List<String> printed =
        tables(
            List.of(
                "1 idle 17 gradus B chosen 1000",
                "1 idle - torch B 1 500",
                "1 idle - torch B 2 100",
                "2 idle 17 gradus B chosen 9000",
                "2 idle - torch B 1 1000",
                "2 idle - torch B 2 3000",
                "3 idle 17 gradus B chosen 4000",
                "3 idle - torch B 1 1000"),
            "B");

    assertTrue(
        printed.contains("Java 17: training samples per second"), String.join("\n", printed));
    assertRow("B +4.00k \\(1.00-9.00\\) +- +3.00 \\(2.00-4.00\\) +- .*", printed);
  }

  @Test
  void aNameThatCouldNotBeMeasuredHasARow() throws IOException {
    List<String> printed =
        tables(List.of("1 idle 17 gradus A chosen 5", "1 idle - torch A 1 4"), "A", "B");
    assertRow("A +5.00 +- +1.25 +- .*", printed);
    assertRow("B( +-)+", printed);
  }

  @Test
  void lessTimeIsFaster() throws IOException {
    List<String> printed =
        tables(
            List.of(
                "1 idle 17 gradus simple chosen 100",
                "1 idle - torch simple 1 300",
                "1 idle - torch simple 2 900"),
            "simple");
    assertRow("simple +100 +- +3.00", printed);
  }

  @Test
  void aProcessHasElapsedAndProcessorTime() throws IOException {
    List<String> printed =
        tables(
            List.of(
                "1 idle 17 gradus start chosen 800",
                "1 idle 17 gradus start-processor chosen 1000",
                "1 idle - sklearn start chosen 1200",
                "1 idle - sklearn start-processor chosen 900"),
            "start");
    assertRow("start +800 +1.50", printed);
    assertRow("start-processor +1.00k +0.90", printed);
  }

  @Test
  void filesAreComparedWithReadingThem() throws IOException {
    List<String> printed =
        tables(
            List.of("1 idle 17 gradus read chosen 1000", "1 idle 17 gradus init chosen 600"),
            "read",
            "init");
    assertRow("read +1.00k +1.00( +-)+", printed);
    assertRow("init +600 +0.60( +-)+", printed);
  }

  @Test
  void librariesAreMeasuredWithAllProcessors() throws IOException {
    List<String> printed =
        tables(
            List.of(
                "1 idle 17 gradus B chosen 1000",
                "1 idle - torch B 1 500",
                "1 idle - torch B 16 800"),
            "B");
    assertTrue(
        printed.stream().anyMatch(line -> line.contains("torch, 16")), String.join("\n", printed));
    assertRow("B +500 +800( +-)+", printed);
  }

  @Test
  void aShareIsOperationsPerSecondOverTheLimitOfAsManyThreads() throws IOException {
    // A has 6 (4 16 + 16 3) - 2 4 16 = 544 operations.
    List<String> printed =
        tables(
            List.of(
                "1 idle - limit blas-128x784x256 1 54.4",
                "1 idle - limit blas-128x784x256 2 108.8",
                "1 idle 17 gradus A 1 50000000",
                "1 idle 17 gradus A chosen 40000000"),
            "A");
    assertRow("A +0.50 +0.20 +0.80( +-)+", printed);
  }

  @Test
  void everyLoadHasARowThatComparesWithOneThread() throws IOException {
    List<String> printed =
        tables(
            List.of(
                "1 idle 17 gradus C chosen 20",
                "1 idle 17 gradus C 1 10",
                "1 busy 17 gradus C chosen 9",
                "1 busy 17 gradus C 1 10"),
            "C");
    assertRow("C idle +20.0 +2.00( +-)+", printed);
    assertRow("C busy +9.00 +0.90( +-)+", printed);
  }

  private List<String> tables(List<String> measurements, String... names) throws IOException {
    Path file = Files.write(folder.resolve("measurements"), measurements);
    String[] arguments = new String[names.length + 1];
    arguments[0] = file.toString();
    System.arraycopy(names, 0, arguments, 1, names.length);
    PrintStream before = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      Tables.main(arguments);
    } finally {
      System.setOut(before);
    }
    List<String> lines = Arrays.asList(bytes.toString(StandardCharsets.UTF_8).split("\\R"));
    lines.forEach(line -> assertTrue(line.length() <= 120, line));
    return lines;
  }

  private static void assertRow(String form, List<String> printed) {
    assertTrue(
        printed.stream().anyMatch(line -> line.matches(form)), () -> String.join("\n", printed));
  }
}
