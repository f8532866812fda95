package dev.gradus.engine.model;

import dev.gradus.engine.binding.SourceDocument;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.plugin.Verifier;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.spi.DataSource;
import dev.gradus.spi.Recognised;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds the data source that reads other files for a model in the way in which its training file
 * was read.
 */
public final class ModelSources {

  private final Catalogue catalogue;
  private final Consumer<Warning> outlet;

  ModelSources(Catalogue catalogue, Consumer<Warning> outlet) {
    this.catalogue = catalogue;
    this.outlet = outlet;
  }

  /**
   * The data source that a model was trained from, on another file.
   *
   * @return empty if the file is read as CSV; there is a warning if the only reason is that the
   *     source is not installed
   * @throws dev.gradus.runtime.problem.DataException if the source refuses the file
   */
  public Optional<DataSource> on(Path file, Model model) {
    Optional<DataSource> own = model.data().flatMap(DataSpec::source);
    return own.isPresent()
        ? SourceOnFile.of(own.get(), file)
        : model.provenance().source().flatMap(text -> KeptSource.on(file, text, catalogue, outlet));
  }

  /**
   * The data source that recognised a file. If the model was trained from such a source, its
   * options apply where the file does not determine them.
   *
   * @return empty if it could not have written the columns that the model needs
   * @throws dev.gradus.runtime.problem.DataException if the source refuses the file
   */
  public Optional<DataSource> on(Path file, Recognised recognised, Model model) {
    DataSource found = recognised.source();
    boolean same =
        model
            .provenance()
            .source()
            .flatMap(SourceDocument::pluginIn)
            .equals(Optional.of(PluginType.nameOf(found)));
    DataSource source =
        (same ? on(file, model) : Optional.<DataSource>empty())
            .map(own -> SourceOnFile.completed(found, own, file))
            .orElse(found);
    return Verifier.naming(
        source,
        "when it was given the required columns",
        () ->
            Verifier.answer(
                source, "forColumns", source.forColumns(model.preparation().rows().names())));
  }
}
