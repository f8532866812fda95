package dev.gradus.engine.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gradus.spi.Metric;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseLoss;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** One name, one meaning: the value printed under the name of a loss is that loss. */
class NamesTest {

  @Test
  void noNameIsThatOfALossAndOfAMetric() {
    Catalogue catalogue = Catalogue.ofInstalled();
    TreeSet<String> names = new TreeSet<>(catalogue.namesAndAliases(PluginKind.LOSS));
    assertTrue(names.size() > 35, () -> "losses and their aliases: " + names);
    List<String> metrics = catalogue.namesAndAliases(PluginKind.METRIC);
    assertTrue(metrics.size() > 20, () -> "metrics and their aliases: " + metrics);
    names.retainAll(metrics);
    assertEquals(List.of(), List.copyOf(names));
  }

  @Test
  void aPercentageIsTheLossAndAShareTheMetric() {
    Catalogue catalogue = Catalogue.ofInstalled();
    assertTrue(catalogue.find(PluginKind.LOSS, "mape").isPresent());
    assertTrue(catalogue.find(PluginKind.METRIC, "mape").isEmpty());
    assertEquals(
        "mean-relative-error",
        catalogue.find(PluginKind.METRIC, "mean-absolute-percentage").orElseThrow().name());
  }

  /** A loss. */
  @Plugin(name = "closeness", summary = "A loss.")
  public record ClosenessLoss() implements PointwiseLoss {

    @Override
    public double value(double prediction, double target) {
      return Math.pow(prediction - target, 2);
    }

    @Override
    public double derivative(double prediction, double target) {
      return 2 * (prediction - target);
    }
  }

  /** A metric of the same name. */
  @Plugin(name = "nearness", aliases = "closeness", summary = "A metric.")
  public record ClosenessMetric() implements Metric {

    @Override
    public double evaluate(double[][] predictions, double[][] targets) {
      return 0;
    }

    @Override
    public boolean higherIsBetter() {
      return true;
    }
  }

  @Test
  void pluginsOfOneNameAreRefused() {
    List<PluginType> two =
        List.of(
            PluginType.of(ClosenessLoss.class, "a.jar"),
            PluginType.of(ClosenessMetric.class, "b.jar"));
    String message =
        String.valueOf(
            assertThrows(PluginException.class, () -> new Catalogue(two, List.of())).getMessage());
    assertEquals(
        "two plugins call themselves 'closeness', the loss %s (a.jar) and the metric %s (b.jar); every loss can be reported as a metric, so the name could mean either; remove one or rename it"
            .formatted(ClosenessLoss.class.getName(), ClosenessMetric.class.getName()),
        message);
    List<PluginReport> arrived =
        two.stream()
            .map(
                type ->
                    new PluginReport(
                        type.origin(),
                        Map.of(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(type),
                        Optional.empty()))
            .toList();
    assertEquals(
        2, Catalogue.of(List.of(), arrived).broken().size(), "of two jars neither is taken");
    assertEquals(
        1,
        Catalogue.of(List.of(two.get(0)), List.of(arrived.get(1))).broken().size(),
        "what is there stays");
  }
}
