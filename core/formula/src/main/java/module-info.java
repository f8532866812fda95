/** Expressions of numpy, as immutable trees. Needs nothing but the Java platform. */
module dev.gradus.formula {
  exports dev.gradus.formula;
}
