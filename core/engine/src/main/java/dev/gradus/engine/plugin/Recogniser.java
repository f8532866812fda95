package dev.gradus.engine.plugin;

import dev.gradus.runtime.problem.Warning;
import dev.gradus.spi.DataSource;
import dev.gradus.spi.Recognised;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Asks all data sources whether a file is in their format. */
public final class Recogniser {

  private final Catalogue catalogue;
  private final Consumer<Warning> outlet;

  /**
   * Creates a recogniser.
   *
   * @param catalogue the data sources
   * @param outlet receives warnings about those that fail, which are skipped
   */
  public Recogniser(Catalogue catalogue, Consumer<Warning> outlet) {
    this.catalogue = catalogue;
    this.outlet = outlet;
  }

  /**
   * Recognises a file.
   *
   * @return empty if no data source recognises it
   * @throws PluginException if several do
   */
  public Optional<Recognised> recognise(Path file) {
    Map<String, Recognised> found = new TreeMap<>();
    for (PluginType type : catalogue.all(PluginKind.DATA_SOURCE)) {
      try {
        ask(type, file).ifPresent(known -> found.put(type.name(), known));
      } catch (PluginException e) {
        outlet.accept(
            Warning.of("%s; %s is read without it".formatted(e.getMessage(), file.getFileName())));
      }
    }
    if (found.size() > 1) {
      throw new PluginException(
          "%s: the data sources %s all recognise this file; name the right one in a configuration (data: {source: …}), or remove the jar of the other"
              .formatted(file.getFileName(), String.join(", ", found.keySet())));
    }
    return found.values().stream().findFirst();
  }

  private static Optional<Recognised> ask(PluginType type, Path file) {
    DataSource source = (DataSource) type.example();
    Optional<Recognised> known =
        Verifier.naming(
            source,
            "when it was asked whether it recognises " + file.getFileName(),
            () -> Verifier.answer(source, "recognise", source.recognise(file)));
    if (known.isPresent() && known.get().source().getClass() != type.type()) {
      throw new PluginException(
          "%s has recognised %s for another data source, %s; that is a fault of the plugin"
              .formatted(type.name(), file.getFileName(), known.get().source()));
    }
    return known;
  }
}
