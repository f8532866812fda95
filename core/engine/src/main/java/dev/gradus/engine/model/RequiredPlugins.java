package dev.gradus.engine.model;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.PluginException;
import dev.gradus.engine.plugin.PluginKind;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.plugin.UsedPlugins;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** The plugins that a model needs: what its file says of them, and which of them are not there. */
final class RequiredPlugins {

  private RequiredPlugins() {}

  /**
   * Lists them.
   *
   * @param catalogue says which jar a plugin comes from
   * @return one text a plugin, in order: kind, name, and where it comes from, such as {@code loss
   *     huber (dev.gradus.losses@1.0)}
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
   * Makes sure that a model file, which names plugins, would be read with the same ones again.
   *
   * @throws PluginException naming the first plugin of which the catalogue does not know, or knows
   *     another class by its name
   */
  static void requireRegistered(Configuration configuration, Catalogue catalogue) {
    for (Object plugin : UsedPlugins.in(configuration)) {
      PluginType type = PluginType.of(plugin);
      for (PluginKind kind : type.kinds()) {
        Optional<PluginType> known = catalogue.find(kind, type.name());
        if (known.isEmpty() || known.get().type() != type.type()) {
          throw new PluginException(
              "the %s of the class %s is not registered%s, so that a model trained with it could not be read again; register it: Gradus.builder().plugin(%s.class)"
                  .formatted(
                      nameOf(kind, "'" + type.name() + "'"),
                      type.type().getName(),
                      known
                          .map(
                              other -> ", but %s is by that name".formatted(other.type().getName()))
                          .orElse(""),
                      type.type().getSimpleName()));
        }
      }
    }
  }

  private static String nameOf(PluginKind kind, String name) {
    return kind + " " + name;
  }

  /** Of a jar its name, and the version that is in it. */
  private static String origin(PluginKind kind, PluginType type, Catalogue catalogue) {
    String inItself = type.origin();
    String installed =
        catalogue
            .find(kind, type.name())
            .filter(known -> known.type() == type.type())
            .map(PluginType::origin)
            .orElse(inItself);
    return installed.equals(inItself) ? installed : installed + ", " + inItself;
  }

  /**
   * Those of a list that are not installed, as they are written there.
   *
   * @param listed what {@link #of} made, one a line
   */
  static List<String> missing(String listed, Catalogue catalogue) {
    return listed.lines().filter(line -> !isInstalled(line, catalogue)).toList();
  }

  private static boolean isInstalled(String line, Catalogue catalogue) {
    return Arrays.stream(PluginKind.values())
        .anyMatch(
            kind ->
                catalogue.namesAndAliases(kind).stream()
                    .anyMatch(name -> line.startsWith(nameOf(kind, name) + " (")));
  }
}
