package dev.gradus.engine.plugin;

import dev.gradus.spi.SpiVersion;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/**
 * Jars that are loaded together, and what their manifests and descriptors declare before a class is
 * loaded.
 */
final class PluginUnit {

  private static final String INTERFACES = "dev/gradus/spi/";
  private static final String SERVICES = "META-INF/services/dev.gradus.spi.";

  private final String name;
  private final Map<String, String> sha256 = new LinkedHashMap<>();
  private final List<Path> jars = new ArrayList<>();
  private final List<ModuleDescriptor> modules = new ArrayList<>();
  private Optional<String> version = Optional.empty();
  private boolean hasPlainPlugins;
  private Optional<String> spiVersion = Optional.empty();

  /**
   * Creates a unit without content.
   *
   * @param name of the jar or of the folder
   */
  PluginUnit(String name) {
    this.name = name;
  }

  /** Copies the jars. */
  void copy(Map<String, Path> files, PrivateCopies copies) throws IOException {
    for (Map.Entry<String, Path> file : files.entrySet()) {
      PrivateCopies.Copy copy = copies.of(file.getValue());
      sha256.put(file.getKey(), copy.sha256());
      jars.add(copy.file());
    }
  }

  /**
   * Reads manifests and module descriptors of the copies.
   *
   * @throws PluginException if they cannot be used
   */
  void look() throws IOException {
    for (Path jar : jars) {
      try (JarFile file =
          new JarFile(jar.toFile(), true, JarFile.OPEN_READ, JarFile.runtimeVersion())) {
        look(file);
      }
    }
  }

  private void look(JarFile jar) throws IOException {
    String file = Path.of(jar.getName()).getFileName().toString();
    if (jar.stream().map(ZipEntry::getName).anyMatch(entry -> entry.startsWith(INTERFACES))) {
      throw new PluginException(
          "%s contains its own copy of dev.gradus.spi, which is not the one that Gradus calls; exclude it from the jar (in Maven: <scope>provided</scope>)"
              .formatted(file));
    }
    Optional<Manifest> manifest = Optional.ofNullable(jar.getManifest());
    Attributes attributes = manifest.map(Manifest::getMainAttributes).orElseGet(Attributes::new);
    Optional<String> madeFor = Optional.ofNullable(attributes.getValue(SpiVersion.ATTRIBUTE));
    if (madeFor.isPresent()) {
      checkVersion(file, madeFor.get());
      spiVersion = madeFor;
    }
    Optional<ModuleDescriptor> module = descriptor(jar);
    module.ifPresent(modules::add);
    boolean listsPlugins =
        jar.stream().map(ZipEntry::getName).anyMatch(entry -> entry.startsWith(SERVICES));
    boolean providesPlugins =
        module.stream()
            .flatMap(descriptor -> descriptor.provides().stream())
            .anyMatch(provides -> provides.service().startsWith(INTERFACES.replace('/', '.')));
    hasPlainPlugins |= listsPlugins && module.isEmpty();
    // Libraries have their own versions.
    if (version.isEmpty() && (listsPlugins || providesPlugins || jars.size() == 1)) {
      version =
          module
              .flatMap(ModuleDescriptor::rawVersion)
              .or(
                  () ->
                      Optional.ofNullable(
                          attributes.getValue(Attributes.Name.IMPLEMENTATION_VERSION)));
    }
  }

  private static void checkVersion(String file, String text) {
    SpiVersion madeFor =
        SpiVersion.parse(text)
            .orElseThrow(
                () ->
                    new PluginException(
                        "%s declares %s: %s in its manifest; a version is two numbers, such as %s"
                            .formatted(file, SpiVersion.ATTRIBUTE, text, SpiVersion.CURRENT)));
    if (!SpiVersion.CURRENT.runs(madeFor)) {
      boolean newer =
          madeFor.major() > SpiVersion.CURRENT.major()
              || (madeFor.major() == SpiVersion.CURRENT.major()
                  && madeFor.minor() > SpiVersion.CURRENT.minor());
      throw new PluginException(
          "%s was made for version %s of dev.gradus.spi, and this is %s; %s"
              .formatted(
                  file,
                  madeFor,
                  SpiVersion.CURRENT,
                  newer
                      ? "use a newer Gradus, or an older version of the plugin"
                      : "use a newer version of the plugin, or rebuild it"));
    }
  }

  private static Optional<ModuleDescriptor> descriptor(JarFile jar) {
    return jar.getJarEntry("module-info.class") == null
        ? Optional.empty()
        : ModuleFinder.of(Path.of(jar.getName())).findAll().stream()
            .findFirst()
            .map(ModuleReference::descriptor);
  }

  String name() {
    return name;
  }

  List<Path> jars() {
    return jars;
  }

  /** The explicit modules among its jars. */
  List<ModuleDescriptor> modules() {
    return modules;
  }

  /**
   * Whether its plugins are in modules. A plain jar with plugins next to a library that is a module
   * would not be required by anything.
   */
  boolean isModular() {
    return !modules.isEmpty() && !hasPlainPlugins;
  }

  /** The names of the modules that its modules require. */
  Set<String> requiredModules() {
    Set<String> required = new TreeSet<>();
    modules.forEach(module -> module.requires().forEach(requires -> required.add(requires.name())));
    modules.forEach(module -> required.remove(module.name()));
    return required;
  }

  Map<String, String> sha256() {
    return sha256;
  }

  /** The report so far. */
  PluginReport report(List<PluginType> plugins) {
    return new PluginReport(name, sha256, version, spiVersion, plugins, Optional.empty());
  }

  /** The report that it cannot be used. */
  PluginReport refused(String reason) {
    return report(List.of()).refused(reason);
  }
}
