/** The conformance kit: the tests that every plugin, built in or not, must pass. */
module dev.gradus.testkit {
  requires transitive dev.gradus.check;
  requires transitive dev.gradus.spi;
  // The tests of a plugin provide JUnit; a program that checks plugins itself uses
  // dev.gradus.check.
  requires static org.junit.jupiter.api;

  exports dev.gradus.testkit;

  uses dev.gradus.spi.Activation;
  uses dev.gradus.spi.DataSource;
  uses dev.gradus.spi.Initializer;
  uses dev.gradus.spi.Layer;
  uses dev.gradus.spi.Loss;
  uses dev.gradus.spi.Metric;
  uses dev.gradus.spi.Optimizer;
  uses dev.gradus.spi.Regularizer;
  uses dev.gradus.spi.Schedule;
}
