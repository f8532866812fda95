/** Expressions of numpy, as immutable trees. Depends only on the Java platform. */
module dev.gradus.formula {
  exports dev.gradus.formula;
  exports dev.gradus.formula.typed;
}
