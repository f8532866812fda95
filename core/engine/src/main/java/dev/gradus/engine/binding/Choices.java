package dev.gradus.engine.binding;

import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.PluginKind;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The choices for types; each is looked up once. */
final class Choices {

  private final Catalogue catalogue;
  private final Map<Class<?>, Optional<Choice>> known = new HashMap<>();

  Choices(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** The choice for a type, if its values are chosen by name. */
  Optional<Choice> of(Class<?> type) {
    return known.computeIfAbsent(type, this::lookUp);
  }

  private Optional<Choice> lookUp(Class<?> type) {
    if (type.isSealed()) {
      return Optional.of(Choice.Permitted.of(type));
    }
    return PluginKind.of(type)
        .map(
            kind ->
                kind == PluginKind.METRIC
                    ? new Choice.Metrics(catalogue)
                    : new Choice.Installed(kind, catalogue));
  }
}
