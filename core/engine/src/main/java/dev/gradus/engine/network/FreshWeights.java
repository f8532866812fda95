package dev.gradus.engine.network;

import dev.gradus.engine.data.Randomness;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.PluginKind;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.runtime.network.Initialization;
import dev.gradus.runtime.network.NetworkException;
import dev.gradus.spi.Initializer;
import dev.gradus.spi.Interval;
import dev.gradus.spi.Schedule;
import dev.gradus.spi.Tensor;
import java.util.List;
import java.util.Map;

/**
 * Initial weights.
 *
 * @param catalogue finds the initializers that activations ask for by name
 * @param seed the same seed gives the same weights
 * @param schedules fits the schedules of layers to the run
 */
record FreshWeights(Catalogue catalogue, long seed, ScheduleFitting schedules)
    implements Initialization {

  @Override
  public void fill(Tensor tensor, int fanOut, String place, Initializer initializer) {
    try {
      initializer.fill(
          tensor.values(),
          tensor.rows(),
          tensor.columns(),
          fanOut,
          Randomness.of(seed, tensor.name(), 0));
    } catch (IllegalArgumentException e) {
      throw new NetworkException(place + ": " + e.getMessage(), e);
    }
    checkFinite(tensor, place, initializer);
  }

  private static void checkFinite(Tensor tensor, String place, Initializer initializer) {
    float[] values = tensor.values();
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new NetworkException(
            "%s: the initializer %s (%s) returns %s as number %s of %s of %s; every weight must be finite"
                .formatted(
                    place,
                    PluginType.nameOf(initializer),
                    PluginType.of(initializer).origin(),
                    values[i],
                    i + 1,
                    values.length,
                    tensor.name()));
      }
    }
  }

  @Override
  public Initializer named(String name) {
    return catalogue
        .find(PluginKind.INITIALIZER, name)
        .map(plugin -> (Initializer) plugin.create(Map.of()))
        .orElseThrow(() -> new NetworkException(notInstalled(name)));
  }

  private String notInstalled(String name) {
    List<String> installed = catalogue.names(PluginKind.INITIALIZER);
    return "the initializer '%s' is not installed; set one for the weights of each layer, or add its jar (installed: %s)"
        .formatted(name, String.join(", ", installed));
  }

  @Override
  public long seed(String layer) {
    return Randomness.of(seed, layer, 0).nextLong();
  }

  @Override
  public Schedule scheduled(String place, Schedule schedule, Interval range) {
    return schedules.fit(place, schedule, range);
  }
}
