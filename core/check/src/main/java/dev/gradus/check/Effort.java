package dev.gradus.check;

/** How many points are tried. */
enum Effort {
  /** Before training: few, so that it takes no time. */
  BRIEF(12, 40),
  /** In a test: many. */
  THOROUGH(80, 1000);

  private final int perCase;
  private final int inAll;

  Effort(int perCase, int inAll) {
    this.perCase = perCase;
    this.inAll = inAll;
  }

  /** Where there are many cases to try. */
  int perCase() {
    return perCase;
  }

  /** Where there is only one. */
  int inAll() {
    return inAll;
  }
}
