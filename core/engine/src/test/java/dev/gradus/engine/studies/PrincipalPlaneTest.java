package dev.gradus.engine.studies;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The plane in which a path varies most, for paths with a known plane. */
class PrincipalPlaneTest {

  private static final double FLOAT = 1e-6;

  @Test
  void aRectangleLiesInItsOwnPlane() {
    // Sides of 4 along the second axis and 2 along the fourth: of the variance 16/4 and 4/4.
    List<float[]> path =
        List.of(
            new float[] {5, 1, 7, 1},
            new float[] {5, 5, 7, 1},
            new float[] {5, 5, 7, 3},
            new float[] {5, 1, 7, 3});
    PrincipalPlane plane = PrincipalPlane.of(path, path.get(3)).orElseThrow();
    assertEquals(0.8, plane.firstShare(), FLOAT);
    assertEquals(0.2, plane.secondShare(), FLOAT);
    assertArrayEquals(new float[] {0, 1, 0, 0}, absolute(plane.first()), 1e-6f);
    assertArrayEquals(new float[] {0, 0, 0, 1}, absolute(plane.second()), 1e-6f);
    double along = plane.first()[1];
    double up = plane.second()[3];
    assertArrayEquals(new double[] {0, -2 * up}, plane.points().get(0), FLOAT);
    assertArrayEquals(new double[] {4 * along, -2 * up}, plane.points().get(1), FLOAT);
    assertArrayEquals(new double[] {4 * along, 0}, plane.points().get(2), FLOAT);
    assertArrayEquals(new double[] {0, 0}, plane.points().get(3), FLOAT);
  }

  private static float[] absolute(float[] values) {
    float[] absolute = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      absolute[i] = Math.abs(values[i]);
    }
    return absolute;
  }

  @Test
  void whatIsOutsideOfThePlaneIsLeftOut() {
    // 3 axes at right angles, on each the points -a and a: variances 9, 4, 1 of 14.
    List<float[]> path =
        List.of(
            new float[] {-3, 0, 0},
            new float[] {3, 0, 0},
            new float[] {0, -2, 0},
            new float[] {0, 2, 0},
            new float[] {0, 0, -1},
            new float[] {0, 0, 1});
    PrincipalPlane plane = PrincipalPlane.of(path, new float[] {0, 0, 0}).orElseThrow();
    assertEquals(9 / 14.0, plane.firstShare(), FLOAT);
    assertEquals(4 / 14.0, plane.secondShare(), FLOAT);
    assertArrayEquals(new double[] {0, 0}, plane.points().get(5), FLOAT);
  }

  @Test
  void theDirectionsAreAtRightAnglesAlsoWhereTheSecondIsSmall() {
    float[][] path = new float[12][50];
    for (int k = 0; k < path.length; k++) {
      for (int i = 0; i < path[k].length; i++) {
        path[k][i] = 3 + k * (i % 7) + 0.1f * (float) Math.sin(1.7 * k * i);
      }
    }
    PrincipalPlane plane = PrincipalPlane.of(List.of(path), path[11]).orElseThrow();
    assertTrue(plane.secondShare() < 1e-4, "share " + plane.secondShare());
    double product = 0;
    double length = 0;
    for (int i = 0; i < 50; i++) {
      product += (double) plane.first()[i] * plane.second()[i];
      length += (double) plane.second()[i] * plane.second()[i];
    }
    assertEquals(0, product, FLOAT);
    assertEquals(1, length, FLOAT);
  }

  @Test
  void aSquareThatIsWalkedAgainAndAgainLiesInItsPlane() {
    for (long seed = 0; seed < 10; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      double[] a = random.doubles(60, -1, 1).toArray();
      double[] b = random.doubles(60, -1, 1).toArray();
      float[][] path = new float[33][60];
      for (int k = 0; k < path.length; k++) {
        for (int i = 0; i < path[k].length; i++) {
          path[k][i] = (float) (a[i] * (k % 2) + b[i] * (k / 2 % 2));
        }
      }
      PrincipalPlane plane = PrincipalPlane.of(List.of(path), path[32]).orElseThrow();
      assertEquals(1, plane.firstShare() + plane.secondShare(), FLOAT);
    }
  }

  @Test
  void whatDoesNotLeaveALineHasNoPlane() {
    float[] start = {1, 2, 3};
    float[] middle = {2, 3, 4};
    float[] end = {5, 6, 7};
    assertEquals(Optional.empty(), PrincipalPlane.of(List.of(start, middle, end), end));
    assertEquals(Optional.empty(), PrincipalPlane.of(List.of(start, end), end));
    assertEquals(Optional.empty(), PrincipalPlane.of(List.of(end), end));
    assertEquals(Optional.empty(), PrincipalPlane.of(List.of(end, end, end, end), end));
  }

  @Test
  void whatIsNotFiniteHasNoPlane() {
    float[] end = {0, 0};
    assertEquals(
        Optional.empty(),
        PrincipalPlane.of(
            List.of(new float[] {1, Float.NaN}, new float[] {0, 1}, new float[] {1, 0}), end));
  }
}
