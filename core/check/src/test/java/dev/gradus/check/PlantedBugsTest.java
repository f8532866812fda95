package dev.gradus.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plugins with one bug each: the broken claim finds it, both before training and in the whole kit.
 */
class PlantedBugsTest {

  private static final String GRADIENT = "the gradient is the derivative of the value";

  private static final String LINE = "the line of numpy that it states is its gradient";

  @TempDir static Path folder;

  private record Bug(Object plugin, String claim, boolean beforeTraining) {
    Bug(Object plugin, String claim) {
      this(plugin, claim, true);
    }
  }

  @TestFactory
  Stream<DynamicTest> losses() {
    String targets = "it takes a target or refuses it with a sentence";
    String inputs = "prediction and target are not modified";
    return each(
        new Bug(new WrongLosses.WrongSign(), GRADIENT),
        new Bug(new WrongLosses.MissingFactor(), GRADIENT),
        new Bug(new WrongLosses.OtherGradient(), GRADIENT),
        new Bug(new WrongLosses.SumForMean(), GRADIENT),
        new Bug(new WrongLosses.ClippedValue(), GRADIENT),
        new Bug(new WrongLosses.BlindLoss(), GRADIENT),
        new Bug(new WrongLosses.HalfBlind(), GRADIENT),
        new Bug(new WrongLosses.NoCrossTerms(), GRADIENT),
        new Bug(new WrongLosses.WithoutSlope(), GRADIENT),
        new Bug(new WrongLosses.SlopeOfUnit(), GRADIENT),
        new Bug(new WrongLosses.FirstScale(), GRADIENT),
        new Bug(new WrongLosses.MutatesScaled(), inputs),
        new Bug(new WrongLosses.NullOnScale(), targets),
        new Bug(new WrongLosses.MuteOnScale(), targets),
        new Bug(new WrongLosses.FailsOnScale(), GRADIENT),
        new Bug(
            new WrongLosses.OverflowsOnScale(), "extreme predictions give finite numbers", false),
        new Bug(
            new WrongLosses.NegativeDeviation(), "a predicted standard deviation is not negative"),
        new Bug(
            new WrongLosses.MutatesForDeviation(),
            "a predicted standard deviation is not negative"),
        new Bug(new WrongLosses.Accumulates(), "the gradient is overwritten, not added to"),
        new Bug(new WrongLosses.Mutates(), inputs),
        new Bug(new WrongLosses.MutatingBatch(), inputs),
        new Bug(new WrongLosses.Unweighted(), "the weights of the examples have an effect"),
        new Bug(
            new WrongLosses.WrongLogits(),
            "on the logits of sigmoid, it is the loss of the probabilities"),
        new Bug(
            new WrongLosses.ClimbingLogits(),
            "on the logits of sigmoid, the gradient is the derivative of the value"),
        new Bug(
            new WrongLosses.UncheckedBounds(), "its options refuse what is out of bounds", false),
        new Bug(new WrongLosses.IgnoredOption(), "every option has an effect", false),
        new Bug(new WrongLosses.HalfALine(), LINE, false),
        new Bug(new WrongLosses.UnreadableLine(), LINE, false),
        new Bug(new WrongLosses.UnknownName(), LINE, false),
        new Bug(new WrongLosses.NeverANumber(), LINE, false),
        new Bug(new WrongLosses.NoReason(), LINE, false),
        new Bug(new WrongLosses.NullForm(), targets));
  }

  @TestFactory
  Stream<DynamicTest> columnsBesideTheTarget() {
    String targets = "it takes a target or refuses it with a sentence";
    String columns = "its auxiliary columns have an effect";
    String inputs = "prediction and target are not modified";
    return each(
        new Bug(new WrongColumns.Weighed(WrongColumns.Slip.IGNORES_IT), columns),
        new Bug(new WrongColumns.Weighed(WrongColumns.Slip.WITHOUT_SLOPE), GRADIENT),
        new Bug(new WrongColumns.Weighed(WrongColumns.Slip.WRITES_IT), inputs),
        new Bug(new WrongColumns.Weighed(WrongColumns.Slip.TWICE), targets),
        new Bug(new WrongColumns.Weighed(WrongColumns.Slip.OTHER_IN_FORM), targets),
        new Bug(new WrongColumns.GroupError(WrongColumns.Slip.IGNORES_IT), columns),
        new Bug(new WrongColumns.GroupError(WrongColumns.Slip.TWICE), columns),
        new Bug(
            new WrongColumns.GroupError(WrongColumns.Slip.WRITES_IT),
            "predictions and targets are not modified"));
  }

  @TestFactory
  Stream<DynamicTest> whatOutputsMean() {
    String targets = "it takes a target or refuses it with a sentence";
    String decoded = "decoded outputs are predictions";
    String quantiles = "quantiles do not cross";
    return each(
        new Bug(new WrongColumns.Decoded(WrongColumns.Slip.OTHER_COUNT), targets),
        new Bug(new WrongColumns.Decoded(WrongColumns.Slip.TOO_FEW), decoded),
        new Bug(new WrongColumns.Decoded(WrongColumns.Slip.NO_PROBABILITIES), decoded),
        new Bug(new WrongColumns.Decoded(WrongColumns.Slip.NOT_FINITE), decoded),
        new Bug(new WrongColumns.Decoded(WrongColumns.Slip.ADDS), decoded),
        new Bug(new WrongColumns.Decoded(WrongColumns.Slip.IN_PLACE), decoded),
        new Bug(new WrongColumns.TwoQuantiles(WrongColumns.Slip.CROSSES), quantiles),
        new Bug(new WrongColumns.TwoQuantiles(WrongColumns.Slip.FALLS), quantiles),
        new Bug(new WrongColumns.TwoQuantiles(WrongColumns.Slip.SORTS), quantiles));
  }

  @TestFactory
  Stream<DynamicTest> activations() {
    String derivative = "the derivative is that of the value";
    String jacobian = "backward is the transposed Jacobian";
    String learned = "its derivatives by its coefficients are those of the output";
    String rows = "rows in float get the same numbers as single units";
    return each(
        new Bug(new WrongActivations.DerivativeAtOutput(), derivative),
        new Bug(new WrongActivations.Kinked(), derivative),
        new Bug(
            new WrongActivations.OtherLine(),
            "the line of numpy that it states is its derivative",
            false),
        new Bug(new WrongActivations.SwallowsNaN(), "NaN is passed on"),
        new Bug(new WrongActivations.DiagonalJacobian(), jacobian),
        new Bug(new WrongActivations.BlindRows(), jacobian),
        new Bug(new WrongActivations.RawFloats(), jacobian),
        new Bug(
            new WrongActivations.NotPointwise(),
            "if it declares itself pointwise, each output depends only on its own input"),
        new Bug(
            new WrongActivations.NoDistribution(),
            "if it declares its outputs a distribution, they add up to 1"),
        new Bug(new WrongActivations.WrongCoefficient(), learned),
        new Bug(new WrongActivations.WrongElsewhere(), learned),
        new Bug(new WrongActivations.BeginsOutside(), learned),
        new Bug(new WrongActivations.WrongRow(), rows),
        new Bug(new WrongActivations.RowWithoutWayBack(), rows),
        new Bug(new WrongActivations.WrongInRange(), learned));
  }

  @TestFactory
  Stream<DynamicTest> layers() {
    String slopes = "the gradients of inputs and parameters are the derivatives of the outputs";
    String pieces =
        "rows in any pieces, on any threads, give the same bits, and nothing else is written";
    String unmodified = "inputs, parameters and gradients are not modified";
    String random = "it is random only if it declares that, and the same step gives the same bits";
    String rows = "rows do not depend on each other, unless it declares that";
    String shapes = "it can be built for a shape, or refuses it with a sentence";
    String words =
        "its declared properties are true: the identity, y = x W + b, the outputs of a last layer";
    String ownRows =
        "members with the same rows of their own compute what they compute with a shared row";
    return each(
        new Bug(scaling(WrongLayers.Bug.MODIFIES_INPUTS), unmodified),
        new Bug(scaling(WrongLayers.Bug.MODIFIES_WEIGHTS), unmodified),
        new Bug(scaling(WrongLayers.Bug.MODIFIES_GRADIENT), unmodified),
        new Bug(scaling(WrongLayers.Bug.RANDOM), random),
        new Bug(scaling(WrongLayers.Bug.RANDOM_PREDICTION), random),
        new Bug(scaling(WrongLayers.Bug.SEES_OTHER_ROWS), rows),
        new Bug(scaling(WrongLayers.Bug.WRITES_TO_OTHER_ROWS), pieces),
        new Bug(scaling(WrongLayers.Bug.SUMS_PIECES), pieces),
        new Bug(new WrongLayers.Copies(true), ownRows),
        new Bug(new WrongLayers.Copies(false), ownRows),
        new Bug(scaling(WrongLayers.Bug.HIDES_A_NUMBER), "its tensors are its only state"),
        new Bug(scaling(WrongLayers.Bug.LACKS_A_GRADIENT), slopes),
        new Bug(scaling(WrongLayers.Bug.LEARNS_THE_WRONG_WAY), slopes),
        new Bug(scaling(WrongLayers.Bug.LEARNS_TOO_MUCH), slopes),
        new Bug(scaling(WrongLayers.Bug.FORGETS_INPUTS), slopes),
        new Bug(scaling(WrongLayers.Bug.OTHER_SHAPE), shapes),
        new Bug(scaling(WrongLayers.Bug.SAME_NAMES), shapes),
        new Bug(scaling(WrongLayers.Bug.REFUSES_MUTELY), shapes),
        new Bug(scaling(WrongLayers.Bug.CALLS_SCALED_NUMBERS_UNCHANGED), shapes),
        new Bug(scaling(WrongLayers.Bug.IDENTITY), words),
        new Bug(scaling(WrongLayers.Bug.RANDOM_IDENTITY), words),
        new Bug(new WrongLayers.NotAffine(), words),
        new Bug(scaling(WrongLayers.Bug.ADDS_TO_OUTPUTS), unmodified),
        new Bug(scaling(WrongLayers.Bug.ADDS_UP_IN_EVERY_PART), pieces),
        new Bug(scaling(WrongLayers.Bug.SHARES_STATE), "its kernels share nothing but the tensors"),
        new Bug(scaling(WrongLayers.Bug.READS_WHAT_BEGIN_SET), rows),
        new Bug(
            scaling(WrongLayers.Bug.HIDES_MEMORY), "it declares how much memory it needs", false),
        new Bug(scaling(WrongLayers.Bug.ALLOCATES), "it allocates nothing for a batch", false),
        new Bug(
            new WrongLayers.NearlyRight(),
            "in double, the gradients are the derivatives to six digits"),
        new Bug(new WrongLayers.Overwrites(), slopes));
  }

  @TestFactory
  Stream<DynamicTest> initialValues() {
    assertEquals(List.of(), broken(Conformance.claimsOf(new WrongInitialValues())));
    String initial =
        "its initial values follow from the rows and the random numbers, and are finite";
    return each(
        Stream.of(WrongInitialValues.Slip.values())
            .filter(slip -> slip != WrongInitialValues.Slip.NONE)
            .map(slip -> new Bug(new WrongInitialValues(slip), initial))
            .toArray(Bug[]::new));
  }

  private static Object scaling(WrongLayers.Bug bug) {
    return new WrongLayers.Scaling(bug);
  }

  @TestFactory
  Stream<DynamicTest> optimizers() {
    return each(
        new Bug(
            new WrongOptimizers.HiddenState(),
            "restored at any step, it continues with the same bits"),
        new Bug(new WrongOptimizers.Climbs(), "it finds the minimum of a parabola", false),
        new Bug(new WrongOptimizers.Climbs(), "the learning rate of the step has an effect", false),
        new Bug(new WrongOptimizers.ClippingOptimizer(), "the gradient is not modified"),
        new Bug(
            new WrongOptimizers.HidesItsMean(),
            "it declares whether it predicts with other weights"),
        new Bug(new WrongOptimizers.NullState(), "its state has names"),
        new Bug(
            new WrongOptimizers.HiddenNumber(),
            "restored at any step, it continues with the same bits"),
        new Bug(new WrongOptimizers.TwoOfOneName(), "its state has names"),
        new Bug(new WrongOptimizers.NullScalars(), "its state has names"),
        new Bug(new WrongOptimizers.BothWays(), "its state has names"),
        new Bug(new WrongOptimizers.HalvesTheSteps(), "its mover updates weights like it"),
        new Bug(new WrongOptimizers.StaysThere(), "tensors change only in update"),
        new Bug(new WrongOptimizers.ClipsAll(), "the gradient is not modified"),
        new Bug(
            new WrongOptimizers.TakesSilently(), "it takes a second gradient if it declares that"),
        new Bug(
            new WrongOptimizers.NeverTakes(), "it takes a second gradient if it declares that"));
  }

  @TestFactory
  Stream<DynamicTest> othersThatTrainingUses() {
    String rates = "rates are finite and not negative";
    String fills = "it fills every weight, or refuses the shape with a sentence";
    String values = "each of its further values has a name, and a number";
    String forMetric = "forMetric keeps the monitored metric";
    return each(
        new Bug(new WrongPlugins.NaNAtEnd(), rates),
        new Bug(new WrongPlugins.NegativeOnMetric(), rates),
        new Bug(new WrongPlugins.NullRun(), rates),
        new Bug(new WrongPlugins.NegativeWhereMoreIsBetter(), rates),
        new Bug(new WrongPlugins.NaNInRunOfMetric(), rates),
        new Bug(new WrongPlugins.SortsWhereMoreIsBetter(), rates),
        new Bug(new WrongPlugins.NullForMetric(), forMetric),
        new Bug(new WrongPlugins.LooksElsewhere(), forMetric),
        new Bug(new WrongPlugins.ForgetsPatience(), "every option has an effect", false),
        new Bug(new WrongPlugins.LeavesNaN(), fills),
        new Bug(new WrongPlugins.LeavesNaNOfConvolution(), fills),
        new Bug(new WrongPlugins.MuteOnConvolution(), fills),
        new Bug(new WrongPlugins.Stubborn(), fills, false),
        new Bug(new WrongPlugins.UnseededConvolution(), "the same seed gives the same weights"),
        new Bug(
            new WrongPlugins.SwapsFans(),
            "for a dense layer both fill methods give the same weights"),
        new Bug(new WrongPlugins.HalfPenalty(), "the gradient is the derivative of the penalty"),
        new Bug(new WrongPlugins.HalfPenalty(), "the gradient is added to what is there"),
        new Bug(new WrongPlugins.WritesWeights(), "weights are not modified"),
        new Bug(new WrongPlugins.RowsAndColumns(), "the gradient is the derivative of the penalty"),
        new Bug(new WrongPlugins.ShortEpochs(), rates),
        new Bug(new WrongPlugins.SortingMetric(), "predictions and targets are not modified"),
        new Bug(new WrongPlugins.ShortOfOne(), values),
        new Bug(new WrongPlugins.TwoOfOneName(), values),
        new Bug(
            new WrongPlugins.WrongDirection(),
            "perfect predictions are better than wrong ones",
            false));
  }

  @TestFactory
  Stream<DynamicTest> dataSources() throws IOException {
    String any = "to recognise a file it reads little and changes nothing";
    String own = "it can read the files that it recognises";
    Path file = Files.writeString(folder.resolve("a.words"), "#size,kind\n1,small\n9,large\n");
    assertEquals(
        List.of(),
        broken(Conformance.claimsOf(new WrongSource(Optional.of(file), WrongSource.Slip.NONE))));
    return Stream.of(
            Map.entry(WrongSource.Slip.FAILS, any),
            Map.entry(WrongSource.Slip.READS_ALL, any),
            Map.entry(WrongSource.Slip.WRITES, any),
            Map.entry(WrongSource.Slip.OTHER_SOURCE, any),
            Map.entry(WrongSource.Slip.OTHER_TARGET, own),
            Map.entry(WrongSource.Slip.OTHER_SIZE, own),
            Map.entry(WrongSource.Slip.NO_COLUMNS, own))
        .map(
            slip ->
                DynamicTest.dynamicTest(
                    slip.toString(),
                    () -> {
                      WrongSource source = new WrongSource(Optional.of(file), slip.getKey());
                      List<String> all = broken(Conformance.claimsOf(source));
                      assertTrue(all.contains(slip.getValue()), "broken are only " + all);
                    }));
  }

  private static Stream<DynamicTest> each(Bug... bugs) {
    return Stream.of(bugs)
        .map(
            bug ->
                DynamicTest.dynamicTest(
                    BrokenClaim.nameOf(bug.plugin()) + ": " + bug.claim(), () -> check(bug)));
  }

  private static void check(Bug bug) {
    List<String> all = broken(Conformance.claimsOf(bug.plugin()));
    assertTrue(all.contains(bug.claim()), "broken are only " + all);
    List<String> brief =
        broken(Conformance.claimsBeforeTraining(bug.plugin(), List.of(), List.of()));
    assertEquals(bug.beforeTraining(), brief.contains(bug.claim()), "broken: " + brief);
  }

  private static List<String> broken(List<Claim> claims) {
    List<String> broken = new ArrayList<>();
    assertTrue(claims.size() >= 2);
    for (Claim claim : claims) {
      try {
        claim.check().run();
      } catch (Throwable e) {
        assertTrue(e instanceof BrokenClaim || e instanceof NullPointerException, e.toString());
        assertTrue(String.valueOf(e.getMessage()).length() > 20, "a telling message: " + e);
        broken.add(claim.text());
      }
    }
    return broken;
  }
}
