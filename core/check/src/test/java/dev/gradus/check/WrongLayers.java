package dev.gradus.check;

import dev.gradus.spi.AffineFunction;
import dev.gradus.spi.ColumnSums;
import dev.gradus.spi.EnsembleLayer;
import dev.gradus.spi.Layer;
import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.LayerSite;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.RowLayer;
import dev.gradus.spi.Shape;
import dev.gradus.spi.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Layers with one bug each. */
final class WrongLayers {

  private WrongLayers() {}

  /** The bugs of {@link Scaling}, which scales every number: y = w x. */
  enum Bug {
    NONE,
    MODIFIES_INPUTS,
    MODIFIES_WEIGHTS,
    MODIFIES_GRADIENT,
    RANDOM,
    RANDOM_PREDICTION,
    SEES_OTHER_ROWS,
    WRITES_TO_OTHER_ROWS,
    SUMS_PIECES,
    HIDES_A_NUMBER,
    LACKS_A_GRADIENT,
    LEARNS_THE_WRONG_WAY,
    LEARNS_TOO_MUCH,
    FORGETS_INPUTS,
    OTHER_SHAPE,
    SAME_NAMES,
    REFUSES_MUTELY,
    ALLOCATES,
    IDENTITY,
    RANDOM_IDENTITY,
    ADDS_TO_OUTPUTS,
    ADDS_UP_IN_EVERY_PART,
    SHARES_STATE,
    HIDES_MEMORY,
    READS_WHAT_BEGIN_SET,
    CALLS_SCALED_NUMBERS_UNCHANGED
  }

  @Plugin(name = "scaling", summary = "A test.")
  public record Scaling(Bug bug) implements Layer {

    public Scaling() {
      this(Bug.NONE);
    }

    @Override
    public LayerFunction build(LayerSite site) {
      int columns = site.input().columns();
      if (bug == Bug.REFUSES_MUTELY && columns > 2) {
        throw new IllegalArgumentException("no");
      }
      Tensor weights = site.constant("weight", Tensor.Role.SCALE, columns, 1);
      String second = bug == Bug.SAME_NAMES ? "weight" : "shift";
      Tensor shifts = site.constant(second, Tensor.Role.SCALE, columns, 0);
      return new Function(bug, site.input(), weights, shifts, site.seed() % 1000);
    }
  }

  private record Function(Bug bug, Shape input, Tensor weights, Tensor shifts, long hidden)
      implements LayerFunction {

    @Override
    public Shape output() {
      return input;
    }

    @Override
    public Shape activationShape() {
      return bug == Bug.OTHER_SHAPE ? Shape.line(input.columns() + 1) : input;
    }

    @Override
    public List<Tensor> parameters() {
      return List.of(weights, shifts);
    }

    @Override
    public List<Integer> numbers() {
      return bug == Bug.CALLS_SCALED_NUMBERS_UNCHANGED ? List.of(0) : List.of();
    }

    @Override
    public boolean isIdentity() {
      return bug == Bug.IDENTITY || bug == Bug.RANDOM_IDENTITY;
    }

    @Override
    public boolean isRandom() {
      return bug == Bug.RANDOM_IDENTITY;
    }

    @Override
    public boolean needsWholeBatch() {
      return bug == Bug.ADDS_UP_IN_EVERY_PART;
    }

    @Override
    public Kernel kernel(Workspace workspace) {
      return new ScalingKernel(this, workspace);
    }

    @Override
    public long kernelBytes(int rows, Direction direction) {
      return bug == Bug.HIDES_MEMORY ? 0 : (long) Float.BYTES * (rows + 4) * input.columns();
    }
  }

  private static final class ScalingKernel implements LayerFunction.Kernel {

    private final Bug bug;
    private final int columns;
    private final float[] weights;
    private final float[] shifts;
    private final LayerFunction.Workspace workspace;
    private final boolean learns;
    private final float[] terms;
    private final float[] weightGradient;
    private final float[] shiftGradient;
    private final double[] sums;
    private final long hidden;
    private SplittableRandom random = new SplittableRandom(1);
    private int predictions;
    private float[] garbage = {};
    private final float[] begun = new float[1];

    /** The wrong one of all kernels. */
    private static float[] last = {};

    ScalingKernel(Function layer, LayerFunction.Workspace workspace) {
      bug = layer.bug();
      columns = layer.input().columns();
      weights = layer.weights().values();
      shifts = layer.shifts().values();
      hidden = layer.hidden();
      this.workspace = workspace;
      learns = workspace.direction().isBack();
      terms = new float[workspace.rows() * columns * (bug == Bug.HIDES_MEMORY ? 9 : 1)];
      begun[0] = bug == Bug.READS_WHAT_BEGIN_SET ? 0 : 1;
      weightGradient = new float[columns];
      shiftGradient = new float[columns];
      sums = new double[columns];
    }

    @Override
    public void begin(long number) {
      begun[0] = 1;
      Arrays.fill(weightGradient, 0);
      random = new SplittableRandom(number);
      Arrays.fill(sums, 0);
    }

    @Override
    public void forward(float[] x, int from, int to, int thread) {
      float[] y = workspace.y();
      for (int i = from * columns; i < to * columns; i++) {
        float result = begun[0] * weights[i % columns] * x[i] + shifts[i % columns];
        y[i] = bug == Bug.ADDS_TO_OUTPUTS ? y[i] + result : result;
        if (bug == Bug.HIDES_A_NUMBER) {
          y[i] += hidden;
        }
        if (bug == Bug.RANDOM && learns) {
          y[i] += (float) random.nextDouble();
        }
        if (bug == Bug.RANDOM_PREDICTION && !learns) {
          y[i] += predictions;
        }
      }
      if (bug == Bug.SEES_OTHER_ROWS && to - from > 1) {
        y[from * columns] += x[(to - 1) * columns];
      }
      if (bug == Bug.WRITES_TO_OTHER_ROWS) {
        y[0] = weights[0] * x[0] + shifts[0];
      }
      if (bug == Bug.MODIFIES_INPUTS) {
        x[from * columns] = 0;
      }
      last = x;
      predictions++;
      if (bug == Bug.ALLOCATES) {
        garbage = new float[columns + garbage.length % 2];
      }
    }

    @Override
    public void backward(float[] x, float[] dx, int from, int to, int thread) {
      float[] dy = workspace.gradient();
      for (int i = from * columns; i < to * columns; i++) {
        terms[i] = dy[i] * (bug == Bug.SHARES_STATE ? last[i % last.length] : x[i]);
        if (dx.length > 0) {
          dx[i] = bug == Bug.FORGETS_INPUTS ? dy[i] : dy[i] * weights[i % columns];
        }
      }
      if (bug == Bug.SUMS_PIECES) {
        float[] ofPiece = new float[columns];
        for (int i = from * columns; i < to * columns; i++) {
          ofPiece[i % columns] += terms[i];
        }
        for (int j = 0; j < columns; j++) {
          sums[j] += ofPiece[j];
        }
      }
      if (bug == Bug.MODIFIES_GRADIENT) {
        dy[from * columns] *= 2;
      }
      if (bug == Bug.MODIFIES_WEIGHTS) {
        weights[0] *= 2;
      }
    }

    @Override
    public void parameterGradients(float[] x, int rows, int part, int parts, int thread) {
      int from = part * columns / parts;
      int to = (part + 1) * columns / parts;
      if (bug == Bug.ADDS_UP_IN_EVERY_PART) {
        ColumnSums.of(terms, rows, columns, sums, 0, columns);
        for (int j = 0; j < columns; j++) {
          weightGradient[j] += (float) sums[j];
        }
      } else if (bug != Bug.SUMS_PIECES) {
        ColumnSums.of(terms, rows, columns, sums, from, to);
      }
      if (bug != Bug.ADDS_UP_IN_EVERY_PART) {
        ColumnSums.narrow(sums, weightGradient, from, to);
      }
      for (int j = from; j < to; j++) {
        weightGradient[j] *=
            bug == Bug.LEARNS_THE_WRONG_WAY ? -1 : bug == Bug.LEARNS_TOO_MUCH ? 1.1f : 1;
        shiftGradient[j] = 0;
        for (int i = 0; i < rows; i++) {
          shiftGradient[j] += workspace.gradient()[i * columns + j];
        }
      }
    }

    @Override
    public List<float[]> gradients() {
      return bug == Bug.LACKS_A_GRADIENT
          ? List.of(weightGradient)
          : List.of(weightGradient, shiftGradient);
    }
  }

  /** It declares that it is y = x W, with a W that it does not use. */
  @Plugin(name = "not-affine", summary = "A test.")
  public record NotAffine() implements Layer {

    @Override
    public LayerFunction build(LayerSite site) {
      int columns = site.input().columns();
      return new Lies(
          new Function(
              Bug.NONE,
              site.input(),
              site.constant("weight", Tensor.Role.SCALE, columns, 1),
              site.constant("shift", Tensor.Role.SCALE, columns, 0),
              0),
          site.weights("unused", columns, columns, Optional.empty()));
    }
  }

  private record Lies(Function function, Tensor weight) implements AffineFunction {

    @Override
    public Optional<Tensor> bias() {
      return Optional.empty();
    }

    @Override
    public Shape input() {
      return function.input();
    }

    @Override
    public Shape output() {
      return function.input();
    }

    @Override
    public List<Tensor> parameters() {
      return function.parameters();
    }

    @Override
    public Kernel kernel(Workspace workspace) {
      return function.kernel(workspace);
    }

    @Override
    public long kernelBytes(int rows, Direction direction) {
      return function.kernelBytes(rows, direction);
    }
  }

  /** y = (w x)², with a small part missing in the backward pass. */
  @Plugin(name = "nearly", summary = "A test.")
  public record NearlyRight(double error) implements RowLayer {

    public NearlyRight() {
      this(1e-4);
    }

    @Override
    public Shape output(Shape input) {
      return input;
    }

    @Override
    public List<Learned> learned(int inputs) {
      return List.of(Learned.scales("weight", inputs));
    }

    @Override
    public void forward(double[] x, double[][] p, double[] y, double[] memory) {
      for (int k = 0; k < x.length; k++) {
        y[k] = p[0][k] * p[0][k] * x[k] * x[k];
      }
    }

    @Override
    public void backward(
        double[] x, double[][] p, double[] memory, double[] dy, double[] dx, double[][] dp) {
      for (int k = 0; k < x.length; k++) {
        double slope = 2 * dy[k] * p[0][k] * x[k] * (1 - error);
        dx[k] += slope * p[0][k];
        dp[0][k] += slope * x[k];
      }
    }
  }

  /** It overwrites what it should add to. */
  @Plugin(name = "overwrites", summary = "A test.")
  public record Overwrites() implements RowLayer {

    @Override
    public Shape output(Shape input) {
      return input;
    }

    @Override
    public List<Learned> learned(int inputs) {
      return List.of(Learned.scales("weight", inputs));
    }

    @Override
    public void forward(double[] x, double[][] p, double[] y, double[] memory) {
      for (int k = 0; k < x.length; k++) {
        y[k] = p[0][k] * x[k];
      }
    }

    @Override
    public void backward(
        double[] x, double[][] p, double[] memory, double[] dy, double[] dx, double[][] dp) {
      for (int k = 0; k < x.length; k++) {
        dx[k] = dy[k] * p[0][k];
        dp[0][k] = dy[k] * x[k];
      }
    }
  }

  /** An ensemble of two members that get the numbers as they are. */
  @Plugin(name = "copies", summary = "A test.")
  public record Copies(boolean takesOneRow) implements EnsembleLayer {

    private static final int MEMBERS = 2;

    public Copies() {
      this(true);
    }

    @Override
    public int members() {
      return MEMBERS;
    }

    @Override
    public Kind kind() {
      return Kind.MINI;
    }

    @Override
    public EnsembleLayer withMembers(int count) {
      return this;
    }

    @Override
    public boolean ownBatches() {
      return true;
    }

    @Override
    public LayerFunction build(LayerSite site) {
      return new Repeated(MEMBERS, 1).build(site);
    }

    /** The function that was built takes one row; the other one doubles the numbers. */
    @Override
    public LayerFunction ofOwnRows(LayerFunction built) {
      return takesOneRow
          ? built
          : new Repeated(1, 2).build(TrialSite.of(built.output(), List.of()));
    }

    @Override
    public LayerFunction mean(int outputs) {
      throw new UnsupportedOperationException("no network is built with it");
    }
  }

  private record Repeated(int times, double factor) implements RowLayer {

    @Override
    public Shape output(Shape input) {
      return Shape.line(times * input.columns());
    }

    @Override
    public void forward(double[] x, double[][] p, double[] y, double[] memory) {
      for (int k = 0; k < y.length; k++) {
        y[k] = factor * x[k % x.length];
      }
    }

    @Override
    public void backward(
        double[] x, double[][] p, double[] memory, double[] dy, double[] dx, double[][] dp) {
      for (int k = 0; k < dy.length; k++) {
        dx[k % x.length] += factor * dy[k];
      }
    }
  }
}
