package dev.gradus.playground.instead.dev.gradus.engine.linear;

import java.util.Optional;

/** No tiles: a browser has no Vector API. */
final class TilesFinder {

  private TilesFinder() {}

  static Optional<Object> find() {
    return Optional.empty();
  }
}
