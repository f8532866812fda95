package dev.gradus.engine.search;

import dev.gradus.engine.config.TuneSpec;
import dev.gradus.engine.config.YamlValue;
import dev.gradus.engine.data.Randomness;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Draws the values of the trials. */
final class TrialSampler {

  /** The maximum number of draws per trial; after that, hardly any new combinations are left. */
  private static final int ATTEMPTS = 100;

  private TrialSampler() {}

  /**
   * The values of each trial, by path; no two trials are equal, and there are fewer than requested
   * if there are not enough combinations.
   *
   * <p>The value for a path depends only on the seed, the path and the attempt, so an additional
   * path does not change it, and more trials do not change the first ones.
   */
  static List<Map<String, YamlValue>> of(TuneSpec spec) {
    Set<Map<String, YamlValue>> drawn = new LinkedHashSet<>();
    long attempts = (long) ATTEMPTS * spec.trials();
    for (long attempt = 0; attempt < attempts && drawn.size() < spec.trials(); attempt++) {
      Map<String, YamlValue> values = new LinkedHashMap<>();
      long index = attempt;
      spec.space()
          .forEach(
              (path, domain) ->
                  values.put(path, domain.draw(Randomness.of(spec.seed(), "tune " + path, index))));
      drawn.add(values);
    }
    return List.copyOf(drawn);
  }
}
