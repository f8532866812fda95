package dev.gradus.engine.config;

/** One layer of a network, as it is described before any data are known. */
public sealed interface LayerSpec
    permits Dense,
        Dropout,
        AlphaDropout,
        GaussianNoise,
        BatchNorm,
        LayerNorm,
        RmsNorm,
        Embedding,
        Residual,
        Image,
        Conv2d,
        MaxPool,
        AveragePool,
        GlobalAveragePool,
        Flatten {}
