package dev.gradus.spi;

import java.util.List;

/**
 * What a network is to predict: the kind of the target and its columns.
 *
 * <p>A loss or metric is shown it before training, so that it can choose its form or refuse.
 *
 * @param kind what the numbers mean
 * @param outputs the names of the network's outputs: the names of the columns of a numeric target,
 *     the single positive class of a binary one, the classes of a multi-class one, the labels of a
 *     multi-label one; at least one
 */
public record Target(Kind kind, List<String> outputs) {

  /** What the numbers of a target mean. */
  public enum Kind {
    /** One or several measured quantities. */
    NUMERIC,
    /** One of two classes: 1 is the positive one, 0 the other; one output. */
    BINARY,
    /**
     * One of several classes: a row with a 1 at the class and 0 elsewhere; at least two outputs.
     */
    CLASSES,
    /** Any number of independent labels: 1 where a label applies; at least two outputs. */
    LABELS;

    /** In lower case, for a sentence. */
    @Override
    public String toString() {
      return switch (this) {
        case NUMERIC -> "numeric";
        case BINARY -> "binary";
        case CLASSES -> "multi-class";
        case LABELS -> "multi-label";
      };
    }
  }

  /** Checks that the number of outputs fits the kind. */
  public Target {
    outputs = List.copyOf(outputs);
    boolean fits =
        switch (kind) {
          case NUMERIC -> !outputs.isEmpty();
          case BINARY -> outputs.size() == 1;
          case CLASSES, LABELS -> outputs.size() >= 2;
        };
    if (!fits) {
      throw new IllegalArgumentException(
          "a " + kind + " target cannot have " + outputs.size() + " outputs");
    }
  }

  /** The number of outputs that a network for this target has. */
  public int width() {
    return outputs.size();
  }
}
