package dev.gradus.engine.model;

import dev.gradus.engine.binding.ConfigurationReader;
import dev.gradus.engine.binding.PredictingPart;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.runtime.file.ModelText;
import dev.gradus.runtime.problem.ConfigurationException;
import dev.gradus.runtime.problem.ModelFileException;
import dev.gradus.runtime.problem.ModelFileException.Reason;
import dev.gradus.runtime.problem.Problem;
import dev.gradus.runtime.problem.Remedy;
import dev.gradus.spi.Layer;
import dev.gradus.spi.Loss;
import java.util.List;
import java.util.Optional;

/**
 * How a model was made, as far as its plugins are installed. The plugins of its layers must be
 * installed, and the loss if it decodes the outputs; prediction needs no others.
 *
 * @param layers from input to output
 * @param data the format and the columns of the training data
 * @param loss the loss; empty if its plugin is not installed
 * @param configuration the whole configuration; empty if a plugin is not installed
 * @param kept the metadata of the model file; empty for a newly trained model
 */
record Recipe(
    List<Layer> layers,
    Optional<DataSpec> data,
    Optional<Loss> loss,
    Optional<Configuration> configuration,
    Optional<Kept> kept) {

  /**
   * Metadata of a model file, which is copied unchanged when the model is saved again, so that
   * missing plugins are not lost.
   *
   * @param configuration as YAML
   * @param plugins one per line
   * @param network its layers for the runtime, as JSON; empty if an earlier version wrote the file
   * @param lack why there is no configuration; empty if there is one
   */
  record Kept(
      String configuration, String plugins, Optional<String> network, Optional<Problem> lack) {}

  /** The recipe of a newly trained network. */
  static Recipe of(Configuration configuration) {
    return of(configuration, Optional.empty());
  }

  private static Recipe of(Configuration configuration, Optional<Kept> kept) {
    return new Recipe(
        configuration.network(),
        configuration.data(),
        Optional.of(configuration.loss()),
        Optional.of(configuration),
        kept);
  }

  /**
   * Reads a recipe.
   *
   * @param text the configuration as YAML
   * @param plugins the plugins that it names, one per line
   * @param network its layers for the runtime, as JSON; empty if an earlier version wrote the file
   * @param where the name of the file in messages
   * @throws ModelFileException if the text is not a configuration, or the plugin of a layer is not
   *     installed
   */
  static Recipe read(
      String text,
      String plugins,
      Optional<String> network,
      String where,
      ConfigurationReader configurations,
      Catalogue catalogue) {
    try {
      return of(
          configurations.parseStored(text, where),
          Optional.of(new Kept(text, plugins, network, Optional.empty())));
    } catch (ConfigurationException e) {
      Problem lack = lack(e, plugins, where, catalogue);
      PredictingPart part = predictingPart(text, plugins, where, catalogue);
      return new Recipe(
          part.network(),
          part.data(),
          PredictingPart.lossIn(text, where, catalogue),
          Optional.empty(),
          Optional.of(new Kept(text, plugins, network, Optional.of(lack))));
    }
  }

  /**
   * The reason why a configuration cannot be read.
   *
   * @throws ModelFileException if the reason is not a missing plugin
   */
  private static Problem lack(
      ConfigurationException e, String plugins, String where, Catalogue catalogue) {
    List<String> missing = RequiredPlugins.missing(plugins, catalogue);
    if (!missing.isEmpty()) {
      return new Problem(
          where,
          "the model needs plugins that are not installed: %s; add their jars (only prediction works without them)"
              .formatted(String.join(", ", missing)),
          Remedy.ADD_PLUGINS);
    }
    List<String> changed = RequiredPlugins.changed(plugins, catalogue);
    if (changed.isEmpty()) {
      throw ModelText.corrupt(where, "its configuration cannot be read: " + e.getMessage(), e);
    }
    return new Problem(where, rebuiltWith(changed, e), Remedy.ADD_PLUGINS);
  }

  private static String rebuiltWith(List<String> changed, ConfigurationException e) {
    return "the model cannot be rebuilt with the installed plugins; add the jars that it was made with: %s. %s"
        .formatted(String.join("; ", changed), e.getMessage());
  }

  private static PredictingPart predictingPart(
      String text, String plugins, String where, Catalogue catalogue) {
    try {
      return PredictingPart.read(text, where, catalogue);
    } catch (ConfigurationException e) {
      String predicting = RequiredPlugins.predicting(plugins);
      List<String> missing = RequiredPlugins.missing(predicting, catalogue);
      List<String> changed = RequiredPlugins.changed(predicting, catalogue);
      if (missing.isEmpty() && changed.isEmpty()) {
        throw ModelText.corrupt(where, "its configuration cannot be read: " + e.getMessage(), e);
      }
      String sentence =
          missing.isEmpty()
              ? rebuiltWith(changed, e)
              : "the model needs plugins that are not installed: %s; add their jars"
                  .formatted(String.join(", ", missing));
      throw new ModelFileException(
          Reason.UNKNOWN_PLUGIN, new Problem(where, sentence, Remedy.ADD_PLUGINS), e);
    }
  }

  /**
   * The whole configuration.
   *
   * @throws ModelFileException naming the missing plugins and their origin
   */
  Configuration orThrow() {
    return configuration.orElseThrow(
        () ->
            new ModelFileException(Reason.UNKNOWN_PLUGIN, kept.flatMap(Kept::lack).orElseThrow()));
  }
}
