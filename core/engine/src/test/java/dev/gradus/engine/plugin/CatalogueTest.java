package dev.gradus.engine.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.losses.Huber;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Plugins by kind, name and alias. */
class CatalogueTest {

  private static final List<Catalogue.BrokenJar> NONE_BROKEN = List.of();

  private static Catalogue of(Class<?>... types) {
    return new Catalogue(
        Arrays.stream(types).map(type -> PluginType.of(type, "one.jar")).toList(), NONE_BROKEN);
  }

  @Test
  void aPluginIsFoundByNameAndByAlias() {
    Catalogue catalogue = of(SamplePlugins.Sample.class);
    for (String name : List.of("sample", "first-sample")) {
      assertEquals(
          SamplePlugins.Sample.class,
          catalogue.find(PluginKind.LOSS, name).orElseThrow().type(),
          name);
    }
    assertTrue(catalogue.find(PluginKind.LOSS, "Sample").isEmpty());
    assertTrue(catalogue.find(PluginKind.OPTIMIZER, "sample").isEmpty());
  }

  @Test
  void aliasesAreNotListedTwice() {
    Catalogue catalogue = of(SamplePlugins.Sample.class, SamplePlugins.Both.class);
    assertEquals(List.of("both", "sample"), catalogue.names(PluginKind.LOSS));
    assertEquals(
        List.of("both", "first-sample", "sample"), catalogue.namesAndAliases(PluginKind.LOSS));
    assertEquals(List.of("both"), catalogue.names(PluginKind.SCHEDULE));
    assertEquals(List.of(), catalogue.names(PluginKind.METRIC));
  }

  @Test
  void oneNameMayStandForOnePluginOfEachKind() {
    Catalogue catalogue = of(SamplePlugins.Sample.class, SamplePlugins.SameNameOtherKind.class);
    assertEquals(
        List.of(SamplePlugins.Sample.class, SamplePlugins.SameNameOtherKind.class),
        catalogue.find("sample").stream().map(PluginType::type).toList());
    assertEquals(1, of(SamplePlugins.Both.class).find("both").size());
  }

  @Test
  void twoPluginsOfOneNameAreRefusedWithBothOrigins() {
    List<PluginType> types =
        List.of(
            PluginType.of(SamplePlugins.Sample.class, "one.jar"),
            PluginType.of(SamplePlugins.SameAlias.class, "two.jar"));
    String message =
        String.valueOf(
            assertThrows(PluginException.class, () -> new Catalogue(types, NONE_BROKEN))
                .getMessage());
    for (String part :
        List.of("the loss 'first-sample'", "Sample", "one.jar", "SameAlias", "two.jar")) {
      assertTrue(message.contains(part), message);
    }
  }

  @Test
  void aClassThatIsListedTwiceCountsOnce() {
    Catalogue catalogue = of(SamplePlugins.Sample.class, SamplePlugins.Sample.class);
    assertEquals(List.of("sample"), catalogue.names(PluginKind.LOSS));
  }

  @Test
  void aMissingNameIsAnsweredWithWhatThereIs() {
    Catalogue catalogue =
        new Catalogue(
            List.of(PluginType.of(SamplePlugins.Sample.class, "one.jar")),
            List.of(new Catalogue.BrokenJar("two.jar", "it is no jar")));
    assertEquals(
        "there is no loss 'smaple'; did you mean 'sample'? (there are: sample); two.jar could not be used: it is no jar",
        catalogue.missing(PluginKind.LOSS, "smaple"));
    assertEquals(
        "there is no loss 'entirely-else' (there are: sample); two.jar could not be used: it is no jar",
        catalogue.missing(PluginKind.LOSS, "entirely-else"));
  }

  @Test
  void installedPluginsAreFound() {
    Catalogue installed = Catalogue.ofInstalled();
    assertEquals(Huber.class, installed.find(PluginKind.LOSS, "huber").orElseThrow().type());
    assertTrue(installed.names(PluginKind.ACTIVATION).contains("tanh"));
    assertTrue(installed.names(PluginKind.INITIALIZER).contains("glorot-uniform"));
    assertTrue(installed.names(PluginKind.OPTIMIZER).contains("adam"));
    assertTrue(installed.names(PluginKind.SCHEDULE).contains("constant"));
    assertTrue(installed.names(PluginKind.METRIC).contains("accuracy"));
    assertTrue(installed.names(PluginKind.REGULARIZER).contains("l2"));
  }
}
