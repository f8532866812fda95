package dev.gradus.engine.plugin;

import dev.gradus.spi.Option;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseLoss;
import dev.gradus.spi.Schedule;

/** Plugins that follow the rules, and classes that each break one. */
public final class SamplePlugins {

  private SamplePlugins() {}

  /** A loss that does not matter. */
  public interface AnyLoss extends PointwiseLoss {
    @Override
    default double value(double prediction, double target) {
      return prediction - target;
    }

    @Override
    default double derivative(double prediction, double target) {
      return 1;
    }
  }

  /** With two options and an alias. */
  @Plugin(name = "sample", aliases = "first-sample", summary = "A sample.")
  public record Sample(@Option(value = "how much", above = 0) double strength, int repeatCount)
      implements AnyLoss {

    /** Half, twice. */
    public Sample() {
      this(0.5, 2);
    }

    /** Checks the options. */
    public Sample {
      Options.check(Sample.class, strength, repeatCount);
    }
  }

  /** Takes the alias of the other. */
  @Plugin(name = "other", aliases = "first-sample", summary = "Another sample.")
  public record SameAlias() implements AnyLoss {}

  /** Has the name of the loss, but is another kind. */
  @Plugin(name = "sample", summary = "Of another kind.")
  public record SameNameOtherKind() implements Schedule {
    @Override
    public double learningRate(double base, long step) {
      return base;
    }
  }

  /** A loss and a schedule at once. */
  @Plugin(name = "both", summary = "Two kinds.")
  public record Both() implements AnyLoss, Schedule {
    @Override
    public double learningRate(double base, long step) {
      return base;
    }
  }

  /** A class that is not a record, and has no options. */
  @Plugin(name = "plain-class", summary = "No record.")
  public static final class PlainClass implements AnyLoss {}

  /** Breaks a rule: it has no annotation. */
  public record Unnamed() implements AnyLoss {}

  /** Breaks a rule: it cannot be made from outside. */
  @Plugin(name = "hidden", summary = "Not public.")
  record Hidden() implements AnyLoss {}

  /** Breaks a rule: it is open to subclasses. */
  @Plugin(name = "open", summary = "Not final.")
  public static class Open implements AnyLoss {}

  /** Breaks a rule: it is not a plugin at all. */
  @Plugin(name = "nothing", summary = "Implements nothing.")
  public record Nothing() {}

  /** Breaks a rule: its name is malformed. */
  @Plugin(name = "Mean_Error", summary = "Not in kebab.")
  public record BadName() implements AnyLoss {}

  /** Breaks a rule: one of its aliases is malformed. */
  @Plugin(name = "fine", aliases = "1st", summary = "An alias begins with a digit.")
  public record BadAlias() implements AnyLoss {}

  /** Breaks a rule: it has no public constructor. */
  @Plugin(name = "closed", summary = "Cannot be made.")
  public static final class Closed implements AnyLoss {
    private Closed() {}
  }

  /** Breaks a rule: its shortest constructor has a parameter that is not an option. */
  @Plugin(name = "odd", summary = "An odd constructor.")
  public static final class OddConstructor implements AnyLoss {
    private final String text;

    /** Takes a text. */
    public OddConstructor(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** Fails in its constructor, and not by refusing a value. */
  @Plugin(name = "fragile", summary = "Its constructor fails.")
  public record Fragile(int size) implements AnyLoss {

    /** Fails. */
    public Fragile() {
      this(-1);
    }

    /** Fails below 0. */
    public Fragile {
      if (size < 0) {
        throw new IllegalStateException("it is broken");
      }
    }
  }

  /** An option that must be given. */
  public record Section(@Option("must be given") String name, int size) {

    /** Of size 3. */
    public Section(String name) {
      this(name, 3);
    }
  }
}
