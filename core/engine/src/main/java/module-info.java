/** The engine: from YAML to network to training to model. */
// The command line and the report depend on this module, so they do not exist when it is compiled.
@SuppressWarnings("module")
module dev.gradus.engine {
  requires transitive dev.gradus.runtime;
  requires transitive dev.gradus.spi;
  // EJML, whose matrices are in the signatures, has no module descriptor.
  requires transitive ejml.core;
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.dataformat.yaml;
  // Guice has no module descriptor, so it cannot declare that it needs these two.
  requires com.google.common;
  requires com.google.guice;
  requires dev.gradus.check;
  requires dev.gradus.formula;
  requires ejml.fdense;
  requires jakarta.inject;

  exports dev.gradus.engine;
  exports dev.gradus.engine.binding;
  exports dev.gradus.engine.config;
  exports dev.gradus.engine.data;
  exports dev.gradus.engine.distributed;
  exports dev.gradus.engine.event;
  exports dev.gradus.engine.explain;
  exports dev.gradus.engine.importance;
  exports dev.gradus.engine.model;
  exports dev.gradus.engine.numpy;
  exports dev.gradus.engine.plugin;
  exports dev.gradus.engine.study;
  exports dev.gradus.engine.table;
  exports dev.gradus.engine.tuning;
  exports dev.gradus.engine.wiring;
  exports dev.gradus.engine.file to
      dev.gradus.cli,
      dev.gradus.report;
  exports dev.gradus.engine.json to
      dev.gradus.cli,
      dev.gradus.report,
      dev.gradus.serve;

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
