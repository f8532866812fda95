package org.acme.layers;

import dev.gradus.spi.CompositeFunction;
import dev.gradus.spi.Layer;
import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.LayerSite;
import dev.gradus.spi.Option;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Shape;
import java.util.List;

/** Layers as one, which cannot be replaced by others. */
@Plugin(name = "wrapped", summary = "Layers as one.", formula = "y = layers(x)", reference = "none")
public record Wrapped(@Option(value = "the layers", required = true) List<Layer> layers)
    implements Layer {

  public Wrapped() {
    this(List.of(new Gated(3)));
  }

  public Wrapped {
    layers = List.copyOf(layers);
  }

  @Override
  public LayerFunction build(LayerSite site) {
    return new Whole(site.inner("layers", layers));
  }

  private record Whole(LayerFunction inner) implements CompositeFunction {

    @Override
    public List<LayerFunction> parts() {
      return List.of(inner);
    }

    @Override
    public Shape input() {
      return inner.input();
    }

    @Override
    public Shape output() {
      return inner.output();
    }

    @Override
    public long kernelBytes(int rows, Direction direction) {
      return inner.kernelBytes(rows, direction);
    }

    @Override
    public Kernel kernel(Workspace workspace) {
      return inner.kernel(workspace);
    }
  }
}
