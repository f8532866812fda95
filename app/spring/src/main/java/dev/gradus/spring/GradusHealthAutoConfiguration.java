package dev.gradus.spring;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The health of the model, for applications that show theirs. */
@AutoConfiguration(after = GradusAutoConfiguration.class)
@ConditionalOnClass(HealthIndicator.class)
public class GradusHealthAutoConfiguration {

  /** Apart, since its condition is part of what an application need not have. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnEnabledHealthIndicator("gradus")
  static class Indicators {

    /** Shown under the name {@code gradus}. */
    @Bean
    @ConditionalOnMissingBean(name = "gradusHealthIndicator")
    HealthIndicator gradusHealthIndicator(ServedModel model) {
      return new ModelHealth(model);
    }
  }
}
