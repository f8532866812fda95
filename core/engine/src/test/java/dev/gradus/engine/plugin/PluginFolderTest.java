package dev.gradus.engine.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gradus.engine.Gradus;
import dev.gradus.runtime.problem.Remedy;
import dev.gradus.spi.PointwiseLoss;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jars in a folder are loaded separately, and a broken one becomes a report. */
class PluginFolderTest {

  private static final String SERVICE = "META-INF/services/dev.gradus.spi.Loss";

  @TempDir Path work;
  @TempDir Path folder;

  private static String loss(String className, String name) {
    return """
        package com.example;

        import dev.gradus.spi.*;

        @Plugin(name = "%s", summary = "A test.")
        public record %s() implements PointwiseLoss {
          @Override public double value(double prediction, double target) {
            return prediction - target;
          }

          @Override public double derivative(double prediction, double target) {
            return 1;
          }
        }
        """
        .formatted(name, className);
  }

  private static String module(String name, String className) {
    return """
        module %s {
          requires dev.gradus.spi;
          exports com.example;
          provides dev.gradus.spi.Loss with com.example.%s;
        }
        """
        .formatted(name, className);
  }

  private void jar(String jar, Map<String, String> sources, Map<String, String> texts)
      throws IOException {
    new TestJar(work).sources(sources).entries(texts).write(folder.resolve(jar));
  }

  private void plainJar(String jar, String className, String name) throws IOException {
    jar(
        jar,
        Map.of(className + ".java", loss(className, name)),
        Map.of(SERVICE, "com.example." + className));
  }

  private static List<PluginType> plugins(PluginFolder opened) {
    return opened.reports().stream().flatMap(report -> report.plugins().stream()).toList();
  }

  private static List<String> names(PluginFolder opened) {
    return plugins(opened).stream().map(PluginType::name).toList();
  }

  private static List<PluginReport> broken(PluginFolder opened) {
    return opened.reports().stream().filter(report -> report.problem().isPresent()).toList();
  }

  private static String onlyReason(PluginFolder opened) {
    assertEquals(1, broken(opened).size(), opened.reports().toString());
    return broken(opened).get(0).problem().orElseThrow();
  }

  @Test
  void aPlainJarIsLoaded() throws IOException {
    plainJar("plain.jar", "Plain", "plain");
    try (PluginFolder opened = PluginFolder.open(folder)) {
      assertEquals(List.of("plain"), names(opened));
      assertEquals("plain.jar", plugins(opened).get(0).origin());
      assertEquals(List.of(), broken(opened));
    }
  }

  @Test
  void aModularJarIsAModuleInALayerOfItsOwn() throws IOException {
    jar(
        "modular.jar",
        Map.of(
            "Modular.java", loss("Modular", "modular"),
            "module-info.java", module("com.example.modular", "Modular")),
        Map.of());
    try (PluginFolder opened = PluginFolder.open(folder)) {
      assertEquals(List.of(), broken(opened));
      assertEquals(List.of("modular"), names(opened));
      Module module = plugins(opened).get(0).type().getModule();
      assertEquals("com.example.modular", module.getName());
      assertTrue(module.getLayer() != PluginFolder.class.getModule().getLayer());
    }
  }

  @Test
  void aPlainJarBesideALibraryThatIsAModuleIsLoadedWithIt() throws IOException {
    Path unit = Files.createDirectory(folder.resolve("together"));
    Path library =
        new TestJar(work)
            .sources(
                Map.of(
                    "module-info.java",
                    "module org.library { exports org.library; }",
                    "Constants.java",
                    "package org.library; public class Constants { public static double one() { return 1; } }"))
            .attribute("Implementation-Version", "9.9")
            .write(unit.resolve("a-library.jar"));
    new TestJar(work)
        .path(library)
        .sources(
            Map.of(
                "Plain.java",
                loss("Plain", "plain").replace("return 1;", "return org.library.Constants.one();")))
        .entries(Map.of(SERVICE, "com.example.Plain"))
        .attribute("Implementation-Version", "1.2")
        .write(unit.resolve("plugin.jar"));
    try (PluginFolder opened = PluginFolder.open(folder)) {
      assertEquals(List.of(), broken(opened));
      assertEquals(List.of("plain"), names(opened));
      PointwiseLoss made = (PointwiseLoss) plugins(opened).get(0).create(Map.of());
      assertEquals(1, made.derivative(3, 2));
      assertEquals(Optional.of("1.2"), opened.reports().get(0).version());
    }
  }

  @Test
  void theVersionOfALibraryIsNotThatOfThePlugin() throws IOException {
    Path unit = Files.createDirectory(folder.resolve("together"));
    new TestJar(work).attribute("Implementation-Version", "9.9").write(unit.resolve("a.jar"));
    new TestJar(work)
        .sources(Map.of("Plain.java", loss("Plain", "plain")))
        .entries(Map.of(SERVICE, "com.example.Plain"))
        .write(unit.resolve("plugin.jar"));
    try (PluginFolder opened = PluginFolder.open(folder)) {
      assertEquals(List.of("plain"), names(opened));
      assertEquals(Optional.empty(), opened.reports().get(0).version());
    }
  }

  @Test
  void twoJarsMayHoldTheSamePackageAndTheSameClassName() throws IOException {
    plainJar("a.jar", "Same", "one");
    plainJar("b.jar", "Same", "two");
    try (PluginFolder opened = PluginFolder.open(folder)) {
      assertEquals(List.of("one", "two"), names(opened));
    }
  }

  @Test
  void aBrokenJarIsReportedAndTheOthersLoad() throws IOException {
    Files.writeString(folder.resolve("a-garbage.jar"), "this is no jar");
    Files.createFile(folder.resolve("b-empty.jar"));
    plainJar("c-good.jar", "Good", "good");
    try (PluginFolder opened = PluginFolder.open(folder)) {
      assertEquals(List.of("good"), names(opened));
      assertEquals(
          List.of("a-garbage.jar", "b-empty.jar"),
          broken(opened).stream().map(PluginReport::name).toList());
    }
  }

  @Test
  void aJarWithOnnxOperatorsNeedsTheirModule() throws IOException {
    String form = "dev/gradus/onnx/OnnxForm.";
    String stating =
        loss("Stating", "stating")
            .replace("PointwiseLoss {", "PointwiseLoss, dev.gradus.onnx.OnnxForm {");
    new TestJar(work)
        .sources(
            Map.of(
                "Stating.java",
                stating,
                form + "java",
                "package dev.gradus.onnx; public interface OnnxForm {}"))
        .without(form + "class")
        .entries(Map.of(SERVICE, "com.example.Stating"))
        .write(folder.resolve("stating.jar"));
    try (PluginFolder opened = PluginFolder.open(folder)) {
      String reason = onlyReason(opened);
      assertTrue(reason.endsWith("so add gradus-onnx to the application"), reason);
    }
  }

  @Test
  void aJarThatListsNothingIsTold() throws IOException {
    jar("silent.jar", Map.of("Silent.java", loss("Silent", "silent")), Map.of());
    try (PluginFolder opened = PluginFolder.open(folder)) {
      String reason = onlyReason(opened);
      assertTrue(reason.contains("it provides no plugin"), reason);
    }
  }

  @Test
  void aJarThatListsAClassThatIsNotThereIsTold() throws IOException {
    jar(
        "missing.jar",
        Map.of("Here.java", loss("Here", "here")),
        Map.of(SERVICE, "com.example.NotHere"));
    try (PluginFolder opened = PluginFolder.open(folder)) {
      String reason = onlyReason(opened);
      assertTrue(reason.contains("com.example.NotHere"), reason);
    }
  }

  @Test
  void aPluginThatRefusesItsOwnDefaultsIsTold() throws IOException {
    String source =
        loss("Moody", "moody")
            .replace("record Moody() implements", "record Moody(int n) implements")
            .replace(
                "PointwiseLoss {",
                "PointwiseLoss { public Moody() { this(1); } public Moody { if (n > 0) throw new IllegalArgumentException(\"n is too large\"); }");
    jar("moody.jar", Map.of("Moody.java", source), Map.of(SERVICE, "com.example.Moody"));
    try (PluginFolder opened = PluginFolder.open(folder)) {
      String reason = onlyReason(opened);
      assertTrue(
          reason.contains("com.example.Moody rejects its own defaults: n is too large"), reason);
    }
  }

  @Test
  void whatIsNoJarIsNotLookedAt() throws IOException {
    Files.writeString(folder.resolve("README.txt"), "Plugins go here.");
    try (PluginFolder opened = PluginFolder.open(folder)) {
      assertEquals(List.of(), plugins(opened));
      assertEquals(List.of(), broken(opened));
    }
  }

  @Test
  void aFolderThatIsNotThereIsAnError() {
    String message =
        String.valueOf(
            assertThrows(PluginException.class, () -> PluginFolder.open(folder.resolve("nowhere")))
                .getMessage());
    assertTrue(message.contains("nowhere is not a folder"), message);
  }

  @Test
  void aFolderInTheFolderIsOnePluginWithItsLibraries() throws IOException {
    Path home = Files.createDirectory(folder.resolve("with-library"));
    String library =
        """
        package org.library;
        public final class Library {
          public static double twice(double x) {
            return 2 * x;
          }
        }
        """;
    String plugin =
        loss("Using", "using")
            .replace("return prediction - target", "return org.library.Library.twice(prediction)");
    Path jar =
        new TestJar(work)
            .sources(Map.of("org/library/Library.java", library))
            .write(home.resolve("library.jar"));
    new TestJar(work)
        .path(jar)
        .sources(Map.of("Using.java", plugin))
        .entries(Map.of(SERVICE, "com.example.Using"))
        .write(home.resolve("plugin.jar"));
    try (PluginFolder opened = PluginFolder.open(folder)) {
      assertEquals(List.of("using"), names(opened), opened.reports()::toString);
      PluginReport report = opened.reports().get(0);
      assertEquals("with-library", report.name());
      assertEquals(
          List.of("with-library/library.jar", "with-library/plugin.jar"),
          List.copyOf(report.sha256().keySet()));
      PointwiseLoss made = (PointwiseLoss) plugins(opened).get(0).create(Map.of());
      assertEquals(6, made.value(3, 0));
    }
  }

  @Test
  void aModuleThatRequiresAnotherSeesIt() throws IOException {
    Path base =
        new TestJar(work)
            .sources(
                Map.of(
                    "Base.java", loss("Base", "base"),
                    "module-info.java", module("com.example.base", "Base")))
            .write(folder.resolve("z-base.jar"));
    new TestJar(work)
        .path(base)
        .sources(
            Map.of(
                "module-info.java",
                "module org.upper { requires dev.gradus.spi; requires com.example.base; exports org.upper; provides dev.gradus.spi.Loss with org.upper.Upper; }",
                "org/upper/Upper.java",
                loss("Upper", "upper")
                    .replace("package com.example;", "package org.upper;")
                    .replace(
                        "return prediction - target",
                        "return new com.example.Base().value(prediction, target)")))
        .write(folder.resolve("a-upper.jar"));
    try (PluginFolder opened = PluginFolder.open(folder)) {
      assertEquals(List.of("upper", "base"), names(opened), opened.reports()::toString);
      PointwiseLoss upper = (PointwiseLoss) plugins(opened).get(0).create(Map.of());
      assertEquals(2, upper.value(5, 3));
    }
    Files.delete(folder.resolve("z-base.jar"));
    try (PluginFolder opened = PluginFolder.open(folder)) {
      String reason = onlyReason(opened);
      assertTrue(reason.contains("com.example.base"), reason);
    }
  }

  @Test
  void whatIsNotInTheLockIsNotLoaded() throws IOException {
    plainJar("a.jar", "Aa", "aa");
    plainJar("b.jar", "Bb", "bb");
    Path lock = folder.resolve(PluginLock.FILE);
    Files.writeString(lock, PluginFolder.hashesOf(folder).text());
    try (PluginFolder opened = PluginFolder.open(folder)) {
      assertEquals(List.of("aa", "bb"), names(opened));
    }
    plainJar("b.jar", "Other", "other");
    plainJar("c.jar", "New", "new");
    try (PluginFolder opened = PluginFolder.open(folder)) {
      assertEquals(List.of("aa"), names(opened));
      String changed = broken(opened).get(0).problem().orElseThrow();
      assertTrue(changed.contains("this is not the file that was trusted"), changed);
      assertEquals(
          "c.jar is not in plugins.lock; if you trust it, lock the folder again",
          broken(opened).get(1).problem().orElseThrow());
    }
    Files.writeString(lock, "nonsense\n");
    PluginException e =
        assertThrows(PluginException.class, () -> PluginFolder.open(folder).close());
    assertTrue(String.valueOf(e.getMessage()).contains("plugins.lock:1: a line is"), e::toString);
    assertTrue(String.valueOf(e.getMessage()).endsWith("; lock the folder again"), e::toString);
    assertEquals(Remedy.WRITE_LOCK, e.problems().get(0).remedy());
  }

  @Test
  void codeThatALockedJarWouldBringInFromElsewhereIsNotLoaded() throws IOException {
    Path outside =
        new TestJar(work)
            .sources(
                Map.of(
                    "Outside.java",
                    "package org.outside; public final class Outside { public static double value() { return 1; } }"))
            .write(work.resolve("outside.jar"));
    for (String reference : List.of(outside.toUri().toString(), outside.toUri().getRawPath())) {
      new TestJar(work)
          .path(outside)
          .sources(
              Map.of(
                  "Reaching.java",
                  loss("Reaching", "reaching")
                      .replace("return 1;", "return org.outside.Outside.value();")))
          .entries(Map.of(SERVICE, "com.example.Reaching"))
          .attribute("Class-Path", reference)
          .write(folder.resolve("reaching.jar"));
      Files.writeString(folder.resolve(PluginLock.FILE), PluginFolder.hashesOf(folder).text());
      try (PluginFolder opened = PluginFolder.open(folder)) {
        PointwiseLoss loss = (PointwiseLoss) plugins(opened).get(0).create(Map.of());
        assertThrows(NoClassDefFoundError.class, () -> loss.derivative(1, 1));
      }
    }
  }

  @Test
  void aLockThatCannotBeReadIsNotTakenForNone() throws Exception {
    plainJar("a.jar", "Aa", "aa");
    Path lock = folder.resolve(PluginLock.FILE);
    Files.createSymbolicLink(lock, folder.resolve("gone"));
    assertLockCannotBeRead("there is no such file");
    Files.delete(lock);
    Files.createDirectory(lock);
    assertLockCannotBeRead("not a regular file");
    Files.delete(lock);
    Files.write(lock, new byte[] {(byte) 0xff});
    assertLockCannotBeRead("it is not UTF-8");
    String hashes = PluginFolder.hashesOf(folder).text();
    Files.writeString(lock, hashes + hashes);
    assertLockCannotBeRead("a.jar is duplicated");
  }

  private void assertLockCannotBeRead(String why) {
    PluginException e =
        assertThrows(PluginException.class, () -> PluginFolder.open(folder).close());
    assertTrue(String.valueOf(e.getMessage()).contains(why), e::toString);
  }

  @Test
  @Timeout(20)
  void aPipeThatIsCalledLikeAJarIsReportedAndNotWaitedFor() throws Exception {
    plainJar("a.jar", "Aa", "aa");
    Path pipe = folder.resolve("b.jar");
    assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);
    try (PluginFolder opened = PluginFolder.open(folder)) {
      assertEquals(List.of("aa"), names(opened));
      assertTrue(onlyReason(opened).contains("b.jar is not a regular file"), onlyReason(opened));
    }
    assertThrows(PluginException.class, () -> PluginFolder.hashesOf(folder));
  }

  @Test
  void aJarWhoseNameWouldBeginAnotherLineOfTheLockIsNotLocked() throws IOException {
    plainJar("a.jar", "Aa", "aa");
    Files.copy(folder.resolve("a.jar"), folder.resolve("a\nb.jar"));
    PluginException e = assertThrows(PluginException.class, () -> PluginFolder.hashesOf(folder));
    assertTrue(String.valueOf(e.getMessage()).contains("rename it"), e::toString);
  }

  @Test
  void hashesAreThoseThatOtherProgramsCompute() throws IOException {
    Files.writeString(folder.resolve("abc.jar"), "abc");
    assertEquals(
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  abc.jar\n",
        PluginFolder.hashesOf(folder).text());
  }

  @Test
  void theJarMayBeReplacedWhileItIsUsed() throws IOException {
    plainJar("a.jar", "Aa", "aa");
    try (PluginFolder opened = PluginFolder.open(folder)) {
      Files.writeString(folder.resolve("a.jar"), "gone");
      assertEquals("aa", plugins(opened).get(0).name());
      assertTrue(plugins(opened).get(0).create(Map.of()).toString().startsWith("Aa"));
    }
  }

  @Test
  void aPluginSeesTheInterfacesAndNothingElseOfGradus() throws IOException {
    String curious =
        loss("Curious", "curious")
            .replace(
                "PointwiseLoss {",
                "PointwiseLoss { public Curious { try { Class.forName(\"dev.gradus.engine.Gradus\"); throw new IllegalStateException(\"sees the engine\"); } catch (ClassNotFoundException e) { } }");
    jar("curious.jar", Map.of("Curious.java", curious), Map.of(SERVICE, "com.example.Curious"));
    try (PluginFolder opened = PluginFolder.open(folder)) {
      assertEquals(List.of("curious"), names(opened), opened.reports()::toString);
    }
  }

  @Test
  void twoHundredOpenedAndClosedFoldersLeaveNothingBehind() throws Exception {
    plainJar("plain.jar", "Plain", "plain");
    jar(
        "modular.jar",
        Map.of(
            "Modular.java", loss("Modular", "modular"),
            "module-info.java", module("com.example.modular", "Modular")),
        Map.of());
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      try (PluginFolder opened = PluginFolder.open(folder)) {
        for (PluginType plugin : plugins(opened)) {
          plugin.create(Map.of());
          loaders.add(new WeakReference<>(plugin.type().getClassLoader()));
        }
      }
    }
    assertEquals(400, loaders.size());
    long left = loaders.size();
    for (int again = 0; again < 50 && left > 0; again++) {
      System.gc();
      Thread.sleep(20);
      left = loaders.stream().filter(loader -> loader.get() != null).count();
    }
    assertEquals(0, left, "class loaders that are still reachable");
  }

  @Test
  void instancesDoNotSeeThePluginsOfOthers() throws IOException {
    plainJar("plain.jar", "Plain", "plain");
    try (Gradus with = Gradus.builder().plugins(folder).build();
        Gradus without = Gradus.create();
        Gradus again = Gradus.builder().plugins(folder).build()) {
      assertTrue(with.catalogue().find(PluginKind.LOSS, "plain").isPresent());
      assertTrue(without.catalogue().find(PluginKind.LOSS, "plain").isEmpty());
      assertEquals(List.of(), without.plugins());
      PluginType one = with.catalogue().find(PluginKind.LOSS, "plain").orElseThrow();
      PluginType other = again.catalogue().find(PluginKind.LOSS, "plain").orElseThrow();
      assertTrue(one.type() != other.type(), "each has a copy of its own");
    }
  }

  @Test
  void ofTwoPluginsWithOneNameNeitherIsTaken() throws IOException {
    plainJar("a.jar", "Same", "same");
    plainJar("b.jar", "Same", "same");
    plainJar("c.jar", "Other", "mse");
    try (Gradus gradus = Gradus.builder().plugins(folder).build()) {
      assertEquals(
          List.of("a.jar", "b.jar", "c.jar"),
          gradus.catalogue().broken().stream().map(Catalogue.BrokenJar::file).toList());
      assertEquals(
          "the loss 'same' is the name of com.example.Same (a.jar) and of com.example.Same (b.jar); remove one, or rename it",
          gradus.catalogue().dispute(PluginKind.LOSS, "same").orElseThrow());
      assertTrue(gradus.catalogue().find(PluginKind.LOSS, "same").isEmpty());
      String origin = gradus.catalogue().find(PluginKind.LOSS, "mse").orElseThrow().origin();
      assertTrue(origin.startsWith("dev.gradus.losses"), origin);
    }
    PluginException e =
        assertThrows(
            PluginException.class, () -> Gradus.builder().plugins(folder).strict().build());
    assertEquals(3, e.problems().size());
  }
}
