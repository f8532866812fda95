package dev.gradus.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The options that the start script gives to Java, which is a script here that prints them. */
class StartScriptTest {

  private static final List<String> VARIABLES =
      List.of("GRADUS_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS");

  private static final String HUGE_PAGES = "-XX:+UseTransparentHugePages";

  private static final int SMALL = 1 << 16;

  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    Path java = Files.createDirectories(folder.resolve("java/bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
    assertTrue(java.toFile().setExecutable(true));
    for (String name :
        List.of(
            "model.safetensors",
            "small.csv",
            "a small.csv",
            "a.csv.gz",
            "a.csv.zst",
            "a.parquet")) {
      Files.write(folder.resolve(name), new byte[SMALL]);
    }
    for (String name : List.of("large.csv", "a large.csv")) {
      Files.write(folder.resolve(name), new byte[SMALL + 1]);
    }
    Files.write(
        Files.createDirectory(folder.resolve("run")).resolve("model.safetensors"),
        "{}".getBytes(StandardCharsets.UTF_8));
    Files.write(
        Files.createDirectory(folder.resolve("large run")).resolve("model.safetensors"),
        new byte[SMALL + 1]);
  }

  /** The arguments that Java gets. */
  private List<String> started(Map<String, String> environment, List<String> arguments)
      throws IOException, InterruptedException {
    String script = Distribution.HOME.resolve(Path.of("bin", "gradus")).toString();
    ProcessBuilder builder =
        Distribution.process(folder, Stream.concat(Stream.of(script), arguments.stream()).toList());
    builder.environment().keySet().removeAll(VARIABLES);
    builder.environment().put("JAVA_HOME", folder.resolve("java").toString());
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), out);
    List<String> lines = out.lines().toList();
    assertEquals(arguments, lines.subList(lines.size() - arguments.size(), lines.size()));
    return lines;
  }

  private static String compilers(List<String> options) {
    return options.contains("-Xint")
        ? "none"
        : options.contains("-XX:TieredStopAtLevel=1")
            ? "first"
            : options.contains("-XX:Tier4InvocationThreshold=50000")
                ? "late"
                : options.contains("-XX:Tier3InvocationThreshold=2000") ? "ready" : "both";
  }

  private static List<String> collectors(List<String> options) {
    return options.stream().filter(option -> option.matches("-XX:[+-]Use\\w*GC")).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--version                              | none  | G1",
        "list,losses                            | first | G1",
        "train,small.csv                        | late  | Serial",
        "serve,model.safetensors                | ready | Serial",
        "predict,model.safetensors,small.csv    | first | Serial",
        "predict,run,small.csv,--output,new.csv | first | Serial",
        "predict,run,a small.csv                | first | Serial",
        "predict,run,large.csv                  | late  | Serial",
        "predict,run,a large.csv                | late  | Serial",
        "evaluate,large run,small.csv           | late  | Serial",
        "predict,run,a.csv.gz                   | late  | Serial",
        "predict,run,a.csv.zst                  | late  | Serial",
        "predict,run,a.parquet                  | late  | Serial",
        "predict,run,-                          | late  | Serial",
        "predict,@arguments                     | late  | Serial"
      })
  void compilersAndCollectorFitTheCommand(String arguments, String compilers, String collector)
      throws Exception {
    List<String> options = started(Map.of(), List.of(arguments.split(",")));
    assertEquals(compilers, compilers(options));
    assertEquals(List.of("-XX:+Use%sGC".formatted(collector)), collectors(options));
  }

  @ParameterizedTest
  @CsvSource({
    "--version, both",
    "list, late",
    "predict small.csv, late",
    "train, late",
    "serve, ready"
  })
  void theVectorsGetTheSecondCompiler(String command, String compilers) throws Exception {
    for (String variable : VARIABLES) {
      Map<String, String> vectors = Map.of(variable, "--add-modules=jdk.incubator.vector");
      assertEquals(compilers, compilers(started(vectors, List.of(command.split(" ")))), variable);
    }
  }

  /** Java ends with an error if two are chosen. */
  @ParameterizedTest
  @ValueSource(strings = {"--version", "describe", "predict", "train"})
  void aCollectorOfTheUserIsTheOnlyOne(String command) throws Exception {
    for (String chosen :
        List.of("-Xmx1g -XX:+UseSerialGC", "-XX:-UseSerialGC -XX:+UseParallelGC", "-XX:+UseZGC")) {
      for (String variable : VARIABLES) {
        List<String> expected =
            variable.startsWith("GRADUS") ? collectors(List.of(chosen.split(" "))) : List.of();
        List<String> options = started(Map.of(variable, chosen), List.of(command));
        assertEquals(expected, collectors(options), variable + "=" + chosen);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "predict", "train"})
  void hugePagesAreAskedForWhereLinuxGivesThem(String command) throws Exception {
    List<String> options = started(Map.of(), List.of(command));
    assertEquals(areOnRequest(), options.contains(HUGE_PAGES), options.toString());
  }

  private static boolean areOnRequest() throws IOException {
    Path choices = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");
    return Files.isReadable(choices) && Files.readString(choices).contains("[madvise]");
  }

  @Test
  void pagesOfTheUserAreTheOnlyOnes() throws Exception {
    assumeTrue(areOnRequest(), "otherwise there are none of ours");
    for (String chosen :
        List.of("-XX:-UseTransparentHugePages", "-XX:+UseLargePages", "-XX:+UseHugeTLBFS")) {
      for (String variable : VARIABLES) {
        List<String> options = started(Map.of(variable, "-Xmx1g " + chosen), List.of("train"));
        assertFalse(options.contains(HUGE_PAGES), variable + "=" + chosen);
        assertEquals(variable.startsWith("GRADUS"), options.contains(chosen), variable);
      }
    }
  }

  @Test
  void otherOptionsOfTheUserLeaveTheCollector() throws Exception {
    List<String> options =
        started(Map.of("GRADUS_JAVA_OPTIONS", "-XX:+UseNUMA -Xlog:gc"), List.of("train"));
    assertEquals(List.of("-XX:+UseSerialGC"), collectors(options));
    assertTrue(options.containsAll(List.of("-XX:+UseNUMA", "-Xlog:gc")), options.toString());
  }
}
