package dev.gradus.optimizers.schedules;

import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.Schedule;
import java.util.List;

/**
 * The rate decreases by a factor at given steps, and is constant in between.
 *
 * <p>A step is one update of the weights, not an epoch. A milestone that is listed twice counts
 * twice. The default factor, 0.1, is PyTorch's.
 */
@Plugin(
    name = "multi-step",
    summary = "Decreases by a factor at given steps.",
    formula = "rate(t) = learning-rate gamma^(number of milestones <= t)",
    reference =
        "K. He, X. Zhang, S. Ren, J. Sun, Deep Residual Learning for Image Recognition, 2016")
public record MultiStep(
    @Option(value = "the steps at which it decreases", min = 1) List<Integer> milestones,
    @Option(value = "the factor of each decrease", above = 0, max = 1) double gamma)
    implements Schedule {

  /** Creates an instance without milestones. */
  public MultiStep() {
    this(List.of(), 0.1);
  }

  public MultiStep {
    milestones = List.copyOf(milestones);
    Options.check(MultiStep.class, milestones, gamma);
  }

  @Override
  public double learningRate(double base, long step) {
    int passed = 0;
    for (int i = 0; i < milestones.size(); i++) {
      passed += milestones.get(i) <= step ? 1 : 0;
    }
    return base * StrictMath.pow(gamma, passed);
  }
}
