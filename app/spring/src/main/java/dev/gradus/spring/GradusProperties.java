package dev.gradus.spring;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties {@code gradus.*} of an application.
 *
 * @param model the model that is served from the start, such as {@code file:wine.safetensors} or
 *     {@code classpath:wine.safetensors}; empty if the application {@link ServedModel#serve
 *     provides its own}
 * @param required whether the application refuses to start without this file; otherwise it has no
 *     model until the file is {@link ServedModel#reload read} or it provides a model
 * @param reloadEvery how often to check the file of the model, and reload it if it has changed; 0
 *     for never
 * @param plugins folders of plugin jars; plugins run with all the rights of the application
 * @param strict whether a broken plugin jar prevents the start
 * @param verify whether plugins that are not built in are checked before training
 * @param connections whether a configuration may name a data source that connects to another
 *     program; set it to {@code false} if configurations come from others
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
   * @throws IllegalArgumentException if it is negative, or there is no file to check
   */
  public GradusProperties {
    plugins = List.copyOf(plugins);
    if (reloadEvery.isNegative()) {
      throw new IllegalArgumentException(
          "gradus.reload-every must not be negative, but is " + reloadEvery.toSeconds() + "s");
    }
    if (!reloadEvery.isZero() && model.isBlank()) {
      throw new IllegalArgumentException(
          "gradus.reload-every is set, but gradus.model names no file to reload; set gradus.model, or remove gradus.reload-every");
    }
  }
}
