/** The layers that ship with Gradus. */
module dev.gradus.layers {
  requires transitive dev.gradus.spi;

  exports dev.gradus.layers;

  provides dev.gradus.spi.Layer with
      dev.gradus.layers.AlphaDropout,
      dev.gradus.layers.AveragePool,
      dev.gradus.layers.BatchNorm,
      dev.gradus.layers.Conv2d,
      dev.gradus.layers.Dense,
      dev.gradus.layers.Dropout,
      dev.gradus.layers.Embedding,
      dev.gradus.layers.Ensemble,
      dev.gradus.layers.Factor,
      dev.gradus.layers.Flatten,
      dev.gradus.layers.GaussianNoise,
      dev.gradus.layers.GlobalAveragePool,
      dev.gradus.layers.Image,
      dev.gradus.layers.LayerNorm,
      dev.gradus.layers.MaxPool,
      dev.gradus.layers.Periodic,
      dev.gradus.layers.PiecewiseLinear,
      dev.gradus.layers.Residual,
      dev.gradus.layers.RmsNorm;
}
