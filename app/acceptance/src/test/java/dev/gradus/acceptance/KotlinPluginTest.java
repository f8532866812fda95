package dev.gradus.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.acceptance.Distribution.Result;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Compiles the Kotlin loss in the package comment of the interfaces, and trains with it. */
class KotlinPluginTest {

  private static final String SERVICE = "META-INF/services/dev.gradus.spi.Loss";

  @WorkingFolder Path folder;

  /** The documented source, so that the documentation is tested. */
  private static String documented() throws Exception {
    String comment =
        Files.readString(
                Distribution.PROJECT.resolve(
                    "core/spi/src/main/java/dev/gradus/spi/package-info.java"))
            .replaceAll("(?m)^ \\*( |$)", "");
    Matcher block = Pattern.compile("(?s)(@JvmRecord\\n@Plugin.*?\\n}\\n)}</pre>").matcher(comment);
    assertTrue(block.find(), "the package comment has a plugin in Kotlin");
    return "package com.example\n\nimport dev.gradus.spi.*\n\n" + block.group(1);
  }

  private Path compile(String source) throws Exception {
    Path file = Files.writeString(folder.resolve("Cauchy.kt"), source);
    Path classes = Files.createTempDirectory(folder, "classes");
    Result compiled =
        Distribution.java(
            folder,
            "-cp",
            compiler(),
            "org.jetbrains.kotlin.cli.jvm.K2JVMCompiler",
            "-no-stdlib",
            "-no-reflect",
            "-jvm-target",
            "17",
            "-cp",
            standardLibrary() + File.pathSeparator + spi(),
            "-d",
            classes.toString(),
            file.toString());
    assertEquals(0, compiled.status(), compiled.err());
    return classes;
  }

  /** The Kotlin compiler, and the libraries that it needs. */
  private static String compiler() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(jar -> jar.contains("kotlin") || jar.contains("annotations"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static Path standardLibrary() throws Exception {
    return Path.of(
        Class.forName("kotlin.Unit").getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static Path spi() throws Exception {
    try (var files = Files.list(Distribution.LIB)) {
      return files.filter(file -> file.toString().contains("gradus-spi")).findFirst().orElseThrow();
    }
  }

  private Result gradus(String... arguments) throws Exception {
    return Distribution.gradus(folder, arguments);
  }

  private Result train(String loss) throws Exception {
    return gradus(
        "train",
        Distribution.EXAMPLES.resolve("iris.yaml").toString(),
        "--plugins",
        "plugins",
        "--set",
        "loss=" + loss,
        "--output",
        "out",
        "--no-report");
  }

  @Tag("slow")
  @Test
  void aDataClassIsAPluginWithOptions() throws Exception {
    String source = documented();
    Path unit = Files.createDirectories(folder.resolve(Path.of("plugins", "cauchy")));
    Jars.pack(unit.resolve("cauchy.jar"), compile(source), Map.of(SERVICE, "com.example.Cauchy\n"));
    Files.copy(standardLibrary(), unit.resolve("kotlin-stdlib.jar"));
    Result described = gradus("describe", "cauchy", "--plugins", "plugins");
    assertEquals(0, described.status(), described.err());
    assertTrue(described.out().contains("error at which the growth slows down"), described.out());
    assertTrue(described.out().contains("above 0"), described.out());
    Result trained = train("{cauchy: {scale: 0.5}}");
    assertEquals(0, trained.status(), trained.err());
    Result refused = train("{cauchy: {scale: -1}}");
    assertEquals(2, refused.status(), refused.err());
    assertTrue(refused.err().contains("above 0"), refused.err());
  }
}
