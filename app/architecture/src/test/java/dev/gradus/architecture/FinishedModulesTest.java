package dev.gradus.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The descriptors of the finished modules are correct. */
class FinishedModulesTest {

  private static final String SERVICES = "META-INF/services/";

  @Test
  void theHouseHasTheseModules() {
    Set<String> names =
        ModuleDescriptors.all().stream()
            .map(module -> module.descriptor().name())
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(
        Set.of(
            "dev.gradus.spi",
            "dev.gradus.formula",
            "dev.gradus.typed",
            "dev.gradus.check",
            "dev.gradus.runtime",
            "dev.gradus.engine",
            "dev.gradus.testkit",
            "dev.gradus.layers",
            "dev.gradus.losses",
            "dev.gradus.activations",
            "dev.gradus.optimizers",
            "dev.gradus.sources",
            "dev.gradus.report",
            "dev.gradus.serve",
            "dev.gradus.onnx",
            "dev.gradus.cli"),
        names);
    assertTrue(
        ModuleDescriptors.all().stream().noneMatch(module -> module.descriptor().isAutomatic()));
  }

  @TestFactory
  Stream<DynamicTest> providesEqualsTheServicesFiles() {
    return Stream.of(
            "dev.gradus.layers",
            "dev.gradus.losses",
            "dev.gradus.activations",
            "dev.gradus.optimizers",
            "dev.gradus.sources",
            "dev.gradus.typed")
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () -> {
                      ModuleReference module = referenceOf(name);
                      Map<String, Set<String>> provided = provided(module.descriptor());
                      boolean hasSeveral =
                          Set.of("dev.gradus.losses", "dev.gradus.optimizers").contains(name);
                      assertTrue(provided.size() >= (hasSeveral ? 2 : 1), "kinds of plugin");
                      assertEquals(provided, listed(module));
                    }));
  }

  @TestFactory
  Stream<DynamicTest> everyExportedPackageIsThere() {
    return ModuleDescriptors.all().stream()
        .flatMap(
            module ->
                module.descriptor().exports().stream()
                    .map(
                        exported ->
                            DynamicTest.dynamicTest(
                                exported.source(),
                                () -> {
                                  String folder = exported.source().replace('.', '/') + "/";
                                  try (ModuleReader reader = module.open();
                                      Stream<String> entries = reader.list()) {
                                    assertTrue(
                                        entries.anyMatch(
                                            n -> n.startsWith(folder) && n.endsWith(".class")),
                                        "has classes");
                                  }
                                })));
  }

  private static ModuleReference referenceOf(String name) {
    return ModuleDescriptors.all().stream()
        .filter(module -> module.descriptor().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, Set<String>> provided(ModuleDescriptor descriptor) {
    return descriptor.provides().stream()
        .collect(
            Collectors.toMap(
                ModuleDescriptor.Provides::service,
                provides -> new TreeSet<>(provides.providers()),
                (a, b) -> a,
                TreeMap::new));
  }

  private static Map<String, Set<String>> listed(ModuleReference module) throws IOException {
    Map<String, Set<String>> listed = new TreeMap<>();
    try (ModuleReader reader = module.open();
        Stream<String> entries = reader.list()) {
      for (String entry : new HashSet<>(entries.toList())) {
        if (entry.startsWith(SERVICES) && !entry.endsWith("/")) {
          try (InputStream in = reader.open(entry).orElseThrow()) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            listed.put(
                entry.substring(SERVICES.length()),
                text.lines()
                    .map(line -> line.replaceAll("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .collect(Collectors.toCollection(TreeSet::new)));
          }
        }
      }
    }
    return listed;
  }
}
