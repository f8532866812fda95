package dev.gradus.check;

import java.util.ArrayList;
import java.util.List;

/** Compares a gradient at many points, and counts them: a check with too few points has failed. */
final class Slopes {

  /** The minimum share of points that must be compared; the others may be at kinks. */
  private static final int PART = 4;

  private final Object plugin;
  private final String context;
  private final List<Slope> slopes = new ArrayList<>();
  private int tried;
  private int seen;
  private int triedBefore;
  private int seenBefore;

  /**
   * Starts without points.
   *
   * @param context the beginning of the message, such as {@code on the logits of sigmoid, }
   */
  Slopes(Object plugin, String context) {
    this.plugin = plugin;
    this.context = context;
  }

  /** Counts a point that is left out, because the derivative is declared not to exist there. */
  void leaveOut() {
    tried++;
  }

  /** Counts and records a point. */
  void add(Slope slope) {
    tried++;
    seen++;
    slopes.add(slope);
  }

  /**
   * Ends a series of similar points.
   *
   * @param what the series in words, such as {@code with 3 outputs}
   * @throws BrokenClaim if most of the series was left out
   */
  void endSeries(String what) {
    endSeries(what, "it says that there is no derivative");
  }

  /**
   * Ends a series of similar points.
   *
   * @param why points were left out, such as {@code its outputs have kinks}
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
   * Compares all points.
   *
   * @throws WrongGradient if the gradient is wrong at any of them
   */
  void finish() {
    for (Slope slope : slopes) {
      if (!slope.agrees()) {
        throw new WrongGradient(plugin, context, slope, slopes);
      }
    }
  }
}
