/** The activations that ship with Gradus, and the initializers of weights. */
module dev.gradus.activations {
  requires dev.gradus.spi;

  exports dev.gradus.activations;
  exports dev.gradus.activations.initializers;

  provides dev.gradus.spi.Activation with
      dev.gradus.activations.Celu,
      dev.gradus.activations.Elu,
      dev.gradus.activations.Exponential,
      dev.gradus.activations.Gaussian,
      dev.gradus.activations.Gelu,
      dev.gradus.activations.HardShrink,
      dev.gradus.activations.HardSigmoid,
      dev.gradus.activations.HardSwish,
      dev.gradus.activations.HardTanh,
      dev.gradus.activations.Identity,
      dev.gradus.activations.LeakyRelu,
      dev.gradus.activations.LogSigmoid,
      dev.gradus.activations.LogSoftmax,
      dev.gradus.activations.Mish,
      dev.gradus.activations.Pelu,
      dev.gradus.activations.Prelu,
      dev.gradus.activations.Relu,
      dev.gradus.activations.Relu6,
      dev.gradus.activations.Selu,
      dev.gradus.activations.Sigmoid,
      dev.gradus.activations.Silu,
      dev.gradus.activations.Sine,
      dev.gradus.activations.SoftShrink,
      dev.gradus.activations.Softmax,
      dev.gradus.activations.Softmin,
      dev.gradus.activations.Softplus,
      dev.gradus.activations.Softsign,
      dev.gradus.activations.Sparsemax,
      dev.gradus.activations.Squareplus,
      dev.gradus.activations.Tanh,
      dev.gradus.activations.TanhShrink,
      dev.gradus.activations.Threshold;
  provides dev.gradus.spi.Initializer with
      dev.gradus.activations.initializers.Constant,
      dev.gradus.activations.initializers.Given,
      dev.gradus.activations.initializers.GlorotNormal,
      dev.gradus.activations.initializers.GlorotUniform,
      dev.gradus.activations.initializers.HeNormal,
      dev.gradus.activations.initializers.HeUniform,
      dev.gradus.activations.initializers.Identity,
      dev.gradus.activations.initializers.LecunNormal,
      dev.gradus.activations.initializers.LecunUniform,
      dev.gradus.activations.initializers.Normal,
      dev.gradus.activations.initializers.Orthogonal,
      dev.gradus.activations.initializers.TruncatedNormal,
      dev.gradus.activations.initializers.Uniform,
      dev.gradus.activations.initializers.Zeros;
}
