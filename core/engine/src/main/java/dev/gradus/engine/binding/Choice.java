package dev.gradus.engine.binding;

import dev.gradus.engine.config.LossAsMetric;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.Names;
import dev.gradus.engine.plugin.PluginKind;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.runtime.problem.Quoting;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Metric;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The possible values where a name is expected: the installed plugins of a kind, or the records
 * that a sealed interface permits.
 */
sealed interface Choice {

  /** The kind of the value, with an article: {@code a loss}. */
  String noun();

  /** The kind of the value and the possible names, to complete "must be …". */
  default String phrase() {
    return noun() + " (" + Names.list(names()) + ")";
  }

  /** The value with that name or alias. */
  Optional<PluginType> find(String name);

  /** The existing name that differs from a name only in capitals or underscores. */
  default String spelled(String name) {
    return find(name).isPresent() ? name : Names.spelled(name, namesAndAliases()).orElse(name);
  }

  /** The names without aliases, in order. */
  List<String> names();

  /** The names with aliases. */
  List<String> namesAndAliases();

  /** The message about an unknown name, with the existing names. */
  String unknown(String name);

  /** Converts a plugin to the type of the choice. */
  default Object adapt(Object plugin) {
    return plugin;
  }

  /** The plugins of a kind. */
  record Installed(PluginKind kind, Catalogue catalogue) implements Choice {

    @Override
    public String noun() {
      return Expected.a(kind);
    }

    @Override
    public Optional<PluginType> find(String name) {
      return catalogue.dispute(kind, name).isPresent()
          ? Optional.empty()
          : catalogue.find(kind, name);
    }

    @Override
    public List<String> names() {
      return catalogue.names(kind);
    }

    @Override
    public List<String> namesAndAliases() {
      return catalogue.namesAndAliases(kind);
    }

    @Override
    public String unknown(String name) {
      Optional<String> dispute = catalogue.dispute(kind, name);
      if (dispute.isPresent()) {
        return dispute.get();
      }
      return sentence(this, name, List.of(kind), catalogue);
    }
  }

  /** Metrics, and losses that are reported as metrics. */
  record Metrics(Catalogue catalogue) implements Choice {

    @Override
    public String noun() {
      return Expected.a(PluginKind.METRIC);
    }

    @Override
    public Optional<PluginType> find(String name) {
      return catalogue
          .find(PluginKind.METRIC, name)
          .or(() -> catalogue.find(PluginKind.LOSS, name));
    }

    @Override
    public List<String> names() {
      return together(catalogue.names(PluginKind.METRIC), catalogue.names(PluginKind.LOSS));
    }

    @Override
    public List<String> namesAndAliases() {
      return together(
          catalogue.namesAndAliases(PluginKind.METRIC), catalogue.namesAndAliases(PluginKind.LOSS));
    }

    private static List<String> together(List<String> metrics, List<String> losses) {
      TreeSet<String> all = new TreeSet<>(metrics);
      all.addAll(losses);
      return List.copyOf(all);
    }

    @Override
    public Object adapt(Object plugin) {
      return plugin instanceof Loss loss && !(plugin instanceof Metric)
          ? new LossAsMetric(loss)
          : plugin;
    }

    @Override
    public String unknown(String name) {
      return sentence(this, name, List.of(PluginKind.METRIC, PluginKind.LOSS), catalogue);
    }
  }

  /** The records that a sealed interface permits. */
  record Permitted(Map<String, PluginType> byName, List<String> names) implements Choice {

    static Permitted of(Class<?> type) {
      List<PluginType> permitted = PluginType.permittedBy(type);
      Map<String, PluginType> byName = new TreeMap<>();
      permitted.forEach(plugin -> plugin.names().forEach(name -> byName.put(name, plugin)));
      return new Permitted(byName, permitted.stream().map(PluginType::name).toList());
    }

    @Override
    public String noun() {
      return "one of " + Names.list(names);
    }

    @Override
    public String phrase() {
      return noun();
    }

    @Override
    public Optional<PluginType> find(String name) {
      return Optional.ofNullable(byName.get(name));
    }

    @Override
    public List<String> namesAndAliases() {
      return List.copyOf(byName.keySet());
    }

    @Override
    public String unknown(String name) {
      String guess = Names.didYouMean(name, namesAndAliases());
      return "must be "
          + noun()
          + ", but is "
          + Quoting.quote(name)
          + (guess.isEmpty() ? "" : "; " + guess);
    }
  }

  /** The names listed in addition to those of the first kind; may be empty. */
  private static String others(String name, List<PluginKind> kinds, Catalogue catalogue) {
    return kinds.size() == 1
        ? ""
        : "; and every loss: " + Names.closest(name, catalogue.names(kinds.get(1)));
  }

  private static String sentence(
      Choice choice, String name, List<PluginKind> kinds, Catalogue catalogue) {
    if (isLikeFormula(name)
        && kinds.stream().anyMatch(kind -> catalogue.find(kind, "formula").isPresent())) {
      return "%s is not %s; if it is a formula, write {formula: '%s'}"
          .formatted(Quoting.quote(name), choice.noun(), name);
    }
    String elsewhere =
        Arrays.stream(PluginKind.values())
            .filter(kind -> !kinds.contains(kind) && catalogue.find(kind, name).isPresent())
            .findFirst()
            .map(kind -> " but " + Expected.a(kind))
            .orElse("");
    String guess = Names.didYouMean(name, choice.namesAndAliases());
    List<String> names = catalogue.names(kinds.get(0));
    return Quoting.quote(name)
        + " is not "
        + choice.noun()
        + elsewhere
        + (guess.isEmpty() ? "" : "; " + guess)
        + " (installed: "
        + (guess.isEmpty() ? Names.list(names) : Names.closest(name, names))
        + others(name, kinds, catalogue)
        + brokenJars(catalogue)
        + ")";
  }

  /** Whether it has operators or calls, and every bracket that it opens is closed. */
  private static boolean isLikeFormula(String name) {
    return name.matches("(?s).*[(*^+].*")
        && name.chars().filter(c -> c == '(').count() == name.chars().filter(c -> c == ')').count();
  }

  private static String brokenJars(Catalogue catalogue) {
    if (catalogue.broken().isEmpty()) {
      return "";
    }
    List<String> jars =
        catalogue.broken().stream().map(jar -> jar.file() + ", " + jar.reason()).toList();
    return "; broken jars: " + String.join("; ", jars);
  }
}
