package dev.gradus.engine.network;

import dev.gradus.engine.linear.Matrix;
import java.util.List;

/**
 * A block of layers whose output is added to its input: y = x + block(x).
 *
 * @param block at least one layer; the last has as many outputs as the first has inputs
 */
record ResidualLayer(List<Layer> block) implements Layer {

  @Override
  public int inputs() {
    return block.get(0).inputs();
  }

  @Override
  public int outputs() {
    return inputs();
  }

  @Override
  public List<Parameter> parameters() {
    return block.stream().flatMap(layer -> layer.parameters().stream()).toList();
  }

  @Override
  public List<Parameter> statistics() {
    return block.stream().flatMap(layer -> layer.statistics().stream()).toList();
  }

  @Override
  public boolean isRandom() {
    return block.stream().anyMatch(Layer::isRandom);
  }

  @Override
  public boolean needsWholeBatch() {
    return block.stream().anyMatch(Layer::needsWholeBatch);
  }

  @Override
  public int leastRows() {
    return block.stream().mapToInt(Layer::leastRows).max().orElse(1);
  }

  @Override
  public long multiplications() {
    return block.stream().mapToLong(Layer::multiplications).sum();
  }

  @Override
  public long largestArray(int rows) {
    return block.stream().mapToLong(layer -> layer.largestArray(rows)).max().orElse(0);
  }

  @Override
  public Kernel kernel(Room room) {
    return new ResidualKernel(room);
  }

  @Override
  public long kernelBytes(int rows, Way way) {
    return Chain.bytes(block, rows, way);
  }

  private final class ResidualKernel implements Kernel {

    private final int units = outputs();
    private final float[] y;
    private final float[] gradient;
    private final Chain chain;
    private final int last = block.size() - 1;

    ResidualKernel(Room room) {
      y = room.y().values();
      gradient = room.gradient().values();
      chain = new Chain(block, room.rows(), room.way(), room.products());
    }

    @Override
    public void begin(long step) {
      chain.begin(step);
    }

    @Override
    public void beginMeasuring(long step, double share) {
      chain.beginMeasuring(step, share);
    }

    @Override
    public void layOut(int part, int parts) {
      chain.layOut(part, parts);
    }

    @Override
    public void forward(Matrix x, int from, int to, int member) {
      chain.forward(x, 0, block.size(), from, to, member);
      float[] inner = chain.outputs(last).values();
      for (int i = from * units; i < to * units; i++) {
        y[i] = x.values()[i] + inner[i];
      }
    }

    @Override
    public void backward(Matrix x, Matrix into, int from, int to, int member) {
      float[] inner = chain.gradient(last).values();
      System.arraycopy(gradient, from * units, inner, from * units, (to - from) * units);
      chain.backward(x, block.size(), into, from, to, member);
      if (into.size() > 0) {
        for (int i = from * units; i < to * units; i++) {
          into.values()[i] += gradient[i];
        }
      }
    }

    @Override
    public void parameterGradients(Matrix x, int part, int parts, int member) {
      chain.parameterGradients(x, part, parts, member);
    }

    @Override
    public List<Matrix> gradients() {
      return chain.parameterGradients();
    }
  }
}
