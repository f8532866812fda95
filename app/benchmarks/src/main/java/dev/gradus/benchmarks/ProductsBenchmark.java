package dev.gradus.benchmarks;

import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.linear.VectorProducts;
import dev.gradus.runtime.linear.Products;
import dev.gradus.runtime.linear.RightFactor;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The three matrix products of a dense layer, including packing, compared with EJML.
 *
 * <p>The score is the time per product. A product of n x k x m takes 2 n k m operations.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ProductsBenchmark {

  private static final int SEED = 1;

  /** The shape: rows of a batch x inputs x units. */
  @Param({"16x4x16", "32x30x64", "32x64x32", "32x784x100", "128x784x256", "512x1024x512"})
  public String shape = "";

  /** Plain loops, or the Vector API. */
  @Param({"plain", "vectors"})
  public String loops = "";

  private Products products = new Products();
  private RightFactor right = products.factor(new float[0], 0, 0, false, 0);
  private RightFactor rightTransposed = right;
  private RightFactor rightGradient = right;
  private Matrix x = Matrix.zeros(0, 0);
  private Matrix w = x;
  private Matrix y = x;
  private Matrix dx = x;
  private Matrix dw = x;

  /** Fills the matrices with random numbers. */
  @Setup
  public void fill() {
    String[] sizes = shape.split("x", -1);
    int n = Integer.parseInt(sizes[0]);
    int k = Integer.parseInt(sizes[1]);
    int m = Integer.parseInt(sizes[2]);
    SplittableRandom random = new SplittableRandom(SEED);
    x = random(n, k, random);
    w = random(k, m, random);
    y = random(n, m, random);
    dx = Matrix.zeros(n, k);
    dw = Matrix.zeros(k, m);
    products = loops.equals("vectors") ? VectorProducts.fastest(Double.MAX_VALUE) : new Products();
    right = products.factor(w.values(), w.rows(), w.columns(), false, n);
    rightTransposed = products.factor(w.values(), w.rows(), w.columns(), true, n);
    rightGradient = products.factor(y.values(), y.rows(), y.columns(), false, k);
  }

  private static Matrix random(int rows, int columns, SplittableRandom random) {
    Matrix matrix = Matrix.zeros(rows, columns);
    for (int i = 0; i < matrix.size(); i++) {
      matrix.values()[i] = (float) random.nextDouble(-1, 1);
    }
    return matrix;
  }

  private static FMatrixRMaj wrap(Matrix matrix) {
    return FMatrixRMaj.wrap(matrix.rows(), matrix.columns(), matrix.values());
  }

  /** y = x w. */
  @Benchmark
  public Matrix forward() {
    right.layOut(0, w.rows());
    products.multiply(x.values(), right, Products.ZEROS, y.values(), 0, y.rows());
    return y;
  }

  /** dx = y wT. */
  @Benchmark
  public Matrix toInputs() {
    rightTransposed.layOut(0, w.rows());
    products.multiply(y.values(), rightTransposed, Products.ZEROS, dx.values(), 0, dx.rows());
    return dx;
  }

  /** dw = xT y. */
  @Benchmark
  public Matrix toWeights() {
    rightGradient.layOut(0, y.rows());
    products.multiplyTransposedLeft(
        x.values(), x.rows(), x.columns(), rightGradient, dw.values(), 0, dw.rows());
    return dw;
  }

  /** y = x w, by EJML. */
  @Benchmark
  public Matrix forwardByEjml() {
    CommonOps_FDRM.mult(wrap(x), wrap(w), wrap(y));
    return y;
  }

  /** dx = y wT, by EJML. */
  @Benchmark
  public Matrix toInputsByEjml() {
    CommonOps_FDRM.multTransB(wrap(y), wrap(w), wrap(dx));
    return dx;
  }

  /** dw = xT y, by EJML. */
  @Benchmark
  public Matrix toWeightsByEjml() {
    CommonOps_FDRM.multTransA(wrap(x), wrap(y), wrap(dw));
    return dw;
  }
}
