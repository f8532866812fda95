package dev.gradus.layers;

import dev.gradus.spi.EnsembleLayer;
import dev.gradus.spi.Layer;
import dev.gradus.testkit.Installed;
import dev.gradus.testkit.LayerConformance;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

class LayersConformTest {

  @TestFactory
  Stream<DynamicNode> withTheirDefaults() {
    return LayerConformance.of(Installed.all(Layer.class));
  }

  private static Dense dense(
      Dense.Parametrization parametrization, boolean unitVariance, boolean dataBiases) {
    return new Dense(
        Optional.of(4),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        true,
        parametrization,
        unitVariance,
        dataBiases);
  }

  @TestFactory
  Stream<DynamicNode> withOtherOptions() {
    return LayerConformance.of(
        new Dense(Optional.of(4), Optional.empty(), Optional.empty(), Optional.empty(), false),
        dense(Dense.Parametrization.NTK, false, false),
        dense(Dense.Parametrization.NTK, true, true),
        dense(Dense.Parametrization.STANDARD, true, false),
        dense(Dense.Parametrization.STANDARD, false, true),
        new Conv2d(
            3,
            2,
            2,
            Conv2d.Padding.SAME,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false),
        new Conv2d(
            2,
            3,
            1,
            Conv2d.Padding.SAME,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            true),
        new Conv2d(
            2,
            3,
            2,
            Conv2d.Padding.VALID,
            Optional.of(List.of(1, 0, 2, 1)),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            true),
        new MaxPool(3, Optional.of(1)),
        new MaxPool(3, Optional.of(2), Optional.of(List.of(1))),
        new AveragePool(3, Optional.of(2)),
        new AveragePool(3, Optional.of(2), Optional.of(List.of(1, 0, 2, 1))),
        new BatchNorm(0.3, 1e-2, Optional.empty()),
        new LayerNorm(1e-2, Optional.empty()),
        new Image(2, 3, 2),
        new Embedding(Optional.of(3), Optional.empty()),
        new Embedding(Optional.of(3), Optional.empty(), 4),
        new PiecewiseLinear(3, 2),
        new Periodic(Periodic.Form.PBLD),
        new Periodic(Periodic.Form.PLR, Optional.of(5), Optional.of(0.3), Optional.of(4), true),
        new Periodic(Periodic.Form.PBLD, Optional.of(3), Optional.empty(), Optional.of(2), true),
        new Ensemble(3, EnsembleLayer.Kind.MINI, Ensemble.Start.NORMAL, true),
        new Ensemble(3, EnsembleLayer.Kind.PACKED, Ensemble.Start.SIGNS, true),
        new Residual(List.of(new LayerNorm(), new Dropout())),
        new Residual(List.of(new Image(2, 3, 2), new Flatten(), Dense.of(12))));
  }
}
