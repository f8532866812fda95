/** Reads networks that other libraries have trained. */
module dev.gradus.importing {
  requires transitive dev.gradus.engine;
  requires dev.gradus.activations;
  requires dev.gradus.layers;

  exports dev.gradus.importing;
}
