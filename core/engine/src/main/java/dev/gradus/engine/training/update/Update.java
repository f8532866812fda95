package dev.gradus.engine.training.update;

import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.network.Parameter;
import dev.gradus.engine.parallel.Team;
import dev.gradus.engine.plugin.PluginException;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.spi.ElementwiseOptimizer;
import dev.gradus.spi.JointOptimizer;
import dev.gradus.spi.Optimizer;
import dev.gradus.spi.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The updates of one parameter, with the optimizer's state for it. */
public final class Update implements JointOptimizer.Part, Team.Work {

  /** The prefix of the names of the trained weights, if others predict. */
  public static final String LEARNING = "learning/";

  /** The prefix of the names of an optimizer's states. */
  public static final String OPTIMIZER = "optimizer/";

  /** The number of weights that are updated together, so that their data stay in the cache. */
  private static final int SLICE = 8192;

  /** The minimum number of slices for which several threads pay off. */
  private static final int SHARED = 4;

  private final String name;
  private final Parameter parameter;
  private final Tensor tensor;
  private final Matrix weights;
  private final Matrix gradient;
  private final Optimizer optimizer;
  private Optimizer mover;
  private final float[][] state;
  private final Optional<JointScalars> scalars;
  private final Optional<MaxNorm> maxNorm;
  private final Optional<Double> forgetting;
  private final float[] average;
  private final float[] learning;
  private long number;
  private double learningRate;

  /**
   * Starts with the initial state.
   *
   * @param gradient of the parameter, shared
   * @param scalars the state of the optimizer that all tensors share, if there is any
   */
  Update(
      Parameter parameter,
      Matrix gradient,
      Optimizer optimizer,
      UpdateOptions rules,
      Optional<JointScalars> scalars) {
    this.name = parameter.name();
    this.parameter = parameter;
    this.tensor = parameter.tensor();
    this.scalars = scalars;
    this.weights = parameter.matrix();
    this.gradient = gradient;
    this.optimizer = optimizer;
    this.mover = moverOf(optimizer);
    this.maxNorm =
        parameter.role() == Tensor.Role.WEIGHT
            ? rules.maxNorm().map(most -> new MaxNorm(most, weights.columns()))
            : Optional.empty();
    this.forgetting = rules.emaDecay();
    List<Optimizer.State> remembered = optimizer.state();
    state = new float[remembered.size()][weights.size()];
    for (int i = 0; i < state.length; i++) {
      Arrays.fill(state[i], remembered.get(i).initial());
    }
    average = new float[forgetting.isPresent() ? weights.size() : 0];
    learning = new float[predictsWithOthers() ? weights.size() : 0];
  }

  private static Optimizer moverOf(Optimizer optimizer) {
    return optimizer instanceof JointOptimizer joint ? joint.mover() : optimizer;
  }

  /** Updates by an optimizer with the same state from now on. */
  void moveBy(Optimizer other) {
    mover = moverOf(other);
  }

  private boolean predictsWithOthers() {
    return forgetting.isPresent() || optimizer.predictsWithOtherWeights();
  }

  /** The state for the parameter after {@link #predict}, by name, shared. */
  public Map<String, Matrix> memory() {
    Map<String, Matrix> memory = new LinkedHashMap<>();
    if (predictsWithOthers()) {
      memory.put(LEARNING + name, like(weights, learning));
    }
    for (int i = 0; i < state.length; i++) {
      memory.put(nameOf(optimizer, i) + name, like(weights, state[i]));
    }
    return memory;
  }

  /**
   * The name of an optimizer's state.
   *
   * @throws PluginException if another state has the same name
   */
  public static String nameOf(Optimizer optimizer, int state) {
    List<String> names = optimizer.state().stream().map(Optimizer.State::name).toList();
    String own = names.get(state);
    if (names.indexOf(own) != state) {
      throw new PluginException(
          "optimizer %s has two states named '%s'; a checkpoint can store only one of them"
              .formatted(PluginType.nameOf(optimizer), own));
    }
    return OPTIMIZER + own + "/";
  }

  /** Whether an entry may be missing in a checkpoint of an earlier version. */
  public static boolean wasAdded(Optimizer optimizer, String name) {
    return optimizer.state().stream()
            .anyMatch(state -> state.added() && name.startsWith(OPTIMIZER + state.name() + "/"))
        || JointScalars.wasAdded(optimizer, name);
  }

  private static Matrix like(Matrix matrix, float[] values) {
    return new Matrix(matrix.rows(), matrix.columns(), values);
  }

  /** All arrays that a step changes in addition to the weights, shared. */
  public List<float[]> arrays() {
    List<float[]> arrays = new ArrayList<>(List.of(state));
    arrays.add(average);
    return arrays;
  }

  /** Continues after a number of steps; all {@link #arrays} have their content of that time. */
  public void restore(long steps) {
    number = steps;
  }

  /** Continues after a number of steps; the weights used for prediction are in the network. */
  public void resume(long steps) {
    number = steps;
    System.arraycopy(weights.values(), 0, average, 0, average.length);
  }

  /** Records the number of the next step and its learning rate. */
  public void begin(long step, double rate) {
    number = step;
    learningRate = rate;
  }

  /** Updates the weights. */
  void run(Team team) {
    int slices = (weights.size() + SLICE - 1) / SLICE;
    if (mover instanceof ElementwiseOptimizer && slices >= SHARED) {
      team.run(this, slices);
    } else if (mover instanceof ElementwiseOptimizer) {
      for (int slice = 0; slice < slices; slice++) {
        piece(slice, 0);
      }
    } else {
      mover.update(weights.values(), gradient.values(), state, this);
    }
    if (maxNorm.isPresent()) {
      maxNorm.get().apply(weights);
    }
    keepInRange();
    if (forgetting.isPresent()) {
      average(forgetting.get());
    }
  }

  /** Clamps the weights to their range. */
  public void keepInRange() {
    parameter.keepInRange();
  }

  @Override
  public void piece(int piece, int member) {
    int from = piece * SLICE;
    int to = Math.min(from + SLICE, weights.size());
    ((ElementwiseOptimizer) mover)
        .update(weights.values(), gradient.values(), state, from, to, this);
  }

  /** mean <- d mean + (1 - d) w, starting with the weights after the first step. */
  private void average(double d) {
    float kept = number == 1 ? 0 : (float) d;
    float added = 1 - kept;
    float[] values = weights.values();
    for (int i = 0; i < average.length; i++) {
      average[i] = kept * average[i] + added * values[i];
    }
  }

  /** Puts the weights used for prediction into the network. */
  public void predict() {
    if (!predictsWithOthers() || number == 0) {
      return;
    }
    System.arraycopy(weights.values(), 0, learning, 0, learning.length);
    if (forgetting.isPresent()) {
      System.arraycopy(average, 0, weights.values(), 0, average.length);
    } else {
      optimizer.predictionWeights(learning, state, weights.values());
    }
    keepInRange();
  }

  /** Puts the trained weights back into the network. */
  public void learnOn() {
    if (predictsWithOthers() && number > 0) {
      System.arraycopy(learning, 0, weights.values(), 0, learning.length);
    }
  }

  @Override
  public long number() {
    return number;
  }

  @Override
  public double learningRate() {
    return learningRate;
  }

  @Override
  public int rows() {
    return weights.rows();
  }

  @Override
  public int columns() {
    return weights.columns();
  }

  @Override
  public Tensor tensor() {
    return tensor;
  }

  @Override
  public double scalar(int index) {
    return scalars.isPresent()
        ? scalars.get().values()[index]
        : JointOptimizer.Part.super.scalar(index);
  }

  @Override
  public float[] weights() {
    return weights.values();
  }

  @Override
  public float[] gradient() {
    return gradient.values();
  }

  @Override
  public float[][] state() {
    return state;
  }
}
