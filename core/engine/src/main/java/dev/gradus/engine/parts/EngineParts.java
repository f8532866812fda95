package dev.gradus.engine.parts;

import dev.gradus.engine.binding.ConfigurationReader;
import dev.gradus.engine.model.ModelFiles;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.Verifier;
import dev.gradus.engine.studies.Comparisons;
import dev.gradus.engine.studies.Studies;
import dev.gradus.engine.training.ExperimentBuilder;
import dev.gradus.engine.training.Trainer;
import dev.gradus.runtime.problem.Warning;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The parts that the entry point uses. Those that train are created when one is asked for. */
public final class EngineParts {

  private final Catalogue catalogue;
  private final ConfigurationReader configurations;
  private final ModelFiles models;
  private final Consumer<Warning> outlet;
  private final Supplier<Training> injector;
  private Optional<Training> training = Optional.empty();

  /**
   * The parts that train.
   *
   * @param experiments creates the network and the examples from a configuration and a table
   * @param trainer trains networks
   * @param verifier checks plugins before training
   * @param studies trains networks and records details
   * @param comparisons trains several variants and compares them
   */
  record Training(
      ExperimentBuilder experiments,
      Trainer trainer,
      Verifier verifier,
      Studies studies,
      Comparisons comparisons) {}

  /**
   * The parts of an engine.
   *
   * @param catalogue the plugins
   * @param configurations reads YAML
   * @param models writes and reads model files
   * @param outlet receives each warning
   * @param injector creates the parts that train; called once at most
   */
  EngineParts(
      Catalogue catalogue,
      ConfigurationReader configurations,
      ModelFiles models,
      Consumer<Warning> outlet,
      Supplier<Training> injector) {
    this.catalogue = catalogue;
    this.configurations = configurations;
    this.models = models;
    this.outlet = outlet;
    this.injector = injector;
  }

  private synchronized Training training() {
    if (training.isEmpty()) {
      training = Optional.of(injector.get());
    }
    return training.get();
  }

  /** The plugins. */
  public Catalogue catalogue() {
    return catalogue;
  }

  /** Reads YAML. */
  public ConfigurationReader configurations() {
    return configurations;
  }

  /** Writes and reads model files. */
  public ModelFiles models() {
    return models;
  }

  /** Receives each warning. */
  public Consumer<Warning> outlet() {
    return outlet;
  }

  /** Creates the network and the examples from a configuration and a table. */
  public ExperimentBuilder experiments() {
    return training().experiments();
  }

  /** Trains networks. */
  public Trainer trainer() {
    return training().trainer();
  }

  /** Checks plugins before training. */
  public Verifier verifier() {
    return training().verifier();
  }

  /** Trains networks and records details. */
  public Studies studies() {
    return training().studies();
  }

  /** Trains several variants and compares them. */
  public Comparisons comparisons() {
    return training().comparisons();
  }
}
