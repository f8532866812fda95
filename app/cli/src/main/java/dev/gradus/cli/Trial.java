package dev.gradus.cli;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.Job;
import dev.gradus.engine.binding.Setting;
import dev.gradus.engine.config.Configuration;
import dev.gradus.runtime.file.IoReason;
import dev.gradus.runtime.problem.OutputException;
import dev.gradus.runtime.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/** Training that only finds something out about a table; nothing of it is kept. */
final class Trial {

  private Trial() {}

  /** What a job with a recipe finds out. */
  static <T> T of(
      FoundTable table, Recipe recipe, Gradus gradus, Function<Job, T> trial, Setting... settings) {
    Path folder;
    try {
      folder = Files.createTempDirectory("gradus-trial");
    } catch (IOException e) {
      throw new OutputException(
          new Problem("", "no temporary folder can be created: " + IoReason.of(e)), e);
    }
    Path yaml = folder.resolve("trial.yaml");
    try {
      Files.writeString(yaml, FirstConfiguration.text(table, new YamlPlace(yaml), recipe));
      Configuration configuration = gradus.read(yaml, settings);
      return trial.apply(gradus.job(configuration).on(table.data().table()));
    } catch (IOException e) {
      throw new OutputException(
          new Problem(yaml.toString(), "the file cannot be written: " + IoReason.of(e)), e);
    } finally {
      delete(yaml);
      delete(folder);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      file.toFile().deleteOnExit();
    }
  }
}
