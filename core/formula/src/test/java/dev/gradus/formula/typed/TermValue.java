package dev.gradus.formula.typed;

import java.util.Map;

/** The value of a term, part by part. */
final class TermValue {

  private TermValue() {}

  static double of(Term term, Map<String, Double> values) {
    if (term instanceof Term.Number number) {
      return number.value();
    }
    if (term instanceof Term.Name name) {
      return values.get(name.name());
    }
    if (term instanceof Term.Sum sum) {
      double value = sum.constant();
      for (Term.Addend each : sum.addends()) {
        value += each.factor() * of(each.term(), values);
      }
      return value;
    }
    if (term instanceof Term.Product product) {
      double value = product.number();
      for (Term.Power each : product.powers()) {
        value *= Math.pow(of(each.base(), values), each.exponent());
      }
      return value;
    }
    Term.Call call = (Term.Call) term;
    return call.function()
        .at(call.arguments().stream().mapToDouble(each -> of(each, values)).toArray());
  }
}
