package dev.gradus.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.Gradus;
import dev.gradus.runtime.SavedModel;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.ModuleDescriptor;
import java.net.URI;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The class path hides no packages, but only those that everybody sees are used. */
class PackagesTest {

  private static final Pattern USED =
      Pattern.compile("-> (dev\\.gradus\\.(?:engine|runtime)[a-z.]*)");

  @Test
  void onlyExportedPackagesOfTheEngineAndTheRuntimeAreUsed() throws Exception {
    StringWriter said = new StringWriter();
    ToolProvider.findFirst("jdeps")
        .orElseThrow()
        .run(
            new PrintWriter(said),
            new PrintWriter(said),
            "-verbose:package",
            "--multi-release",
            "base",
            "-cp",
            String.join(
                System.getProperty("path.separator"), home(Gradus.class), home(SavedModel.class)),
            home(GradusModel.class));
    Set<String> used =
        USED.matcher(said.toString())
            .results()
            .map(match -> match.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertTrue(used.size() > 6, said.toString());
    used.removeAll(exported());
    assertEquals(Set.of(), used);
  }

  private static Set<String> exported() throws Exception {
    Set<String> exported = new TreeSet<>();
    for (Class<?> home : Stream.<Class<?>>of(Gradus.class, SavedModel.class).toList()) {
      Path place = Path.of(home(home));
      URI descriptor =
          java.nio.file.Files.isDirectory(place)
              ? place.resolve("module-info.class").toUri()
              : URI.create("jar:" + place.toUri() + "!/module-info.class");
      try (InputStream in = descriptor.toURL().openStream()) {
        ModuleDescriptor.read(in).exports().stream()
            .filter(export -> !export.isQualified())
            .map(ModuleDescriptor.Exports::source)
            .forEach(exported::add);
      }
    }
    return exported;
  }

  private static String home(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }
}
