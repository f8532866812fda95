package dev.gradus.playground.instead.dev.gradus.typed;

import dev.gradus.formula.typed.Term;
import java.util.Optional;

/** A page shows what a formula does that makes no sense. */
public final class Contradictions {

  private Contradictions() {}

  /** Nothing. */
  public static Optional<String> in(Term known) {
    return Optional.empty();
  }
}
