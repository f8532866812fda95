package dev.gradus.engine;

/** How much of a long proof is run: a sample in every build, all of it with {@code -Pslow}. */
public final class Thorough {

  private static final boolean ALL = Boolean.getBoolean("gradus.slow");

  private Thorough() {}

  /** The number of cases, of which a tenth is a sample. */
  public static int cases(int all) {
    return ALL ? all : Math.max(1, all / 10);
  }

  /** The distance between two cases: 1 for all of them. */
  public static int stride(int ofSample) {
    return ALL ? 1 : ofSample;
  }
}
