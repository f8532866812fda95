package dev.gradus.check;

import dev.gradus.spi.Layer;
import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.LayerFunction.Direction;
import dev.gradus.spi.RowLayer;
import dev.gradus.spi.Shape;
import dev.gradus.spi.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a {@link Layer} has to pass. */
final class LayerClaims {

  /** A row more than two blocks have, so that the last block is short. */
  private static final int ROWS = 33;

  /** Enough for gradients. */
  private static final int FEW_ROWS = 4;

  private static final int BATCHES = 20;

  private static final float UNTOUCHED = 77;

  /** Where layers are tried; the larger ones only if they refuse the others. */
  private static final List<LayerTrial> TRIALS =
      List.of(
          LayerTrial.of(Shape.line(2)),
          LayerTrial.of(Shape.line(5)),
          LayerTrial.of(Shape.line(12)),
          LayerTrial.of(Shape.image(5, 4, 2)),
          LayerTrial.of(Shape.image(6, 6, 3)),
          new LayerTrial(Shape.line(4), List.of(0, 3, 0, 5)));

  private static final List<LayerTrial> LARGE_TRIALS =
      Stream.of(1, 3, 4, 6, 7, 8, 9, 10, 11, 16, 25, 32, 48, 64, 784)
          .map(columns -> LayerTrial.of(Shape.line(columns)))
          .toList();

  private final Layer layer;
  private final Effort effort;
  private final List<LayerTrial> trials = new ArrayList<>();

  private LayerClaims(Layer layer, Effort effort) {
    this.layer = layer;
    this.effort = effort;
  }

  static void addTo(Claims claims, Layer layer) {
    LayerClaims own = new LayerClaims(layer, claims.effort());
    claims
        .thatTrainingNeeds(
            "it is made for a shape, or refuses it with a sentence", own::checkShapes)
        .thatTrainingNeeds(
            "the gradients of inputs and parameters are the slopes of the outputs",
            () ->
                own.eachTrial(
                    trial ->
                        own.slopes().check(trial, own.learning(own.built(trial), trial, FEW_ROWS))))
        .thatTrainingNeeds(
            "rows do not depend on each other, unless it says so",
            () -> own.eachTrial(own::checkRows))
        .thatTrainingNeeds(
            "in any pieces, by any threads, it computes the same bits and nothing else",
            () -> own.eachTrial(own::checkPieces))
        .thatTrainingNeeds(
            "inputs, parameters and gradients are not modified",
            () -> own.eachTrial(own::checkInputs))
        .thatTrainingNeeds(
            "it is random only where it says so, and the same step gives the same bits",
            () -> own.eachTrial(own::checkRandomness))
        .thatTrainingNeeds(
            "its tensors are all that it knows", () -> own.eachTrial(own::checkTensors))
        .that("several threads at once get the same bits", () -> own.eachTrial(own::checkThreads))
        .that("it allocates nothing for a batch", () -> own.eachTrial(own::checkAllocation))
        .thatEveryOptionCounts(other -> new LayerClaims((Layer) other, claims.effort()).numbers());
    if (layer instanceof RowLayer rows) {
      claims.thatTrainingNeeds(
          "in double, the gradients are the slopes to six digits",
          () -> own.eachTrial(trial -> own.slopes().check(rows, trial)));
    }
  }

  private LayerSlopes slopes() {
    return new LayerSlopes(layer, effort);
  }

  /** Something to check of one input. */
  private interface Check {
    void of(LayerTrial trial) throws Exception;
  }

  private void eachTrial(Check check) throws Exception {
    for (LayerTrial trial : accepted()) {
      check.of(trial);
    }
  }

  /** The inputs that it does not refuse; at least one. */
  private List<LayerTrial> accepted() {
    if (trials.isEmpty()) {
      trials.addAll(triedInputs());
    }
    if (trials.isEmpty()) {
      throw new BrokenClaim(
          layer,
          "it refuses every input that it was tried with: %s, and lines of other lengths; try it with options for one of them"
              .formatted(TRIALS));
    }
    return trials;
  }

  /**
   * Before training two inputs are enough, the smallest; of the large ones only the first that it
   * does not refuse, if it refuses the usual ones.
   */
  private List<LayerTrial> triedInputs() {
    long most = effort == Effort.BRIEF ? 2 : TRIALS.size();
    List<LayerTrial> usual =
        TRIALS.stream().filter(trial -> build(trial).isPresent()).limit(most).toList();
    return usual.isEmpty()
        ? LARGE_TRIALS.stream().filter(trial -> build(trial).isPresent()).limit(1).toList()
        : usual;
  }

  private TrialSite site(LayerTrial trial) {
    return TrialSite.of(trial.input(), trial.categories());
  }

  /** Empty if it refuses the input. */
  private Optional<LayerFunction> build(LayerTrial trial) {
    if (layer.takesCodes() == trial.categories().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Claims.answer(layer, "build", layer.build(site(trial))));
    } catch (IllegalArgumentException e) {
      Claims.checkRefusal(layer, trial.toString(), e);
      return Optional.empty();
    }
  }

  private LayerFunction built(LayerTrial trial) {
    return layer.build(site(trial));
  }

  private void checkShapes() {
    for (LayerTrial trial : accepted()) {
      LayerFunction function = built(trial);
      Shape output = Claims.answer(layer, "output", function.output());
      if (!function.input().equals(trial.input())) {
        throw broken(trial, "it says that its input is " + function.input());
      }
      if (output.columns() < 1 || function.units().columns() != output.columns()) {
        throw broken(
            trial,
            "its output is %s, and an activation behind it sees %s; both need the same number of numbers, at least 1"
                .formatted(output, function.units()));
      }
      Set<String> names = new HashSet<>();
      for (Tensor tensor : tensors(function)) {
        if (!names.add(tensor.name())) {
          throw broken(trial, "two of its tensors are called " + tensor.name());
        }
      }
      LayerFunction planned = layer.build(site(trial).planned());
      if (!planned.output().equals(output)
          || planned.parameters().size() != function.parameters().size()
          || planned.kernelBytes(ROWS, Direction.BACK_TO_INPUTS) < 0) {
        throw broken(trial, "it becomes another one while the network is only planned");
      }
    }
  }

  private static List<Tensor> tensors(LayerFunction function) {
    return Stream.concat(function.parameters().stream(), function.statistics().stream()).toList();
  }

  private BrokenClaim broken(LayerTrial trial, String sentence) {
    return new BrokenClaim(layer, "for %s %s".formatted(trial, sentence));
  }

  private LayerWork learning(LayerFunction function, LayerTrial trial, int rows) {
    return new LayerWork(layer, function, trial.inputs(rows), rows, trial.back(), 1);
  }

  private void checkRows(LayerTrial trial) {
    LayerFunction function = built(trial);
    if (function.needsWholeBatch() || function.isRandom()) {
      return;
    }
    int columns = function.output().columns();
    float[] together = learning(function, trial, FEW_ROWS).forwardAndBackward().y();
    float[] x = trial.inputs(FEW_ROWS);
    for (int row = 0; row < FEW_ROWS; row++) {
      float[] own = Arrays.copyOfRange(x, row * trial.columns(), (row + 1) * trial.columns());
      float[] alone = new LayerWork(layer, function, own, 1, trial.back(), 1).forward().y();
      float[] predicted =
          new LayerWork(layer, function, own, 1, Direction.FORWARD, 1).forward().y();
      float[] amongOthers = Arrays.copyOfRange(together, row * columns, (row + 1) * columns);
      if (!Arrays.equals(alone, amongOthers)) {
        throw broken(
            trial,
            "a row becomes %s alone, and %s in a batch; needsWholeBatch must return true"
                .formatted(Arrays.toString(alone), Arrays.toString(amongOthers)));
      }
      if (!Arrays.equals(alone, predicted)) {
        throw broken(
            trial,
            "a row becomes %s while it learns, and %s when it predicts"
                .formatted(Arrays.toString(alone), Arrays.toString(predicted)));
      }
      if (function.isIdentity() && !Arrays.equals(own, predicted)) {
        throw broken(trial, "it says that it is the identity, but changes its input");
      }
    }
  }

  private void checkPieces(LayerTrial trial) {
    LayerFunction function = built(trial);
    double[] whole = learning(function, trial, ROWS).forwardAndBackward().results();
    LayerWork work = new LayerWork(layer, built(trial), trial.inputs(ROWS), ROWS, trial.back(), 3);
    int block = work.block();
    if (!function.needsWholeBatch()) {
      work.inPieces(function.needsBlocks() ? block : 5, 4);
      if (!Arrays.equals(whole, work.results())) {
        throw broken(
            trial,
            "the results are others in pieces than in one; what is added up over rows must not depend on the pieces (needsBlocks)");
      }
      checkRange(trial, function.needsBlocks() ? block : 5);
    }
  }

  /** Some rows are computed; the others must stay as they were. */
  private void checkRange(LayerTrial trial, int from) {
    LayerWork work = learning(built(trial), trial, ROWS);
    work.kernel().layOut(0, 1);
    work.kernel().begin(1);
    work.kernel().forward(work.x(), 0, ROWS, 0);
    Arrays.fill(work.y(), UNTOUCHED);
    Arrays.fill(work.dx(), UNTOUCHED);
    int to = 2 * from;
    work.kernel().forward(work.x(), from, to, 0);
    work.kernel().backward(work.x(), work.dx(), from, to, 0);
    for (float[] array : List.of(work.y(), work.dx())) {
      int columns = array.length / ROWS;
      for (int i = 0; i < array.length; i++) {
        boolean isOutside = i < from * columns || i >= to * columns;
        if (isOutside && array[i] != UNTOUCHED) {
          throw broken(trial, "it writes to rows that it was not asked for");
        }
      }
    }
  }

  private void checkInputs(LayerTrial trial) {
    LayerFunction function = built(trial);
    LayerWork work = learning(function, trial, FEW_ROWS);
    float[] x = work.x().clone();
    float[] gradient = work.gradient().clone();
    List<float[]> before =
        function.parameters().stream().map(each -> each.values().clone()).toList();
    work.forwardAndBackward();
    for (int k = 0; k < before.size(); k++) {
      if (!Arrays.equals(before.get(k), function.parameters().get(k).values())) {
        throw broken(trial, "it modifies its parameter " + function.parameters().get(k).name());
      }
    }
    if (!Arrays.equals(x, work.x())) {
      throw broken(trial, "it modifies its inputs");
    }
    if (!Arrays.equals(gradient, work.gradient())) {
      throw broken(trial, "it modifies dL/dy");
    }
    double[] once = work.results();
    if (!function.needsWholeBatch() && !Arrays.equals(once, work.forwardAndBackward().results())) {
      throw broken(trial, "the same batch gives other results the second time");
    }
  }

  private void checkRandomness(LayerTrial trial) {
    LayerFunction function = built(trial);
    LayerWork first = learning(function, trial, FEW_ROWS).forward();
    float[] y = first.y().clone();
    if (!function.needsWholeBatch() && !Arrays.equals(y, first.forward().y())) {
      throw broken(trial, "the same step gives other outputs the second time");
    }
    first.kernel().begin(2);
    first.kernel().forward(first.x(), 0, FEW_ROWS, 0);
    if (!function.isRandom() && !function.needsWholeBatch() && !Arrays.equals(y, first.y())) {
      throw broken(trial, "its outputs depend on the step; isRandom must return true");
    }
    LayerWork predicting =
        new LayerWork(layer, function, first.x(), FEW_ROWS, Direction.FORWARD, 1).forward();
    float[] predicted = predicting.y().clone();
    predicting.kernel().begin(2);
    predicting.kernel().forward(first.x(), 0, FEW_ROWS, 0);
    if (!Arrays.equals(predicted, predicting.y())) {
      throw broken(trial, "it is random when it predicts");
    }
  }

  /** A model holds the tensors alone: with the same ones, another instance predicts the same. */
  private void checkTensors(LayerTrial trial) {
    LayerFunction taught = built(trial);
    learning(taught, trial, FEW_ROWS).forwardAndBackward();
    LayerFunction loaded = layer.build(site(trial).seeded(1));
    List<Tensor> from = tensors(taught);
    List<Tensor> into = tensors(loaded);
    for (int k = 0; k < from.size(); k++) {
      System.arraycopy(
          from.get(k).values(), 0, into.get(k).values(), 0, from.get(k).values().length);
    }
    float[] x = trial.inputs(FEW_ROWS);
    float[] one = new LayerWork(layer, taught, x, FEW_ROWS, Direction.FORWARD, 1).forward().y();
    float[] other = new LayerWork(layer, loaded, x, FEW_ROWS, Direction.FORWARD, 1).forward().y();
    if (!Arrays.equals(one, other)) {
      throw broken(
          trial,
          "another instance with the same tensors predicts something else, so a saved model would");
    }
  }

  private void checkThreads(LayerTrial trial) throws Exception {
    LayerFunction function = built(trial);
    if (!function.needsWholeBatch()) {
      Claims.sameFromAllThreads(
          layer, () -> learning(function, trial, ROWS).forwardAndBackward().results());
    }
  }

  private void checkAllocation(LayerTrial trial) {
    LayerWork work = learning(built(trial), trial, FEW_ROWS);
    long bytes =
        Allocation.of(
            BATCHES,
            () -> {
              work.kernel().layOut(0, 1);
              work.kernel().forward(work.x(), 0, FEW_ROWS, 0);
              work.kernel().backward(work.x(), work.dx(), 0, FEW_ROWS, 0);
              work.kernel().parameterGradients(work.x(), FEW_ROWS, 0, 1, 0);
            });
    if (bytes >= BATCHES) {
      throw broken(
          trial,
          "it allocates about %s bytes for every batch; the arrays belong into its kernel"
              .formatted(bytes / BATCHES));
    }
  }

  /** For options: what it does with the inputs that it takes; nothing if it refuses all. */
  private double[] numbers() {
    return triedInputs().stream()
        .map(trial -> learning(built(trial), trial, FEW_ROWS).forwardAndBackward())
        .flatMapToDouble(work -> Arrays.stream(work.results()))
        .toArray();
  }
}
