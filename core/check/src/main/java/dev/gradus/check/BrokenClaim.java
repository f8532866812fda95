package dev.gradus.check;

import dev.gradus.spi.Plugin;

/** A claim does not hold for a plugin. */
public class BrokenClaim extends AssertionError {

  private static final long serialVersionUID = 1;

  private final String sentence;

  /**
   * Reports it.
   *
   * @param plugin that breaks it; an instance, or its class
   * @param sentence what was found, and what was expected
   */
  public BrokenClaim(Object plugin, String sentence) {
    super(message(plugin, sentence));
    this.sentence = sentence;
  }

  /** Reports it with its cause. */
  BrokenClaim(Object plugin, String sentence, Throwable cause) {
    super(message(plugin, sentence), cause);
    this.sentence = sentence;
  }

  private static String message(Object plugin, String sentence) {
    return nameOf(plugin) + ": " + sentence + " (seed " + Samples.SEED + ")";
  }

  /** What was found, and what was expected; without the name of the plugin. */
  public final String sentence() {
    return sentence;
  }

  /** The name of a plugin in messages: its name and its options. */
  public static String nameOf(Object plugin) {
    if (plugin instanceof Class<?> type) {
      return type.getName();
    }
    Plugin description = plugin.getClass().getAnnotation(Plugin.class);
    return (description == null ? "" : description.name() + " ") + plugin;
  }
}
