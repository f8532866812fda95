/** The conformance kit: what every plugin, built in or not, has to pass. */
module dev.gradus.testkit {
  requires transitive dev.gradus.spi;
  // Only for tests; a program that checks plugins itself needs none of it.
  requires static org.junit.jupiter.api;

  exports dev.gradus.testkit;

  uses dev.gradus.spi.Activation;
  uses dev.gradus.spi.DataSource;
  uses dev.gradus.spi.Initializer;
  uses dev.gradus.spi.Loss;
  uses dev.gradus.spi.Metric;
  uses dev.gradus.spi.Optimizer;
  uses dev.gradus.spi.Regularizer;
  uses dev.gradus.spi.Schedule;
}
