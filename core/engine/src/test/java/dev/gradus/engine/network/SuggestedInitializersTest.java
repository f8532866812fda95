package dev.gradus.engine.network;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.spi.Activation;
import dev.gradus.spi.Initializer;
import dev.gradus.spi.Plugin;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** Activations name their initializers, which are in another module. */
class SuggestedInitializersTest {

  @Test
  void everySuggestedInitializerIsThere() {
    List<String> names =
        ServiceLoader.load(Initializer.class).stream()
            .map(plugin -> plugin.type().getAnnotation(Plugin.class).name())
            .toList();
    List<Activation> activations =
        ServiceLoader.load(Activation.class).stream().map(ServiceLoader.Provider::get).toList();
    assertFalse(activations.isEmpty(), "activations are installed");
    activations.forEach(
        activation -> assertTrue(names.contains(activation.initializer()), activation.toString()));
  }
}
