/**
 * Gradus in a Spring Boot application. Add the artifact to the class path, and the application has
 * a bean {@link dev.gradus.engine.Gradus} and a bean {@link dev.gradus.spring.ServedModel}.
 *
 * <pre>{@code
 * gradus:
 *   model: file:models/wine.safetensors
 *   reload-every: 30s
 * }</pre>
 *
 * <p>{@link dev.gradus.spring.GradusProperties} lists the properties. With Spring Boot Actuator the
 * model has a health indicator. With Micrometer it has meters, and {@link
 * dev.gradus.spring.TrainingMeters} reports the progress of a training run.
 */
package dev.gradus.spring;
