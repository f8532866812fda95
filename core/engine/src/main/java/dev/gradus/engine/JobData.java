package dev.gradus.engine;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.table.Table;
import dev.gradus.engine.training.ConfiguredData;
import dev.gradus.runtime.problem.ConfigurationException;
import dev.gradus.runtime.problem.Problem;
import java.util.Optional;

/**
 * What a job learns from.
 *
 * @param reader reads what the application does not bring
 * @param examples of the application; empty if the configuration says where they are
 * @param validation of the application; empty likewise
 * @param test of the application; empty likewise
 */
record JobData(
    DataReader reader, Optional<Table> examples, Optional<Table> validation, Optional<Table> test) {

  /** The examples. */
  Table examples(Configuration configuration) {
    return examples.orElseGet(() -> reader.examples(configuration));
  }

  /**
   * The validation part, if it is a table of its own.
   *
   * @throws ConfigurationException if the application brings it, and the configuration holds rows
   *     back for it too
   */
  Optional<Table> validation(Configuration configuration) {
    if (validation.isEmpty()) {
      return reader.validation(configuration);
    }
    if (configuration.data().filter(data -> data.split().holdsBack()).isPresent()) {
      throw new ConfigurationException(
          Problem.of(
              "data.split holds rows back for the validation part, but the job is given one with validatedOn; leave one out"));
    }
    return validation;
  }

  /**
   * The test part, if it is a table of its own.
   *
   * @throws ConfigurationException if the application brings it, and the configuration holds rows
   *     back for it too
   */
  Optional<Table> test(Configuration configuration) {
    if (test.isEmpty()) {
      return reader.test(configuration);
    }
    if (configuration.data().filter(data -> data.split().testShare() > 0).isPresent()) {
      throw new ConfigurationException(
          Problem.of(
              "data.split.test holds rows back for the test part, but the job is given one with testedOn; leave one out"));
    }
    return test;
  }

  /** The same for several configurations, read again only where they differ in it. */
  ConfiguredData configured() {
    return new ConfiguredData(this::examples, this::validation);
  }
}
