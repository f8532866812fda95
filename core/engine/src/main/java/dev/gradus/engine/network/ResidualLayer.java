package dev.gradus.engine.network;

import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.linear.Products;
import dev.gradus.spi.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A block of layers whose output is added to its input: y = f(z), z = x + block(x). */
final class ResidualLayer implements Layer {

  private final List<Layer> block;
  private final Optional<Activation> activation;
  private final Coefficients coefficients;

  /**
   * Makes a layer.
   *
   * @param name what the names of further parameters begin with
   * @param block at least one layer; the last has as many outputs as the first has inputs
   */
  ResidualLayer(String name, List<Layer> block, Optional<Activation> activation) {
    this.block = List.copyOf(block);
    this.activation = activation;
    this.coefficients = new Coefficients(name, activation, inputs());
  }

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
    return coefficients.behind(
        block.stream().flatMap(layer -> layer.parameters().stream()).toList());
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
  public Optional<Activation> activation() {
    return activation;
  }

  @Override
  public long multiplications() {
    return block.stream().mapToLong(Layer::multiplications).sum();
  }

  @Override
  public Memory newMemory(int rows, Way way, List<Products> products) {
    return new ResidualMemory(rows, way, products);
  }

  @Override
  public long memoryBytes(int rows, Way way) {
    long own = Float.BYTES * ActivatedMemory.size(rows, inputs(), activation.isPresent(), way);
    long inside = 0;
    for (int l = 0; l < block.size(); l++) {
      inside += block.get(l).memoryBytes(rows, wayOf(l, way));
    }
    return own + inside;
  }

  private static Way wayOf(int layer, Way way) {
    return layer > 0 && way == Way.BACK_TO_PARAMETERS ? Way.BACK_TO_INPUTS : way;
  }

  private final class ResidualMemory extends ActivatedMemory {

    private final List<Memory> memories = new ArrayList<>();
    private final Memory last;

    ResidualMemory(int rows, Way way, List<Products> products) {
      super(rows, 1, inputs(), activation, coefficients, way, products.size());
      for (int l = 0; l < block.size(); l++) {
        memories.add(block.get(l).newMemory(rows, wayOf(l, way), products));
      }
      last = memories.get(memories.size() - 1);
    }

    @Override
    public void begin(long step) {
      for (Memory memory : memories) {
        memory.begin(step);
      }
    }

    @Override
    public void beginNote(long step, double share) {
      for (Memory memory : memories) {
        memory.beginNote(step, share);
      }
    }

    @Override
    public void layOut(int part, int parts) {
      for (Memory memory : memories) {
        memory.layOut(part, parts);
      }
    }

    @Override
    public void preActivate(Matrix x, int from, int to, int member) {
      for (int l = 0; l < memories.size(); l++) {
        memories.get(l).preActivate(inputOf(l, x), from, to, member);
        memories.get(l).activate(from, to, member);
      }
      float[] inner = last.outputs().values();
      for (int i = from * units; i < to * units; i++) {
        z.values()[i] = x.values()[i] + inner[i];
      }
    }

    private Matrix inputOf(int layer, Matrix x) {
      return layer == 0 ? x : memories.get(layer - 1).outputs().firstRows(x.rows());
    }

    @Override
    public void backward(int from, int to, int member) {
      System.arraycopy(
          gradient.values(),
          from * units,
          last.gradient().values(),
          from * units,
          (to - from) * units);
      for (int l = memories.size() - 1; l >= 0; l--) {
        memories.get(l).backwardThroughActivation(from, to, member);
        memories.get(l).backward(from, to, member);
        if (l > 0) {
          memories.get(l).inputGradient(memories.get(l - 1).gradient(), from, to, member);
        }
      }
    }

    @Override
    public void inputGradient(Matrix into, int from, int to, int member) {
      memories.get(0).inputGradient(into, from, to, member);
      for (int i = from * units; i < to * units; i++) {
        into.values()[i] += gradient.values()[i];
      }
    }

    @Override
    void ownParameterGradients(Matrix x, int part, int parts, int member) {
      for (int l = 0; l < memories.size(); l++) {
        memories.get(l).parameterGradients(inputOf(l, x), part, parts, member);
      }
    }

    @Override
    List<Matrix> ownGradients() {
      return memories.stream().flatMap(memory -> memory.gradients().stream()).toList();
    }
  }
}
