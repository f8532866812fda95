package dev.gradus.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.acceptance.Distribution.Result;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Training gives the same bits with every Java, in whatever way it compiles, on any number of
 * processors, and on other kinds of machines: those in {@value #BITS_OF_EXAMPLE} and {@value
 * #BITS_OF_PARTS}, which one machine has written.
 *
 * <p>Each run is a process. The tests use the Java that runs them, other Javas in the same folder,
 * and those whose homes are listed in the environment variable {@value #HOMES}, written like a
 * path. {@value #OTHER} is a command, with spaces between its words, that replaces {@code java} on
 * another kind of machine, such as {@code qemu-aarch64 -L /arm64
 * /arm64/usr/lib/jvm/java-17-openjdk-arm64/bin/java}.
 *
 * <p>If a new version is meant to give other bits, replace the resources with the files of these
 * names in {@code target} of this module.
 */
class SameBitsTest {

  private static final String HOMES = "GRADUS_JAVA_HOMES";
  private static final String OTHER = "GRADUS_OTHER_JAVA";

  private static final String INTERPRETED = "-Xint";
  private static final String FIRST_COMPILER = "-XX:TieredStopAtLevel=1";
  private static final String SECOND_COMPILER = "-XX:-TieredCompilation";
  private static final String BOTH_COMPILERS = "-XX:+TieredCompilation";
  private static final List<String> COMPILERS =
      List.of(INTERPRETED, FIRST_COMPILER, SECOND_COMPILER, BOTH_COMPILERS);
  private static final List<Integer> PROCESSORS = List.of(1, 2, 3, 4);

  private static final String MAIN = "dev.gradus.cli/dev.gradus.cli.Main";

  private static final String EXAMPLE = "prices";
  private static final String BITS_OF_EXAMPLE = "bits-of-example.txt";
  private static final String BITS_OF_PARTS = "bits-of-parts.txt";

  /** On an emulated machine, a minute becomes an hour. */
  private static final long SECONDS_AT_MOST = 7200;

  @TempDir Path folder;

  /** The digests of all files; there must be only one. */
  private final Set<String> files = new TreeSet<>();

  /** The settings in which the processes of a test differ. */
  private record Machine(List<String> java, String compiler, int processors) {

    List<String> command() {
      List<String> command = new ArrayList<>(java);
      command.addAll(
          List.of(
              compiler,
              "-XX:ActiveProcessorCount=" + processors,
              "-XX:+UseSerialGC",
              "-Xlog:disable",
              "-Xlog:all=error:stderr"));
      return command;
    }
  }

  private static List<String> own() {
    return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString());
  }

  /** The Java that runs the tests comes first; several links to one folder count once. */
  private static List<List<String>> javas() throws IOException {
    List<Path> homes = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"))));
    Optional.ofNullable(System.getenv(HOMES)).stream()
        .flatMap(list -> Arrays.stream(list.split(File.pathSeparator)))
        .filter(home -> !home.isBlank())
        .map(Path::of)
        .forEach(homes::add);
    Path beside = homes.get(0).toAbsolutePath().getParent();
    if (beside != null) {
      try (Stream<Path> all = Files.list(beside)) {
        all.sorted().forEach(homes::add);
      }
    }
    Map<Path, List<String>> found = new LinkedHashMap<>();
    for (Path home : homes) {
      Path java = home.resolve(Path.of("bin", "java"));
      boolean runsThis = home.equals(homes.get(0));
      if (Files.isExecutable(java) && (runsThis || feature(home) >= 17)) {
        found.putIfAbsent(java.toRealPath(), List.of(java.toString()));
      }
    }
    return List.copyOf(found.values());
  }

  /** The major version of a Java according to its file {@code release}; 0 if it is unknown. */
  private static int feature(Path home) throws IOException {
    Path release = home.resolve("release");
    if (!Files.isRegularFile(release)) {
      return 0;
    }
    return Files.readAllLines(release).stream()
        .filter(line -> line.startsWith("JAVA_VERSION=\""))
        .map(line -> line.replaceAll("\\D+(\\d+).*", "$1"))
        .mapToInt(Integer::parseInt)
        .findFirst()
        .orElse(0);
  }

  private Result run(Machine machine, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(machine.command());
    command.addAll(List.of(arguments));
    Result result = Distribution.run(folder, command, SECONDS_AT_MOST);
    assertEquals(0, result.status(), () -> machine + ": " + result.err());
    return result;
  }

  private void compareParts(Machine machine) throws Exception {
    Path classes =
        Path.of(EveryPart.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    String path = Distribution.LIB.resolve("*") + File.pathSeparator + classes;
    Map<String, String> digests = new TreeMap<>();
    run(machine, "-cp", path, EveryPart.class.getName(), folder.toString())
        .out()
        .lines()
        .forEach(
            line -> {
              int end = line.indexOf(": ");
              String digest = line.substring(end + 2);
              String before = digests.put(line.substring(0, end), digest);
              assertTrue(
                  before == null || before.equals(digest),
                  () -> "different bits of the same part with " + machine + ": " + line);
            });
    compare(machine, BITS_OF_PARTS, digests);
  }

  private Path train(Machine machine, String name) throws Exception {
    for (String file : List.of(name + ".yaml", name + ".csv")) {
      Files.write(folder.resolve(file), resource(file));
    }
    Path output = folder.resolve("output");
    run(
        machine,
        "--module-path",
        Distribution.LIB.toString(),
        "--module",
        MAIN,
        "train",
        name + ".yaml",
        "--quiet",
        "--no-report",
        "--output",
        output.toString());
    return output;
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = SameBitsTest.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  /** Compares with the bits for all machines, and writes the bits that were found to a file. */
  private static void compare(Machine machine, String file, Map<String, String> digests)
      throws IOException {
    List<String> found =
        digests.entrySet().stream()
            .map(digest -> digest.getKey() + ": " + digest.getValue())
            .toList();
    Files.write(Distribution.MODULE.resolve(Path.of("target", file)), found);
    List<String> expected = new String(resource(file), StandardCharsets.UTF_8).lines().toList();
    assertEquals(without(expected, found), without(found, expected), "with " + machine);
  }

  private static List<String> without(List<String> expected, List<String> found) {
    return expected.stream().filter(line -> !found.contains(line)).toList();
  }

  /** Compares complete files only with each other, because they name versions and options. */
  private void compareFiles(Machine machine) throws Exception {
    Path output = train(machine, EXAMPLE);
    byte[] model = Files.readAllBytes(output.resolve("model.safetensors"));
    byte[] history = Files.readAllBytes(output.resolve("history.csv"));
    files.add(Bits.digest(List.of(model, history)));
    assertEquals(1, files.size(), "different files with " + machine);
    String digest = Bits.digest(List.of(Bits.tensorsOf(model), history));
    compare(machine, BITS_OF_EXAMPLE, Map.of(EXAMPLE, digest));
  }

  private void compareAll(Machine machine) throws Exception {
    compareFiles(machine);
    compareParts(machine);
  }

  @Tag("slow")
  @Test
  void theFilesAreTheSameHoweverTheyAreCompiled() throws Exception {
    for (int i = 0; i < COMPILERS.size(); i++) {
      compareFiles(new Machine(own(), COMPILERS.get(i), PROCESSORS.get(i)));
    }
    for (List<String> java : javas().subList(1, javas().size())) {
      compareFiles(new Machine(java, FIRST_COMPILER, 2));
    }
  }

  @Test
  void everyPartGivesTheBitsThatAreWritten() throws Exception {
    compareParts(new Machine(own(), FIRST_COMPILER, 2));
  }

  /** The name of each test contains the machine, so that the report says what has run. */
  @Tag("slow")
  @TestFactory
  Stream<DynamicTest> everyJavaHoweverItCompilesOnAnyNumberOfProcessors() throws IOException {
    return javas().stream()
        .flatMap(java -> COMPILERS.stream().map(compiler -> new Machine(java, compiler, 0)))
        .flatMap(
            each ->
                PROCESSORS.stream().map(count -> new Machine(each.java(), each.compiler(), count)))
        .map(machine -> DynamicTest.dynamicTest(machine.toString(), () -> compareAll(machine)));
  }

  @Tag("slow")
  @Test
  void theVectorApiGivesTheSame() throws Exception {
    for (List<String> java : javas()) {
      List<String> withVectors = Stream.concat(java.stream(), Stream.of(VectorsTest.FLAG)).toList();
      compareAll(new Machine(withVectors, SECOND_COMPILER, 2));
      compareAll(new Machine(withVectors, BOTH_COMPILERS, 2));
    }
  }

  /** As on a processor without the instruction. */
  @Tag("slow")
  @Test
  void withoutFusedMultiplyAddItIsTheSame() throws Exception {
    List<String> without = Stream.concat(own().stream(), Stream.of("-XX:-UseFMA")).toList();
    compareAll(new Machine(without, BOTH_COMPILERS, 2));
  }

  @Tag("slow")
  @Test
  @EnabledIfEnvironmentVariable(named = OTHER, matches = ".+")
  void anotherKindOfMachineGivesTheSame() throws Exception {
    List<String> java = List.of(System.getenv(OTHER).strip().split("\\s+"));
    compareAll(new Machine(java, INTERPRETED, 2));
  }
}
