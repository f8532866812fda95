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

  /** The maximum number of draws per trial; after that, new combinations are hardly found. */
  private static final int ATTEMPTS = 100;

  private TrialSampler() {}

  /**
   * The values of each trial, by path, no two alike; fewer than are asked for where there are not
   * as many.
   *
   * <p>What is drawn for a path depends on the seed, the path and the attempt alone, so another
   * path more does not change it, nor do more trials change the first ones.
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
