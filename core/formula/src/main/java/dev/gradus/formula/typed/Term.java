package dev.gradus.formula.typed;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A formula, as an immutable tree. Terms are built by {@link #number}, {@link #name} and the
 * methods of this interface, which simplify and rewrite; equal trees are equal terms.
 */
public sealed interface Term {

  /** 0. */
  Term ZERO = number(0);

  /** 1. */
  Term ONE = number(1);

  /** A number, which is finite. */
  record Number(double value) implements Term {

    @Override
    public String toString() {
      return Notation.TYPED.write(this);
    }
  }

  /** A name, such as {@code p}. */
  record Name(String name) implements Term {

    @Override
    public String toString() {
      return name;
    }
  }

  /** A function of terms. */
  record Call(TermFunction function, List<Term> arguments) implements Term {

    public Call {
      arguments = List.copyOf(arguments);
    }

    /** An argument, from 0. */
    Term argument(int index) {
      return arguments.get(index);
    }

    @Override
    public String toString() {
      return Notation.TYPED.write(this);
    }
  }

  /**
   * A sum.
   *
   * @param constant the number in it
   * @param addends in the order in which they were written
   */
  record Sum(double constant, List<Addend> addends) implements Term {

    public Sum {
      addends = List.copyOf(addends);
    }

    @Override
    public String toString() {
      return Notation.TYPED.write(this);
    }
  }

  /** A factor, not 0, times a term, which is neither a number nor a sum without a factor. */
  record Addend(double factor, Term term) {}

  /**
   * A product.
   *
   * @param number the number in it, not 0
   * @param powers in the order in which they were written
   */
  record Product(double number, List<Power> powers) implements Term {

    public Product {
      powers = List.copyOf(powers);
    }

    @Override
    public String toString() {
      return Notation.TYPED.write(this);
    }
  }

  /** A base to the power of a number that is not 0. */
  record Power(Term base, double exponent) {}

  /** A number. */
  static Term number(double value) {
    // Minus 0 would be another record than 0.
    return new Number(value + 0.0);
  }

  /** A name. */
  static Term name(String name) {
    return new Name(name);
  }

  /** A function of terms. */
  static Term call(TermFunction function, Term... arguments) {
    return Calls.of(function, List.of(arguments));
  }

  /** This term plus another one. */
  default Term plus(Term other) {
    return Sums.of(0, List.of(new Addend(1, this), new Addend(1, other)));
  }

  /** This term minus another one. */
  default Term minus(Term other) {
    return Sums.of(0, List.of(new Addend(1, this), new Addend(-1, other)));
  }

  /** This term times a number. */
  default Term times(double factor) {
    return times(number(factor));
  }

  /** This term times another one. */
  default Term times(Term other) {
    return Products.of(1, List.of(new Power(this, 1), new Power(other, 1)));
  }

  /** This term divided by another one. */
  default Term over(Term other) {
    return Products.of(1, List.of(new Power(this, 1), new Power(other, -1)));
  }

  /** This term to the power of another one. */
  default Term to(Term exponent) {
    return exponent instanceof Number number
        ? Products.of(1, List.of(new Power(this, number.value())))
        : call(TermFunction.POWER, this, exponent);
  }

  /** Minus this term. */
  default Term negated() {
    return times(-1);
  }

  /** Whether it is this number. */
  default boolean is(double value) {
    return this instanceof Number number && number.value() == value;
  }

  /** This term with names replaced; simplified again. */
  default Term with(Map<String, Term> replacements) {
    if (this instanceof Name name) {
      return replacements.getOrDefault(name.name(), this);
    }
    if (this instanceof Call call) {
      return Calls.of(
          call.function(), call.arguments().stream().map(each -> each.with(replacements)).toList());
    }
    if (this instanceof Sum sum) {
      return Sums.of(
          sum.constant(),
          sum.addends().stream()
              .map(each -> new Addend(each.factor(), each.term().with(replacements)))
              .toList());
    }
    if (this instanceof Product product) {
      return Products.of(
          product.number(),
          product.powers().stream()
              .map(each -> new Power(each.base().with(replacements), each.exponent()))
              .toList());
    }
    return this;
  }

  /** The direct parts, in their order. */
  default List<Term> parts() {
    if (this instanceof Call call) {
      return call.arguments();
    }
    if (this instanceof Sum sum) {
      return sum.addends().stream().map(Addend::term).toList();
    }
    return this instanceof Product product
        ? product.powers().stream().map(Power::base).toList()
        : List.of();
  }

  /** The names in it, in the order in which they first appear. */
  default Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    if (this instanceof Name name) {
      names.add(name.name());
    }
    parts().forEach(part -> names.addAll(part.names()));
    return names;
  }

  /** Whether a name is in it. */
  default boolean has(String name) {
    return (this instanceof Name own && own.name().equals(name))
        || parts().stream().anyMatch(part -> part.has(name));
  }
}
