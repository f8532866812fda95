package dev.gradus.engine.plugin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides which plugins from folders can be added to the existing ones, because their names are not
 * taken.
 *
 * <p>Of two new plugins with the same name neither is added, because it is unclear which was meant.
 */
final class NameConflicts {

  /** A name, which only one plugin of a kind can have. */
  record Name(PluginKind kind, String text) {

    @Override
    public String toString() {
      return "the " + kind + " '" + text + "'";
    }
  }

  private record Claim(Optional<PluginReport> report, PluginType plugin) {

    @Override
    public String toString() {
      return "%s (%s)".formatted(plugin.type().getName(), plugin.origin());
    }
  }

  private final List<PluginReport> reports = new ArrayList<>();
  private final Map<Name, String> disputes = new LinkedHashMap<>();

  /**
   * Compares names.
   *
   * @param existing the existing plugins
   * @param arrived the plugins found in folders
   */
  NameConflicts(List<PluginType> existing, List<PluginReport> arrived) {
    Map<Name, Set<Claim>> claims = new LinkedHashMap<>();
    existing.forEach(plugin -> add(claims, new Claim(Optional.empty(), plugin)));
    for (PluginReport report : arrived) {
      report.plugins().forEach(plugin -> add(claims, new Claim(Optional.of(report), plugin)));
    }
    Map<PluginReport, String> refused = new LinkedHashMap<>();
    claims.forEach(
        (name, claimants) -> {
          if (claimants.stream().anyMatch(claim -> claim.report().isPresent())
              && claimants.stream().map(claim -> claim.plugin().type()).distinct().count() > 1) {
            String sentence =
                "%s is the name of %s; remove one, or rename it"
                    .formatted(
                        name,
                        String.join(" and of ", claimants.stream().map(Claim::toString).toList()));
            disputes.put(name, sentence);
            claimants.stream()
                .flatMap(claim -> claim.report().stream())
                .forEach(report -> refused.putIfAbsent(report, sentence));
          }
        });
    for (PluginReport report : arrived) {
      reports.add(
          refused.containsKey(report) ? report.refused(refused.getOrDefault(report, "")) : report);
    }
  }

  private static void add(Map<Name, Set<Claim>> claims, Claim claim) {
    for (PluginKind kind : claim.plugin().kinds()) {
      for (String name : claim.plugin().names()) {
        for (PluginKind each : kind.sharingNames()) {
          claims.computeIfAbsent(new Name(each, name), n -> new LinkedHashSet<>()).add(claim);
        }
      }
    }
  }

  /** The reports, with jars refused that have a disputed name. */
  List<PluginReport> reports() {
    return reports;
  }

  /** The message about each disputed name. */
  Map<Name, String> disputes() {
    return disputes;
  }
}
