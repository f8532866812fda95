package dev.gradus.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gradus.acceptance.Distribution.Result;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training has a thread for each processor that the process may use. */
class ProcessorsTest {

  private static final Path TASKSET = Path.of("/usr/bin/taskset");

  @TempDir private Path folder;

  @Test
  void aProcessOnOneProcessorTrainsWithOneThread() throws Exception {
    assumeTrue(Files.isExecutable(TASKSET), "Linux's taskset");
    String first = allowed().replaceAll("\\D.*", "");
    assertEquals("1", threads(List.of(TASKSET.toString(), "-c", first)));
  }

  @Test
  void aTrainingUsesAllProcessors() throws Exception {
    assertEquals(Integer.toString(Runtime.getRuntime().availableProcessors()), threads(List.of()));
  }

  @Test
  void theProcessorsThatJavaCountsAreThose() throws Exception {
    // As Java counts them in a control group with a quota of one processor.
    assertEquals("1", threads(List.of(), "-XX:ActiveProcessorCount=1"));
  }

  /** The processors of this process, such as {@code 0,1} or {@code 2-5}. */
  private static String allowed() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("Cpus_allowed_list:"))
          .map(line -> line.replaceFirst(".*\\s", ""))
          .findFirst()
          .orElse("0");
    }
  }

  /** How many threads a training has, in a process that a command starts. */
  private String threads(List<String> start, String... options) throws Exception {
    Path classes =
        Path.of(ProcessorsTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<String> command = new ArrayList<>(start);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(
        List.of(
            "-cp",
            Distribution.LIB.resolve("*") + File.pathSeparator + classes,
            ThreadsOfTraining.class.getName()));
    Result result = Distribution.run(folder, command);
    assertEquals(0, result.status(), result.err());
    return result.out().strip();
  }
}
