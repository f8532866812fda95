package dev.gradus.playground.instead.dev.gradus.engine.object;

/** Copies no records: what a page sets, it sets at once. */
public final class Changed {

  private Changed() {}

  /** Refuses. */
  public static <R extends Record> R with(R record, String component, Object value) {
    throw new IllegalStateException("the page cannot change " + component);
  }
}
