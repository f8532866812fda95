/** The optimizers, learning-rate schedules and initializers of weights that ship with Gradus. */
module dev.gradus.optimizers {
  requires dev.gradus.spi;

  exports dev.gradus.optimizers;
  exports dev.gradus.optimizers.initializers;
  exports dev.gradus.optimizers.schedules;

  provides dev.gradus.spi.Initializer with
      dev.gradus.optimizers.initializers.Constant,
      dev.gradus.optimizers.initializers.FanInUniform,
      dev.gradus.optimizers.initializers.Given,
      dev.gradus.optimizers.initializers.GlorotNormal,
      dev.gradus.optimizers.initializers.GlorotUniform,
      dev.gradus.optimizers.initializers.HeNormal,
      dev.gradus.optimizers.initializers.HeUniform,
      dev.gradus.optimizers.initializers.Identity,
      dev.gradus.optimizers.initializers.LecunNormal,
      dev.gradus.optimizers.initializers.LecunUniform,
      dev.gradus.optimizers.initializers.Normal,
      dev.gradus.optimizers.initializers.Orthogonal,
      dev.gradus.optimizers.initializers.TruncatedNormal,
      dev.gradus.optimizers.initializers.Uniform,
      dev.gradus.optimizers.initializers.Zeros;
  provides dev.gradus.spi.Optimizer with
      dev.gradus.optimizers.Adabelief,
      dev.gradus.optimizers.Adadelta,
      dev.gradus.optimizers.Adagrad,
      dev.gradus.optimizers.Adam,
      dev.gradus.optimizers.Adamax,
      dev.gradus.optimizers.Adamw,
      dev.gradus.optimizers.Asgd,
      dev.gradus.optimizers.Ftrl,
      dev.gradus.optimizers.Lamb,
      dev.gradus.optimizers.Lars,
      dev.gradus.optimizers.Lbfgs,
      dev.gradus.optimizers.Lion,
      dev.gradus.optimizers.Muon,
      dev.gradus.optimizers.Nadam,
      dev.gradus.optimizers.Prodigy,
      dev.gradus.optimizers.Radam,
      dev.gradus.optimizers.Rmsprop,
      dev.gradus.optimizers.Rprop,
      dev.gradus.optimizers.Sam,
      dev.gradus.optimizers.ScheduleFreeAdamw,
      dev.gradus.optimizers.Sgd,
      dev.gradus.optimizers.Yogi;
  provides dev.gradus.spi.Schedule with
      dev.gradus.optimizers.schedules.Constant,
      dev.gradus.optimizers.schedules.Cosine,
      dev.gradus.optimizers.schedules.CosineRestarts,
      dev.gradus.optimizers.schedules.Coslog,
      dev.gradus.optimizers.schedules.Cyclic,
      dev.gradus.optimizers.schedules.Exponential,
      dev.gradus.optimizers.schedules.FlatCos,
      dev.gradus.optimizers.schedules.InverseSqrt,
      dev.gradus.optimizers.schedules.InverseTime,
      dev.gradus.optimizers.schedules.MultiStep,
      dev.gradus.optimizers.schedules.OneCycle,
      dev.gradus.optimizers.schedules.PerEpoch,
      dev.gradus.optimizers.schedules.Polynomial,
      dev.gradus.optimizers.schedules.ReduceOnPlateau,
      dev.gradus.optimizers.schedules.Step,
      dev.gradus.optimizers.schedules.WarmUp,
      dev.gradus.optimizers.schedules.Wsd;
}
