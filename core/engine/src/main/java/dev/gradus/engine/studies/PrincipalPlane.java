package dev.gradus.engine.studies;

import dev.gradus.engine.linear.SymmetricEigen;
import dev.gradus.engine.linear.Vectors;
import dev.gradus.runtime.problem.CancelledException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The plane in which a path through the space of all weights varies most: that of its first two
 * principal components, through its end.
 *
 * <p>There are many weights and few points, so the components are computed from the products
 * between points, not between weights: if {@code G v = λ v} for {@code G = DDᵀ}, where the rows of
 * D are the points minus their mean, then {@code Dᵀv} is the component, and λ its share of the sum
 * of all squared distances from the mean.
 */
final class PrincipalPlane {

  /** A direction with a smaller share of the variance is rounding error. */
  private static final double LEAST_SHARE = 1e-6;

  private final float[] first;
  private final float[] second;
  private final double firstShare;
  private final double secondShare;
  private final List<double[]> points;

  private PrincipalPlane(
      float[] first, float[] second, double firstShare, double secondShare, List<double[]> points) {
    this.first = first;
    this.second = second;
    this.firstShare = firstShare;
    this.secondShare = secondShare;
    this.points = points;
  }

  /**
   * Computes the plane.
   *
   * @param path weights; not modified
   * @param end a point of the plane; not modified
   * @return empty if the path is a straight line, or is not finite
   */
  static Optional<PrincipalPlane> of(List<float[]> path, float[] end) {
    double[][] products = products(path, end);
    double[][] centred = centred(products);
    double variance = 0;
    for (int i = 0; i < centred.length; i++) {
      variance += centred[i][i];
    }
    if (path.size() < 3 || !Double.isFinite(variance) || variance <= 0) {
      return Optional.empty();
    }
    SymmetricEigen eigen = SymmetricEigen.of(centred);
    double[] values = eigen.values();
    if (values[1] <= LEAST_SHARE * variance) {
      return Optional.empty();
    }
    double[] first = component(path, eigen, 0);
    double[] second = component(path, eigen, 1);
    scaleToOne(first);
    double common = Vectors.dot(first, second);
    for (int i = 0; i < second.length; i++) {
      second[i] -= common * first[i];
    }
    scaleToOne(second);
    List<double[]> points = new ArrayList<>();
    for (float[] point : path) {
      double x = 0;
      double y = 0;
      for (int i = 0; i < end.length; i++) {
        double moved = (double) point[i] - end[i];
        x += moved * first[i];
        y += moved * second[i];
      }
      points.add(new double[] {x, y});
    }
    return Optional.of(
        new PrincipalPlane(
            narrow(first), narrow(second), values[0] / variance, values[1] / variance, points));
  }

  /** The first direction, of length 1. */
  float[] first() {
    return first;
  }

  /** The second direction, orthogonal to the first, of length 1. */
  float[] second() {
    return second;
  }

  /** The share of the path's variance along the first direction, from 0 to 1. */
  double firstShare() {
    return firstShare;
  }

  /** The same along the second. */
  double secondShare() {
    return secondShare;
  }

  /** The coordinates of the path's points along both directions, relative to the end. */
  List<double[]> points() {
    return points;
  }

  /** The products of all points, relative to the end. */
  private static double[][] products(List<float[]> path, float[] end) {
    int count = path.size();
    double[][] products = new double[count][count];
    for (int a = 0; a < count; a++) {
      CancelledException.check("the path of the weights was measured");
      float[] one = path.get(a);
      for (int b = 0; b <= a; b++) {
        float[] other = path.get(b);
        double sum = 0;
        for (int i = 0; i < end.length; i++) {
          sum += ((double) one[i] - end[i]) * ((double) other[i] - end[i]);
        }
        products[a][b] = sum;
        products[b][a] = sum;
      }
    }
    return products;
  }

  /** The same products, relative to the mean of the points. */
  private static double[][] centred(double[][] products) {
    int count = products.length;
    double[] means = new double[count];
    double mean = 0;
    for (int a = 0; a < count; a++) {
      for (int b = 0; b < count; b++) {
        means[a] += products[a][b] / count;
      }
      mean += means[a] / count;
    }
    double[][] centred = new double[count][count];
    for (int a = 0; a < count; a++) {
      for (int b = 0; b < count; b++) {
        centred[a][b] = products[a][b] - means[a] - means[b] + mean;
      }
    }
    return centred;
  }

  /** Dᵀv; the elements of v add up to 0, so the mean of the points need not be subtracted. */
  private static double[] component(List<float[]> path, SymmetricEigen eigen, int number) {
    double[] component = new double[path.get(0).length];
    double mean = 0;
    for (int a = 0; a < path.size(); a++) {
      mean += eigen.component(number, a) / path.size();
    }
    for (int a = 0; a < path.size(); a++) {
      double factor = eigen.component(number, a) - mean;
      for (int i = 0; i < component.length; i++) {
        component[i] += factor * path.get(a)[i];
      }
    }
    return component;
  }

  private static void scaleToOne(double[] vector) {
    double length = Vectors.length(vector);
    for (int i = 0; i < vector.length; i++) {
      vector[i] /= length;
    }
  }

  private static float[] narrow(double[] vector) {
    float[] narrow = new float[vector.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) vector[i];
    }
    return narrow;
  }
}
