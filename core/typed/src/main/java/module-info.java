/** The loss and the activation that are typed as a formula. */
module dev.gradus.typed {
  requires transitive dev.gradus.spi;
  requires transitive dev.gradus.formula;

  exports dev.gradus.typed;

  provides dev.gradus.spi.Activation with
      dev.gradus.typed.FormulaActivation;
  provides dev.gradus.spi.Loss with
      dev.gradus.typed.FormulaLoss;
}
