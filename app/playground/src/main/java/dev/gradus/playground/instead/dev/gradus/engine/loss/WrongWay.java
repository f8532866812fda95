package dev.gradus.playground.instead.dev.gradus.engine.loss;

import dev.gradus.engine.linear.MatrixRows;
import dev.gradus.engine.loss.FittedLoss;
import dev.gradus.spi.Interval;
import java.util.Optional;

/** A page lets its user see what a loss does that rewards errors. */
public final class WrongWay {

  private WrongWay() {}

  /** Nothing. */
  public static Optional<String> in(FittedLoss.Form form, Interval reached, MatrixRows targets) {
    return Optional.empty();
  }
}
