/** Measures how fast networks learn. */
module dev.gradus.benchmarks {
  requires dev.gradus.activations;
  requires dev.gradus.engine;
  requires dev.gradus.losses;
  requires dev.gradus.optimizers;
}
