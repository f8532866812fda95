package dev.gradus.site;

import static dev.gradus.site.Figure.at;

import dev.gradus.check.OptimizerTrial;
import dev.gradus.spi.Optimizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The path of an optimizer down a narrow valley, which is the same for all optimizers.
 *
 * @param rate the learning rate
 * @param path the weights used for prediction: the start, then the weights after each step
 */
record DescentPath(double rate, List<float[]> path) implements Figure.Drawing {

  private static final int STEPS = 100;

  /** The ratio of the curvatures across the valley and along it. */
  private static final double STEEPNESS = 20;

  private static final double DEGREES = 25;
  private static final double COSINE = StrictMath.cos(StrictMath.toRadians(DEGREES));
  private static final double SINE = StrictMath.sin(StrictMath.toRadians(DEGREES));
  private static final float[] START = {-2.6f, -0.2f};
  private static final double[] RATES = {1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001};
  private static final double[] LEVELS = {6, 4, 2, 1, 0.4, 0.1};

  private static final double WIDTH = 400;
  private static final double HEIGHT = 230;
  private static final double SCALE = 62;

  /** The figure of an optimizer, with the best learning rate of a list. */
  static Figure of(Optimizer optimizer) {
    List<DescentPath> tried = new ArrayList<>();
    for (double rate : RATES) {
      tried.add(descend(optimizer, rate));
    }
    DescentPath best =
        tried.stream().min(Comparator.comparingDouble(DescentPath::end)).orElseThrow();
    return new Figure(
        List.of(best),
        "%s steps down a valley that is %s times as steep across as along it. The open circle is the start, the cross is the minimum. The learning rate is %s, the best of 1, 0.3, 0.1 and so on down to 0.001. All other options have their defaults."
            .formatted(
                STEPS, (int) STEEPNESS, best.rate() == 1 ? "1" : Double.toString(best.rate())));
  }

  private static DescentPath descend(Optimizer optimizer, double rate) {
    OptimizerTrial trial = new OptimizerTrial(optimizer, START.length);
    float[] weights = START.clone();
    List<float[]> path = new ArrayList<>(List.of(START.clone()));
    for (int step = 1; step <= STEPS; step++) {
      trial.descend(weights, step, rate, START.length, DescentPath::valley);
      float[] predicting = weights.clone();
      optimizer.predictionWeights(weights, trial.state(), predicting);
      path.add(predicting);
    }
    return new DescentPath(rate, path);
  }

  /** Evaluates (u^2 + 20 v^2)/2, with u along the valley and v across it. */
  private static double valley(float[] weights, float[] gradient) {
    double u = COSINE * weights[0] + SINE * weights[1];
    double v = COSINE * weights[1] - SINE * weights[0];
    gradient[0] = (float) (COSINE * u - SINE * STEEPNESS * v);
    gradient[1] = (float) (SINE * u + COSINE * STEEPNESS * v);
    return (u * u + STEEPNESS * v * v) / 2;
  }

  /** The height after a step. */
  double height(int step) {
    return valley(path.get(step), new float[2]);
  }

  /** The height at the end; infinite, in effect, if the path leaves the picture. */
  private double end() {
    boolean leaves = path.stream().anyMatch(w -> !(Math.abs(w[0]) < 3.2 && Math.abs(w[1]) < 1.85));
    return leaves ? Double.MAX_VALUE : height(STEPS);
  }

  @Override
  public String svg() {
    return "<svg viewBox=\"0 0 400 230\" role=\"img\" aria-label=\"path to the minimum\">"
        + drawing()
        + "</svg>";
  }

  @Override
  public String thumbnail() {
    return "<svg class=\"thumbnail\" viewBox=\"25 25 350 180\" aria-hidden=\"true\">"
        + drawing()
        + "</svg>";
  }

  private String drawing() {
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<g transform=\"translate(%s %s) rotate(%s)\">"
            .formatted(at(WIDTH / 2), at(HEIGHT / 2), at(-DEGREES)));
    for (double level : LEVELS) {
      double along = SCALE * Math.sqrt(2 * level);
      svg.append(
          "<ellipse class=\"level\" rx=\"%s\" ry=\"%s\"/>"
              .formatted(at(along), at(along / Math.sqrt(STEEPNESS))));
    }
    svg.append(
        "<path class=\"zero\" d=\"M-5 0L5 0M0 -5L0 5\"/></g><path class=\"curve gradient\" d=\"");
    for (int i = 0; i < path.size(); i++) {
      svg.append(i == 0 ? 'M' : 'L').append(x(path.get(i))).append(' ').append(y(path.get(i)));
    }
    svg.append("\"/>");
    for (float[] weights : path) {
      svg.append(
          "<circle class=\"%s\" cx=\"%s\" cy=\"%s\" r=\"%s\"/>"
              .formatted(
                  weights == path.get(0) ? "start" : "step",
                  x(weights),
                  y(weights),
                  weights == path.get(0) ? "5" : "1.8"));
    }
    return svg.toString();
  }

  private static String x(float[] weights) {
    return at(WIDTH / 2 + SCALE * weights[0]);
  }

  private static String y(float[] weights) {
    return at(HEIGHT / 2 - SCALE * weights[1]);
  }
}
