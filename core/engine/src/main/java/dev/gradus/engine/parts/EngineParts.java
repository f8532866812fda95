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
import java.util.function.Consumer;

/**
 * The parts that the entry point uses.
 *
 * @param catalogue the plugins
 * @param configurations reads YAML
 * @param experiments creates the network and the examples from a configuration and a table
 * @param trainer trains networks
 * @param models writes and reads model files
 * @param verifier checks plugins before training
 * @param studies trains networks and records details
 * @param comparisons trains several variants and compares them
 * @param outlet receives each warning
 */
public record EngineParts(
    Catalogue catalogue,
    ConfigurationReader configurations,
    ExperimentBuilder experiments,
    Trainer trainer,
    ModelFiles models,
    Verifier verifier,
    Studies studies,
    Comparisons comparisons,
    Consumer<Warning> outlet) {}
