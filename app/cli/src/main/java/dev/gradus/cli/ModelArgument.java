package dev.gradus.cli;

import dev.gradus.cli.text.Shell;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.model.Model;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** A model named on the command line: its file, or the folder of the run that wrote it. */
final class ModelArgument {

  private static final Pattern ENDING = Pattern.compile("[.][^.]*$");

  private ModelArgument() {}

  /** Loads the model. */
  static Model load(Gradus gradus, Path model) {
    return gradus.load(file(model));
  }

  /**
   * Loads the model for a command that also takes data.
   *
   * @param command its name, to show the order of its arguments
   */
  static Model load(Gradus gradus, Path model, Path data, String command) {
    return gradus.load(file(model, Optional.of(data), command));
  }

  /** The file of the model. */
  static Path file(Path model) {
    return file(model, Optional.empty(), "");
  }

  /** Whether the argument is a model, or a folder with one. */
  private static boolean isModel(Path path) {
    return FileKind.of(path) == FileKind.MODEL
        || Files.isRegularFile(path.resolve(TrainCommand.MODEL_FILE));
  }

  private static Path file(Path given, Optional<Path> data, String command) {
    FileKind kind = FileKind.of(given);
    if (kind == FileKind.FOLDER) {
      Path inside = given.resolve(TrainCommand.MODEL_FILE);
      if (Files.isRegularFile(inside)) {
        return inside;
      }
      throw refusal(
          given, "this is a folder without %s; name a model file".formatted(inside.getFileName()));
    }
    boolean known =
        kind == FileKind.CONFIGURATION || kind == FileKind.TABLE || kind == FileKind.PAGE;
    if (!known) {
      return given;
    }
    String what = what(kind) + ", not a model";
    if (data.filter(ModelArgument::isModel).isPresent()) {
      throw refusal(
          given,
          "%s, but %s is one; were the two swapped? gradus %s %s %s"
              .formatted(what, data.get(), command, Shell.file(data.get()), Shell.file(given)));
    }
    if (kind == FileKind.CONFIGURATION) {
      Path trained =
          ConfigOptions.defaultOutput(
                  ENDING.matcher(String.valueOf(given.getFileName())).replaceFirst(""))
              .resolve(TrainCommand.MODEL_FILE);
      throw refusal(
          given,
          Files.exists(trained)
              ? "%s; did you mean its model, %s?".formatted(what, trained)
              : "%s; gradus train %s makes one, %s".formatted(what, Shell.file(given), trained));
    }
    throw refusal(
        given,
        data.isEmpty() || kind == FileKind.PAGE
            ? what + "; name a file such as gradus-runs/iris/" + TrainCommand.MODEL_FILE
            : "%s; the model comes first, then the data: gradus %s MODEL %s"
                .formatted(what, command, Shell.file(given)));
  }

  /** The kind of a file, in words. */
  static String what(FileKind kind) {
    return switch (kind) {
      case CONFIGURATION -> "this is a configuration";
      case TABLE -> "this is a table of data";
      case PAGE -> "this is a page for a browser";
      case MODEL -> "this is a model";
      default -> "this is something else";
    };
  }

  private static GradusException refusal(Path file, String sentence) {
    return new GradusException(new Problem(file.toString(), sentence));
  }
}
