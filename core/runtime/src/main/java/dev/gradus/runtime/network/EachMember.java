package dev.gradus.runtime.network;

import dev.gradus.spi.CompositeFunction;
import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.Shape;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A layer that computes all members of an ensemble: a row holds those of the members, one after
 * another, so the same array is a batch with as many times the rows, and no number is moved.
 *
 * @param member the function of the rows of the members
 * @param count how many members there are
 */
public record EachMember(LayerFunction member, int count) implements CompositeFunction {

  @Override
  public List<LayerFunction> parts() {
    return List.of(member);
  }

  @Override
  public Optional<LayerFunction> withParts(List<LayerFunction> others) {
    return Optional.of(new EachMember(others.get(0), count));
  }

  @Override
  public Shape input() {
    return wide(member.input());
  }

  @Override
  public Shape output() {
    return wide(member.output());
  }

  private Shape wide(Shape shape) {
    return Shape.line(Math.multiplyExact(count, shape.columns()));
  }

  /** An activation sees the units of a member, or the channels of its pixels. */
  @Override
  public Shape activationShape() {
    Shape units = member.activationShape();
    return Shape.image(Math.multiplyExact(count, units.places()), 1, units.channels());
  }

  /** The number of rows of all members; what does not fit into an int fits nowhere. */
  private int all(int rows) {
    return (int) Math.min(Integer.MAX_VALUE, (long) count * rows);
  }

  /** From the rows of all members: they share this start. */
  @Override
  public void initialize(float[] x, int rows, RandomGenerator random) {
    member.initialize(x, all(rows), random);
  }

  @Override
  public boolean isIdentity() {
    return member.isIdentity();
  }

  @Override
  public long multiplications() {
    return count * member.multiplications();
  }

  @Override
  public long largestArray(int rows) {
    return member.largestArray(all(rows));
  }

  @Override
  public long kernelBytes(int rows, Direction direction) {
    return member.kernelBytes(all(rows), direction);
  }

  @Override
  public Kernel kernel(Workspace workspace) {
    return new MembersKernel(member.kernel(((Room) workspace).of(count)));
  }

  private final class MembersKernel implements Kernel {

    private final Kernel kernel;

    MembersKernel(Kernel kernel) {
      this.kernel = kernel;
    }

    @Override
    public void begin(long step) {
      kernel.begin(step);
    }

    @Override
    public void beginMeasuring(long step, double share) {
      kernel.beginMeasuring(step, share);
    }

    @Override
    public void layOut(int part, int parts) {
      kernel.layOut(part, parts);
    }

    @Override
    public void forward(float[] x, int from, int to, int thread) {
      kernel.forward(x, from * count, to * count, thread);
    }

    @Override
    public void backward(float[] x, float[] dx, int from, int to, int thread) {
      kernel.backward(x, dx, from * count, to * count, thread);
    }

    @Override
    public void parameterGradients(float[] x, int rows, int part, int parts, int thread) {
      kernel.parameterGradients(x, rows * count, part, parts, thread);
    }

    @Override
    public List<float[]> gradients() {
      return kernel.gradients();
    }
  }
}
