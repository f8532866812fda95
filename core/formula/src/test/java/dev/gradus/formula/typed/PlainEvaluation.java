package dev.gradus.formula.typed;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Evaluates the text of a formula while it is read, without a tree or any rewriting. */
final class PlainEvaluation {

  private final String text;
  private final Map<String, Double> values;
  private int at;

  private PlainEvaluation(String text, Map<String, Double> values) {
    this.text = text.replace(" ", "");
    this.values = values;
  }

  static double of(String text, Map<String, Double> values) {
    return new PlainEvaluation(text, values).sum();
  }

  private boolean takes(char c) {
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private double sum() {
    double value = product();
    while (true) {
      if (takes('+')) {
        value += product();
      } else if (takes('-')) {
        value -= product();
      } else {
        return value;
      }
    }
  }

  private double product() {
    double value = signed();
    while (true) {
      if (takes('*')) {
        value *= signed();
      } else if (takes('/')) {
        value /= signed();
      } else {
        return value;
      }
    }
  }

  private double signed() {
    return takes('-') ? -signed() : power();
  }

  private double power() {
    double base = atom();
    return takes('^') ? Math.pow(base, signed()) : base;
  }

  private double atom() {
    if (takes('(')) {
      double value = sum();
      at++;
      return value;
    }
    int start = at;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '.')) {
      at++;
    }
    String word = text.substring(start, at);
    if (Character.isDigit(word.charAt(0))) {
      return Double.parseDouble(word);
    }
    if (!takes('(')) {
      return values.get(word);
    }
    List<Double> arguments = new ArrayList<>(List.of(sum()));
    if (takes('<')) {
      arguments.set(0, arguments.get(0) < sum() ? 1.0 : 0.0);
    }
    while (takes(',')) {
      arguments.add(sum());
    }
    at++;
    double[] u = arguments.stream().mapToDouble(each -> each).toArray();
    return TermFunction.find(word).orElseThrow().at(u);
  }
}
