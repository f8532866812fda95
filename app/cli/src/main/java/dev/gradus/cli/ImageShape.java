package dev.gradus.cli;

/** How large images are, in pixels, and how many numbers a pixel has. */
record ImageShape(int height, int width, int channels) {

  @Override
  public String toString() {
    return "%s x %s x %s".formatted(height, width, channels);
  }
}
