/**
 * Gradus in a Spring Boot application: add the artifact to the class path, and the application has
 * a bean {@link dev.gradus.engine.Gradus} and a bean {@link dev.gradus.spring.ServedModel}.
 *
 * <pre>{@code
 * gradus:
 *   model: file:models/wine.safetensors
 *   reload-every: 30s
 * }</pre>
 *
 * <p>{@link dev.gradus.spring.GradusProperties} lists what can be set. With Spring Boot's actuator
 * the model has a health indicator; with Micrometer it has meters, and {@link
 * dev.gradus.spring.TrainingMeters} shows how a training run comes along.
 */
package dev.gradus.spring;
