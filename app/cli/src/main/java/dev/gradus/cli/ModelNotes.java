package dev.gradus.cli;

import dev.gradus.engine.model.Model;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The notes that the user adds to a model. */
final class ModelNotes {

  /**
   * The environment variable that replaces the clock, in seconds since 1970; see
   * reproducible-builds.org.
   */
  private static final String EPOCH = "SOURCE_DATE_EPOCH";

  @Option(
      names = "--note",
      paramLabel = "KEY=VALUE",
      description = "Adds a note to the model, which gradus describe shows; may be repeated.")
  private Map<String, String> notes = new LinkedHashMap<>();

  @Option(
      names = "--dated",
      description =
          "Stores in the model when it was trained, and how long that took. Without this option, the same training gives the same file. If SOURCE_DATE_EPOCH is set, it is stored instead of the current time.")
  private boolean dated;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /**
   * Checks the notes before training.
   *
   * @throws ParameterException if they cannot be stored
   */
  void check() {
    if (notes.containsKey("")) {
      throw new ParameterException(
          spec.commandLine(), "--note needs a key before the equals sign, such as team=risk");
    }
    Optional<String> seconds = secondsOf();
    if (dated && seconds.filter(text -> !text.matches("[0-9]{1,11}")).isPresent()) {
      throw new ParameterException(
          spec.commandLine(),
          "%s is '%s'; it must be a number of seconds since 1970"
              .formatted(EPOCH, seconds.orElseThrow()));
    }
  }

  private static Optional<String> secondsOf() {
    return Optional.ofNullable(System.getenv(EPOCH));
  }

  /** Adds the notes to the model. */
  Model on(Model model, Duration duration) {
    Model noted = notes.isEmpty() ? model : model.withMetadata(notes);
    if (!dated) {
      return noted;
    }
    return secondsOf()
        .map(text -> noted.dated(Instant.ofEpochSecond(Long.parseLong(text))))
        .orElseGet(() -> noted.dated(Instant.now().truncatedTo(ChronoUnit.SECONDS), duration));
  }
}
