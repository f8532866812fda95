package dev.gradus.engine.model;

import dev.gradus.engine.binding.ConfigurationDifferences;
import dev.gradus.engine.config.Checkpoint;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.event.TrainingException;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.training.CheckpointStore;
import dev.gradus.engine.training.Experiment;
import dev.gradus.engine.training.ResumedRun;
import dev.gradus.engine.training.Start;
import dev.gradus.engine.training.Starts;
import dev.gradus.engine.training.TrainingState;
import dev.gradus.runtime.column.ClassTarget;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.runtime.column.PreparedColumn;
import dev.gradus.runtime.file.IoReason;
import dev.gradus.runtime.file.ModelText;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.ModelFileException;
import dev.gradus.runtime.problem.ModelFileException.Reason;
import dev.gradus.runtime.problem.Problem;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder of a run's checkpoints: {@code epoch-000010.safetensors} and so on, and {@value
 * #BEST}, the model of the best epoch.
 *
 * <p>It belongs to one run: when a new run writes its first checkpoint, those of an earlier run are
 * removed. Until then they are kept, so a run that is started by mistake destroys nothing.
 */
final class CheckpointFolder implements CheckpointStore {

  /** The name of the file with the model of the best epoch. */
  static final String BEST = "best.safetensors";

  private static final Pattern CHECKPOINT = Pattern.compile("epoch-([0-9]{6,9})\\.safetensors");

  /** Removes the files of a process that was killed while it wrote. */
  private static final Pattern TORN =
      Pattern.compile("\\.(epoch-[0-9]+|best)\\.safetensors\\..*tmp");

  /**
   * The length of a run, the number of threads and the location of the data do not change the
   * result.
   */
  private static final Set<String> FREE =
      Set.of(
          "training.epochs",
          "training.steps",
          "training.max-minutes",
          "training.threads",
          "training.checkpoint",
          // Another key identifies the model, wherever it is stored.
          "training.start",
          "training.loss-guard",
          // Fitted after the last epoch.
          "training.calibrate",
          "training.conformal",
          "data.csv",
          "data.source",
          "data.validation",
          "data.test",
          "data.format",
          "tune");

  /** A category with a larger exponent is not expanded. */
  private static final int MOST_ZEROS = 100;

  private static final int MOST_DIFFERENCES = 5;
  private static final int MOST_CATEGORIES = 12;

  private final CheckpointFiles files;
  private final Path folder;
  private final Checkpoint spec;
  private final Resumption resumption;

  /** The checkpoints of this run, from the oldest to the newest. */
  private final List<Path> own = new ArrayList<>();

  private boolean cleared;
  private String examples = "";
  private int bestWritten;

  /**
   * The checkpoints of a run.
   *
   * @param models writes and reads the models
   * @param folder an existing folder that no other run writes into
   * @param spec when they are written, and which are kept
   * @param resumption whether an earlier run is resumed
   */
  CheckpointFolder(ModelFiles models, Path folder, Checkpoint spec, Resumption resumption) {
    this.files = new CheckpointFiles(models);
    this.folder = folder;
    this.spec = spec;
    this.resumption = resumption;
  }

  @Override
  public boolean keepsBest() {
    return spec.best();
  }

  @Override
  public boolean isTime(int epoch) {
    return epoch % spec.every() == 0;
  }

  @Override
  public void checkResumable() {
    if (resumption.isNever()) {
      return;
    }
    resumption.file().filter(Files::notExists).ifPresent(files::read);
    if (resumption.file().isEmpty() && checkpoints().isEmpty()) {
      Optional<ResumedRun> unused = nothing(List.of());
    }
  }

  @Override
  public Optional<ResumedRun> restore(Experiment experiment, Map<String, Matrix> memory) {
    examples = ExamplesHash.of(experiment);
    // Fails early, before hours are spent on a run that cannot be saved.
    Map<String, String> metadata = files.metadata(experiment);
    files.check(experiment, memory);
    if (resumption.isNever()) {
      return Optional.empty();
    }
    List<String> leftOut = new ArrayList<>();
    Optional<StoredRun> found = newest(leftOut);
    if (found.isEmpty()) {
      return nothing(leftOut);
    }
    StoredRun stored = found.get();
    check(stored, experiment, memory, metadata);
    ResumedRun past = files.fill(stored, experiment, memory, origin(stored, leftOut));
    int done = past.reports().size();
    if (isHere(stored.file())) {
      checkpoints().stream().filter(file -> epochOf(file) <= done).forEach(own::add);
    }
    return Optional.of(past);
  }

  /**
   * Finds the initial model of a run. If its file is gone and an earlier run is resumed, a
   * checkpoint of that run is used instead.
   *
   * @param models reads models
   * @param folder of the checkpoints; need not exist
   * @param resumption whether an earlier run is resumed
   */
  static Starts starts(ModelFiles models, Path folder, Resumption resumption) {
    CheckpointFolder run = new CheckpointFolder(models, folder, new Checkpoint(), resumption);
    return configuration ->
        configuration
            .training()
            .start()
            .filter(file -> !Files.exists(file))
            .flatMap(gone -> run.start())
            .or(() -> models.start(configuration));
  }

  /** A substitute for the initial model of the resumed run, if it started from a model. */
  private Optional<Start> start() {
    boolean isHere = resumption.file().isPresent() || Files.isDirectory(folder);
    return resumption.isNever() || !isHere
        ? Optional.empty()
        : newest(new ArrayList<>()).flatMap(files::startOf);
  }

  private boolean isHere(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    return absolute.startsWith(folder.toAbsolutePath().normalize());
  }

  private static String origin(StoredRun stored, List<String> leftOut) {
    return leftOut.isEmpty()
        ? stored.file().toString()
        : "%s (skipped: %s)".formatted(stored.file(), String.join("; ", leftOut));
  }

  private Optional<ResumedRun> nothing(List<String> leftOut) {
    if (resumption.isOptional() && leftOut.isEmpty()) {
      return Optional.empty();
    }
    throw new TrainingException(
        leftOut.isEmpty()
            ? "there is nothing to resume: %s contains no checkpoint; train without resuming, and set training: {checkpoint: {every: 10}} to write some"
                .formatted(folder)
            : "there is nothing to resume: no checkpoint in %s can be read (%s)"
                .formatted(folder, String.join("; ", leftOut)));
  }

  /**
   * The requested checkpoint, or the newest intact one.
   *
   * @param leftOut receives the problems of newer checkpoints that were skipped
   */
  private Optional<StoredRun> newest(List<String> leftOut) {
    if (resumption.file().isPresent()) {
      return Optional.of(files.read(resumption.file().get()));
    }
    List<Path> all = checkpoints();
    for (int i = all.size() - 1; i >= 0; i--) {
      try {
        return Optional.of(files.read(all.get(i)));
      } catch (ModelFileException e) {
        if (e.reason() != Reason.CORRUPT) {
          throw e;
        }
        leftOut.add(e.getMessage());
      }
    }
    return Optional.empty();
  }

  private void check(
      StoredRun stored,
      Experiment experiment,
      Map<String, Matrix> memory,
      Map<String, String> here) {
    Configuration now = experiment.configuration();
    List<String> differences =
        ConfigurationDifferences.between(stored.configuration(), "then", now, "now", FREE);
    if (!differences.isEmpty()) {
      throw refusal(
          stored,
          "it was written with another configuration: "
              + listed(differences)
              + "; restore that, or start a new run");
    }
    if (!stored.version().equals(Version.current()) || !files.plugins(stored, now)) {
      throw refusal(
          stored,
          "it was written by Gradus %s with the plugins %s, but these are Gradus %s and %s, which may not reproduce the original run; use those that it was written with, or start a new run"
              .formatted(
                  stored.version(),
                  oneLine(stored.plugins()),
                  Version.current(),
                  oneLine(here.getOrDefault(ModelMetadata.PLUGINS, ""))));
    }
    checkStart(stored, here);
    if (!stored.examples().equals(examples)) {
      checkOrder(stored, experiment.preparation());
      throw refusal(
          stored,
          "the data differ from those that it was trained on: a value, the order of the rows, a weight or the validation split is different; restore the data, or start a new run");
    }
    boolean wanted = memory.keySet().stream().anyMatch(name -> name.startsWith(TrainingState.BEST));
    boolean there =
        stored.content().tensors().stream()
            .anyMatch(tensor -> tensor.name().startsWith(TrainingState.BEST));
    if (wanted && !there) {
      throw refusal(
          stored,
          "it does not contain the best epoch, because it was written with training: {checkpoint: {best: false}}; resume with that setting");
    }
  }

  private static void checkStart(StoredRun stored, Map<String, String> metadata) {
    String then = stored.content().metadata().getOrDefault(ModelMetadata.START, "");
    String now = metadata.getOrDefault(ModelMetadata.START, "");
    if (Start.hashIn(then).equals(Start.hashIn(now))) {
      return;
    }
    throw refusal(
        stored,
        now.isEmpty()
            ? "it started from the weights of a model (%s), but here there is no initial model; use the same model"
                .formatted(then)
            : then.isEmpty()
                ? "it started from fresh weights, but here there is an initial model; start a new run, or remove the model"
                : "it started from another model: %s then, %s now; restore that one, or start a new run"
                    .formatted(then, now));
  }

  /** Earlier versions sorted numbers among categories as strings. */
  private static void checkOrder(StoredRun stored, Preparation here) {
    String where = String.valueOf(stored.file().getFileName());
    Map<String, List<String>> now = categoriesOf(here);
    categoriesOf(ModelText.preparationIn(stored.content(), where))
        .forEach(
            (column, then) -> {
              List<String> other = now.getOrDefault(column, List.of());
              if (!then.equals(other) && Set.copyOf(then).equals(Set.copyOf(other))) {
                throw refusal(
                    stored,
                    "it has the categories of column '%s' in another order (%s then, %s now), because earlier versions of Gradus sorted numbers as strings; resume with the version that wrote it, or start a new run; it can still be used as a model"
                        .formatted(column, firstOf(then), firstOf(other)));
              }
            });
  }

  private static String firstOf(List<String> categories) {
    boolean all = categories.size() <= MOST_CATEGORIES;
    return all
        ? String.join(" ", categories)
        : String.join(" ", categories.subList(0, MOST_CATEGORIES)) + " …";
  }

  /** The categories by column, with numbers in a uniform notation. */
  private static Map<String, List<String>> categoriesOf(Preparation preparation) {
    Map<String, List<String>> categories = new LinkedHashMap<>();
    for (PreparedColumn input : preparation.inputs()) {
      categories.put(input.name(), input.categories());
    }
    if (preparation.targets() instanceof ClassTarget target) {
      categories.put(target.name(), target.classes());
    }
    categories.replaceAll(
        (column, names) -> names.stream().map(CheckpointFolder::canonical).toList());
    return categories;
  }

  private static String canonical(String category) {
    try {
      BigDecimal number = new BigDecimal(category).stripTrailingZeros();
      // Such as 1e999999999, which may be part of an identifier.
      return Math.abs((long) number.scale()) > MOST_ZEROS ? category : number.toPlainString();
    } catch (NumberFormatException e) {
      return category;
    }
  }

  private static TrainingException refusal(StoredRun stored, String sentence) {
    return new TrainingException(
        "training cannot resume from %s: %s".formatted(stored.file(), sentence));
  }

  private static String listed(List<String> differences) {
    int more = differences.size() - MOST_DIFFERENCES;
    String some =
        String.join(", ", differences.subList(0, Math.min(MOST_DIFFERENCES, differences.size())));
    return more > 0 ? some + ", and %s more".formatted(more) : some;
  }

  private static String oneLine(String plugins) {
    return plugins.replace("\n", ", ");
  }

  @Override
  public void keep(TrainingState standing) {
    clear();
    Path file = folder.resolve(nameOf(standing.reports().size()));
    // The best model first, so that it exists when the checkpoint does.
    if (spec.best() && standing.bestEpoch() != bestWritten) {
      files.writeBest(folder.resolve(BEST), standing);
      bestWritten = standing.bestEpoch();
    }
    files.write(file, standing, examples);
    own.remove(file);
    own.add(file);
    while (own.size() > spec.keep()) {
      delete(own.remove(0));
    }
  }

  private static String nameOf(int epoch) {
    return String.format(Locale.ROOT, "epoch-%06d.safetensors", epoch);
  }

  /** Removes the files of earlier runs, once. */
  private void clear() {
    if (cleared) {
      return;
    }
    cleared = true;
    for (Path file : list()) {
      String name = String.valueOf(file.getFileName());
      boolean foreign = CHECKPOINT.matcher(name).matches() && !own.contains(file);
      if (foreign || TORN.matcher(name).matches()) {
        delete(file);
      }
    }
    if (own.isEmpty()) {
      delete(folder.resolve(BEST));
    }
  }

  /** The checkpoints in a folder, from the oldest to the newest. */
  private List<Path> checkpoints() {
    return list().stream()
        .filter(file -> CHECKPOINT.matcher(String.valueOf(file.getFileName())).matches())
        .sorted(Comparator.comparingInt(CheckpointFolder::epochOf))
        .toList();
  }

  private static int epochOf(Path file) {
    String name = String.valueOf(file.getFileName());
    return Integer.parseInt(CHECKPOINT.matcher(name).replaceAll("$1"));
  }

  private List<Path> list() {
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList();
    } catch (IOException e) {
      throw new GradusException(
          new Problem(folder.toString(), "the folder cannot be read: " + IoReason.of(e)), e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new GradusException(
          new Problem(file.toString(), "an old checkpoint cannot be removed: " + IoReason.of(e)),
          e);
    }
  }
}
