/** The activations that ship with Gradus, and the initializers for the weights in front of them. */
module dev.gradus.activations {
  requires dev.gradus.spi;

  exports dev.gradus.activations;
  exports dev.gradus.activations.initializers;

  provides dev.gradus.spi.Activation with
      dev.gradus.activations.Identity,
      dev.gradus.activations.LeakyRelu,
      dev.gradus.activations.Relu,
      dev.gradus.activations.Sigmoid,
      dev.gradus.activations.Softmax,
      dev.gradus.activations.Tanh;
  provides dev.gradus.spi.Initializer with
      dev.gradus.activations.initializers.Given,
      dev.gradus.activations.initializers.GlorotNormal,
      dev.gradus.activations.initializers.GlorotUniform,
      dev.gradus.activations.initializers.HeNormal,
      dev.gradus.activations.initializers.HeUniform,
      dev.gradus.activations.initializers.LecunNormal,
      dev.gradus.activations.initializers.LecunUniform,
      dev.gradus.activations.initializers.Normal,
      dev.gradus.activations.initializers.Uniform,
      dev.gradus.activations.initializers.Zeros;
}
