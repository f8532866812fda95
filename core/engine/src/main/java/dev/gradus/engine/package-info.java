/**
 * What an application that embeds Gradus uses.
 *
 * <p>{@link dev.gradus.engine.Gradus} trains, loads, evaluates; a {@link
 * dev.gradus.engine.Training} is what comes back; its {@link dev.gradus.engine.model.Model} can be
 * saved, and predicts. A network is described by a YAML file, or by a {@link
 * dev.gradus.engine.config.Configuration} that is built in Java.
 *
 * <pre>{@code
 * try (Gradus gradus = Gradus.create()) {
 *   Model model = gradus.train(Path.of("iris.yaml")).model();
 *   Predictor predictor = model.predictor();
 *   String species = predictor.classify(5.1, 3.5, 1.4, 0.2);
 * }
 * }</pre>
 */
package dev.gradus.engine;
