package dev.gradus.check;

import dev.gradus.spi.Interval;
import dev.gradus.spi.Layer;
import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.LayerFunction.Direction;
import dev.gradus.spi.LayerFunction.Kernel;
import dev.gradus.spi.RowLayer;
import dev.gradus.spi.Shape;
import dev.gradus.spi.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a {@link Layer} has to pass. */
final class LayerClaims {

  /** How far a derivative may be from differences that are taken in float. */
  private static final double FLOAT_TOLERANCE = 1e-2;

  /** The same in double. */
  private static final double TOLERANCE = 1e-6;

  private static final double STEP = 1e-5;
  private static final float FLOAT_STEP = 1.0f / 64;

  /** Slopes from steps of one and of two lengths differ by more at a kink. */
  private static final double KINK = 1e-2;

  /** A row more than two blocks have, so that the last block is short. */
  private static final int ROWS = 33;

  /** Enough for gradients. */
  private static final int FEW_ROWS = 4;

  private static final int BATCHES = 20;

  private static final float UNTOUCHED = 77;

  /** Where layers are tried; the larger ones only if they refuse the others. */
  private static final List<Trial> TRIALS =
      List.of(
          Trial.of(Shape.line(2)),
          Trial.of(Shape.line(5)),
          Trial.of(Shape.line(12)),
          Trial.of(Shape.image(5, 4, 2)),
          Trial.of(Shape.image(6, 6, 3)),
          new Trial(Shape.line(4), List.of(0, 3, 0, 5)));

  private static final List<Trial> LARGE_TRIALS =
      Stream.of(1, 3, 4, 6, 7, 8, 9, 10, 11, 16, 25, 32, 48, 64, 784)
          .map(columns -> Trial.of(Shape.line(columns)))
          .toList();

  /**
   * An input.
   *
   * @param categories of each column, if the layer may be the first; else empty
   */
  private record Trial(Shape input, List<Integer> categories) {

    static Trial of(Shape input) {
      return new Trial(input, List.of());
    }

    @Override
    public String toString() {
      return categories.isEmpty() ? input.toString() : "columns of the categories " + categories;
    }

    /** Rows of moderate numbers, or codes, one of them unknown. */
    float[] inputs(int rows) {
      float[] x = new Samples().floats(Interval.closed(-2, 2), rows * columns());
      SplittableRandom random = new SplittableRandom(Samples.SEED);
      for (int i = 0; i < x.length && !categories.isEmpty(); i++) {
        int count = categories.get(i % columns());
        x[i] = count == 0 ? x[i] : random.nextInt(-1, count);
      }
      return x;
    }

    int columns() {
      return input.columns();
    }
  }

  private final Layer layer;
  private final Effort effort;
  private final List<Trial> trials = new ArrayList<>();

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
            () -> own.eachTrial(own::checkSlopes))
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
          () -> own.eachTrial(trial -> own.checkRow(rows, trial)));
    }
  }

  /** Something to check of one input. */
  private interface Check {
    void of(Trial trial) throws Exception;
  }

  private void eachTrial(Check check) throws Exception {
    for (Trial trial : accepted()) {
      check.of(trial);
    }
  }

  /** The inputs that it does not refuse; at least one. */
  private List<Trial> accepted() {
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

  /** Of the others only the first that it does not refuse, if it refuses the usual ones. */
  private List<Trial> triedInputs() {
    List<Trial> usual = TRIALS.stream().filter(trial -> build(trial).isPresent()).toList();
    return usual.isEmpty()
        ? LARGE_TRIALS.stream().filter(trial -> build(trial).isPresent()).limit(1).toList()
        : usual;
  }

  private TrialSite site(Trial trial) {
    return TrialSite.of(trial.input(), trial.categories());
  }

  /** Empty if it refuses the input. */
  private Optional<LayerFunction> build(Trial trial) {
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

  private LayerFunction built(Trial trial) {
    return layer.build(site(trial));
  }

  private void checkShapes() {
    for (Trial trial : accepted()) {
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

  private BrokenClaim broken(Trial trial, String sentence) {
    return new BrokenClaim(layer, "for %s %s".formatted(trial, sentence));
  }

  /** A function at work on one batch. */
  private final class Work {

    private final LayerFunction function;
    private final Kernel kernel;
    private final TrialWorkspace workspace;
    private final float[] x;
    private final float[] dx;
    private final int rows;

    Work(LayerFunction function, float[] x, int rows, Direction direction, int threads) {
      this.function = function;
      this.x = x;
      this.rows = rows;
      workspace = TrialWorkspace.of(rows, direction, threads, function.output().columns());
      kernel = Claims.answer(layer, "kernel", function.kernel(workspace));
      dx = new float[direction == Direction.BACK_TO_INPUTS ? x.length : 0];
      // dL/dy: moderate, and none of them 0.
      float[] gradient = workspace.gradient();
      SplittableRandom random = new SplittableRandom(Samples.SEED + 1);
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] = (float) (random.nextDouble(0.5, 2) * (random.nextBoolean() ? 1 : -1));
      }
    }

    /** All rows in one piece. */
    Work forward() {
      kernel.layOut(0, 1);
      kernel.begin(1);
      kernel.forward(x, 0, rows, 0);
      return this;
    }

    Work forwardAndBackward() {
      forward();
      kernel.backward(x, dx, 0, rows, 0);
      kernel.parameterGradients(x, rows, 0, 1, 0);
      return this;
    }

    /** In pieces, from the last to the first, by threads in turn. */
    Work inPieces(int pieceRows, int parts) {
      for (int part = parts - 1; part >= 0; part--) {
        kernel.layOut(part, parts);
      }
      kernel.begin(1);
      int pieces = (rows + pieceRows - 1) / pieceRows;
      for (int piece = pieces - 1; piece >= 0; piece--) {
        int from = piece * pieceRows;
        int to = Math.min(rows, from + pieceRows);
        int thread = piece % workspace.threads();
        kernel.forward(x, from, to, thread);
        kernel.backward(x, dx, from, to, thread);
      }
      for (int part = parts - 1; part >= 0; part--) {
        kernel.parameterGradients(x, rows, part, parts, part % workspace.threads());
      }
      return this;
    }

    float[] y() {
      return workspace.y();
    }

    /** The outputs, weighted with dL/dy, added up. */
    double loss() {
      forward();
      double sum = 0;
      for (int i = 0; i < y().length; i++) {
        sum += (double) y()[i] * workspace.gradient()[i];
      }
      return sum;
    }

    /** The gradients of the parameters, one behind the other. */
    float[][] gradients() {
      List<float[]> gradients = Claims.answer(layer, "gradients", kernel.gradients());
      List<Tensor> parameters = function.parameters();
      if (gradients.size() != parameters.size()) {
        throw new BrokenClaim(
            layer,
            "it has %s parameters, but %s gradients"
                .formatted(parameters.size(), gradients.size()));
      }
      for (int k = 0; k < gradients.size(); k++) {
        if (gradients.get(k).length != parameters.get(k).size()) {
          throw new BrokenClaim(
              layer,
              "%s has %s numbers, its gradient %s"
                  .formatted(
                      parameters.get(k).name(), parameters.get(k).size(), gradients.get(k).length));
        }
      }
      return gradients.toArray(float[][]::new);
    }

    /** All results of a step, as numbers, and what it has measured. */
    double[] results() {
      Stream<float[]> all =
          Stream.concat(
              Stream.concat(Stream.of(y(), dx), Arrays.stream(gradients())),
              function.statistics().stream().map(Tensor::values));
      return all.flatMapToDouble(
              values -> IntStream.range(0, values.length).mapToDouble(i -> values[i]))
          .toArray();
    }
  }

  private static Direction back(Trial trial) {
    return trial.categories().isEmpty() ? Direction.BACK_TO_INPUTS : Direction.BACK_TO_PARAMETERS;
  }

  private Work learning(LayerFunction function, Trial trial, int rows) {
    return new Work(function, trial.inputs(rows), rows, back(trial), 1);
  }

  private void checkSlopes(Trial trial) {
    LayerFunction function = built(trial);
    Work work = learning(function, trial, FEW_ROWS).forwardAndBackward();
    float[] dx = work.dx.clone();
    float[][] gradients =
        Arrays.stream(work.gradients()).map(float[]::clone).toArray(float[][]::new);
    Slopes slopes = new Slopes(layer, "for %s, ".formatted(trial));
    compare(slopes, work, "input", work.x, dx);
    for (int k = 0; k < gradients.length; k++) {
      Tensor parameter = function.parameters().get(k);
      compare(slopes, work, parameter.name(), parameter.values(), gradients[k]);
    }
    slopes.finish();
  }

  /** Moves some of the numbers of an array, one after the other. */
  private void compare(Slopes slopes, Work work, String what, float[] moved, float[] stated) {
    if (stated.length == 0) {
      return;
    }
    for (int i : places(stated.length)) {
      int at = i;
      float here = moved[i];
      DoubleUnaryOperator f =
          by -> {
            moved[at] = (float) (here + by);
            return work.loss();
          };
      double middle = work.loss();
      double above = f.applyAsDouble(FLOAT_STEP);
      double below = f.applyAsDouble(-FLOAT_STEP);
      double farAbove = f.applyAsDouble(2 * FLOAT_STEP);
      double farBelow = f.applyAsDouble(-2 * FLOAT_STEP);
      moved[i] = here;
      double near = (above - below) / (2 * FLOAT_STEP);
      double far = (farAbove - farBelow) / (4 * FLOAT_STEP);
      // How much the slopes on the two sides differ: twice as much for twice the step, if smooth.
      double bend = (above + below - 2 * middle) / FLOAT_STEP;
      double farBend = (farAbove + farBelow - 2 * middle) / (2 * FLOAT_STEP);
      double limit = KINK * Math.max(1, Math.abs(near));
      if (Math.abs(near - far) > limit || Math.abs(farBend - 2 * bend) > limit) {
        slopes.leaveOut();
      } else {
        String where = "at number %s of %s (%s)".formatted(i, what, here);
        slopes.add(new Slope(where, here, stated[i], near + (near - far) / 3, FLOAT_TOLERANCE));
      }
    }
    slopes.endSeries("with respect to " + what);
  }

  /** Some places of an array; all of them if it is short. */
  private int[] places(int length) {
    return length <= effort.perCase()
        ? IntStream.range(0, length).toArray()
        : new SplittableRandom(Samples.SEED).ints(effort.perCase(), 0, length).toArray();
  }

  private void checkRows(Trial trial) {
    LayerFunction function = built(trial);
    if (function.needsWholeBatch() || function.isRandom()) {
      return;
    }
    int columns = function.output().columns();
    float[] together = learning(function, trial, FEW_ROWS).forwardAndBackward().y();
    float[] x = trial.inputs(FEW_ROWS);
    for (int row = 0; row < FEW_ROWS; row++) {
      float[] own = Arrays.copyOfRange(x, row * trial.columns(), (row + 1) * trial.columns());
      float[] alone = new Work(function, own, 1, back(trial), 1).forward().y();
      float[] predicted = new Work(function, own, 1, Direction.FORWARD, 1).forward().y();
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

  private void checkPieces(Trial trial) {
    LayerFunction function = built(trial);
    double[] whole = learning(function, trial, ROWS).forwardAndBackward().results();
    Work work = new Work(built(trial), trial.inputs(ROWS), ROWS, back(trial), 3);
    int block = work.workspace.block();
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
  private void checkRange(Trial trial, int from) {
    Work work = learning(built(trial), trial, ROWS);
    work.kernel.layOut(0, 1);
    work.kernel.begin(1);
    work.kernel.forward(work.x, 0, ROWS, 0);
    Arrays.fill(work.y(), UNTOUCHED);
    Arrays.fill(work.dx, UNTOUCHED);
    int to = 2 * from;
    work.kernel.forward(work.x, from, to, 0);
    work.kernel.backward(work.x, work.dx, from, to, 0);
    for (float[] array : List.of(work.y(), work.dx)) {
      int columns = array.length / ROWS;
      for (int i = 0; i < array.length; i++) {
        boolean isOutside = i < from * columns || i >= to * columns;
        if (isOutside && array[i] != UNTOUCHED) {
          throw broken(trial, "it writes to rows that it was not asked for");
        }
      }
    }
  }

  private void checkInputs(Trial trial) {
    LayerFunction function = built(trial);
    Work work = learning(function, trial, FEW_ROWS);
    float[] x = work.x.clone();
    float[] gradient = work.workspace.gradient().clone();
    List<float[]> before =
        function.parameters().stream().map(each -> each.values().clone()).toList();
    work.forwardAndBackward();
    for (int k = 0; k < before.size(); k++) {
      if (!Arrays.equals(before.get(k), function.parameters().get(k).values())) {
        throw broken(trial, "it modifies its parameter " + function.parameters().get(k).name());
      }
    }
    if (!Arrays.equals(x, work.x)) {
      throw broken(trial, "it modifies its inputs");
    }
    if (!Arrays.equals(gradient, work.workspace.gradient())) {
      throw broken(trial, "it modifies dL/dy");
    }
    double[] once = work.results();
    if (!function.needsWholeBatch() && !Arrays.equals(once, work.forwardAndBackward().results())) {
      throw broken(trial, "the same batch gives other results the second time");
    }
  }

  private void checkRandomness(Trial trial) {
    LayerFunction function = built(trial);
    Work first = learning(function, trial, FEW_ROWS).forward();
    float[] y = first.y().clone();
    if (!function.needsWholeBatch() && !Arrays.equals(y, first.forward().y())) {
      throw broken(trial, "the same step gives other outputs the second time");
    }
    first.kernel.begin(2);
    first.kernel.forward(first.x, 0, FEW_ROWS, 0);
    if (!function.isRandom() && !function.needsWholeBatch() && !Arrays.equals(y, first.y())) {
      throw broken(trial, "its outputs depend on the step; isRandom must return true");
    }
    Work predicting = new Work(function, first.x, FEW_ROWS, Direction.FORWARD, 1).forward();
    float[] predicted = predicting.y().clone();
    predicting.kernel.begin(2);
    predicting.kernel.forward(first.x, 0, FEW_ROWS, 0);
    if (!Arrays.equals(predicted, predicting.y())) {
      throw broken(trial, "it is random when it predicts");
    }
  }

  /** A model holds the tensors alone: with the same ones, another instance predicts the same. */
  private void checkTensors(Trial trial) {
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
    float[] one = new Work(taught, x, FEW_ROWS, Direction.FORWARD, 1).forward().y();
    float[] other = new Work(loaded, x, FEW_ROWS, Direction.FORWARD, 1).forward().y();
    if (!Arrays.equals(one, other)) {
      throw broken(
          trial,
          "another instance with the same tensors predicts something else, so a saved model would");
    }
  }

  private void checkThreads(Trial trial) throws Exception {
    LayerFunction function = built(trial);
    if (!function.needsWholeBatch()) {
      Claims.sameFromAllThreads(
          layer, () -> learning(function, trial, ROWS).forwardAndBackward().results());
    }
  }

  private void checkAllocation(Trial trial) {
    Work work = learning(built(trial), trial, FEW_ROWS);
    long bytes =
        Allocation.of(
            BATCHES,
            () -> {
              work.kernel.layOut(0, 1);
              work.kernel.forward(work.x, 0, FEW_ROWS, 0);
              work.kernel.backward(work.x, work.dx, 0, FEW_ROWS, 0);
              work.kernel.parameterGradients(work.x, FEW_ROWS, 0, 1, 0);
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

  private void checkRow(RowLayer rows, Trial trial) {
    Samples samples = new Samples();
    int inputs = trial.columns();
    int outputs = rows.output(trial.input()).columns();
    double[] x = samples.within(Interval.closed(-2, 2), inputs);
    double[][] p =
        rows.learned(inputs).stream()
            .map(each -> samples.within(Interval.closed(-1, 1), each.rows() * each.columns()))
            .toArray(double[][]::new);
    double[] dy = samples.within(Interval.closed(0.5, 2), outputs);
    double[] dx = new double[inputs];
    double[][] dp = Arrays.stream(p).map(each -> new double[each.length]).toArray(double[][]::new);
    double[] memory = new double[rows.memory(inputs)];
    rows.forward(x, p, new double[outputs], memory);
    rows.backward(x, p, memory, dy, dx, dp);
    Slopes slopes = new Slopes(layer, "for %s, ".formatted(trial));
    compare(slopes, rows, x, p, dy, "input", x, dx);
    for (int k = 0; k < p.length; k++) {
      compare(slopes, rows, x, p, dy, rows.learned(inputs).get(k).name(), p[k], dp[k]);
    }
    slopes.finish();
  }

  private void compare(
      Slopes slopes,
      RowLayer rows,
      double[] x,
      double[][] p,
      double[] dy,
      String what,
      double[] moved,
      double[] stated) {
    for (int i : places(stated.length)) {
      double here = moved[i];
      moved[i] = here + STEP;
      double above = weighted(rows, x, p, dy);
      moved[i] = here - STEP;
      double below = weighted(rows, x, p, dy);
      moved[i] = here;
      double middle = weighted(rows, x, p, dy);
      double measured = (above - below) / (2 * STEP);
      double bend = Math.abs(above + below - 2 * middle) / STEP;
      if (bend > KINK * Math.max(1, Math.abs(measured))) {
        slopes.leaveOut();
      } else {
        String where = "at number %s of %s (%s)".formatted(i, what, here);
        slopes.add(new Slope(where, here, stated[i], measured, TOLERANCE));
      }
    }
    slopes.endSeries("with respect to " + what);
  }

  private static double weighted(RowLayer rows, double[] x, double[][] p, double[] dy) {
    double[] y = new double[dy.length];
    rows.forward(x, p, y, new double[rows.memory(x.length)]);
    double sum = 0;
    for (int k = 0; k < y.length; k++) {
      sum += dy[k] * y[k];
    }
    return sum;
  }
}
