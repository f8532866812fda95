package dev.gradus.check;

/** The number of points that are tried. */
enum Effort {
  /** Before training: few, so that it takes no time. */
  BRIEF(12, 40),
  /** Many points, for a test. */
  THOROUGH(80, 1000);

  private final int perCase;
  private final int inAll;

  Effort(int perCase, int inAll) {
    this.perCase = perCase;
    this.inAll = inAll;
  }

  /** The number of points if there are many cases. */
  int perCase() {
    return perCase;
  }

  /** The number of points if there is only one case. */
  int inAll() {
    return inAll;
  }
}
