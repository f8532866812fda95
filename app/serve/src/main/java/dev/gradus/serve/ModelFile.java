package dev.gradus.serve;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.model.Model;
import dev.gradus.runtime.problem.GradusException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A model file, whose model is replaced when there is another file. If that cannot be read, the
 * current model stays.
 */
final class ModelFile implements Supplier<Model> {

  private final Gradus gradus;
  private final Path file;
  private final LongAdder failures = new LongAdder();
  private volatile Model model;
  private String seen;

  /**
   * Reads a file.
   *
   * @throws GradusException if it is not a model that can be read
   */
  ModelFile(Gradus gradus, Path file) {
    this.gradus = gradus;
    this.file = file;
    this.seen = state();
    this.model = gradus.load(file);
  }

  @Override
  public Model get() {
    return model;
  }

  /** How often the file could not be read again. */
  long failures() {
    return failures.sum();
  }

  /**
   * Reads the file if it has changed. A file that cannot be read, such as one that is still being
   * copied, is read again when it changes again.
   *
   * @param prepare receives the new model before any request does; may refuse it
   * @return the sentence to report: why the new model is not served; empty if the file is the same,
   *     or its model is served
   */
  Optional<String> look(Consumer<Model> prepare) {
    String now = state();
    if (now.equals(seen)) {
      return Optional.empty();
    }
    seen = now;
    try {
      Model next = gradus.load(file);
      prepare.accept(next);
      model = next;
      return Optional.empty();
    } catch (RuntimeException | Error e) {
      // If anything is wrong with the new model, or with its plugins, the old one still works.
      failures.increment();
      String reason = e instanceof GradusException ? e.getMessage() : e.toString();
      return Optional.of("%s; the model that was read before stays in use".formatted(reason));
    }
  }

  /** A value that differs when there is another file, even one of the same size in no time. */
  private String state() {
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      return "%s %s %s".formatted(found.lastModifiedTime(), found.size(), found.fileKey());
    } catch (IOException e) {
      // It is being replaced, or was removed, which is no reason to stop.
      return seen == null ? "" : seen;
    }
  }
}
