package dev.gradus.engine.model;

import static dev.gradus.engine.plugin.PluginKind.ACTIVATION;
import static dev.gradus.engine.plugin.PluginKind.LAYER;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.PluginException;
import dev.gradus.engine.plugin.PluginKind;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.plugin.UsedPlugins;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The plugins that a model needs, according to its file, and which of them are missing. */
final class RequiredPlugins {

  private RequiredPlugins() {}

  /**
   * Lists them.
   *
   * @param catalogue knows the jar of each plugin
   * @return one string per plugin, in order: kind, name and origin, such as {@code loss huber
   *     (dev.gradus.losses@1.0)}
   */
  static SortedSet<String> of(Configuration configuration, Catalogue catalogue) {
    SortedSet<String> found = new TreeSet<>();
    for (Object plugin : UsedPlugins.in(configuration)) {
      PluginType type = PluginType.of(plugin);
      for (PluginKind kind : type.kinds()) {
        found.add("%s (%s)".formatted(nameOf(kind, type.name()), origin(kind, type, catalogue)));
      }
    }
    return found;
  }

  /**
   * Checks that a model file, which names plugins, would be read with the same plugins again.
   *
   * @throws PluginException naming the first plugin that is not in the catalogue, or has another
   *     class there
   */
  static void requireRegistered(Configuration configuration, Catalogue catalogue) {
    for (Object plugin : UsedPlugins.in(configuration)) {
      PluginType type = PluginType.of(plugin);
      for (PluginKind kind : type.kinds()) {
        Optional<PluginType> known = catalogue.find(kind, type.name());
        if (known.isEmpty() || known.get().type() != type.type()) {
          throw new PluginException(
              "the %s of the class %s is not registered%s, so a model trained with it could not be read again; register it: Gradus.builder().plugin(%s.class)"
                  .formatted(
                      nameOf(kind, "'" + type.name() + "'"),
                      type.type().getName(),
                      known
                          .map(
                              other ->
                                  ", but %s is registered under that name"
                                      .formatted(other.type().getName()))
                          .orElse(""),
                      type.type().getSimpleName()));
        }
      }
    }
  }

  private static String nameOf(PluginKind kind, String name) {
    return kind + " " + name;
  }

  /** The module and its version; for a jar in a plugin folder, its file name too. */
  private static String origin(PluginKind kind, PluginType type, Catalogue catalogue) {
    String inItself = PluginType.identityOf(type.type());
    return catalogue
        .find(kind, type.name())
        .filter(known -> known.type() == type.type())
        .map(PluginType::origin)
        .filter(installed -> !installed.equals(type.origin()))
        .map(installed -> installed + ", " + inItself)
        .orElse(inItself);
  }

  /**
   * Whether a list names exactly the plugins of a configuration, from the same modules in the same
   * versions. The same jar has one name on the module path, another on the class path, and a third
   * in a plugin folder.
   *
   * @param listed the result of {@link #of}, possibly from another program
   */
  static boolean areThose(String listed, Configuration configuration, Catalogue catalogue) {
    List<String> lines = listed.lines().toList();
    Set<String> left = new HashSet<>(lines);
    boolean namesLayers = lines.stream().anyMatch(line -> line.startsWith(nameOf(LAYER, "")));
    for (Object plugin : UsedPlugins.in(configuration)) {
      PluginType type = PluginType.of(plugin);
      for (PluginKind kind : type.kinds()) {
        Set<String> names =
            new HashSet<>(
                List.of(
                    type.origin(),
                    origin(kind, type, catalogue),
                    PluginType.identityOf(type.type())));
        if (kind == LAYER && !namesLayers) {
          // Written when all layers were still part of the engine.
          continue;
        }
        List<String> found =
            lines.stream().filter(line -> isThat(line, kind, type, names)).toList();
        if (found.isEmpty()) {
          return false;
        }
        found.forEach(left::remove);
      }
    }
    return left.isEmpty();
  }

  /** Whether a line names this plugin by its name or an alias; an alias may be its former name. */
  private static boolean isThat(
      String line, PluginKind kind, PluginType type, Set<String> origins) {
    for (String name : type.names()) {
      String beginning = nameOf(kind, name) + " (";
      if (line.startsWith(beginning)
          && line.endsWith(")")
          && isOneOf(line.substring(beginning.length(), line.length() - 1), origins)) {
        return true;
      }
    }
    return false;
  }

  /** For a jar in a plugin folder, the module in it counts. */
  private static boolean isOneOf(String origin, Set<String> names) {
    return names.contains(origin)
        || names.contains(origin.substring(origin.lastIndexOf(", ") + 1).strip());
  }

  /**
   * The plugins of a list that are not installed, as they are listed.
   *
   * @param listed the result of {@link #of}, one per line
   */
  static List<String> missing(String listed, Catalogue catalogue) {
    return listed.lines().filter(line -> !isInstalled(line, catalogue)).toList();
  }

  /**
   * The plugins of a list that prediction needs: layers and activations.
   *
   * @param listed the result of {@link #of}, one per line
   */
  static String predicting(String listed) {
    return listed
        .lines()
        .filter(
            line -> line.startsWith(nameOf(LAYER, "")) || line.startsWith(nameOf(ACTIVATION, "")))
        .collect(Collectors.joining("\n"));
  }

  /**
   * The plugins of a list that are installed, but from another jar or in another version.
   *
   * @param listed the result of {@link #of}, one per line
   * @return the listed plugin, and the installed one
   */
  static List<String> changed(String listed, Catalogue catalogue) {
    List<String> changed = new ArrayList<>();
    for (String line : listed.lines().toList()) {
      for (PluginKind kind : PluginKind.values()) {
        for (String name : catalogue.namesAndAliases(kind)) {
          String beginning = nameOf(kind, name) + " (";
          if (line.startsWith(beginning)) {
            PluginType type = catalogue.find(kind, name).orElseThrow();
            String here = beginning + origin(kind, type, catalogue) + ")";
            if (!here.equals(line)) {
              changed.add("%s, and here is %s".formatted(line, here));
            }
          }
        }
      }
    }
    return changed;
  }

  private static boolean isInstalled(String line, Catalogue catalogue) {
    return Arrays.stream(PluginKind.values())
        .anyMatch(
            kind ->
                catalogue.namesAndAliases(kind).stream()
                    .anyMatch(name -> line.startsWith(nameOf(kind, name) + " (")));
  }
}
