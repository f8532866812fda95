package dev.gradus.spring;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.GradusBuilder;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;

/** The beans of every application: {@link Gradus}, and the model that it serves. */
@AutoConfiguration
@EnableConfigurationProperties(GradusProperties.class)
public class GradusAutoConfiguration {

  /**
   * One instance for the whole application, which is closed with it.
   *
   * @throws dev.gradus.engine.plugin.PluginException if a plugin folder cannot be read
   */
  @Bean
  @ConditionalOnMissingBean
  Gradus gradus(GradusProperties properties, ObjectProvider<GradusCustomizer> customizers) {
    GradusBuilder builder = Gradus.builder();
    properties.plugins().forEach(builder::plugins);
    if (properties.strict()) {
      builder.strict();
    }
    if (!properties.verify()) {
      builder.withoutVerification();
    }
    if (!properties.connections()) {
      builder.withoutConnections();
    }
    customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
    return builder.build();
  }

  /**
   * The model of {@code gradus.model}, or none yet.
   *
   * @throws dev.gradus.runtime.problem.GradusException if its file cannot be read
   */
  @Bean
  @ConditionalOnMissingBean
  ServedModel servedModel(Gradus gradus, GradusProperties properties, ResourceLoader resources) {
    Optional<Resource> file =
        Optional.of(properties.model())
            .filter(place -> !place.isBlank())
            .map(resources::getResource);
    ServedModel served = new ServedModel(gradus, file);
    if (file.filter(found -> properties.required() || found.exists()).isPresent()) {
      served.reload();
    }
    if (file.isPresent() && !properties.reloadEvery().isZero()) {
      served.watch(properties.reloadEvery());
    }
    return served;
  }
}
