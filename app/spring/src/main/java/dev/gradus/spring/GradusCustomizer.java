package dev.gradus.spring;

import dev.gradus.engine.GradusBuilder;

/**
 * A bean of the application that adds to the {@link dev.gradus.engine.Gradus} it is given, such as
 * a plugin of its own:
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

  /** Adds something. */
  void customize(GradusBuilder builder);
}
