package dev.gradus.engine.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Exponential;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.config.LossAsMetric;
import dev.gradus.engine.config.TrainingSpec;
import dev.gradus.engine.data.ColumnSpec;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.loss.LossGuard;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.table.Table;
import dev.gradus.layers.Dense;
import dev.gradus.losses.CosineSimilarity;
import dev.gradus.losses.Cox;
import dev.gradus.losses.GaussianNll;
import dev.gradus.losses.Huber;
import dev.gradus.losses.MeanAbsolutePercentageError;
import dev.gradus.losses.MeanSquaredError;
import dev.gradus.losses.PairwiseRanking;
import dev.gradus.losses.Poisson;
import dev.gradus.losses.Quantiles;
import dev.gradus.losses.SmoothL1;
import dev.gradus.losses.WeightedSum;
import dev.gradus.optimizers.Lbfgs;
import dev.gradus.runtime.problem.Warning;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Losses in the unit of the data, however the network sees the target. */
class TargetUnitTest {

  private static final List<ColumnSpec.Scale> LINEAR =
      List.of(
          ColumnSpec.Scale.NONE,
          ColumnSpec.Scale.STANDARD,
          ColumnSpec.Scale.MIN_MAX,
          ColumnSpec.Scale.ROBUST);

  private final Catalogue catalogue = Catalogue.ofInstalled();
  private final Trainer trainer = new Trainer();

  /** u = 1000 x and w = 3 - x, with every tenth u far off. */
  private static Table outliers() {
    double[][] rows = new double[100][];
    for (int i = 0; i < rows.length; i++) {
      double x = i % 50 / 5.0;
      double wave = 20 * Math.sin(7.0 * i);
      rows[i] = new double[] {x, 1000 * x + wave + (i % 10 == 3 ? 30000 : 0), 3 - x + wave / 50};
    }
    return Table.ofRows(List.of("x", "u", "w"), rows);
  }

  private Experiment experiment(
      Loss loss, ColumnSpec.Scale scale, List<String> targets, Dense output, Table table) {
    return new ExperimentBuilder(new NetworkBuilder(catalogue))
        .build(
            Configuration.builder()
                .data(DataSpec.of(targets.toArray(String[]::new)).scale(scale))
                .layer(output)
                .loss(loss)
                .optimizer(new Lbfgs())
                .metric(new LossAsMetric(loss))
                .epochs(60)
                .build(),
            table);
  }

  private Experiment experiment(Loss loss, ColumnSpec.Scale scale, String... targets) {
    return experiment(loss, scale, List.of(targets), Dense.output(), outliers());
  }

  /** The prediction for 5 of a line that was fitted to x. */
  private double atFive(Loss loss, ColumnSpec.Scale scale) {
    Table table = outliers();
    double[][] rows = new double[table.rows()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new double[] {table.column("x").number(i), table.column("u").number(i)};
    }
    Table two = Table.ofRows(List.of("x", "u"), rows);
    Experiment experiment = experiment(loss, scale, List.of("u"), Dense.output(), two);
    trainer.train(experiment, TrainingListener.NONE);
    float[] prepared = new float[1];
    experiment.preparation().rows().prepare(new double[] {5}, prepared);
    Matrix outputs = Matrix.zeros(1, 1);
    experiment.network().predict(new Matrix(1, 1, prepared), outputs);
    double[] restored = new double[1];
    experiment.preparation().targets().restore(outputs.values(), 0, restored);
    return restored[0];
  }

  @Test
  void anOptionInTheUnitOfTheTargetTeachesTheSameWithEveryScale() {
    assertTrue(
        atFive(new MeanSquaredError(), ColumnSpec.Scale.STANDARD) > 7000,
        "outliers pull the squared error away");
    for (ColumnSpec.Scale scale : LINEAR.subList(1, LINEAR.size())) {
      assertEquals(5000, atFive(new Huber(50), scale), 60, "huber, " + scale);
      assertEquals(5000, atFive(new SmoothL1(50), scale), 60, "smooth-l1, " + scale);
    }
  }

  @Test
  void whatIsLearnedIsWhatIsReportedInTheUnitOfTheData() {
    Loss[] losses = {
      new Huber(50), new SmoothL1(50), new MeanAbsolutePercentageError(), new GaussianNll(400)
    };
    for (Loss loss : losses) {
      for (ColumnSpec.Scale scale : LINEAR) {
        Experiment experiment = experiment(loss, scale, "u");
        List<Double> values =
            List.copyOf(Evaluator.evaluate(experiment, experiment.training()).values());
        double unit =
            experiment.preparation().target().scales().stream()
                .mapToDouble(Target.Scale::unit)
                .findFirst()
                .orElse(1);
        double inData =
            values.get(0)
                * (loss instanceof Huber ? unit * unit : loss instanceof SmoothL1 ? unit : 1);
        assertEquals(values.get(1), inData, 1e-5 * Math.abs(values.get(1)), loss + ", " + scale);
      }
    }
  }

  @Test
  void everyColumnHasAUnitOfItsOwn() {
    Experiment experiment = experiment(new Huber(5), ColumnSpec.Scale.STANDARD, "u", "w");
    Target target = experiment.preparation().target();
    Loss loss = new Huber(5).forTarget(target);
    double first = target.scales().get(0).unit();
    double second = target.scales().get(1).unit();
    double[] gradient = new double[2];
    // Errors of 2 and of 20 in the unit of the data: within delta, and beyond it.
    double value =
        loss.evaluate(new double[] {2 / first, 20 / second}, new double[] {0, 0}, gradient);
    double expected = (2 / (first * first) + 5 * (20 - 2.5) / (second * second)) / 2;
    assertEquals(expected, value, 1e-12 * expected);
    assertEquals(2 / first / 2, gradient[0], 1e-12);
    assertEquals(5 / second / 2, gradient[1], 1e-12);
  }

  @Test
  void aLossInsideAnotherIsPutOnTheDataToo() {
    Loss sum = new WeightedSum(List.of(new WeightedSum.Term(new Huber(50), 2)));
    Experiment experiment = experiment(sum, ColumnSpec.Scale.STANDARD, "u");
    Experiment alone = experiment(new Huber(50), ColumnSpec.Scale.STANDARD, "u");
    assertEquals(
        2 * Evaluator.loss(alone, alone.training()),
        Evaluator.loss(experiment, experiment.training()),
        1e-12);
  }

  @Test
  void gradientsAreTheSlopesOfWhatIsPrinted() {
    List<Target.Scale> scales =
        List.of(
            new Target.Scale(40, 7, false),
            new Target.Scale(3, 0.5, true),
            new Target.Scale(-20, 100, false));
    Target linear =
        new Target(Target.Kind.NUMERIC, List.of("a", "c"), List.of(scales.get(0), scales.get(2)));
    Target logarithmic =
        new Target(Target.Kind.NUMERIC, List.of("a", "b"), List.of(scales.get(0), scales.get(1)));
    List<Loss> fitted = new ArrayList<>();
    for (Loss loss :
        List.of(new MeanAbsolutePercentageError(), new CosineSimilarity(), new GaussianNll(9))) {
      fitted.add(loss.forTarget(linear));
      fitted.add(loss.forTarget(logarithmic));
    }
    fitted.add(new Huber(3).forTarget(linear));
    fitted.add(new SmoothL1(3).forTarget(linear));
    double[] target = {0.3, -0.7};
    for (Loss loss : fitted) {
      double[] at = {-0.4, 0.2};
      double[] gradient = new double[2];
      loss.evaluate(at, target, gradient);
      for (int k = 0; k < 2; k++) {
        double[] above = at.clone();
        double[] below = at.clone();
        above[k] += 1e-6;
        below[k] -= 1e-6;
        double slope =
            (loss.evaluate(above, target, new double[2])
                    - loss.evaluate(below, target, new double[2]))
                / 2e-6;
        assertEquals(slope, gradient[k], 1e-6 * (1 + Math.abs(slope)), loss.toString());
      }
    }
  }

  @Test
  void anOptionThatIsMadeForAnotherUnitIsSaid() {
    List<Warning> tiny =
        trainer.plan(experiment(new Huber(), ColumnSpec.Scale.STANDARD, "u")).warnings();
    assertEquals(1, tiny.size(), tiny::toString);
    assertTrue(
        tiny.get(0)
            .message()
            .startsWith(
                "loss: the gradients of huber are about 0.0001, but those of the squared error would be about 1"),
        tiny::toString);
    assertEquals(
        List.of(),
        trainer.plan(experiment(new Huber(5000), ColumnSpec.Scale.STANDARD, "u")).warnings());
    assertEquals(
        1,
        trainer
            .plan(experiment(new GaussianNll(), ColumnSpec.Scale.STANDARD, "u"))
            .warnings()
            .size());
  }

  @Test
  void aDistanceIsRefusedWhereTheNetworkSeesALogarithm() {
    String message =
        String.valueOf(
            assertThrows(
                    TrainingException.class,
                    () -> trainer.plan(experiment(new Huber(50), ColumnSpec.Scale.LOG, "u")))
                .getMessage());
    assertEquals(
        "loss: huber has its delta in the unit of the target, but the network sees the logarithm of 'u', where a distance has no fixed size; use another scale than log, or a loss without such an option, such as mean-absolute-error",
        message);
  }

  @Test
  void aLikelihoodIsThatOfTheDataWhereTheScaleKeepsItsRange() {
    Table counts =
        Table.ofRows(List.of("x", "n"), new double[][] {{0, 2}, {1, 4}, {2, 8}, {3, 18}});
    Experiment experiment =
        experiment(
            new Poisson(),
            ColumnSpec.Scale.MIN_MAX,
            List.of("n"),
            Dense.output(new Exponential()),
            counts);
    Map<String, Double> measured = Evaluator.evaluate(experiment, experiment.training());
    assertEquals(
        measured.getOrDefault("poisson", Double.NaN),
        measured.getOrDefault("loss", Double.NaN),
        1e-5);
    String message =
        String.valueOf(
            assertThrows(
                    TrainingException.class,
                    () ->
                        trainer.plan(
                            experiment(
                                new Poisson(),
                                ColumnSpec.Scale.STANDARD,
                                List.of("n"),
                                Dense.output(),
                                counts)))
                .getMessage());
    assertTrue(
        message.startsWith(
            "loss: poisson needs predictions of at least 0 in the unit of the data, but with a scaled target the last layer (no activation) can predict others; set 'scale: none' for the target, and a suitable activation of that layer, such as exponential"),
        message);
  }

  @Test
  void aLossHasTheUnitOfTheNetworkUnlessItSpeaksOfTheDataOrHasNone() {
    List<Loss> ofNetwork =
        List.of(
            new MeanSquaredError(),
            new Huber(50),
            new SmoothL1(50),
            new GaussianNll(1, true),
            new Quantiles(),
            new WeightedSum());
    List<Loss> ofData = List.of(new MeanAbsolutePercentageError(), new GaussianNll(400));
    for (ColumnSpec.Scale scale : LINEAR) {
      for (Loss loss : ofNetwork) {
        boolean isScaled = scale != ColumnSpec.Scale.NONE;
        assertEquals(
            isScaled ? Optional.of("scaled") : Optional.empty(),
            experiment(loss, scale, "u").loss().unit(),
            loss + ", " + scale);
      }
      for (Loss loss : ofData) {
        assertEquals(
            Optional.empty(), experiment(loss, scale, "u").loss().unit(), loss + ", " + scale);
      }
    }
    Target time =
        new Target(Target.Kind.NUMERIC, List.of("time"), List.of(new Target.Scale(5, 2, false)));
    for (Loss loss : List.of(new Cox(), new PairwiseRanking())) {
      Network network = new NetworkBuilder(catalogue).build(List.of(Dense.output()), 2, time, 0);
      LossGuard guard = new LossGuard(catalogue, new TrainingSpec(), network, time);
      assertEquals(Optional.empty(), guard.fit(loss).orThrow().unit(), loss::toString);
    }
  }
}
