package dev.gradus.check;

import java.util.ArrayList;
import java.util.List;

/** Compares a gradient at many places, and counts them: a check that saw too few has failed. */
final class Slopes {

  /** The share of the places that may lie at kinks is one less this part of them. */
  private static final int PART = 4;

  private final Object plugin;
  private final String context;
  private final List<Slope> slopes = new ArrayList<>();
  private int tried;
  private int seen;
  private int triedBefore;
  private int seenBefore;

  /**
   * Nothing yet.
   *
   * @param context what the sentence begins with, such as {@code on the logits of sigmoid, }
   */
  Slopes(Object plugin, String context) {
    this.plugin = plugin;
    this.context = context;
  }

  /** Counts a place that is left out, since the derivative is said not to exist there. */
  void leaveOut() {
    tried++;
  }

  /** Counts a place, and keeps it. */
  void add(Slope slope) {
    tried++;
    seen++;
    slopes.add(slope);
  }

  /**
   * Ends a series of places that are alike.
   *
   * @param what in words, such as {@code with 3 outputs}
   * @throws BrokenClaim if most of the series was left out
   */
  void endSeries(String what) {
    endSeries(what, "it says that there is no derivative");
  }

  /**
   * Ends a series of places that are alike.
   *
   * @param why places were left out, such as {@code its outputs have kinks}
   */
  void endSeries(String what, String why) {
    int here = tried - triedBefore;
    int compared = seen - seenBefore;
    triedBefore = tried;
    seenBefore = seen;
    if (here == 0 || compared * PART < here) {
      finish();
      throw new BrokenClaim(
          plugin,
          "%s%s its gradient could be compared at only %s of %s places, because %s at the others; kinks must be rare"
              .formatted(context, what, compared, here, why));
    }
  }

  /**
   * Compares.
   *
   * @throws WrongGradient if the gradient is wrong somewhere
   */
  void finish() {
    for (Slope slope : slopes) {
      if (!slope.agrees()) {
        throw new WrongGradient(plugin, context, slope, slopes);
      }
    }
  }
}
