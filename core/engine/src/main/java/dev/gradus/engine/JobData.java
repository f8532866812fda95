package dev.gradus.engine;

import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.table.Table;
import dev.gradus.engine.training.ConfiguredData;
import dev.gradus.runtime.problem.ConfigurationException;
import dev.gradus.runtime.problem.Problem;
import java.util.Optional;

/**
 * The data of a job.
 *
 * @param reader reads data that the application does not pass
 * @param examples of the application; empty if the configuration names them
 * @param validation of the application; empty if the configuration names them
 * @param test of the application; empty if the configuration names them
 */
record JobData(
    DataReader reader, Optional<Table> examples, Optional<Table> validation, Optional<Table> test) {

  /** The examples. */
  Table examples(Configuration configuration) {
    return examples.orElseGet(() -> reader.examples(configuration));
  }

  /** The examples for one training, which frees their memory if nobody else has them. */
  Table examplesAlone(Configuration configuration) {
    return examples.orElseGet(() -> reader.examplesAlone(configuration));
  }

  /**
   * The validation table, if there is one.
   *
   * @throws ConfigurationException if the application passes one, and the configuration holds out
   *     rows too
   */
  Optional<Table> validation(Configuration configuration) {
    if (validation.isEmpty()) {
      return reader.validation(configuration);
    }
    if (configuration.data().filter(data -> data.split().holdsBack()).isPresent()) {
      throw new ConfigurationException(
          Problem.of(
              "data.split holds out rows for validation, but the job has a validation table (validatedOn); remove one of them"));
    }
    return validation;
  }

  /**
   * The test split, if it is a table of its own.
   *
   * @throws ConfigurationException if the application passes it, and the configuration holds out
   *     rows for it too
   */
  Optional<Table> test(Configuration configuration) {
    if (test.isEmpty()) {
      return reader.test(configuration);
    }
    if (configuration.data().filter(data -> data.split().testShare() > 0).isPresent()) {
      throw new ConfigurationException(
          Problem.of(
              "data.split.test holds out rows for the test, but the job has a test table "
                  + "(testedOn); remove one of them"));
    }
    return test;
  }

  /** The same for several configurations, read again only if they name other data. */
  ConfiguredData configured() {
    return new ConfiguredData(this::examples, this::validation);
  }
}
