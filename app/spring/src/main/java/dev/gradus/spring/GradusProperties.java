package dev.gradus.spring;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the properties of an application say.
 *
 * @param model the model that is served from the start, such as {@code file:wine.safetensors} or
 *     {@code classpath:wine.safetensors}; empty if the application {@link ServedModel#serve brings
 *     its own}
 * @param required whether the application refuses to start if there is no such file; otherwise it
 *     has no model until the file is {@link ServedModel#reload read} or it is given one
 * @param reloadEvery how often the file of the model is looked at, and read again if it is another;
 *     0 for never
 * @param plugins folders of plugin jars; they run with all the rights of the application
 * @param strict whether a broken plugin jar stops the start
 * @param verify whether plugins that are not built in are checked before training
 * @param connections whether a configuration may name a data source that reaches out to another
 *     program; say {@code false} where configurations come from others
 */
@ConfigurationProperties("gradus")
public record GradusProperties(
    @DefaultValue("") String model,
    @DefaultValue("true") boolean required,
    @DefaultValue("0s") Duration reloadEvery,
    @DefaultValue List<Path> plugins,
    @DefaultValue("false") boolean strict,
    @DefaultValue("true") boolean verify,
    @DefaultValue("true") boolean connections) {

  /**
   * Checks the interval.
   *
   * @throws IllegalArgumentException with a sentence, if it is negative, or there is no file to
   *     look at
   */
  public GradusProperties {
    plugins = List.copyOf(plugins);
    if (reloadEvery.isNegative()) {
      throw new IllegalArgumentException(
          "gradus.reload-every must not be negative, but is " + reloadEvery.toSeconds() + "s");
    }
    if (!reloadEvery.isZero() && model.isBlank()) {
      throw new IllegalArgumentException(
          "gradus.reload-every says how often a file is looked at, but gradus.model names none; set it, or leave reload-every out");
    }
  }
}
