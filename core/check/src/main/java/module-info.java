/**
 * What must be true of a plugin, as claims that can be checked: without JUnit, without an engine.
 */
module dev.gradus.check {
  requires transitive dev.gradus.spi;
  requires dev.gradus.formula;
  // Says what a thread allocates.
  requires jdk.management;

  exports dev.gradus.check;
}
