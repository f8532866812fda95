package dev.gradus.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.PluginType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The plugins of Gradus, which no start checks. */
class BuiltInPluginsTest {

  @Test
  void allKeepToTheRules() {
    List<PluginType> builtIn = Catalogue.installed();
    assertTrue(builtIn.size() > 100, () -> "only " + builtIn.size() + " were found");
    for (PluginType plugin : builtIn) {
      assertEquals(plugin, PluginType.of(plugin.type(), plugin.origin()));
      plugin.options().defaults();
    }
  }
}
