package dev.gradus.engine.yaml;

import dev.gradus.runtime.problem.Nearest;
import dev.gradus.runtime.problem.Quoting;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Guesses what a name was meant to be, and lists what there is. */
public final class Names {

  private Names() {}

  /** A question that names the nearest; empty if none is near. */
  public static String didYouMean(String found, Collection<String> existing) {
    return nearest(found, existing).map(name -> "did you mean '" + name + "'?").orElse("");
  }

  private static Optional<String> nearest(String found, Collection<String> existing) {
    if (found.length() > Quoting.LONGEST) {
      return Optional.empty();
    }
    String kebab = found.toLowerCase(Locale.ROOT).replace('_', '-').replace(' ', '-');
    return Nearest.to(kebab, existing);
  }

  /** The names with commas; {@code none} if there are none. */
  public static String list(Collection<String> names) {
    return names.isEmpty() ? "none" : String.join(", ", names);
  }
}
