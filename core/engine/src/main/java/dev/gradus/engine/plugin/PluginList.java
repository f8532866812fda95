package dev.gradus.engine.plugin;

import java.util.Arrays;
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

  /** The last line: without it, the list is not complete. */
  private static final String END = "end\n";

  /** Where the plugins of Gradus are. */
  private static final String OWN = "dev.gradus.";

  private final Map<PluginKind, Map<String, Catalogue.Named>> byName =
      new EnumMap<>(PluginKind.class);
  private final Map<String, Late> types = new HashMap<>();

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
    return text + END;
  }

  /**
   * Reads a list.
   *
   * @param text what {@link #ofInstalled} returned
   * @return empty if it is something else, such as a part of it
   */
  public static Optional<PluginList> read(String text) {
    PluginList list = new PluginList();
    boolean isWhole =
        text.endsWith('\n' + END)
            && text.substring(0, text.length() - END.length()).lines().allMatch(list::add);
    return isWhole ? Optional.of(list) : Optional.empty();
  }

  /** Adds what a line says, and returns whether it says something. */
  private boolean add(String line) {
    String[] words = line.split(" ");
    Optional<PluginKind> kind =
        Arrays.stream(PluginKind.values()).filter(each -> each.name().equals(words[0])).findAny();
    boolean isAlias = words.length == 4 && words[3].equals(ALIAS);
    if (kind.isEmpty() || (words.length != 3 && !isAlias)) {
      return false;
    }
    Late plugin = types.computeIfAbsent(words[2], Late::new);
    byName
        .computeIfAbsent(kind.get(), unused -> new TreeMap<>())
        .put(words[1], new Catalogue.Named(isAlias, plugin));
    return true;
  }

  /** Whether all plugins are parts of Gradus. */
  public boolean isOfGradus() {
    return types.keySet().stream().allMatch(name -> name.startsWith(OWN));
  }

  /**
   * The catalogue of the plugins. They must be installed, and no others; otherwise, a {@link
   * PluginException} is thrown later.
   */
  public Catalogue catalogue() {
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
