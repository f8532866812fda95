package dev.gradus.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Error Prone and NullAway check the sources of every module. */
class AnalysedSourcesTest {

  private static final Path PROJECT =
      Path.of(System.getProperty("basedir", ""), "..", "..").toAbsolutePath().normalize();

  private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

  /** The property with which a module is checked while it is compiled. */
  private static final String BY_ITSELF = "<javac.module.checks>${javac.checks}<";

  /** Either with all others or by itself. */
  @Test
  void everyModuleIsChecked() throws IOException {
    String analysis = Files.readString(PROJECT.resolve("app/analysis/pom.xml"));
    List<String> modules =
        MODULE
            .matcher(Files.readString(PROJECT.resolve("pom.xml")))
            .results()
            .map(match -> match.group(1))
            .toList();
    int seen = 0;
    List<String> missing = new ArrayList<>();
    for (String module : modules) {
      String pom = Files.readString(PROJECT.resolve(module).resolve("pom.xml"));
      String sources = module + "/src/main/java";
      if (hasClasses(PROJECT.resolve(sources))) {
        seen++;
        boolean withOthers = analysis.contains("${project.basedir}/../../" + sources + "<");
        if (!withOthers && !pom.contains(BY_ITSELF)) {
          missing.add(sources);
        }
      }
    }
    assertEquals(List.of(), missing);
    assertTrue(seen > 14, seen + " folders of sources");
  }

  private static boolean hasClasses(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .anyMatch(name -> name.endsWith(".java") && !name.equals("module-info.java"));
    }
  }
}
