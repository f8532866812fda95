package dev.gradus.spring;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The health of the model, for applications with health endpoints. */
@AutoConfiguration(after = GradusAutoConfiguration.class)
@ConditionalOnClass(HealthIndicator.class)
public class GradusHealthAutoConfiguration {

  /** A separate class, because its condition names classes that an application may not have. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnEnabledHealthIndicator("gradus")
  static class Indicators {

    /** The health indicator, which is shown as {@code gradus}. */
    @Bean
    @ConditionalOnMissingBean(name = "gradusHealthIndicator")
    HealthIndicator gradusHealthIndicator(ServedModel model) {
      return new ModelHealth(model);
    }
  }
}
