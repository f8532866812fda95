package dev.gradus.testkit;

import dev.gradus.check.BrokenClaim;
import dev.gradus.spi.Options;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DynamicNode;

/** The claim that the defaults of a plugin are those of its source. */
public final class Defaults {

  private Defaults() {}

  /**
   * The test of one plugin.
   *
   * @param plugin its class; the no-argument constructor has the defaults
   * @param cited the defaults of the source, by the name of the option in the YAML; without options
   *     that the source does not have
   */
  public static DynamicNode of(Class<? extends Record> plugin, Map<String, Object> cited) {
    return Nodes.of(
        plugin.getSimpleName() + " has the defaults of its source", () -> check(plugin, cited));
  }

  private static void check(Class<? extends Record> plugin, Map<String, Object> cited)
      throws ReflectiveOperationException {
    Object defaults = plugin.getConstructor().newInstance();
    Map<String, Object> missing = new TreeMap<>(cited);
    for (RecordComponent component : plugin.getRecordComponents()) {
      String name = Options.nameOf(component);
      if (missing.containsKey(name)) {
        Object expected = missing.remove(name);
        Object actual = component.getAccessor().invoke(defaults);
        if (!actual.equals(expected)) {
          throw new BrokenClaim(
              defaults,
              "the default of %s is %s, its source has %s".formatted(name, actual, expected));
        }
      }
    }
    if (!missing.isEmpty()) {
      throw new BrokenClaim(defaults, "has no options " + missing.keySet());
    }
  }
}
