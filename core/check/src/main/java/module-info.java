/**
 * The claims that must hold for a plugin, with their checks, independent of JUnit and the engine.
 */
module dev.gradus.check {
  requires transitive dev.gradus.spi;
  requires dev.gradus.formula;
  // Measures what a thread allocates.
  requires jdk.management;

  exports dev.gradus.check;
}
