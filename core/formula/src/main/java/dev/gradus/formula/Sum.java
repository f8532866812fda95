package dev.gradus.formula;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A sum of at least two terms, no two of which differ only in a numeric factor. */
record Sum(List<Product> terms) implements Expression, Base {

  Sum {
    terms = List.copyOf(terms);
  }

  /** Adds and simplifies. */
  static Expression of(List<Expression> summands) {
    List<Product> terms = new ArrayList<>();
    for (Expression summand : summands) {
      if (summand instanceof Sum sum) {
        sum.terms().forEach(term -> add(terms, term));
      } else if (summand instanceof Product product) {
        add(terms, product);
      }
    }
    terms.removeIf(term -> term.over() == 0);
    if (terms.isEmpty()) {
      return Expression.number(0);
    }
    return terms.size() == 1 ? terms.get(0) : new Sum(terms);
  }

  private static void add(List<Product> terms, Product term) {
    for (int i = 0; i < terms.size(); i++) {
      if (terms.get(i).factors().equals(term.factors())) {
        Product like = terms.get(i);
        terms.set(
            i,
            Product.reduced(
                like.over() * term.under() + term.over() * like.under(),
                like.under() * term.under(),
                like.factors()));
        return;
      }
    }
    terms.add(term);
  }

  @Override
  public Expression with(Map<String, Expression> replacements) {
    return of(terms.stream().map(term -> term.with(replacements)).toList());
  }

  @Override
  public double[] evaluate(Map<String, double[]> values) {
    return Rows.combined(Rows::sum, terms.stream().map(term -> term.evaluate(values)).toList());
  }

  @Override
  public List<Expression> parts() {
    return List.copyOf(terms);
  }

  @Override
  public boolean isTight() {
    return false;
  }

  /** The first term with a positive factor comes first. */
  @Override
  public String toString() {
    List<Product> ordered = new ArrayList<>(terms);
    for (int i = 1; i < ordered.size() && ordered.get(0).over() < 0; i++) {
      if (ordered.get(i).over() > 0) {
        ordered.add(0, ordered.remove(i));
      }
    }
    StringBuilder text = new StringBuilder(ordered.get(0).term());
    for (Product term : ordered.subList(1, ordered.size())) {
      text.append(term.over() < 0 ? " - " + term.negated().term() : " + " + term.term());
    }
    return text.toString();
  }
}
