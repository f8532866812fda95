package dev.gradus.engine.data;

import dev.gradus.spi.Option;
import dev.gradus.spi.Plugin;
import java.util.List;

/**
 * A column whose cells say yes or no.
 *
 * @param positive the words for yes; empty for the usual ones
 * @param negative the words for no; empty for the usual ones, or if only a missing cell says no
 * @param missing what stands for a missing cell
 * @param indicator whether a further input says where one was missing
 */
@Plugin(
    name = "boolean",
    summary =
        "A column whose cells say yes or no: yes/no, y/n, true/false, t/f or 1/0 in any case, or words of its own."
            + " The network sees 1 for yes and 0 for no, which is not scaled. As a target it is a label; several are"
            + " labels of which any number apply.")
public record YesNo(
    @Option("the words for yes, in any case, such as [current, former]; if left out, the usual")
        List<String> positive,
    @Option("the words for no, in any case, such as never; if left out, the usual")
        List<String> negative,
    @Option(
            "what stands for a missing cell: refuse; most-frequent, the more frequent answer of the training rows; negative, it says no, also in a target")
        Missing missing,
    @Option("whether a further input is 1 where a cell is missing, else 0") boolean indicator)
    implements ColumnSpec {

  /** What stands for a missing cell. */
  public enum Missing {
    /** Nothing: the cell is an error. */
    REFUSE,
    /** The more frequent answer of the others; no, if both are equally frequent. */
    MOST_FREQUENT,
    /** No: whoever wrote the table left it out. */
    NEGATIVE
  }

  /** In the usual words, none missing. */
  public YesNo() {
    this(Missing.REFUSE);
  }

  /** In the usual words. */
  public YesNo(Missing missing) {
    this(List.of(), List.of(), missing, false);
  }

  /**
   * Checks the words, and that there is something to indicate.
   *
   * @throws IllegalArgumentException with a sentence, if a word is empty or comes twice, those of
   *     one side are missing, or there is nothing to indicate
   */
  public YesNo {
    positive = List.copyOf(positive);
    negative = List.copyOf(negative);
    YesNoWords.check(positive, negative);
    if (positive.isEmpty() && !negative.isEmpty()) {
      throw new IllegalArgumentException(
          "negative names words for no, but positive names none for yes; name both");
    }
    if (negative.isEmpty() && !positive.isEmpty() && missing != Missing.NEGATIVE) {
      throw new IllegalArgumentException(
          "positive names words for yes, but negative names none for no; name both, or, if a missing cell says no, set missing: negative");
    }
    if (indicator && missing == Missing.REFUSE) {
      throw new IllegalArgumentException(
          "indicator needs missing to say what stands for a missing cell, such as most-frequent");
    }
  }
}
