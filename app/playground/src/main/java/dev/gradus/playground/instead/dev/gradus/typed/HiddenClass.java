package dev.gradus.playground.instead.dev.gradus.typed;

import java.util.Optional;
import java.util.function.Supplier;

/** A page has no new classes: formulas are interpreted, with the same bits. */
public final class HiddenClass {

  private HiddenClass() {}

  /**
   * None.
   *
   * @param file of no account
   */
  public static Optional<Object> of(Supplier<byte[]> file) {
    return Optional.empty();
  }
}
