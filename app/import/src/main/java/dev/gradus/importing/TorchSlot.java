package dev.gradus.importing;

import dev.gradus.activations.Prelu;
import dev.gradus.layers.BatchNorm;
import dev.gradus.layers.Conv2d;
import dev.gradus.layers.Dense;
import dev.gradus.layers.Flatten;
import dev.gradus.layers.Image;
import dev.gradus.layers.LayerNorm;
import dev.gradus.layers.RmsNorm;
import dev.gradus.runtime.network.PluginName;
import dev.gradus.spi.Layer;
import java.util.ArrayList;
import java.util.List;

/**
 * A layer of a network, or its activation, that takes the weights of a module.
 *
 * @param index of the layer
 * @param layer the layer
 * @param isSlope whether it is the slope of its activation, prelu
 * @param inputs the number of its inputs or channels; -1 if it follows from the weights
 */
record TorchSlot(int index, Layer layer, boolean isSlope, int inputs) {

  /** The slots of a network, in their order. */
  static List<TorchSlot> of(List<Layer> network) {
    List<TorchSlot> slots = new ArrayList<>();
    int width = -1;
    for (int i = 0; i < network.size(); i++) {
      Layer layer = network.get(i);
      boolean takes =
          layer instanceof Dense
              || layer instanceof Conv2d
              || layer instanceof BatchNorm
              || layer instanceof LayerNorm
              || layer instanceof RmsNorm;
      if (takes) {
        slots.add(new TorchSlot(i, layer, false, width));
      }
      if (layer instanceof Dense dense) {
        width = dense.units().orElse(-1);
      } else if (layer instanceof Conv2d conv) {
        width = conv.filters();
      } else if (layer instanceof Image image) {
        width = image.channels();
      } else if (layer instanceof Flatten) {
        width = -1;
      }
      if (layer.activation().filter(Prelu.class::isInstance).isPresent()) {
        slots.add(new TorchSlot(i, layer, true, width));
      }
    }
    return slots;
  }

  /** Its name in messages, such as {@code network.1 (dense)}. */
  String called() {
    return "network.%s (%s)".formatted(index, isSlope ? "prelu" : PluginName.of(layer));
  }

  /** Whether a module may be this layer, as far as that is known before all shapes are. */
  boolean fits(TorchModule module) {
    int rank = module.find("weight").map(Weights::rank).orElse(1);
    List<Integer> shape = module.find("weight").map(Weights::shape).orElse(List.of(inputs));
    boolean isNorm = module.find("running_mean").filter(mean -> mean.rank() == 1).isPresent();
    if (shape.isEmpty()) {
      return false;
    }
    if (isSlope) {
      return rank == 1
          && module.tensors().size() == 1
          && (shape.get(0) == 1 || isOpen(shape.get(0)));
    }
    if (layer instanceof Dense dense) {
      return rank == 2
          && isOpen(shape.get(1))
          && dense.units().map(units -> units.equals(shape.get(0))).orElse(true)
          && dense.bias() == module.find("bias").isPresent();
    }
    if (layer instanceof Conv2d conv) {
      return rank == 4
          && shape.equals(
              List.of(
                  conv.filters(), inputs < 0 ? shape.get(1) : inputs, conv.kernel(), conv.kernel()))
          && conv.bias() == module.find("bias").isPresent();
    }
    if (layer instanceof BatchNorm) {
      return isNorm && isOpen(shape.get(0));
    }
    boolean isLayerNorm = layer instanceof LayerNorm;
    return !isNorm
        && module.find("weight").isPresent()
        && (isLayerNorm || module.find("bias").isEmpty());
  }

  private boolean isOpen(int size) {
    return inputs < 0 || inputs == size;
  }

  /** What a module must be, for messages. */
  String wanted() {
    String in = inputs < 0 ? "inputs" : Integer.toString(inputs);
    if (isSlope) {
      return "weight [1] or [%s]".formatted(in);
    }
    if (layer instanceof Dense dense) {
      String out = dense.units().map(Object::toString).orElse("outputs");
      return "weight [%s, %s]%s"
          .formatted(
              out, in, dense.bias() ? ", bias [%s]".formatted(out) : " and no bias (bias: false)");
    }
    if (layer instanceof Conv2d conv) {
      return "weight [%1$s, %2$s, %3$s, %3$s]%4$s"
          .formatted(
              conv.filters(),
              in,
              conv.kernel(),
              conv.bias() ? ", bias [%s]".formatted(conv.filters()) : " and no bias (bias: false)");
    }
    if (layer instanceof BatchNorm) {
      return "weight [%1$s], bias [%1$s], running_mean [%1$s], running_var [%1$s]".formatted(in);
    }
    return layer instanceof LayerNorm ? "weight and bias" : "weight alone";
  }
}
