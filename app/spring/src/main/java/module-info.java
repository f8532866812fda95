/** Gradus in applications of Spring Boot. */
@SuppressWarnings("requires-automatic") // Spring has no module descriptors
module dev.gradus.spring {
  requires transitive dev.gradus;
  requires transitive spring.boot;
  requires transitive spring.context;
  requires transitive spring.core;
  requires spring.beans;
  requires spring.boot.autoconfigure;
  requires static micrometer.core;
  requires static spring.boot.health;

  exports dev.gradus.spring;

  // Spring makes beans of its classes.
  opens dev.gradus.spring;
}
