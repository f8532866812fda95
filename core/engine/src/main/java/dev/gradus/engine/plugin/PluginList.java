package dev.gradus.engine.plugin;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The names of the installed plugins as text, for a process that starts with the same plugins
 * later: it need not look for them, and loads only the classes of those that it uses.
 *
 * <p>Each line has the kind, a name, the class, and {@code alias} if this is not the first name of
 * the plugin.
 */
public final class PluginList {

  private static final String ALIAS = "alias";

  private PluginList() {}

  /**
   * The list of the plugins on the module path or on the class path.
   *
   * @throws PluginException if one of them violates the rules, or if two have the same name
   */
  public static String ofInstalled() {
    Catalogue installed = Catalogue.ofInstalled();
    StringBuilder text = new StringBuilder();
    for (PluginKind kind : PluginKind.values()) {
      List<String> names = installed.names(kind);
      for (String name : installed.namesAndAliases(kind)) {
        String type = installed.find(kind, name).orElseThrow().type().getName();
        text.append(kind.name()).append(' ').append(name).append(' ').append(type);
        text.append(names.contains(name) ? "" : ' ' + ALIAS).append('\n');
      }
    }
    return text.toString();
  }

  /**
   * The catalogue of the plugins of a list. They must be installed, and no others; otherwise, a
   * {@link PluginException} is thrown later.
   *
   * @param text what {@link #ofInstalled} returned
   */
  public static Catalogue catalogue(String text) {
    Map<String, Late> types = new HashMap<>();
    Map<PluginKind, Map<String, Catalogue.Named>> byName = new EnumMap<>(PluginKind.class);
    for (String line : text.split("\n")) {
      String[] words = line.split(" ");
      byName
          .computeIfAbsent(PluginKind.valueOf(words[0]), kind -> new TreeMap<>())
          .put(
              words[1],
              new Catalogue.Named(
                  line.endsWith(' ' + ALIAS), types.computeIfAbsent(words[2], Late::new)));
    }
    return new Catalogue(byName);
  }

  /** A plugin whose class is loaded when it is asked for. */
  private static final class Late implements Supplier<PluginType> {

    private final String name;
    private volatile Optional<PluginType> read = Optional.empty();

    Late(String name) {
      this.name = name;
    }

    @Override
    public PluginType get() {
      if (read.isEmpty()) {
        try {
          read = Optional.of(PluginType.installed(Class.forName(name, false, PluginType.loader())));
        } catch (ClassNotFoundException e) {
          throw new PluginException("the plugin %s is not installed any more".formatted(name), e);
        }
      }
      return read.get();
    }
  }
}
