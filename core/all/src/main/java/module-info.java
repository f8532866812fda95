/**
 * Gradus whole: the engine, and all plugins that ship. An application that requires this module, or
 * has the artifact {@code gradus} on its class path, needs nothing else.
 */
module dev.gradus {
  requires transitive dev.gradus.activations;
  requires transitive dev.gradus.engine;
  requires transitive dev.gradus.layers;
  requires transitive dev.gradus.losses;
  requires transitive dev.gradus.optimizers;
  requires transitive dev.gradus.sources;
  requires transitive dev.gradus.typed;
}
