package dev.gradus.engine.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A catalogue from the list of the installed plugins is that of the installed plugins. */
class PluginListTest {

  private final Catalogue listed = catalogue(PluginList.ofInstalled());

  @ParameterizedTest
  @EnumSource(PluginKind.class)
  void everyNameStandsForTheSamePlugin(PluginKind kind) {
    Catalogue installed = Catalogue.ofInstalled();
    assertEquals(installed.names(kind), listed.names(kind));
    assertEquals(installed.namesAndAliases(kind), listed.namesAndAliases(kind));
    assertEquals(installed.all(kind), listed.all(kind));
    for (String name : installed.namesAndAliases(kind)) {
      assertEquals(installed.find(kind, name), listed.find(kind, name), name);
    }
  }

  @Test
  void namesAreReadWithTheirAliases() {
    assertTrue(listed.names(PluginKind.LOSS).contains("mean-squared-error"));
    assertFalse(listed.names(PluginKind.LOSS).contains("mse"));
    assertTrue(listed.namesAndAliases(PluginKind.LOSS).contains("mse"));
  }

  @Test
  void aPluginIsReadOnce() {
    PluginType named = listed.find(PluginKind.LOSS, "mean-squared-error").orElseThrow();
    assertSame(named, listed.find(PluginKind.LOSS, "mse").orElseThrow());
  }

  @Test
  void aClassIsLoadedWhenItsPluginIsAskedFor() {
    Catalogue one =
        catalogue("LOSS gone dev.nowhere.Gone\nLOSS away dev.nowhere.Gone alias\nend\n");
    assertEquals(List.of("gone"), one.names(PluginKind.LOSS));
    assertEquals(List.of("away", "gone"), one.namesAndAliases(PluginKind.LOSS));
    assertTrue(one.find(PluginKind.METRIC, "gone").isEmpty());
    PluginException e =
        assertThrows(PluginException.class, () -> one.find(PluginKind.LOSS, "away"));
    assertEquals("the plugin dev.nowhere.Gone is not installed any more", e.getMessage());
  }

  private static Catalogue catalogue(String text) {
    return PluginList.read(text).orElseThrow().catalogue();
  }

  /** Cut anywhere, or with something behind it. */
  @Test
  void aListThatIsNotWholeIsNone() {
    String whole = PluginList.ofInstalled();
    for (int end = 0; end < whole.length(); end++) {
      assertTrue(PluginList.read(whole.substring(0, end)).isEmpty(), "cut at " + end);
    }
    for (String text : List.of(whole + "more\n", "LOSS\nend\n", "LOS a b.C\nend\n")) {
      assertTrue(PluginList.read(text).isEmpty(), text);
    }
  }

  @Test
  void aListKnowsPluginsOfOthers() {
    assertTrue(PluginList.read(PluginList.ofInstalled()).orElseThrow().isOfGradus());
    String other = "LOSS own com.example.Own\n" + PluginList.ofInstalled();
    assertFalse(PluginList.read(other).orElseThrow().isOfGradus());
  }
}
