package dev.gradus.layers;

/** Sine and cosine of angles in turns, in {@code float}, with the same bits on every machine. */
final class Turns {

  /** The distance between floats is 1 here, so adding and subtracting it rounds to an integer. */
  private static final float ROUNDING = 0x1.8p23f;

  // (2π)^n / n!, the coefficients of the Taylor series of sin(2πt); up to a quarter turn the next
  // term is below 6e-8.
  private static final float C1 = 6.2831855f;
  private static final float C3 = -41.341702f;
  private static final float C5 = 81.60525f;
  private static final float C7 = -76.70586f;
  private static final float C9 = 42.058693f;
  private static final float C11 = -15.094643f;

  private Turns() {}

  /** cos(2π turns), for up to a million turns. */
  static float cos(float turns) {
    float part = turns - ((turns + ROUNDING) - ROUNDING);
    return sinOfQuarter(0.25f - Math.abs(part));
  }

  /** sin(2π turns), for up to a million turns. */
  static float sin(float turns) {
    float part = turns - ((turns + ROUNDING) - ROUNDING);
    return sinOfQuarter(Math.max(Math.min(part, 0.5f - part), -0.5f - part));
  }

  /** sin(2π t), from -1/4 to 1/4. */
  private static float sinOfQuarter(float t) {
    float square = t * t;
    return t * (C1 + square * (C3 + square * (C5 + square * (C7 + square * (C9 + square * C11)))));
  }
}
