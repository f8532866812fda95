package dev.gradus.typed;

import dev.gradus.formula.typed.Term;
import dev.gradus.formula.typed.TermFunction;
import java.util.Optional;

/** The output activations after which a formula can be rewritten as one of the pre-activation. */
final class Logits {

  private Logits() {}

  /** The prediction as a term of z. */
  static Optional<Term> predictionAfter(String activation) {
    Term z = Term.name("z");
    return switch (activation) {
      case "sigmoid" -> Optional.of(Term.call(TermFunction.SIGMOID, z));
      case "tanh" -> Optional.of(Term.call(TermFunction.TANH, z));
      case "softplus" -> Optional.of(Term.call(TermFunction.SOFTPLUS, z));
      case "exponential" -> Optional.of(Term.call(TermFunction.EXP, z));
      case "identity" -> Optional.of(z);
      default -> Optional.empty();
    };
  }
}
