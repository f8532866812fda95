package dev.gradus.typed;

import dev.gradus.formula.typed.Notation;
import dev.gradus.formula.typed.Term;
import dev.gradus.formula.typed.TermFunction;

/** Terms as lines of numpy. */
final class NumpyText {

  private NumpyText() {}

  static String of(Term term) {
    return Notation.NUMPY.write(term);
  }

  static boolean hasErrorFunction(Term term) {
    return (term instanceof Term.Call call
            && (call.function() == TermFunction.ERF || call.function() == TermFunction.ERFC))
        || term.parts().stream().anyMatch(NumpyText::hasErrorFunction);
  }
}
