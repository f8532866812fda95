/** The losses that ship with Gradus, and what else judges predictions or weights. */
module dev.gradus.losses {
  requires dev.gradus.spi;

  exports dev.gradus.losses;
  exports dev.gradus.losses.metrics;
  exports dev.gradus.losses.regularizers;

  provides dev.gradus.spi.Loss with
      dev.gradus.losses.BinaryCrossEntropy,
      dev.gradus.losses.CategoricalCrossEntropy,
      dev.gradus.losses.CrossEntropy,
      dev.gradus.losses.Huber,
      dev.gradus.losses.MeanAbsoluteError,
      dev.gradus.losses.MeanSquaredError;
  provides dev.gradus.spi.Metric with
      dev.gradus.losses.metrics.Accuracy,
      dev.gradus.losses.metrics.R2;
  provides dev.gradus.spi.Regularizer with
      dev.gradus.losses.regularizers.L1,
      dev.gradus.losses.regularizers.L2;
}
