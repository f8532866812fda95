package dev.gradus.optimizers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.spi.JointOptimizer;
import dev.gradus.spi.Optimizer;
import dev.gradus.testkit.Installed;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Gradients of 1e-20, whose squares are next to nothing as a float, and of 1e20, whose squares are
 * infinite: every optimizer goes the way of its formula in double.
 */
class ExtremeGradientsTest {

  private static final double[] SIZES = {1e-20, 1, 1e20};
  private static final float[] START = {0.5f, -0.25f, 2};
  private static final int STEPS = 60;
  private static final double TOLERANCE = 1e-4;

  /** A formula in double for one weight; s is what it remembers, 0 at first. */
  private interface Formula {
    double moved(double w, double g, int t, double[] s);
  }

  private static double mean(double[] s, int place, double beta, double g) {
    s[place] = beta * s[place] + (1 - beta) * g;
    return s[place];
  }

  private static double adam(double g, int t, double[] s, double epsilon) {
    double m = mean(s, 0, 0.9, g) / (1 - Math.pow(0.9, t));
    double v = mean(s, 1, 0.999, g * g) / (1 - Math.pow(0.999, t));
    return m / (Math.sqrt(v) + epsilon);
  }

  private static final Map<Optimizer, Formula> FORMULAS =
      Map.ofEntries(
          Map.entry(new Sgd(), (w, g, t, s) -> w - 0.01 * g),
          Map.entry(
              new Sgd(0.01, 0.9, 0, false, 0),
              (w, g, t, s) -> w - 0.01 * (s[0] = t == 1 ? g : 0.9 * s[0] + g)),
          Map.entry(new Adam(), (w, g, t, s) -> w - 0.001 * adam(g, t, s, 1e-8)),
          Map.entry(
              new Adam(0.001, 0.9, 0.999, 1e-25, true, 0),
              (w, g, t, s) -> w - 0.001 * adam(g, t, s, 1e-25)),
          Map.entry(
              new Adamw(), (w, g, t, s) -> w * (1 - 0.001 * 0.01) - 0.001 * adam(g, t, s, 1e-8)),
          Map.entry(
              new Adabelief(),
              (w, g, t, s) -> {
                double m = mean(s, 0, 0.9, g);
                s[1] = 0.999 * s[1] + 0.001 * (g - m) * (g - m) + 1e-16;
                double v = s[1] / (1 - Math.pow(0.999, t));
                return w - 0.001 * m / (1 - Math.pow(0.9, t)) / (Math.sqrt(v) + 1e-16);
              }),
          Map.entry(
              new Adadelta(),
              (w, g, t, s) -> {
                double d = Math.sqrt((s[1] + 1e-6) / (mean(s, 0, 0.9, g * g) + 1e-6)) * g;
                mean(s, 1, 0.9, d * d);
                return w - d;
              }),
          Map.entry(
              new Adagrad(), (w, g, t, s) -> w - 0.01 * g / (Math.sqrt(s[0] += g * g) + 1e-10)),
          Map.entry(
              new Adamax(),
              (w, g, t, s) -> {
                s[1] = Math.max(0.999 * s[1], Math.abs(g) + 1e-8);
                return w - 0.002 / (1 - Math.pow(0.9, t)) * mean(s, 0, 0.9, g) / s[1];
              }),
          Map.entry(
              new Asgd(),
              (w, g, t, s) -> {
                double eta = 0.01 / Math.pow(1 + 1e-6 * (t - 1), 0.75);
                return w * (1 - 1e-4 * eta) - eta * g;
              }),
          Map.entry(
              new Ftrl(),
              (w, g, t, s) -> {
                double before = (1 + Math.sqrt(s[0])) / 0.1;
                double now = (1 + Math.sqrt(s[0] += g * g)) / 0.1;
                s[1] = (t == 1 ? -w * before : s[1]) + g - (now - before) * w;
                return -s[1] / now;
              }),
          Map.entry(
              new Lion(),
              (w, g, t, s) -> {
                double step = 1e-4 * Math.signum(0.9 * s[0] + 0.1 * g);
                mean(s, 0, 0.99, g);
                return w - step;
              }),
          Map.entry(
              new Nadam(),
              (w, g, t, s) -> {
                double now = 0.9 * (1 - 0.5 * Math.pow(0.96, t * 0.004));
                double next = 0.9 * (1 - 0.5 * Math.pow(0.96, (t + 1) * 0.004));
                s[2] = (t == 1 ? 1 : s[2]) * now;
                double m =
                    next * mean(s, 0, 0.9, g) / (1 - s[2] * next) + (1 - now) * g / (1 - s[2]);
                double v = mean(s, 1, 0.999, g * g) / (1 - Math.pow(0.999, t));
                return w - 0.002 * m / (Math.sqrt(v) + 1e-8);
              }),
          Map.entry(
              new Radam(),
              (w, g, t, s) -> {
                double m = mean(s, 0, 0.9, g) / (1 - Math.pow(0.9, t));
                double v = mean(s, 1, 0.999, g * g);
                double most = 2 / 0.001 - 1;
                double power = Math.pow(0.999, t);
                double r = most - 2 * t * power / (1 - power);
                double trust = (r - 4) * (r - 2) * most / ((most - 4) * (most - 2) * r);
                return r > 5
                    ? w - 0.001 * m * Math.sqrt(trust * (1 - power)) / (Math.sqrt(v) + 1e-8)
                    : w - 0.001 * m;
              }),
          Map.entry(
              new Rmsprop(),
              (w, g, t, s) -> w - 0.01 * g / (Math.sqrt(mean(s, 0, 0.99, g * g)) + 1e-8)),
          Map.entry(
              new Rprop(),
              (w, g, t, s) -> {
                double sign = Math.signum(g * 1e-10) * Math.signum(s[0] * 1e-10);
                double before = t == 1 ? 0.01 : s[1];
                s[1] = Math.max(1e-6, Math.min(50, before * (sign > 0 ? 1.2 : sign < 0 ? 0.5 : 1)));
                s[0] = sign < 0 ? 0 : g;
                return w - s[1] * Math.signum(s[0]);
              }),
          Map.entry(
              new ScheduleFreeAdamw(),
              (w, g, t, s) -> {
                double x = t == 1 ? w : s[0];
                double z = t == 1 ? w : s[1];
                double gamma = 0.0025 * Math.sqrt(1 - Math.pow(0.999, t));
                z -= gamma * g / (Math.sqrt(mean(s, 2, 0.999, g * g)) + 1e-8);
                s[3] += gamma * gamma;
                x += gamma * gamma / s[3] * (z - x);
                s[0] = x;
                s[1] = z;
                return 0.1 * z + 0.9 * x;
              }),
          Map.entry(
              new Yogi(),
              (w, g, t, s) -> {
                double before = t == 1 ? 1e-6 : s[1];
                s[1] = before - 0.001 * Math.signum(before - g * g) * g * g;
                return w - 0.01 * mean(s, 0, 0.9, g) / (Math.sqrt(s[1]) + 1e-3);
              }));

  /** Optimizers that see a whole tensor, or all of them, and have their own test. */
  private static final Set<Class<?>> WHOLE =
      Set.of(Lamb.class, Lars.class, Lbfgs.class, Muon.class, Prodigy.class, Sam.class);

  /** Their loops are in float: to them, a gradient beyond 1e19 is one of 1e19. */
  private static final Set<Class<?>> BOUNDED = Set.of(Adam.class, Adamw.class, Rmsprop.class);

  private static final double BOUND = 1e19f;

  /** Gradients of equal size, now in one direction and now in the other, more often in one. */
  private static float gradient(double size, int weight, int t) {
    return (float) (size * (1 + 0.5 * StrictMath.sin(t + weight)) * (t % 3 == weight ? -1 : 1));
  }

  private static float[][] state(Optimizer optimizer) {
    float[][] state = new float[optimizer.state().size()][START.length];
    for (int i = 0; i < state.length; i++) {
      Arrays.fill(state[i], optimizer.state().get(i).initial());
    }
    return state;
  }

  private static void assertClose(double expected, double actual, double size, String message) {
    double allowed = TOLERANCE * Math.max(1, Math.abs(expected));
    assertEquals(expected, actual, allowed, message + ", gradients of " + size);
  }

  @Test
  void everyOptimizerOfSingleWeightsGoesTheWayOfItsFormula() {
    FORMULAS.forEach(
        (optimizer, formula) -> {
          for (double size : SIZES) {
            float[] weights = START.clone();
            float[][] state = state(optimizer);
            double[] expected = new double[START.length];
            double[][] remembered = new double[START.length][4];
            for (int i = 0; i < START.length; i++) {
              expected[i] = START[i];
            }
            for (int t = 1; t <= STEPS; t++) {
              float[] gradient = new float[START.length];
              for (int i = 0; i < START.length; i++) {
                gradient[i] = gradient(size, i, t);
                double g =
                    BOUNDED.contains(optimizer.getClass())
                        ? Math.max(-BOUND, Math.min(BOUND, gradient[i]))
                        : gradient[i];
                expected[i] = formula.moved(expected[i], g, t, remembered[i]);
              }
              optimizer.update(
                  weights,
                  gradient,
                  state,
                  Optimizer.Step.of(t, optimizer.learningRate(), 1, START.length));
              for (int i = 0; i < START.length; i++) {
                assertClose(expected[i], weights[i], size, optimizer + ", step " + t);
              }
            }
          }
        });
  }

  /** Only their ratio counts, so what counts as 1e19 makes no difference. */
  @Test
  void gradientsOfOneSizeMakeTheSameStepsHoweverLargeTheyAre() {
    for (Optimizer optimizer : List.of(new Adam(), new Adamw(), new Rmsprop(), new Muon())) {
      float[] ofOne = START.clone();
      float[] ofMany = START.clone();
      float[][] stateOfOne = state(optimizer);
      float[][] stateOfMany = state(optimizer);
      for (int t = 1; t <= STEPS; t++) {
        float sign = t % 3 == 0 ? -1 : 1;
        Optimizer.Step step = Optimizer.Step.of(t, optimizer.learningRate(), 1, START.length);
        optimizer.update(ofOne, new float[] {sign, -sign, 1}, stateOfOne, step);
        float size = 1e30f;
        optimizer.update(ofMany, new float[] {size * sign, -size * sign, size}, stateOfMany, step);
        assertArrayEquals(ofOne, ofMany, 1e-4f, optimizer + ", step " + t);
      }
    }
  }

  @Test
  void aGradientThatIsNotFiniteIsNotHidden() {
    for (Optimizer optimizer : FORMULAS.keySet()) {
      if (optimizer instanceof Lion || optimizer instanceof Rprop) {
        continue; // only its sign counts
      }
      for (float bad : new float[] {Float.POSITIVE_INFINITY, Float.NaN}) {
        float[] weights = START.clone();
        optimizer.update(
            weights,
            new float[] {bad, bad, bad},
            state(optimizer),
            Optimizer.Step.of(1, optimizer.learningRate(), 1, START.length));
        for (float weight : weights) {
          assertFalse(Float.isFinite(weight), optimizer + " with " + bad);
        }
      }
    }
  }

  @Test
  void everyOptimizerIsLookedAt() {
    Set<Class<?>> seen = new HashSet<>(WHOLE);
    FORMULAS.keySet().forEach(optimizer -> seen.add(optimizer.getClass()));
    Installed.all(Optimizer.class)
        .forEach(optimizer -> assertTrue(seen.contains(optimizer.getClass()), optimizer::toString));
  }

  private static double norm(double[] values) {
    return Math.sqrt(Arrays.stream(values).map(x -> x * x).sum());
  }

  @Test
  void layersMoveInProportionToTheirWeights() {
    for (double size : SIZES) {
      Lamb lamb = new Lamb();
      Lars lars = new Lars();
      float[] byLamb = START.clone();
      float[] byLars = START.clone();
      float[][] ofLamb = state(lamb);
      float[][] ofLars = state(lars);
      double[] a = {0.5, -0.25, 2};
      double[] b = a.clone();
      double[] m = new double[3];
      double[] v = new double[3];
      double[] velocity = new double[3];
      for (int t = 1; t <= STEPS; t++) {
        float[] gradient = new float[3];
        double[] r = new double[3];
        double[] g = new double[3];
        for (int i = 0; i < 3; i++) {
          gradient[i] = gradient(size, i, t);
          g[i] = gradient[i];
          m[i] = 0.9 * m[i] + 0.1 * g[i];
          v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i];
          r[i] = m[i] / (1 - Math.pow(0.9, t));
          r[i] /= Math.sqrt(v[i] / (1 - Math.pow(0.999, t))) + 1e-6;
          r[i] += 0.01 * a[i];
        }
        double ratio = norm(a) / norm(r);
        double trust = 0.001 * norm(b) / (norm(g) + 5e-4 * norm(b));
        for (int i = 0; i < 3; i++) {
          a[i] -= 0.001 * ratio * r[i];
          velocity[i] = 0.9 * velocity[i] + trust * (g[i] + 5e-4 * b[i]);
          b[i] -= velocity[i];
        }
        lamb.update(byLamb, gradient, ofLamb, Optimizer.Step.of(t, 0.001, 1, 3));
        lars.update(byLars, gradient, ofLars, Optimizer.Step.of(t, 1, 1, 3));
        for (int i = 0; i < 3; i++) {
          assertClose(a[i], byLamb[i], size, "lamb, step " + t);
          assertClose(b[i], byLars[i], size, "lars, step " + t);
        }
      }
    }
  }

  /** With a tiny gradient its epsilon leaves nothing, as in the author's code. */
  @Test
  void muonLooksAtTheDirectionOfALargeGradientAlone() {
    float[] gradient = {1, -2, 0.5f, 3, 1, -1};
    float[] expected = new float[6];
    new Muon().update(expected, gradient, new float[2][6], Optimizer.Step.of(1, 0.02, 2, 3));
    float[] large = new float[6];
    float[] tiny = new float[6];
    float[] ofLarge = new float[6];
    float[] ofTiny = new float[6];
    for (int i = 0; i < 6; i++) {
      large[i] = gradient[i] * 1e20f;
      tiny[i] = gradient[i] * 1e-20f;
    }
    new Muon().update(ofLarge, large, new float[2][6], Optimizer.Step.of(1, 0.02, 2, 3));
    new Muon().update(ofTiny, tiny, new float[2][6], Optimizer.Step.of(1, 0.02, 2, 3));
    assertArrayEquals(expected, ofLarge, 1e-5f);
    assertArrayEquals(new float[6], ofTiny, 1e-5f);
  }

  /** A tensor in a step of all tensors, which is all there are. */
  private static final class Alone implements JointOptimizer.Part {
    private final float[] weights;
    private final float[] gradient;
    private final float[][] state;
    private final double[] scalars;
    private long number;

    Alone(JointOptimizer optimizer, float... start) {
      weights = start.clone();
      gradient = new float[start.length];
      state = new float[optimizer.state().size()][start.length];
      scalars = optimizer.scalars().stream().mapToDouble(JointOptimizer.Scalar::initial).toArray();
    }

    void step(JointOptimizer optimizer) {
      number++;
      optimizer.prepare(
          List.of(this),
          scalars,
          () -> {
            throw new AssertionError("nobody has asked for it");
          });
      optimizer.update(weights, gradient, state, this);
    }

    @Override
    public float[] weights() {
      return weights;
    }

    @Override
    public float[] gradient() {
      return gradient;
    }

    @Override
    public float[][] state() {
      return state;
    }

    @Override
    public long number() {
      return number;
    }

    @Override
    public double learningRate() {
      return 1;
    }

    @Override
    public int rows() {
      return 1;
    }

    @Override
    public int columns() {
      return weights.length;
    }

    @Override
    public double scalar(int index) {
      return scalars[index];
    }
  }

  /** From weights of 0, where a float tells the shortest step. */
  @Test
  void prodigyGoesTheWayOfItsAlgorithmFromAnyDistance() {
    for (double size : SIZES) {
      for (double distance : new double[] {1e-3, 1e-6, 1e-16}) {
        Prodigy prodigy = new Prodigy(1, 0.9, 0.999, 1e-8, 0, distance, 1);
        Alone alone = new Alone(prodigy, 0, 0, 0);
        double[] w = new double[3];
        double[] m = new double[3];
        double[] v = new double[3];
        double[] s = new double[3];
        double r = 0;
        double d = distance;
        double b = Math.sqrt(0.999);
        for (int t = 1; t <= 30; t++) {
          double product = 0;
          double sum = 0;
          for (int i = 0; i < 3; i++) {
            alone.gradient[i] = (float) (i == 1 ? -size : size);
            double g = alone.gradient[i];
            product -= g * w[i];
            m[i] = 0.9 * m[i] + 0.1 * d * g;
            v[i] = 0.999 * v[i] + 0.001 * d * d * g * g;
            s[i] = b * s[i] + (1 - b) * d * d * g;
            sum += Math.abs(s[i]);
          }
          r = b * r + (1 - b) * d * d * product;
          for (int i = 0; i < 3; i++) {
            w[i] -= d * m[i] / (Math.sqrt(v[i]) + d * 1e-8);
          }
          d = Math.max(d, r / sum);
          alone.step(prodigy);
          for (int i = 0; i < 3; i++) {
            double allowed = 1e-2 * Math.abs(w[i]) + Float.MIN_NORMAL;
            String message = "from " + distance + ", gradients of " + size + ", step " + t;
            assertEquals(w[i], alone.weights[i], allowed, message);
          }
        }
      }
    }
  }

  /** No float is that near to 1, so nothing would move, and the estimate could not grow. */
  @Test
  void prodigyDoublesADistanceThatIsTooShortToMoveAnyWeight() {
    for (double distance : new double[] {1e-6, 1e-12, 1e-30}) {
      Prodigy prodigy = new Prodigy(1, 0.9, 0.999, 1e-8, 0, distance, 1);
      Alone alone = new Alone(prodigy, 1, -2, 3);
      for (int t = 1; t <= 600; t++) {
        for (int i = 0; i < 3; i++) {
          alone.gradient[i] = alone.weights[i] - 0.5f;
        }
        alone.step(prodigy);
      }
      for (float weight : alone.weights) {
        assertEquals(0.5, weight, 0.05, "from " + distance);
      }
    }
  }

  @Test
  void prodigyWaitsWhereThereIsNoGradient() {
    Prodigy prodigy = new Prodigy(1, 0.9, 0.999, 1e-8, 0, 1e-30, 1);
    Alone alone = new Alone(prodigy, 1, -2, 3);
    for (int t = 1; t <= 100; t++) {
      alone.step(prodigy);
    }
    assertEquals(1e-30, alone.scalars[1]);
  }

  @Test
  void samClimbsByRhoHoweverLongTheGradientIs() {
    for (double size : SIZES) {
      Sam sam = new Sam(0.05, new Sgd(1e-30));
      Alone alone = new Alone(sam, 1, -2, 3);
      for (int i = 0; i < 3; i++) {
        alone.gradient[i] = gradient(size, i, 1);
      }
      double[] climbed = new double[3];
      sam.prepare(
          List.of(alone),
          alone.scalars,
          () -> {
            for (int i = 0; i < 3; i++) {
              climbed[i] = alone.weights[i] - List.of(1, -2, 3).get(i);
            }
            return 0;
          });
      assertEquals(0.05, norm(climbed), 1e-6, "gradients of " + size);
    }
  }

  @Test
  void lbfgsFindsTheMinimumOfAVerySteepOrFlatParabola() {
    for (double size : SIZES) {
      Lbfgs lbfgs = new Lbfgs();
      float[] weights = START.clone();
      float[][] state = state(lbfgs);
      for (int t = 1; t <= 20; t++) {
        float[] gradient = new float[3];
        double loss = parabola(size, weights, gradient);
        lbfgs.update(weights, gradient, state, new OnParabola(t, loss, size));
      }
      for (int i = 0; i < 3; i++) {
        assertEquals(i, weights[i], 1e-3, "curvatures of " + size);
      }
    }
  }

  /** size sum (i + 1)(w_i - i)²/2. */
  private static double parabola(double size, float[] weights, float[] gradient) {
    double loss = 0;
    for (int i = 0; i < weights.length; i++) {
      double off = weights[i] - i;
      loss += size * (i + 1) * off * off / 2;
      gradient[i] = (float) (size * (i + 1) * off);
    }
    return loss;
  }

  private record OnParabola(long number, double loss, double size) implements Optimizer.Step {
    @Override
    public double learningRate() {
      return 1;
    }

    @Override
    public int rows() {
      return 1;
    }

    @Override
    public int columns() {
      return START.length;
    }

    @Override
    public double evaluate(float[] weights, float[] gradient) {
      return parabola(size, weights, gradient);
    }
  }
}
