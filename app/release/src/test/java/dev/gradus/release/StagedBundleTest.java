package dev.gradus.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The rules for publishing: https://central.sonatype.org/publish/requirements/. */
class StagedBundleTest {

  /** The artifacts that have only a POM. */
  private static final List<String> POMS = List.of("gradus-bom", "gradus-parent");

  private static final List<String> JARS = List.of(".jar", "-sources.jar", "-javadoc.jar");

  private static final List<String> CHECKSUMS = List.of("md5", "sha1");

  private static final boolean SIGNED = !Boolean.getBoolean("gradus.unsigned");

  private static Stream<DynamicTest> forEach(Claim claim) throws IOException {
    List<String> artifacts = Staged.artifacts();
    assertTrue(artifacts.size() > 10, () -> "too few are staged: " + artifacts);
    return artifacts.stream()
        .map(artifact -> DynamicTest.dynamicTest(artifact, () -> claim.check(artifact)));
  }

  private interface Claim {
    void check(String artifact) throws IOException;
  }

  @Test
  void whatIsStagedIsWhatTheListOfVersionsNames() throws IOException {
    List<String> managed = Pom.of(Staged.file("gradus-bom", ".pom")).managed();
    TreeSet<String> named = new TreeSet<>(managed);
    assertEquals(managed.size(), named.size(), "named twice");
    named.addAll(POMS);
    assertEquals(named, new TreeSet<>(Staged.artifacts()));
  }

  @TestFactory
  Stream<DynamicTest> everyPomSaysWhatItIsAndWhoseItIs() throws IOException {
    return forEach(
        artifact -> {
          Pom pom = Pom.of(Staged.file(artifact, ".pom"));
          assertFalse(pom.ownText("name").isEmpty(), "name");
          assertTrue(pom.ownText("description").endsWith("."), "description");
          assertTrue(pom.text("url").startsWith("https://"), "url");
          assertEquals("Apache-2.0", pom.text("licenses", "license", "name"));
          assertFalse(pom.text("licenses", "license", "url").isEmpty(), "licence");
          assertFalse(pom.text("developers", "developer", "name").isEmpty(), "developers");
          assertFalse(pom.text("scm", "connection").isEmpty(), "scm.connection");
          assertFalse(pom.text("scm", "url").isEmpty(), "scm.url");
          assertEquals(Staged.VERSION, pom.text("version"));
          assertFalse(
              Files.readString(Staged.file(artifact, ".pom")).contains("SNAPSHOT"), "a snapshot");
        });
  }

  @TestFactory
  Stream<DynamicTest> everyJarComesWithItsSourcesItsDocumentationAndWhatIsInIt()
      throws IOException {
    return forEach(
        artifact -> {
          if (POMS.contains(artifact)) {
            return;
          }
          for (String ending : JARS) {
            assertTrue(Files.size(Staged.file(artifact, ending)) > 500, ending);
          }
          try (JarFile jar = new JarFile(Staged.file(artifact, ".jar").toFile());
              JarFile sources = new JarFile(Staged.file(artifact, "-sources.jar").toFile());
              JarFile javadoc = new JarFile(Staged.file(artifact, "-javadoc.jar").toFile())) {
            checkModule(artifact, jar, sources);
            assertTrue(javadoc.getEntry("index.html") != null, "no first page");
            assertEquals(List.of(), withoutSource(jar, sources));
          }
          String bill =
              Files.readString(Staged.file(artifact, "-cyclonedx.json"), StandardCharsets.UTF_8);
          assertTrue(bill.contains("\"bomFormat\" : \"CycloneDX\""), bill);
          assertTrue(bill.contains("pkg:maven/dev.gradus/" + artifact + "@" + Staged.VERSION));
          assertFalse(
              bill.contains("junit") && !artifact.equals("gradus-testkit"), "test libraries");
        });
  }

  /** The jars of Spark share packages, so what needs them can only have the name of a module. */
  private static void checkModule(String artifact, JarFile jar, JarFile sources)
      throws IOException {
    if (artifact.startsWith("gradus-spark")) {
      String name = jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name");
      assertEquals("dev.gradus.spark", name);
      return;
    }
    assertTrue(jar.getEntry("module-info.class") != null, "no module");
    assertTrue(sources.getEntry("module-info.java") != null, "no source of the module");
  }

  private static List<String> withoutSource(JarFile jar, JarFile sources) {
    return jar.stream()
        .map(ZipEntry::getName)
        .filter(name -> name.endsWith(".class") && !name.contains("$"))
        .filter(name -> sources.getEntry(name.replace(".class", ".java")) == null)
        .toList();
  }

  @TestFactory
  Stream<DynamicTest> everyFileHasItsChecksumsAndItsSignature() throws IOException {
    Map<String, String> algorithms = Map.of("md5", "MD5", "sha1", "SHA-1");
    return forEach(
        artifact -> {
          for (Path file : Staged.files(artifact)) {
            String name = file.getFileName().toString();
            if (name.endsWith(".asc") || CHECKSUMS.stream().anyMatch(name::endsWith)) {
              continue;
            }
            for (String kind : CHECKSUMS) {
              String said = Files.readString(file.resolveSibling(name + "." + kind)).strip();
              assertEquals(hash(algorithms.getOrDefault(kind, kind), file), said, name);
            }
            if (SIGNED) {
              assertTrue(
                  Files.readString(file.resolveSibling(name + ".asc"))
                      .startsWith("-----BEGIN PGP SIGNATURE-----"),
                  name);
            }
          }
        });
  }

  private static String hash(String algorithm, Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance(algorithm).digest(in.readAllBytes()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
