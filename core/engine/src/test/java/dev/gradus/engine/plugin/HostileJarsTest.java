package dev.gradus.engine.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.spi.SpiVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything that can be wrong with a jar is reported, and does not prevent others from loading.
 */
class HostileJarsTest {

  private static final String SERVICE = "META-INF/services/dev.gradus.spi.Loss";

  @TempDir Path work;
  @TempDir Path folder;

  /** The expected report of each jar. */
  private final Map<String, String> expected = new LinkedHashMap<>();

  private static String loss(String annotation, String components, String body) {
    return """
        package com.example;

        import dev.gradus.spi.*;

        %s
        public record Bad(%s) implements PointwiseLoss {
          %s
          @Override public double value(double prediction, double target) {
            return prediction - target;
          }

          @Override public double derivative(double prediction, double target) {
            return 1;
          }
        }
        """
        .formatted(annotation, components, body);
  }

  private static String named(String name) {
    return "@Plugin(name = \"%s\", summary = \"A test.\")".formatted(name);
  }

  private TestJar plain(String source) {
    return new TestJar(work)
        .sources(Map.of("com/example/Bad.java", source))
        .entries(Map.of(SERVICE, "com.example.Bad\n"));
  }

  private void add(String jar, TestJar contents, String said) throws IOException {
    contents.write(folder.resolve(jar));
    expected.put(jar, said);
  }

  private void addSource(String jar, String source, String said) throws IOException {
    add(jar, plain(source), said);
  }

  private static TestJar module(Path work, String name, String directives) {
    return new TestJar(work)
        .sources(
            Map.of(
                "com/example/Bad.java",
                loss(named(name.replace('.', '-')), "", ""),
                "module-info.java",
                "module %s { requires dev.gradus.spi; exports com.example; %s provides dev.gradus.spi.Loss with com.example.Bad; }"
                    .formatted(name, directives)));
  }

  private void bytes() throws IOException {
    Files.writeString(folder.resolve("garbage.jar"), "this is no jar");
    expected.put("garbage.jar", "it cannot be read as a jar");
    Files.createFile(folder.resolve("zero-bytes.jar"));
    expected.put("zero-bytes.jar", "it cannot be read as a jar");
    Path whole = plain(loss(named("whole"), "", "")).write(work.resolve("whole.jar"));
    byte[] bytes = Files.readAllBytes(whole);
    Files.write(folder.resolve("cut.jar"), Arrays.copyOf(bytes, bytes.length / 2));
    expected.put("cut.jar", "it cannot be read as a jar");
    Files.createDirectory(folder.resolve("folder.jar"));
    add(
        "broken-class.jar",
        new TestJar(work)
            .entries(Map.of(SERVICE, "com.example.Bad\n", "com/example/Bad.class", "no class")),
        "ClassFormatError");
    add(
        "broken-module.jar",
        new TestJar(work).entries(Map.of("module-info.class", "no module")),
        "cannot be");
    add("7-digit-first.jar", plain(loss(named("7th"), "", "")), "calls itself '7th'");
  }

  private void lists() throws IOException {
    add("nothing.jar", new TestJar(work), "it provides no plugin");
    add(
        "class-not-there.jar",
        new TestJar(work).entries(Map.of(SERVICE, "com.example.NotHere\n")),
        "com.example.NotHere");
    add(
        "not-a-name.jar",
        new TestJar(work).entries(Map.of(SERVICE, "this is not a class\n")),
        "its list of providers is wrong");
    add(
        "another-type.jar",
        new TestJar(work)
            .sources(Map.of("com/example/Bad.java", "package com.example; public class Bad {}"))
            .entries(Map.of(SERVICE, "com.example.Bad\n")),
        "com.example.Bad");
  }

  private void classes() throws IOException {
    addSource("unnamed.jar", loss("", "", ""), "has no @Plugin annotation");
    addSource("empty-name.jar", loss(named(""), "", ""), "calls itself ''");
    addSource("malformed-name.jar", loss(named("My_Loss"), "", ""), "calls itself 'My_Loss'");
    addSource(
        "throwing-constructor.jar",
        loss(named("throwing"), "", "public Bad { throw new RuntimeException(\"no luck\"); }"),
        "no luck");
    addSource(
        "throwing-initializer.jar",
        loss(named("initializer"), "", "static final int N = Integer.parseInt(\"x\");"),
        "cannot be loaded or made");
    addSource(
        "endless-constructor.jar",
        loss(named("endless"), "", "public Bad { new Bad(); }"),
        "StackOverflowError");
    addSource("no-defaults.jar", loss(named("no-defaults"), "double a", ""), "a");
    addSource(
        "refuses-itself.jar",
        loss(
            named("refuses"),
            "double a",
            "public Bad() { this(0); } public Bad { if (a == 0) throw new IllegalArgumentException(\"a is 0\"); }"),
        "rejects its own defaults: a is 0");
    addSource(
        "hidden.jar", loss(named("hidden"), "", "").replace("public record", "record"), "Bad");
  }

  /** Classes that were there when it was compiled. */
  private void dependency() throws IOException {
    plain(loss(named("dependent"), "", "static final Object LIBRARY = new Library();"))
        .sources(Map.of("com/example/Library.java", "package com.example; class Library {}"))
        .without("com/example/Library.class")
        .write(folder.resolve("missing-dependency.jar"));
    expected.put("missing-dependency.jar", "com/example/Library");
    String foreign =
        loss(named("foreign"), "", "static final Object LIBRARY = new org.other.Other();");
    Path other =
        new TestJar(work)
            .sources(Map.of("org/other/Other.java", "package org.other; public class Other {}"))
            .entries(Map.of(SERVICE, ""))
            .write(folder.resolve("other.jar"));
    expected.put("other.jar", "it provides no plugin");
    add("undeclared.jar", plain(foreign).path(other), "org/other/Other");
  }

  private void versions() throws IOException {
    String source = loss(named("version"), "", "");
    add(
        "from-the-future.jar",
        plain(source).attribute("Gradus-SPI", "2.0"),
        "was made for version 2.0 of dev.gradus.spi, and this is %s; use a newer Gradus"
            .formatted(SpiVersion.CURRENT));
    String newer = new SpiVersion(1, SpiVersion.CURRENT.minor() + 1).toString();
    add("a-bit-newer.jar", plain(source).attribute("Gradus-SPI", newer), "use a newer Gradus");
    add(
        "too-old.jar",
        plain(source).attribute("Gradus-SPI", "0.9"),
        "use a newer version of the plugin, or rebuild it");
    add(
        "no-version.jar",
        plain(source).attribute("Gradus-SPI", "latest"),
        "a version is two numbers");
    add(
        "own-interfaces.jar",
        plain(source).entries(Map.of("dev/gradus/spi/Loss.class", "a copy")),
        "contains its own copy of dev.gradus.spi");
  }

  private void modules() throws IOException {
    Path gone =
        new TestJar(work)
            .sources(
                Map.of(
                    "module-info.java", "module org.gone { exports org.gone; }",
                    "org/gone/Gone.java", "package org.gone; public class Gone {}"))
            .write(work.resolve("gone.jar"));
    add(
        "module-not-there.jar",
        module(work, "org.needy", "requires org.gone;").path(gone),
        "org.gone");
    add(
        "not-exported.jar",
        new TestJar(work)
            .sources(
                Map.of(
                    "com/example/Bad.java",
                    loss(named("secretive"), "", ""),
                    "module-info.java",
                    "module org.secretive { requires dev.gradus.spi; provides dev.gradus.spi.Loss with com.example.Bad; }")),
        "let its module export the package com.example");
    TestJar gradus =
        new TestJar(work)
            .sources(
                Map.of(
                    "com/example/Bad.java",
                    loss(named("impostor"), "", ""),
                    "module-info.java",
                    "module dev.gradus.engine { requires dev.gradus.spi; exports com.example; provides dev.gradus.spi.Loss with com.example.Bad; }"));
    gradus.write(folder.resolve("impostor.jar"));
  }

  @Test
  void eachIsReportedAndTheGoodOnesLoad() throws IOException {
    bytes();
    lists();
    classes();
    dependency();
    versions();
    modules();
    plain(loss(named("good"), "", "")).write(folder.resolve("good.jar"));
    module(work, "org.good", "").write(folder.resolve("good-module.jar"));
    plain(loss(named("right-version"), "", ""))
        .attribute("Gradus-SPI", "1.0")
        .write(folder.resolve("right-version.jar"));
    assertTrue(expected.size() >= 25, "hostile jars: " + expected.size());

    try (PluginFolder opened = PluginFolder.open(folder)) {
      Map<String, PluginReport> reports = new HashMap<>();
      opened.reports().forEach(report -> reports.put(report.name(), report));
      List<String> wrong = new ArrayList<>();
      expected.forEach(
          (jar, said) -> {
            String problem =
                Optional.ofNullable(reports.get(jar))
                    .flatMap(PluginReport::problem)
                    .orElse("nothing");
            if (!problem.contains(said) || said.isEmpty()) {
              wrong.add("%s: '%s' is not in '%s'".formatted(jar, said, problem));
            }
          });
      assertEquals(List.of(), wrong);
      List<String> loaded =
          opened.reports().stream()
              .filter(report -> report.problem().isEmpty())
              .map(PluginReport::name)
              .toList();
      assertEquals(
          List.of("good-module.jar", "good.jar", "impostor.jar", "right-version.jar"), loaded);
    }
  }
}
