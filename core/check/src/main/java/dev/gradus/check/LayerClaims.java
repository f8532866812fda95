package dev.gradus.check;

import dev.gradus.spi.AffineFunction;
import dev.gradus.spi.EnsembleLayer;
import dev.gradus.spi.Layer;
import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.LayerFunction.Direction;
import dev.gradus.spi.OutputLayer;
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

/** The claims about a {@link Layer}. */
final class LayerClaims {

  /** One row more than two blocks, so that the last block is short. */
  private static final int ROWS = LayerInput.MOST_ROWS;

  /** The same with one block, for layers with more multiplications, before training. */
  private static final int FEWER_ROWS = 17;

  private static final long MANY = 20_000;

  /** The share of the memory that a layer may take in a trial. */
  private static final int SHARE = 8;

  /** Enough for gradients. */
  private static final int FEW_ROWS = 4;

  private static final int BATCHES = 20;

  private static final double AFFINE_TOLERANCE = 1e-4;

  /** The allowance for objects and small arrays, in bytes. */
  private static final int OBJECTS = 8192;

  private static final float UNTOUCHED = 77;

  /** The inputs that layers are tried with; the larger ones only if they refuse the others. */
  private static final List<LayerInput> INPUTS =
      List.of(
          LayerInput.of(Shape.line(2)),
          LayerInput.of(Shape.line(5)),
          LayerInput.of(Shape.line(12)),
          LayerInput.of(Shape.image(5, 4, 2)),
          LayerInput.of(Shape.image(6, 6, 3)),
          LayerInput.of(Shape.image(8, 8, 1)),
          new LayerInput(Shape.line(4), List.of(0, 3, 0, 5)),
          new LayerInput(Shape.line(2), List.of(3, 5)));

  private static final List<LayerInput> LARGE_INPUTS =
      Stream.concat(
              Stream.of(Shape.image(28, 28, 1)),
              Stream.of(1, 3, 4, 6, 7, 8, 9, 10, 11, 16, 20, 25, 32, 48, 64, 784).map(Shape::line))
          .map(LayerInput::of)
          .toList();

  private final Layer layer;
  private final Effort effort;
  private final List<LayerInput> places;
  private final List<LayerInput> trials = new ArrayList<>();

  private LayerClaims(Layer layer, Effort effort, List<LayerInput> places) {
    this.layer = layer;
    this.effort = effort;
    this.places = places;
  }

  /**
   * Adds the claims.
   *
   * @param places the inputs that it has in a network, if they are known: one of them is tried if
   *     it refuses the usual ones
   */
  static void addTo(Claims claims, Layer layer, List<LayerInput> places) {
    LayerClaims own = new LayerClaims(layer, claims.effort(), places);
    claims
        .thatTrainingNeeds(
            "it can be built for a shape, or refuses it with a sentence", own::checkShapes)
        .thatTrainingNeeds(
            "its initial values follow from the rows and the random numbers, and are finite",
            () -> own.eachTrial(own::checkInitialValues))
        .thatTrainingNeeds(
            "inputs, parameters and gradients are not modified",
            () -> own.eachTrial(own::checkInputs))
        .thatTrainingNeeds(
            "the gradients of inputs and parameters are the derivatives of the outputs",
            () ->
                own.eachTrial(
                    trial ->
                        own.slopes(trial)
                            .check(trial, own.learning(own.built(trial), trial, FEW_ROWS))))
        .thatTrainingNeeds(
            "rows do not depend on each other, unless it declares that",
            () -> own.eachTrial(own::checkRows))
        .thatTrainingNeeds(
            "rows in any pieces, on any threads, give the same bits, and nothing else is written",
            () -> own.eachTrial(own::checkPieces))
        .thatTrainingNeeds(
            "it is random only if it declares that, and the same step gives the same bits",
            () -> own.eachTrial(own::checkRandomness))
        .thatTrainingNeeds("its tensors are its only state", () -> own.eachTrial(own::checkTensors))
        .thatTrainingNeeds(
            "its declared properties are true: the identity, y = x W + b, the outputs of a last "
                + "layer",
            () -> own.eachTrial(own::checkWords))
        .thatTrainingNeeds(
            "its kernels share nothing but the tensors", () -> own.eachTrial(own::checkKernels))
        .that("it declares how much memory it needs", () -> own.eachTrial(own::checkMemory))
        .that("several threads at once get the same bits", () -> own.eachTrial(own::checkThreads))
        .that("it allocates nothing for a batch", () -> own.eachTrial(own::checkAllocation))
        .thatEveryOptionCounts(
            other -> new LayerClaims((Layer) other, claims.effort(), places).numbers());
    if (layer instanceof EnsembleLayer ensemble && ensemble.ownBatches()) {
      claims.thatTrainingNeeds(
          "members with the same rows of their own compute what they compute with a shared row",
          () -> own.eachTrial(trial -> own.checkOwnRows(ensemble, trial)));
    }
    if (layer instanceof RowLayer rows) {
      claims.thatTrainingNeeds(
          "in double, the gradients are the derivatives to six digits",
          () -> own.eachTrial(trial -> own.slopes(trial).check(rows, trial)));
    }
  }

  private LayerSlopes slopes(LayerInput trial) {
    return new LayerSlopes(layer, effort, multiplications(built(trial)));
  }

  private static long multiplications(LayerFunction function) {
    return Math.max(
        function.multiplications(),
        function.parameters().stream().mapToLong(Tensor::size).sum()
            + function.input().columns()
            + function.output().columns());
  }

  /** Many rows, unless that would take long. */
  private int rows(LayerFunction function) {
    return effort == Effort.BRIEF && multiplications(function) > MANY ? FEWER_ROWS : ROWS;
  }

  /** A check with one input. */
  private interface Check {
    void of(LayerInput trial) throws Exception;
  }

  private void eachTrial(Check check) throws Exception {
    for (LayerInput trial : accepted()) {
      check.of(trial);
    }
  }

  /**
   * The inputs that it accepts; at least one. Before training there may be none: the layer is then
   * inside another layer, with which it is tried, or it would take too much memory.
   */
  private List<LayerInput> accepted() {
    if (trials.isEmpty()) {
      trials.addAll(triedInputs());
    }
    if (trials.isEmpty() && effort == Effort.THOROUGH) {
      throw new BrokenClaim(
          layer,
          "it refuses every input that it was tried with: %s, and lines of other lengths; try it with options for one of them"
              .formatted(INPUTS));
    }
    return trials;
  }

  /**
   * Before training the two smallest inputs are enough; if it refuses the usual ones, the first
   * input of its place in a network, or of the large ones.
   */
  private List<LayerInput> triedInputs() {
    long most = effort == Effort.BRIEF ? 2 : INPUTS.size();
    List<LayerInput> usual = INPUTS.stream().filter(this::isTaken).limit(most).toList();
    return usual.isEmpty()
        ? Stream.concat(places.stream(), LARGE_INPUTS.stream())
            .filter(this::isTaken)
            .limit(1)
            .toList()
        : usual;
  }

  private boolean isTaken(LayerInput input) {
    return build(input)
        .filter(
            function ->
                effort == Effort.THOROUGH
                    || function.kernelBytes(FEWER_ROWS, input.back())
                        < Runtime.getRuntime().maxMemory() / SHARE)
        .isPresent();
  }

  private TrialSite site(LayerInput trial) {
    return TrialSite.of(trial.input(), trial.categories());
  }

  /** The function; empty if it refuses the input. */
  private Optional<LayerFunction> build(LayerInput trial) {
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

  private LayerFunction built(LayerInput trial) {
    return InitialValues.set(layer.build(site(trial)), trial);
  }

  private void checkInitialValues(LayerInput trial) {
    new InitialValues(layer, trial, () -> layer.build(site(trial))).check();
  }

  private void checkShapes() {
    for (LayerInput trial : accepted()) {
      LayerFunction function = built(trial);
      Shape output = Claims.answer(layer, "output", function.output());
      if (!function.input().equals(trial.input())) {
        throw broken(trial, "it says that its input is " + function.input());
      }
      if (output.columns() < 1 || function.activationShape().columns() != output.columns()) {
        throw broken(
            trial,
            "its output is %s, and an activation after it sees %s; both need the same number of numbers, at least 1"
                .formatted(output, function.activationShape()));
      }
      checkNumbers(trial, function);
      Set<String> names = new HashSet<>();
      for (Tensor tensor : tensors(function)) {
        if (!names.add(tensor.name())) {
          throw broken(trial, "two of its tensors are called " + tensor.name());
        }
      }
      LayerFunction planned = layer.build(site(trial).planned());
      if (!planned.output().equals(output)
          || planned.parameters().size() != function.parameters().size()
          || planned.kernelBytes(ROWS, Direction.BACK_TO_INPUTS)
              != function.kernelBytes(ROWS, Direction.BACK_TO_INPUTS)) {
        throw broken(trial, "it becomes another one while the network is only planned");
      }
    }
  }

  /** Those of its outputs that are numbers of its input must be among them, unchanged. */
  private void checkNumbers(LayerInput trial, LayerFunction function) {
    List<Integer> numbers = Claims.answer(layer, "numbers", function.numbers());
    if (numbers.isEmpty()) {
      return;
    }
    float[] x = trial.inputs(1);
    float[] y = new LayerWork(layer, function, x, 1, Direction.FORWARD, 1).forward().y();
    List<Integer> before = site(trial).numbers();
    for (int k = 0; k < numbers.size(); k++) {
      int at = numbers.get(k);
      boolean isThere = at >= 0 && at < y.length && (k == 0 || at > numbers.get(k - 1));
      if (!isThere || before.stream().noneMatch(i -> x[i] == y[at])) {
        throw broken(
            trial,
            "its method numbers returns %s, but output %s is not a number of its input; it returns the indices of such outputs, ascending"
                .formatted(numbers, at));
      }
    }
  }

  private static List<Tensor> tensors(LayerFunction function) {
    return Stream.concat(function.parameters().stream(), function.statistics().stream()).toList();
  }

  private BrokenClaim broken(LayerInput trial, String sentence) {
    return new BrokenClaim(layer, "for %s %s".formatted(trial, sentence));
  }

  private LayerWork learning(LayerFunction function, LayerInput trial, int rows) {
    return new LayerWork(layer, function, trial.inputs(rows), rows, trial.back(), 1);
  }

  private void checkRows(LayerInput trial) {
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
            "a row becomes %s in training, and %s in prediction"
                .formatted(Arrays.toString(alone), Arrays.toString(predicted)));
      }
    }
  }

  private void checkPieces(LayerInput trial) {
    LayerFunction function = built(trial);
    int rows = rows(function);
    boolean isWhole = function.needsWholeBatch();
    int piece = isWhole ? rows : function.needsBlocks() ? Math.min(16, rows) : 5;
    double[] whole = learning(function, trial, rows).forwardAndBackward().results();
    for (int parts : new int[] {4, 3}) {
      LayerWork work =
          new LayerWork(layer, built(trial), trial.inputs(rows), rows, trial.back(), 3);
      if (!Arrays.equals(whole, work.inPieces(piece, parts).results())) {
        throw broken(
            trial,
            "the results in pieces differ from those of all rows at once; sums over rows must not depend on the pieces (needsBlocks), and gradients must not depend on the number of their parts");
      }
    }
    if (!isWhole) {
      checkRange(trial, piece, rows);
    }
  }

  /** Some rows are computed; the others must stay as they were. */
  private void checkRange(LayerInput trial, int from, int rows) {
    LayerWork work = learning(built(trial), trial, rows);
    work.kernel().layOut(0, 1);
    work.kernel().begin(1);
    work.kernel().forward(work.x(), 0, rows, 0);
    work.fillWith(UNTOUCHED);
    int to = Math.min(rows, 2 * from);
    work.kernel().forward(work.x(), from, to, 0);
    work.kernel().backward(work.x(), work.dx(), from, to, 0);
    for (float[] array : List.of(work.y(), work.dx())) {
      int columns = array.length / rows;
      for (int i = 0; i < array.length; i++) {
        boolean isOutside = i < from * columns || i >= to * columns;
        if (isOutside && array[i] != UNTOUCHED) {
          throw broken(trial, "it writes to rows that it was not asked for");
        }
      }
    }
  }

  private void checkInputs(LayerInput trial) {
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
    if (!function.needsWholeBatch()
        && !Arrays.equals(once, work.fillWith(UNTOUCHED).forwardAndBackward().results())) {
      throw broken(
          trial,
          "the same batch gives other results the second time; outputs and gradients are overwritten, not added to");
    }
  }

  private void checkRandomness(LayerInput trial) {
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
    if (!Arrays.equals(predicted, predicting.forward().y())) {
      throw broken(trial, "it is random when it predicts");
    }
  }

  /**
   * A model stores only the tensors: another instance with the same tensors must predict the same.
   */
  private void checkTensors(LayerInput trial) {
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

  /** Checks the statements that explanations, plans and networks rely on. */
  private void checkWords(LayerInput trial) {
    LayerFunction function = built(trial);
    float[] x = trial.inputs(FEW_ROWS);
    float[] y = new LayerWork(layer, function, x, FEW_ROWS, Direction.FORWARD, 1).forward().y();
    if (function.isIdentity() && !Arrays.equals(x, y)) {
      throw broken(trial, "it says that it is the identity, but changes its input");
    }
    int outputs = function.output().columns();
    if (layer instanceof OutputLayer last && outputs != last.units().orElse(TrialSite.OUTPUTS)) {
      throw broken(
          trial,
          "as the last layer it outputs %s numbers where %s are needed"
              .formatted(outputs, last.units().orElse(TrialSite.OUTPUTS)));
    }
    if (function instanceof AffineFunction affine) {
      checkAffine(trial, affine, x, y);
    }
  }

  private void checkAffine(LayerInput trial, AffineFunction affine, float[] x, float[] y) {
    Tensor weight = Claims.answer(layer, "weight", affine.weight());
    Optional<Tensor> bias = Claims.answer(layer, "bias", affine.bias());
    Stream<Tensor> named = Stream.concat(Stream.of(weight), bias.stream());
    if (!named.allMatch(
        tensor ->
            affine.parameters().stream().anyMatch(each -> each.values() == tensor.values()))) {
      throw broken(trial, "its weight or bias is not among its parameters");
    }
    int inputs = weight.rows();
    int outputs = weight.columns();
    for (int at = 0; at < y.length; at++) {
      double sum = bias.isPresent() ? bias.get().values()[at % outputs] : 0;
      for (int i = 0; i < inputs; i++) {
        sum += (double) x[at / outputs * inputs + i] * weight.values()[i * outputs + at % outputs];
      }
      if (!Claims.close(y[at], sum, AFFINE_TOLERANCE)) {
        throw broken(
            trial,
            "it says that it is y = x W + b, which is %s, but gives %s".formatted(sum, y[at]));
      }
    }
  }

  /** Lets two kernels take turns, each with its own batch and function. */
  private void checkKernels(LayerInput trial) {
    double[][] alone = new double[2][];
    for (int k = 0; k < 2; k++) {
      alone[k] = ofBatch(trial, k).forwardAndBackward().results();
    }
    LayerWork one = ofBatch(trial, 0).forward();
    LayerWork other = ofBatch(trial, 1).forward();
    if (!Arrays.equals(alone[0], one.backward().results())
        || !Arrays.equals(alone[1], other.backward().results())) {
      throw broken(
          trial,
          "two kernels that take turns give other results than each alone; whatever is kept from forward to backward belongs into the kernel");
    }
  }

  private LayerWork ofBatch(LayerInput trial, int number) {
    float[] x = trial.inputs(FEW_ROWS + number);
    float[] own =
        Arrays.copyOfRange(x, number * trial.columns(), (FEW_ROWS + number) * trial.columns());
    return new LayerWork(layer, built(trial), own, FEW_ROWS, trial.back(), 1);
  }

  private void checkMemory(LayerInput trial) {
    LayerFunction function = built(trial);
    for (Direction direction : List.of(Direction.FORWARD, trial.back())) {
      TrialWorkspace workspace = TrialWorkspace.of(ROWS, direction, 1, function.output().columns());
      long taken = Allocation.of(1, () -> function.kernel(workspace));
      long said = function.kernelBytes(ROWS, direction) + function.threadBytes();
      if (taken > 2 * said + OBJECTS) {
        throw broken(
            trial,
            "a kernel takes %s bytes, but kernelBytes and threadBytes say %s; the memory of a network is planned with them"
                .formatted(taken, said));
      }
    }
  }

  private void checkThreads(LayerInput trial) throws Exception {
    LayerFunction function = built(trial);
    if (!function.needsWholeBatch()) {
      Claims.sameFromAllThreads(
          layer, () -> learning(function, trial, rows(function)).forwardAndBackward().results());
    }
  }

  private void checkAllocation(LayerInput trial) {
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

  /**
   * For the check of options: the results for the inputs that it accepts; empty if it refuses all.
   */
  private double[] numbers() {
    return triedInputs().stream()
        .flatMap(this::works)
        .flatMapToDouble(work -> Arrays.stream(work.forwardAndBackward().results()))
        .toArray();
  }

  private Stream<LayerWork> works(LayerInput trial) {
    LayerFunction function = built(trial);
    LayerWork work = learning(function, trial, FEW_ROWS);
    return layer instanceof EnsembleLayer ensemble && ensemble.ownBatches()
        ? Stream.of(work, ofOwnRows(ensemble, ensemble.ofOwnRows(function), work.x()))
        : Stream.of(work);
  }

  /** Gives each member its own copy of the rows. */
  private LayerWork ofOwnRows(EnsembleLayer ensemble, LayerFunction function, float[] x) {
    int members = ensemble.members();
    int columns = x.length / FEW_ROWS;
    float[] rows = new float[members * x.length];
    for (int row = 0; row < FEW_ROWS * members; row++) {
      System.arraycopy(x, row / members * columns, rows, row * columns, columns);
    }
    return new LayerWork(layer, function, rows, FEW_ROWS, Direction.BACK_TO_INPUTS, 1);
  }

  private void checkOwnRows(EnsembleLayer ensemble, LayerInput trial) {
    LayerFunction function = built(trial);
    LayerFunction own = Claims.answer(layer, "ofOwnRows", ensemble.ofOwnRows(function));
    int columns = ensemble.members() * function.input().columns();
    if (own.input().columns() != columns
        || own.output().columns() != function.output().columns()
        || !own.parameters().equals(function.parameters())) {
      throw broken(
          trial,
          "its method ofOwnRows returns a function from %s to %s; it needs an input of %s numbers, a row for each member, and the output and the parameters of the function that was built"
              .formatted(own.input(), own.output(), columns));
    }
    LayerWork shared = learning(function, trial, FEW_ROWS);
    if (!Arrays.equals(shared.forward().y(), ofOwnRows(ensemble, own, shared.x()).forward().y())) {
      throw broken(
          trial,
          "its members compute other numbers from equal rows of their own than from a shared row");
    }
  }
}
