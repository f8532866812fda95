/** The losses, metrics and regularizers that ship with Gradus. */
module dev.gradus.losses {
  requires dev.gradus.spi;

  exports dev.gradus.losses;
  exports dev.gradus.losses.metrics;
  exports dev.gradus.losses.regularizers;

  provides dev.gradus.spi.Loss with
      dev.gradus.losses.BinaryCrossEntropy,
      dev.gradus.losses.BinaryFocal,
      dev.gradus.losses.CategoricalCrossEntropy,
      dev.gradus.losses.CategoricalFocal,
      dev.gradus.losses.CategoricalHinge,
      dev.gradus.losses.Corn,
      dev.gradus.losses.CosineSimilarity,
      dev.gradus.losses.Cox,
      dev.gradus.losses.CrossEntropy,
      dev.gradus.losses.Dice,
      dev.gradus.losses.Gamma,
      dev.gradus.losses.GaussianNll,
      dev.gradus.losses.GeneralisedCrossEntropy,
      dev.gradus.losses.Hinge,
      dev.gradus.losses.Huber,
      dev.gradus.losses.KlDivergence,
      dev.gradus.losses.LogCosh,
      dev.gradus.losses.MeanAbsoluteError,
      dev.gradus.losses.MeanAbsolutePercentageError,
      dev.gradus.losses.MeanSquaredError,
      dev.gradus.losses.MeanSquaredLogarithmicError,
      dev.gradus.losses.MultiMargin,
      dev.gradus.losses.PairwiseRanking,
      dev.gradus.losses.Poisson,
      dev.gradus.losses.PolyCrossEntropy,
      dev.gradus.losses.Quantile,
      dev.gradus.losses.Quantiles,
      dev.gradus.losses.SmoothL1,
      dev.gradus.losses.SparsemaxLoss,
      dev.gradus.losses.SquaredHinge,
      dev.gradus.losses.Tversky,
      dev.gradus.losses.Tweedie,
      dev.gradus.losses.WeightedSum;
  provides dev.gradus.spi.Metric with
      dev.gradus.losses.metrics.Accuracy,
      dev.gradus.losses.metrics.AveragePrecision,
      dev.gradus.losses.metrics.BalancedAccuracy,
      dev.gradus.losses.metrics.Brier,
      dev.gradus.losses.metrics.CalibrationError,
      dev.gradus.losses.metrics.CohenKappa,
      dev.gradus.losses.metrics.Concordance,
      dev.gradus.losses.metrics.ExplainedVariance,
      dev.gradus.losses.metrics.F1,
      dev.gradus.losses.metrics.IntervalCoverage,
      dev.gradus.losses.metrics.IntervalWidth,
      dev.gradus.losses.metrics.LogLoss,
      dev.gradus.losses.metrics.Mape,
      dev.gradus.losses.metrics.Matthews,
      dev.gradus.losses.metrics.MaxError,
      dev.gradus.losses.metrics.MeanRankError,
      dev.gradus.losses.metrics.MedianAbsoluteError,
      dev.gradus.losses.metrics.Ndcg,
      dev.gradus.losses.metrics.Precision,
      dev.gradus.losses.metrics.R2,
      dev.gradus.losses.metrics.Recall,
      dev.gradus.losses.metrics.RecallByClass,
      dev.gradus.losses.metrics.Rmse,
      dev.gradus.losses.metrics.RocAuc,
      dev.gradus.losses.metrics.TopKAccuracy;
  provides dev.gradus.spi.Regularizer with
      dev.gradus.losses.regularizers.GroupLasso,
      dev.gradus.losses.regularizers.L1,
      dev.gradus.losses.regularizers.L2,
      dev.gradus.losses.regularizers.Orthogonal;
}
