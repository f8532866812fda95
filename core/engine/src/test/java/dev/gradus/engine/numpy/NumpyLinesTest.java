package dev.gradus.engine.numpy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Celu;
import dev.gradus.activations.Elu;
import dev.gradus.activations.Gelu;
import dev.gradus.activations.HardShrink;
import dev.gradus.activations.HardTanh;
import dev.gradus.activations.Identity;
import dev.gradus.activations.LeakyRelu;
import dev.gradus.activations.Pelu;
import dev.gradus.activations.Prelu;
import dev.gradus.activations.Sigmoid;
import dev.gradus.activations.Silu;
import dev.gradus.activations.SoftShrink;
import dev.gradus.activations.Softmax;
import dev.gradus.activations.Softplus;
import dev.gradus.activations.Squareplus;
import dev.gradus.activations.Threshold;
import dev.gradus.engine.loss.FittedLoss;
import dev.gradus.engine.network.DoubleActivation;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.PluginKind;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.formula.Expression;
import dev.gradus.losses.BinaryCrossEntropy;
import dev.gradus.losses.BinaryFocal;
import dev.gradus.losses.CategoricalCrossEntropy;
import dev.gradus.losses.CategoricalFocal;
import dev.gradus.losses.CosineSimilarity;
import dev.gradus.losses.CrossEntropy;
import dev.gradus.losses.Dice;
import dev.gradus.losses.GaussianNll;
import dev.gradus.losses.GeneralisedCrossEntropy;
import dev.gradus.losses.Hinge;
import dev.gradus.losses.Huber;
import dev.gradus.losses.MeanAbsoluteError;
import dev.gradus.losses.MeanAbsolutePercentageError;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.losses.PolyCrossEntropy;
import dev.gradus.losses.Quantile;
import dev.gradus.losses.SmoothL1;
import dev.gradus.losses.Tversky;
import dev.gradus.losses.Tweedie;
import dev.gradus.losses.WeightedSum;
import dev.gradus.spi.Activation;
import dev.gradus.spi.Interval;
import dev.gradus.spi.LearnedActivation;
import dev.gradus.spi.Loss;
import dev.gradus.spi.NumpyExpression;
import dev.gradus.spi.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The line of numpy for a loss after an activation is the gradient that training uses. */
class NumpyLinesTest {

  private static final long SEED = 20;
  private static final double TOLERANCE = 1e-9;

  /** What rounding leaves where terms of the size of dL/da cancel. */
  private static final double ROUNDED = 1e-14;

  private static final int ROWS = 4;
  private static final Catalogue CATALOGUE = Catalogue.ofInstalled();
  private static final LayerNames NAMES = LayerNames.of(2);

  /** With usual options, and, where it has options, with random ones. */
  private static List<Loss> losses(SplittableRandom random) {
    List<Loss> losses = new ArrayList<>();
    CATALOGUE.all(PluginKind.LOSS).forEach(type -> losses.add((Loss) type.example()));
    double share = random.nextDouble(0.05, 0.9);
    double size = random.nextDouble(0.1, 2);
    losses.addAll(
        List.of(
            new BinaryCrossEntropy(share, 1),
            new BinaryCrossEntropy(share, size),
            new BinaryFocal(size, share),
            new CategoricalCrossEntropy(share),
            new CategoricalFocal(size, share),
            new CrossEntropy(share),
            new Dice(size),
            new GaussianNll(size),
            new GeneralisedCrossEntropy(share),
            new Huber(size),
            new MeanAbsolutePercentageError(size),
            new PolyCrossEntropy(size - 1),
            new Quantile(share),
            new SmoothL1(size),
            new Tversky(share, size, 0.5),
            new Tweedie(1 + share),
            new WeightedSum(
                List.of(
                    new WeightedSum.Term(new MeanSquaredError(), size),
                    new WeightedSum.Term(new Huber(share), 1)))));
    return losses;
  }

  private static List<Optional<Activation>> activations(SplittableRandom random) {
    List<Optional<Activation>> activations = new ArrayList<>(List.of(Optional.empty()));
    CATALOGUE
        .all(PluginKind.ACTIVATION)
        .forEach(type -> activations.add(Optional.of((Activation) type.example())));
    double share = random.nextDouble(0.05, 0.9);
    double size = random.nextDouble(0.1, 2);
    Stream.<Activation>of(
            new Celu(size),
            new Elu(size),
            new Gelu(Gelu.Approximation.TANH),
            new HardShrink(size),
            new HardTanh(-share, size),
            new LeakyRelu(share),
            new Pelu(0.1 + size, 0.1 + share),
            new Prelu(share),
            new Silu(size),
            new SoftShrink(size),
            new Softplus(size, 0.5 + share),
            new Squareplus(size),
            new Threshold(share, -size))
        .forEach(activation -> activations.add(Optional.of(activation)));
    return activations;
  }

  private static List<Target> targets() {
    List<String> three = List.of("p", "q", "r");
    return List.of(
        new Target(Target.Kind.BINARY, List.of("p")),
        new Target(Target.Kind.CLASSES, three),
        new Target(Target.Kind.LABELS, three),
        new Target(Target.Kind.NUMERIC, List.of("p")),
        new Target(Target.Kind.NUMERIC, three),
        new Target(Target.Kind.NUMERIC, List.of("p"), List.of(new Target.Scale(2, 0.7, false))),
        new Target(Target.Kind.NUMERIC, List.of("p"), List.of(new Target.Scale(0.4, 0.3, true))));
  }

  @TestFactory
  Stream<DynamicTest> everyLineIsTheGradientThatIsLearned() {
    SplittableRandom random = new SplittableRandom(SEED);
    List<Optional<Activation>> activations = activations(random);
    int[] proved = {0};
    Stream<DynamicTest> pairs =
        losses(random).stream()
            .map(
                loss ->
                    DynamicTest.dynamicTest(
                        loss.toString(),
                        () -> {
                          for (Target target : targets()) {
                            for (Optional<Activation> last : activations) {
                              proved[0] += prove(loss, target, last, random.split()) ? 1 : 0;
                            }
                          }
                        }));
    return Stream.concat(
        pairs,
        Stream.of(
            DynamicTest.dynamicTest(
                "there were many", () -> assertTrue(proved[0] > 2000, "only " + proved[0]))));
  }

  private static boolean prove(
      Loss loss, Target target, Optional<Activation> last, SplittableRandom random) {
    Loss form;
    try {
      form = loss.forTarget(target);
    } catch (IllegalArgumentException e) {
      return false;
    }
    Interval range = last.map(Activation::outputs).orElse(Interval.REAL);
    boolean takes = target.kind() == Target.Kind.NUMERIC || form.targets().contains(1.0);
    if (!takes
        || !form.predictions().contains(range)
        || form.outputCount(target) != target.width()) {
      return false;
    }
    NumpyGradient numpy = NumpyLines.of(form, last, target.kind(), target.width(), NAMES);
    assertEquals(numpy.isPresent(), numpy.reason().isEmpty());
    if (!numpy.isPresent()) {
      return false;
    }
    FittedLoss fitted =
        new FittedLoss(
            loss,
            target,
            new FittedLoss.Form(form, last.flatMap(each -> form.onLogits(PluginType.nameOf(each)))),
            new FittedLoss.Form(form, Optional.empty()),
            List.of(),
            1,
            form,
            List.of());
    DoubleActivation f = inDouble(last, target.width());
    Map<String, Expression> lines = parsed(numpy);
    int compared = 0;
    for (int row = 0; row < ROWS; row++) {
      double[] z = random.doubles(target.width(), -3, 3).toArray();
      double[] a = f.forward(z);
      double[] y = truth(form, target, random);
      if (isAtTheEndOf(form.predictions(), a)
          || !form.isSmoothAround(a.clone(), y.clone(), ROUNDED)
          || (loss instanceof CosineSimilarity && largest(y) == 0)) {
        // There a loss limits its gradient, or has no slope.
        continue;
      }
      double[] learned = new double[z.length];
      fitted.evaluate(f, z, y, learned);
      double[] written = evaluate(lines, last, a, z, y);
      // The cosine divides what is left of two terms of the size of y by the length of the outputs.
      double divided = loss instanceof CosineSimilarity ? 1 / largest(a) : 1;
      double tolerance =
          TOLERANCE * largest(learned)
              + ROUNDED * (Math.max(1, divided) + largest(ofOutputs(form, a, y)));
      for (int k = 0; k < z.length; k++) {
        assertEquals(
            learned[k],
            written[written.length == 1 ? 0 : k],
            tolerance,
            () ->
                "seed %s, %s behind %s, z %s, y %s: %s"
                    .formatted(SEED, form, last, Arrays.toString(z), Arrays.toString(y), numpy));
      }
      compared++;
    }
    return compared > 0;
  }

  private static boolean isAtTheEndOf(Interval range, double[] a) {
    return Arrays.stream(a).anyMatch(each -> each == range.low() || each == range.high());
  }

  private static double largest(double[] values) {
    return Arrays.stream(values).map(Math::abs).max().orElse(0);
  }

  private static double[] ofOutputs(Loss form, double[] a, double[] y) {
    double[] gradient = new double[a.length];
    form.evaluate(a.clone(), y.clone(), gradient);
    return gradient;
  }

  private static DoubleActivation inDouble(Optional<Activation> last, int units) {
    List<double[]> coefficients = new ArrayList<>();
    if (last.isPresent() && last.get() instanceof LearnedActivation learned) {
      for (LearnedActivation.Coefficient each : learned.coefficients()) {
        double[] initial = new double[units];
        Arrays.fill(initial, each.initial());
        coefficients.add(initial);
      }
    }
    return DoubleActivation.of(last, coefficients);
  }

  private static double[] truth(Loss form, Target target, SplittableRandom random) {
    int width = target.width();
    double[] y = new double[width];
    switch (target.kind()) {
      case CLASSES -> y[random.nextInt(width)] = 1;
      case BINARY, LABELS -> Arrays.setAll(y, k -> random.nextInt(2));
      case NUMERIC -> {
        double low = Math.max(-2, form.targets().low());
        double high = Math.min(2, form.targets().high());
        Arrays.setAll(y, k -> low + (high - low) * random.nextDouble(0.05, 0.95));
      }
    }
    return y;
  }

  /** The printed lines, names, options and all. */
  private static Map<String, Expression> parsed(NumpyGradient numpy) {
    Map<String, Expression> lines = new LinkedHashMap<>();
    for (String line : Stream.concat(numpy.options().stream(), numpy.lines().stream()).toList()) {
      String[] sides = line.split(" = ", 2);
      lines.put(sides[0], Expression.parse(sides[1]));
    }
    return lines;
  }

  /** The results of the lines, one after the other. */
  private static double[] evaluate(
      Map<String, Expression> lines,
      Optional<Activation> last,
      double[] a,
      double[] z,
      double[] y) {
    Map<String, double[]> values = new HashMap<>(Map.of("a_2", a, "Z2", z, "y", y));
    if (last.isPresent() && last.get() instanceof LearnedActivation) {
      NumpyExpression stated = last.get().derivativeInNumpy();
      stated.options().forEach((name, value) -> values.put(name + "_2", new double[] {value}));
    }
    lines.forEach((name, line) -> values.put(name, line.evaluate(values)));
    return Objects.requireNonNull(values.get("d_Z2"));
  }

  @Test
  void theQuestionOfTheLearnerHasThisAnswer() {
    Target one = new Target(Target.Kind.BINARY, List.of("y"));
    assertEquals(
        List.of("d_Z2 = 2 * (a_2 - y) * a_2 * (1 - a_2)"),
        line(new MeanSquaredError(), new Sigmoid(), one).lines());
    assertEquals(
        "The constant factor 2 acts as a learning rate, and hand-written code often leaves it out",
        line(new MeanSquaredError(), new Sigmoid(), one).remark());
    assertEquals(
        List.of("d_Z2 = a_2 - y"), line(new BinaryCrossEntropy(), new Sigmoid(), one).lines());
    assertEquals("", line(new BinaryCrossEntropy(), new Sigmoid(), one).remark());
  }

  @Test
  void theLinesOfOtherPairsAreShort() {
    Target three = new Target(Target.Kind.CLASSES, List.of("p", "q", "r"));
    Target numbers = new Target(Target.Kind.NUMERIC, List.of("p", "q"));
    assertEquals(
        List.of("d_Z2 = a_2 - y"),
        line(new CategoricalCrossEntropy(), new Softmax(), three).lines());
    NumpyGradient smoothed = line(new CategoricalCrossEntropy(0.1), new Softmax(), three);
    assertEquals(
        List.of("d_Z2 = a_2 - (y * (1 - label_smoothing) + label_smoothing / 3)"),
        smoothed.lines());
    assertEquals(List.of("label_smoothing = 0.1"), smoothed.options());
    assertEquals(
        List.of(
            "d_A2 = 2 * (a_2 - y) / 3",
            "d_Z2 = a_2 * (d_A2 - np.sum(d_A2 * a_2, axis=1, keepdims=True))"),
        line(new MeanSquaredError(), new Softmax(), three).lines());
    NumpyGradient huber = line(new Huber(0.5), new Identity(), numbers);
    assertEquals(List.of("d_Z2 = np.clip(a_2 - y, -delta, delta) / 2"), huber.lines());
    assertEquals(List.of("delta = 0.5"), huber.options());
    assertEquals(
        List.of("beta = 0.5", "beta_2 = 3", "threshold_2 = 20"),
        line(new SmoothL1(0.5), new Softplus(3, 20), numbers).options(),
        "the options of the loss and of the activation have the same name");
    assertEquals(
        List.of("d_Z2 = -2 * (2 * y - 1) * ((2 * y - 1) * (2 * a_2 - 1) < 1) / 3"),
        line(new Hinge(), new Identity(), three).lines());
  }

  private static NumpyGradient line(Loss loss, Activation last, Target target) {
    return NumpyLines.of(
        loss.forTarget(target), Optional.of(last), target.kind(), target.width(), NAMES);
  }

  @Test
  void theseHaveNoLineAndSayWhy() {
    Set<String> losses = without(PluginKind.LOSS, plugin -> ((Loss) plugin).gradientInNumpy());
    assertEquals(
        Set.of(
            "categorical-hinge",
            "corn",
            "cox",
            "cross-entropy",
            "multi-margin",
            "pairwise-ranking",
            "quantiles",
            "sparsemax-loss"),
        losses);
    assertEquals(
        Set.of("gelu", "parametric"),
        without(PluginKind.ACTIVATION, plugin -> ((Activation) plugin).derivativeInNumpy()));
  }

  private static Set<String> without(
      PluginKind kind, java.util.function.Function<Object, NumpyExpression> stated) {
    return CATALOGUE.all(kind).stream()
        .filter(type -> !stated.apply(type.example()).isPresent())
        .peek(type -> assertTrue(stated.apply(type.example()).reason().length() > 20, type.name()))
        .map(PluginType::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void whatCannotBeReadIsAReason() {
    Loss wrong = new Stated("2 (a - y)");
    NumpyGradient line = NumpyLines.of(wrong, Optional.empty(), Target.Kind.NUMERIC, 1, NAMES);
    assertTrue(line.lines().isEmpty());
    assertTrue(line.reason().startsWith("the formula '2 (a - y)' cannot be read"), line.reason());
    NumpyGradient failing =
        NumpyLines.of(new Failing(), Optional.empty(), Target.Kind.NUMERIC, 1, NAMES);
    assertEquals(
        "what it states of itself fails: java.lang.IllegalStateException: oh", failing.reason());
  }

  /** A loss that fails when it is called. */
  private record Failing() implements Loss {

    @Override
    public double evaluate(double[] prediction, double[] target, double[] gradient) {
      return 0;
    }

    @Override
    public NumpyExpression gradientInNumpy() {
      throw new IllegalStateException("oh");
    }
  }

  /** A loss that states some text. */
  private record Stated(String text) implements Loss {

    @Override
    public double evaluate(double[] prediction, double[] target, double[] gradient) {
      return 0;
    }

    @Override
    public NumpyExpression gradientInNumpy() {
      return NumpyExpression.of(text);
    }
  }

  @Test
  void whereLinesDifferIsFound() {
    Target one = new Target(Target.Kind.BINARY, List.of("y"));
    Target three = new Target(Target.Kind.CLASSES, List.of("p", "q", "r"));
    NumpyGradient mse = line(new MeanSquaredError(), new Sigmoid(), one);
    NumpyGradient crossEntropy = line(new BinaryCrossEntropy(), new Sigmoid(), one);
    NumpyGradient twoLines = line(new MeanSquaredError(), new Softmax(), three);
    List<List<NumpyDifference.Span>> spans =
        NumpyDifference.of(List.of(mse, twoLines, crossEntropy));
    assertEquals(List.of("2 * (", ") * a_2 * (1 - a_2)"), texts(mse, spans.get(0)));
    assertEquals(List.of(List.of(), List.of()), spans.subList(1, 3));
    assertEquals(List.of(List.of(), List.of()), NumpyDifference.of(List.of(mse, mse)));
    NumpyGradient mae = line(new MeanAbsoluteError(), new Sigmoid(), one);
    List<List<NumpyDifference.Span>> both = NumpyDifference.of(List.of(mse, mae));
    assertEquals(List.of("2 *"), texts(mse, both.get(0)));
    assertEquals(List.of("np.sign"), texts(mae, both.get(1)));
    NumpyGradient hinge = line(new Hinge(), new Sigmoid(), one);
    assertEquals(
        List.of(hinge.lines().get(0).substring("d_Z2 = ".length())),
        texts(hinge, NumpyDifference.of(List.of(hinge, mse, crossEntropy)).get(0)),
        "nothing in common but a name");
    assertEquals(List.of(), NumpyDifference.of(List.of()));
  }

  private static List<String> texts(NumpyGradient line, List<NumpyDifference.Span> spans) {
    String code = line.lines().get(0);
    return spans.stream().map(span -> code.substring(span.from(), span.to())).toList();
  }

  @Test
  void aPluginIsDescribedByItsLines() {
    assertEquals(
        List.of("d_A = (a - y) / (a * (1 - a) * K)", "d_Z = (a - y) / K  # after sigmoid"),
        described("binary-cross-entropy"));
    assertEquals(
        List.of(
            "d_A = 2 * (a - y) / K",
            "d_Z = 2 * (a - y) / K  # after identity",
            "d_Z = 2 * (a - y) * a * (1 - a) / K  # after sigmoid"),
        described("mean-squared-error"));
    assertEquals(
        List.of("d_A = -y / a", "d_Z = a - y  # after softmax"),
        described("categorical-cross-entropy"));
    assertEquals("d_Z = (a - y) / K  # after exponential", described("poisson").get(2));
    assertEquals(List.of("d_Z = d_A * a * (1 - a)"), described("sigmoid"));
    assertTrue(described("cox").get(0).startsWith("none: it relates the examples"));
    assertEquals(List.of(), described("adam"));
  }

  @Test
  void onlyTheSymbolsOfTheLinesAreExplained() {
    assertEquals(
        "a: outputs, y: targets", NumpyDescription.legend(described("categorical-cross-entropy")));
    assertEquals("Z: pre-activations", NumpyDescription.legend(described("relu")));
    assertEquals("", NumpyDescription.legend(described("cox")));
    assertEquals("", NumpyDescription.legend(described("adam")));
  }

  private static List<String> described(String name) {
    return NumpyDescription.of(CATALOGUE.find(name).get(0), CATALOGUE);
  }
}
