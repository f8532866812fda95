package dev.gradus.engine.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.activations.Tanh;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.layers.Dense;
import dev.gradus.losses.CrossEntropy;
import dev.gradus.losses.Huber;
import dev.gradus.optimizers.Adam;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The plugins that a model file requires. */
class RequiredPluginsTest {

  private final Gradus gradus = Gradus.create();

  @AfterEach
  void close() {
    gradus.close();
  }

  private static String origin(Class<?> type) {
    return PluginType.originOf(type);
  }

  @Test
  void eachIsListedOnceWithItsKindAndOrigin() {
    Configuration configuration =
        Configuration.builder()
            .data(DataSpec.of("y"))
            .layer(Dense.of(3, new Tanh()))
            .layer(Dense.of(2, new Tanh()))
            .layer(Dense.output())
            .loss(new Huber())
            .optimizer(new Adam(0.01))
            .build();
    List<String> listed = List.copyOf(RequiredPlugins.of(configuration, gradus.catalogue()));
    assertEquals(
        List.of(
            "activation tanh (" + origin(Tanh.class) + ")",
            "layer dense (" + origin(Dense.class) + ")",
            "loss huber (" + origin(Huber.class) + ")",
            "optimizer adam (" + origin(Adam.class) + ")"),
        listed.stream().filter(line -> !line.startsWith("initializer")).toList());
    String lines = String.join("\n", listed);
    assertEquals(List.of(), RequiredPlugins.missing(lines, gradus.catalogue()));
    assertTrue(RequiredPlugins.areThose(lines, configuration, gradus.catalogue()));
    String others = lines.replace("loss huber", "loss mean-squared-error");
    assertFalse(RequiredPlugins.areThose(others, configuration, gradus.catalogue()));
    String more = lines + "\nmetric accuracy (" + origin(Huber.class) + ")";
    assertFalse(RequiredPlugins.areThose(more, configuration, gradus.catalogue()));
  }

  @Test
  void aFileOfTheTimeWhenLayersWerePartOfTheEngineNamesNone() {
    Configuration configuration =
        Configuration.builder()
            .data(DataSpec.of("y"))
            .layer(Dense.output())
            .loss(new Huber())
            .optimizer(new Adam(0.01))
            .build();
    String lines =
        RequiredPlugins.of(configuration, gradus.catalogue()).stream()
            .filter(line -> !line.startsWith("layer "))
            .collect(Collectors.joining("\n"));
    assertTrue(RequiredPlugins.areThose(lines, configuration, gradus.catalogue()));
  }

  @Test
  void thoseThatAreNotHereAreMissing() {
    String known = "loss huber (" + origin(Huber.class) + ")";
    String renamed = "loss hubert (other.jar)";
    String otherKind = "activation huber (other.jar)";
    assertEquals(
        List.of(renamed, otherKind),
        RequiredPlugins.missing(String.join("\n", known, renamed, otherKind), gradus.catalogue()));
  }

  @Test
  void aPluginIsKnownByItsOtherNamesToo() {
    PluginType loss = PluginType.of(new CrossEntropy());
    for (String name : loss.names()) {
      assertEquals(
          List.of(), RequiredPlugins.missing("loss " + name + " (a.jar)", gradus.catalogue()));
    }
  }
}
