/** Gradus in Spring Boot applications. */
@SuppressWarnings("requires-automatic") // Spring has no module descriptors.
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

  // Spring creates beans from its classes.
  opens dev.gradus.spring;
}
