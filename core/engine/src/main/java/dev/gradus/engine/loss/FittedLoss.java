package dev.gradus.engine.loss;

import dev.gradus.engine.network.DoubleActivation;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.spi.BatchLoss;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A loss fitted to a network: the single object that computes both the printed value and the
 * training gradient.
 *
 * <p>A loss has several forms: one for the target, a variant of it with class weights built in, and
 * for each of these a form on logits, if the loss knows the activation of the last layer. A {@link
 * LossGuard} has chosen them, once for a network. Everything that trains with, evaluates, draws or
 * explains the loss uses the forms from here.
 *
 * @param loss the loss of the configuration
 * @param target what the network predicts
 * @param plain the form without class weights
 * @param weighted the form with class weights, as far as they are built in
 * @param classWeights the weights that the engine still has to multiply by; empty for none
 * @param members the number of members of an ensemble; 1 without one
 * @param onData the form for the target in the unit of the data, for messages
 * @param objections reasons against using it, if the guard only warns
 */
public record FittedLoss(
    Loss loss,
    Target target,
    Form plain,
    Form weighted,
    List<Double> classWeights,
    int members,
    Loss onData,
    List<String> objections)
    implements LossFit {

  /** The name of the unit of a scaled numeric target. */
  private static final String SCALED = "scaled";

  /** The relative difference up to which two values of a loss count as equal. */
  private static final double SAME = 1e-9;

  /**
   * A loss in the form for a target.
   *
   * @param onOutputs as a function of the network outputs
   * @param onLogits as a function of the pre-activations, which training prefers; empty if the loss
   *     does not know the output activation
   */
  public record Form(Loss onOutputs, Optional<Loss> onLogits) {

    private Objective objective(Target target, int members, List<Double> classWeights) {
      return new Objective(
          onLogits.orElse(onOutputs),
          onLogits.isPresent(),
          target.width(),
          onOutputs.outputCount(target),
          members,
          classWeights.stream().mapToDouble(each -> each).toArray());
    }

    /** The form for the mean of the members of an ensemble, which has no logits. */
    private Form ofMean(int members) {
      return members == 1 ? this : new Form(onOutputs, Optional.empty());
    }
  }

  /** The name of the loss in the YAML. */
  public String name() {
    return PluginType.nameOf(loss);
  }

  /**
   * The unit of the values of the loss, if it is not that of the data, as for metrics: {@code
   * scaled}, that of the scaled target.
   *
   * @return empty if they have the unit of the data, or no unit, as with scores and classes
   */
  public Optional<String> unit() {
    boolean hasNone =
        target.scales().isEmpty() || plain.onOutputs().outputs() == Loss.Outputs.SCORES;
    return hasNone || givesTheSameOnData() ? Optional.empty() : Optional.of(SCALED);
  }

  /** Whether the loss of an example is the same as in the unit of the data. */
  private boolean givesTheSameOnData() {
    Loss seen = plain.onOutputs();
    int width = target.width();
    double[] outputs = new double[seen.outputCount(target)];
    double[] truth = new double[width + seen.columns().size()];
    Arrays.fill(outputs, 0.75);
    Arrays.fill(truth, 0.25);
    Arrays.fill(truth, width, truth.length, 1);
    double[] outputsOnData = outputs.clone();
    double[] truthOnData = truth.clone();
    for (int k = 0; k < width; k++) {
      outputsOnData[k] = target.scales().get(k).restore(outputs[k]);
      truthOnData[k] = target.scales().get(k).restore(truth[k]);
    }
    double ofSeen = evaluate(seen, outputs, truth, new double[outputs.length]);
    double ofData = evaluate(onData, outputsOnData, truthOnData, new double[outputs.length]);
    return Double.compare(ofSeen, ofData) == 0
        || Math.abs(ofSeen - ofData) <= SAME * Math.abs(ofData);
  }

  /**
   * The training objective: the mean over a batch, with class weights. In an ensemble it is also
   * the mean over the members, each with a loss of its own.
   */
  public Objective learned() {
    return weighted.objective(target, members, classWeights);
  }

  /** The same for an ensemble whose members have batches, and so targets, of their own. */
  public Objective learnedWithOwnBatches() {
    return weighted.objective(target, 1, classWeights);
  }

  /** The loss of predictions, with class weights; in an ensemble, of the mean of its members. */
  public Objective ofPredictions() {
    return weighted.ofMean(members).objective(target, 1, classWeights);
  }

  /** The reported loss: the same, without class weights. */
  public Objective reported() {
    return plain.ofMean(members).objective(target, 1, List.of());
  }

  /** The reported loss as a function of the outputs, for outputs that are calibrated. */
  public Objective reportedOnOutputs() {
    return new Form(plain.onOutputs(), Optional.empty()).objective(target, 1, List.of());
  }

  /**
   * Returns the loss of one example and writes its gradient, computed as in training: from the
   * logits themselves, or through the last activation.
   *
   * @param last the activation of the last layer
   * @param z the logits; not modified
   * @param truth the target of the example; not modified
   * @param gradient as long as {@code z}; overwritten with dL/dz
   */
  public double evaluate(DoubleActivation last, double[] z, double[] truth, double[] gradient) {
    if (plain.onLogits().isPresent()) {
      return evaluate(plain.onLogits().get(), z, truth, gradient);
    }
    double[] a = last.forward(z);
    double[] onOutputs = new double[a.length];
    double value = evaluate(plain.onOutputs(), a, truth, onOutputs);
    System.arraycopy(last.backward(z, a, onOutputs), 0, gradient, 0, gradient.length);
    return value;
  }

  private static double evaluate(Loss loss, double[] at, double[] truth, double[] gradient) {
    return loss instanceof BatchLoss ofBatch
        ? ofBatch.evaluateBatch(
            new double[][] {at.clone()},
            new double[][] {truth.clone()},
            new double[] {1},
            new double[][] {gradient})
        : loss.evaluate(at.clone(), truth.clone(), gradient);
  }

  @Override
  public FittedLoss orThrow() {
    return this;
  }

  /** The same loss with class weights: built in, or applied by the engine. */
  FittedLoss weighted(Form form, List<Double> weights) {
    return new FittedLoss(loss, target, plain, form, weights, members, onData, objections);
  }

  /** The same loss with objections. */
  FittedLoss with(List<String> said) {
    return new FittedLoss(loss, target, plain, weighted, classWeights, members, onData, said);
  }
}
