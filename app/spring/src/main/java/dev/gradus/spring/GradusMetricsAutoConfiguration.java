package dev.gradus.spring;

import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The meters of the model, for applications with Micrometer. */
@AutoConfiguration(after = GradusAutoConfiguration.class)
@ConditionalOnClass(MeterBinder.class)
public class GradusMetricsAutoConfiguration {

  /** The meters, which Spring binds to the registries of the application. */
  @Bean
  @ConditionalOnMissingBean
  ModelMeters gradusModelMeters(ServedModel model) {
    return new ModelMeters(model);
  }
}
