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

/** What the user wants a model to say of itself. */
final class ModelNotes {

  /** Names a moment in place of the clock's, in seconds since 1970; of reproducible-builds.org. */
  private static final String EPOCH = "SOURCE_DATE_EPOCH";

  @Option(
      names = "--note",
      paramLabel = "KEY=VALUE",
      description = "Writes a note into the model, which gradus describe shows; may be repeated.")
  private Map<String, String> notes = new LinkedHashMap<>();

  @Option(
      names = "--dated",
      description =
          "Writes into the model when it was trained, and how long that took; without this, the same training gives the same file. Where SOURCE_DATE_EPOCH is set, it is that moment.")
  private boolean dated;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /**
   * Looks at them before anything is trained.
   *
   * @throws ParameterException if they could not be written
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

  /** The model with the notes. */
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
