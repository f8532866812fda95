package dev.gradus.engine.plugin;

import dev.gradus.runtime.file.IoReason;
import dev.gradus.runtime.file.NearFile;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.TreeMap;

/**
 * The plugins of a folder: each jar in it is loaded separately, and so is each folder in it, with
 * all its jars together, for plugins with libraries.
 *
 * <p>Every jar is first copied to a private folder; the copy is hashed and loaded. If there is a
 * {@link PluginLock}, only the jars that it lists are loaded. Only regular files count as jars, and
 * the class path in a manifest is ignored. A broken jar is reported, and the others load.
 *
 * <p>The code in a jar runs with all the rights of the application, so only trusted jars belong
 * into the folder.
 */
public final class PluginFolder implements AutoCloseable {

  private static final String SUFFIX = ".jar";

  private final List<PluginReport> reports = new ArrayList<>();
  private final PrivateCopies copies = new PrivateCopies();
  private final PluginLoader loader = new PluginLoader();

  private PluginFolder() {}

  /**
   * Loads a folder.
   *
   * @throws PluginException if the folder or its lock cannot be read
   */
  public static PluginFolder open(Path folder) {
    return open(unitsOf(folder), PluginLock.of(folder));
  }

  /**
   * Loads a single jar, or a folder of jars that belong together, regardless of a lock.
   *
   * @return a folder with one report
   * @throws PluginException if there is no such jar or folder
   */
  public static PluginFolder openOne(Path jar) {
    String name = String.valueOf(jar.toAbsolutePath().normalize().getFileName());
    try {
      if (Files.isDirectory(jar)) {
        Map<String, Path> jars = jarsOf(jar, name + "/");
        if (jars.isEmpty()) {
          throw new PluginException("there are no jars in the folder " + jar);
        }
        return open(Map.of(name, jars), Optional.empty());
      }
    } catch (IOException e) {
      throw new PluginException(
          "the plugin folder %s cannot be read: %s".formatted(jar, IoReason.of(e)), e);
    }
    if (!Files.isRegularFile(jar)) {
      throw new PluginException("there is no jar " + jar + NearFile.remedy(jar.toString()));
    }
    return open(Map.of(name, Map.of(name, jar)), Optional.empty());
  }

  /**
   * The current hashes of all jars of a folder; none of them is loaded.
   *
   * @throws PluginException if the folder or a jar cannot be read
   */
  public static PluginLock hashesOf(Path folder) {
    Map<String, String> sha256 = new TreeMap<>();
    try (PrivateCopies copies = new PrivateCopies()) {
      for (Map<String, Path> jars : unitsOf(folder).values()) {
        for (Map.Entry<String, Path> jar : jars.entrySet()) {
          if (jar.getKey().chars().anyMatch(Character::isISOControl)) {
            throw new PluginException(
                "the name of a jar of %s has a line end or another control character, which the list cannot hold; rename it"
                    .formatted(folder));
          }
          sha256.put(jar.getKey(), copies.of(jar.getValue()).sha256());
        }
      }
    } catch (IOException e) {
      throw new PluginException(
          "a jar of %s cannot be read: %s".formatted(folder, IoReason.of(e)), e);
    }
    return new PluginLock(sha256);
  }

  private static PluginFolder open(
      Map<String, Map<String, Path>> found, Optional<PluginLock> lock) {
    PluginFolder opened = new PluginFolder();
    try {
      opened.load(found, lock);
      return opened;
    } catch (PluginException e) {
      opened.close();
      throw e;
    }
  }

  /** The jars of each unit by their path in the folder, in the order of the names. */
  private static Map<String, Map<String, Path>> unitsOf(Path folder) {
    if (!Files.isDirectory(folder)) {
      String remedy = Files.exists(folder) ? "" : NearFile.remedy(folder.toString());
      throw new PluginException(
          "the plugin folder %s is not a folder%s"
              .formatted(folder, remedy.isEmpty() ? "; name a folder with plugin jars" : remedy));
    }
    Map<String, Map<String, Path>> units = new TreeMap<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        String name = String.valueOf(entry.getFileName());
        if (Files.isDirectory(entry) && !name.startsWith(".")) {
          Map<String, Path> jars = jarsOf(entry, name + "/");
          if (!jars.isEmpty()) {
            units.put(name, jars);
          }
        } else if (name.endsWith(SUFFIX)) {
          units.put(name, Map.of(name, entry));
        }
      }
    } catch (IOException e) {
      throw new PluginException(
          "the plugin folder %s cannot be read: %s".formatted(folder, IoReason.of(e)), e);
    }
    return units;
  }

  private static Map<String, Path> jarsOf(Path folder, String prefix) throws IOException {
    Map<String, Path> jars = new TreeMap<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      for (Path entry : entries) {
        jars.put(prefix + entry.getFileName(), entry);
      }
    }
    return jars;
  }

  private void load(Map<String, Map<String, Path>> found, Optional<PluginLock> lock) {
    List<PluginUnit> waiting = new ArrayList<>();
    for (Map.Entry<String, Map<String, Path>> entry : found.entrySet()) {
      PluginUnit unit = new PluginUnit(entry.getKey());
      attempt(
          unit,
          () -> {
            unit.copy(entry.getValue(), copies);
            checkLock(unit, lock);
            unit.look();
            waiting.add(unit);
          });
    }
    Map<String, String> homes = homesOf(waiting);
    boolean progress = true;
    while (progress) {
      progress = false;
      for (PluginUnit unit : List.copyOf(waiting)) {
        if (missing(unit, homes).isEmpty()) {
          waiting.remove(unit);
          progress = true;
          attempt(unit, () -> reports.add(unit.report(pluginsOf(unit))));
        }
      }
    }
    for (PluginUnit unit : waiting) {
      String module = missing(unit, homes).orElseThrow();
      reports.add(
          unit.refused(
              "it requires the module %s of %s, which cannot be used, or requires this one; if Gradus is on the class path, jars cannot see each other: put both into one folder"
                  .formatted(module, homes.getOrDefault(module, ""))));
    }
    reports.sort((a, b) -> a.name().compareTo(b.name()));
  }

  private static void checkLock(PluginUnit unit, Optional<PluginLock> lock) {
    if (lock.isPresent()) {
      unit.sha256()
          .forEach(
              (path, hash) ->
                  lock.get()
                      .objection(path, hash)
                      .ifPresent(
                          objection -> {
                            throw new PluginException(objection);
                          }));
    }
  }

  /**
   * The unit of each module. If two modules have the same name, both can be loaded, but no other
   * module can require them.
   */
  private static Map<String, String> homesOf(List<PluginUnit> units) {
    Map<String, String> homes = new LinkedHashMap<>();
    for (PluginUnit unit : units) {
      for (ModuleDescriptor module : unit.modules()) {
        homes.putIfAbsent(module.name(), unit.name());
      }
    }
    return homes;
  }

  /** A module of another unit that this unit requires and that is not loaded. */
  private Optional<String> missing(PluginUnit unit, Map<String, String> homes) {
    return unit.requiredModules().stream()
        .filter(module -> homes.containsKey(module) && !loader.has(module))
        .findFirst();
  }

  private List<PluginType> pluginsOf(PluginUnit unit) throws Exception {
    List<PluginType> found =
        loader.load(unit).stream().map(type -> PluginType.of(type, unit.name())).toList();
    if (found.isEmpty()) {
      throw new PluginException(
          "it provides no plugin; list its classes in META-INF/services, and in 'provides' of its module-info if it has one");
    }
    found.forEach(PluginFolder::tryDefaults);
    return found;
  }

  private static void tryDefaults(PluginType plugin) {
    try {
      plugin.options().defaults();
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new PluginException(
          "%s rejects its own defaults: %s".formatted(plugin.type().getName(), e.getMessage()), e);
    }
  }

  private interface Attempt {
    void run() throws Exception;
  }

  /** Does a part of the work for a unit; a failure affects only that unit. */
  private void attempt(PluginUnit unit, Attempt attempt) {
    try {
      attempt.run();
    } catch (PluginException e) {
      reports.add(unit.refused(String.valueOf(e.getMessage())));
    } catch (IOException e) {
      reports.add(
          unit.refused(
              "it cannot be read as a jar (%s); build or copy it again".formatted(IoReason.of(e))));
    } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
      reports.add(
          unit.refused(
              "a class in it cannot be loaded or made (%s); %s"
                  .formatted(reason(e), remedy(reason(e)))));
    } catch (ServiceConfigurationError e) {
      reports.add(
          unit.refused(
              "its list of providers is wrong (%s); correct META-INF/services or 'provides'"
                  .formatted(reason(e))));
    }
  }

  private static String remedy(String reason) {
    return reason.replace('/', '.').contains(SpiClassLoader.ONNX) && !SpiClassLoader.hasOnnx()
        ? "it states ONNX operators, so add gradus-onnx to the application"
        : "that is a fault of the plugin, or something it needs is missing";
  }

  private static String reason(Throwable e) {
    StringBuilder reason = new StringBuilder(e.toString());
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      reason.append(", because of ").append(cause);
    }
    return reason.toString();
  }

  /** The reports, in the order of the names. */
  public List<PluginReport> reports() {
    return List.copyOf(reports);
  }

  /** Releases the jars; plugins from them must not be used any more. */
  @Override
  public void close() {
    loader.close();
    copies.close();
  }
}
