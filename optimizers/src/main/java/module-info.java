/** The optimizers and learning-rate schedules that ship with Gradus. */
module dev.gradus.optimizers {
  requires dev.gradus.spi;

  exports dev.gradus.optimizers;
  exports dev.gradus.optimizers.schedules;

  provides dev.gradus.spi.Optimizer with
      dev.gradus.optimizers.Adam,
      dev.gradus.optimizers.Adamw,
      dev.gradus.optimizers.Rmsprop,
      dev.gradus.optimizers.Sgd;
  provides dev.gradus.spi.Schedule with
      dev.gradus.optimizers.schedules.Constant;
}
