package dev.gradus.spring;

import dev.gradus.engine.GradusBuilder;

/**
 * A bean of the application that customizes {@link dev.gradus.engine.Gradus}, for example by adding
 * a plugin:
 *
 * <pre>{@code
 * @Bean
 * GradusCustomizer ownLoss() {
 *   return builder -> builder.plugin(PriceLoss.class);
 * }
 * }</pre>
 */
@FunctionalInterface
public interface GradusCustomizer {

  /** Customizes the builder. */
  void customize(GradusBuilder builder);
}
