package dev.gradus.engine.plugin;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The installed plugins, by kind and name.
 *
 * <p>Immutable; several can exist side by side.
 */
public final class Catalogue {

  private final Map<PluginKind, Map<String, Named>> byName = new EnumMap<>(PluginKind.class);
  private final List<BrokenJar> broken;
  private final Map<NameConflicts.Name, String> disputes;

  /**
   * A jar that could not be used.
   *
   * @param file its name
   * @param reason what is wrong with it, and what to do
   */
  public record BrokenJar(String file, String reason) {}

  /**
   * A plugin under one of its names.
   *
   * @param alias whether this is not its first name
   * @param plugin may load its class
   */
  record Named(boolean alias, Supplier<PluginType> plugin) {}

  /**
   * Creates a catalogue.
   *
   * @param plugins the installed plugins; a class that is listed twice counts once
   * @param broken the jars that could not be used, for messages about missing plugins
   * @throws PluginException if two plugins of a kind, or a loss and a metric, have the same name;
   *     the message names the origin of both
   */
  public Catalogue(Collection<PluginType> plugins, List<BrokenJar> broken) {
    this(plugins, broken, Map.of());
  }

  private Catalogue(
      Collection<PluginType> plugins,
      List<BrokenJar> broken,
      Map<NameConflicts.Name, String> disputes) {
    this.broken = List.copyOf(broken);
    this.disputes = Map.copyOf(disputes);
    for (PluginType plugin : plugins) {
      for (PluginKind kind : plugin.kinds()) {
        plugin.names().forEach(name -> add(kind, name, plugin));
      }
    }
  }

  /**
   * A catalogue of plugins whose names do not conflict.
   *
   * @param byName what is listed under each name of a kind; not copied
   */
  Catalogue(Map<PluginKind, Map<String, Named>> byName) {
    this.broken = List.of();
    this.disputes = Map.of();
    this.byName.putAll(byName);
  }

  private void add(PluginKind kind, String name, PluginType plugin) {
    byName
        .computeIfAbsent(kind, k -> new TreeMap<>())
        .putIfAbsent(name, new Named(!name.equals(plugin.name()), () -> plugin));
    for (PluginKind each : kind.sharingNames()) {
      find(each, name).ifPresent(other -> checkSame(each, other, kind, plugin, name));
    }
  }

  private static void checkSame(
      PluginKind otherKind, PluginType other, PluginKind kind, PluginType plugin, String name) {
    if (other.type() != plugin.type() && otherKind != kind) {
      throw new PluginException(
          "two plugins call themselves '%s', the %s %s (%s) and the %s %s (%s); every loss can be reported as a metric, so the name could mean either; remove one or rename it"
              .formatted(
                  name,
                  otherKind,
                  other.type().getName(),
                  other.origin(),
                  kind,
                  plugin.type().getName(),
                  plugin.origin()));
    }
    if (other.type() != plugin.type()) {
      throw new PluginException(
          "two plugins call themselves the %s '%s': %s (%s) and %s (%s); remove one or rename it"
              .formatted(
                  kind,
                  name,
                  other.type().getName(),
                  other.origin(),
                  plugin.type().getName(),
                  plugin.origin()));
    }
  }

  /**
   * Creates a catalogue of existing plugins and plugins from folders. A jar with a name that is
   * taken, or that another jar has too, counts as broken.
   *
   * @param existing the existing plugins; a class that is listed twice counts once
   * @param arrived the plugins found in folders
   * @throws PluginException if two existing plugins of a kind have the same name
   */
  public static Catalogue of(List<PluginType> existing, List<PluginReport> arrived) {
    if (arrived.isEmpty()) {
      return new Catalogue(existing, List.of());
    }
    NameConflicts conflicts = new NameConflicts(existing, arrived);
    List<PluginType> all = new ArrayList<>(existing);
    List<BrokenJar> broken = new ArrayList<>();
    for (PluginReport report : conflicts.reports()) {
      all.addAll(report.plugins());
      report.problem().ifPresent(reason -> broken.add(new BrokenJar(report.name(), reason)));
    }
    return new Catalogue(all, broken, conflicts.disputes());
  }

  /**
   * The reports on folders, with jars refused whose names are taken, or occur in another jar too.
   *
   * @param existing the existing plugins
   */
  public static List<PluginReport> reports(List<PluginType> existing, List<PluginReport> arrived) {
    return arrived.isEmpty() ? List.of() : new NameConflicts(existing, arrived).reports();
  }

  /** The reason why a name is ambiguous, if several jars claim it. */
  public Optional<String> dispute(PluginKind kind, String name) {
    return Optional.ofNullable(disputes.get(new NameConflicts.Name(kind, name)));
  }

  /** The catalogue of the plugins on the module path or the class path. */
  public static Catalogue ofInstalled() {
    return new Catalogue(installed(), List.of());
  }

  /**
   * The plugins on the module path or on the class path.
   *
   * @throws PluginException if one of them violates the rules
   */
  public static List<PluginType> installed() {
    ClassLoader loader = PluginType.loader();
    List<PluginType> found = new ArrayList<>();
    try {
      for (PluginKind kind : PluginKind.values()) {
        ServiceLoader.load(kind.service(), loader).stream()
            .map(ServiceLoader.Provider::type)
            .map(PluginType::installed)
            .forEach(found::add);
      }
    } catch (ServiceConfigurationError e) {
      throw new PluginException(
          "a plugin on the module path or class path is declared wrongly: " + e.getMessage(), e);
    }
    return found;
  }

  private Map<String, Named> named(PluginKind kind) {
    return byName.getOrDefault(kind, Map.of());
  }

  /** The plugin of a kind that has this name or alias, if there is one. */
  public Optional<PluginType> find(PluginKind kind, String name) {
    return Optional.ofNullable(named(kind).get(name)).map(named -> named.plugin().get());
  }

  /**
   * The message about an unknown plugin: similar names, all names, and the jars that could not be
   * used.
   *
   * @return a sentence
   */
  public String missing(PluginKind kind, String name) {
    String jars =
        broken.stream()
            .map(jar -> "; " + jar.file() + " could not be used: " + jar.reason())
            .collect(Collectors.joining());
    return "there is no %s '%s'%s%s"
        .formatted(
            kind,
            name,
            Names.instead(name, names(kind), namesAndAliases(kind), "there are: "),
            jars);
  }

  /** The plugins of any kind that have this name or alias. */
  public List<PluginType> find(String name) {
    return Arrays.stream(PluginKind.values())
        .flatMap(kind -> find(kind, name).stream())
        .distinct()
        .toList();
  }

  /** The plugins of a kind, in the order of their names. */
  public List<PluginType> all(PluginKind kind) {
    return named(kind).entrySet().stream()
        .filter(entry -> !entry.getValue().alias())
        .map(entry -> entry.getValue().plugin().get())
        .toList();
  }

  /** The names of the plugins of a kind, without aliases, in order. */
  public List<String> names(PluginKind kind) {
    return named(kind).entrySet().stream()
        .filter(entry -> !entry.getValue().alias())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The names and aliases of the plugins of a kind, in order. */
  public List<String> namesAndAliases(PluginKind kind) {
    return List.copyOf(named(kind).keySet());
  }

  /**
   * Treats broken jars as an error.
   *
   * @throws PluginException if there are any, naming each of them
   */
  public void requireAllUsable() {
    if (!broken.isEmpty()) {
      throw new PluginException(broken);
    }
  }

  /** The jars that could not be used. */
  public List<BrokenJar> broken() {
    return broken;
  }
}
