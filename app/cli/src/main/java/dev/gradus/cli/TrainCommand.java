package dev.gradus.cli;

import dev.gradus.engine.Checkpoints;
import dev.gradus.engine.Gradus;
import dev.gradus.engine.Job;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.model.Training;
import dev.gradus.engine.study.Study;
import dev.gradus.report.Report;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.runtime.problem.OutputException;
import dev.gradus.runtime.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Trains a network and leaves its model. */
@Command(
    description = "Trains the network that a YAML file describes, and saves its model.",
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {

  static final String MODEL_FILE = "model.safetensors";

  static final String REPORT_FILE = "report.html";

  /** The folder of the checkpoints in that of the results. */
  static final String CHECKPOINTS = "checkpoints";

  @Mixin private ConfigOptions config;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description =
          "The folder for the model and the page (default: gradus-runs/ and the name of CONFIG).")
  private Path output;

  @Option(names = "--json", description = "Prints one JSON object to standard output.")
  private boolean json;

  @Option(
      names = "--resume",
      paramLabel = "FILE",
      arity = "0..1",
      preprocessor = AttachedValue.class,
      description =
          "Resumes an interrupted run from its newest checkpoint in the output folder, or from FILE.")
  private Optional<Path> resume = Optional.empty();

  @Option(
      names = "--no-report",
      description =
          "Does not write report.html, the page that shows what was learned; training is then faster.")
  private boolean noReport;

  @Mixin private EarlierResults earlier;

  @Mixin private ModelNotes notes;

  @Mixin private ProgressOptions progressOptions;

  @Mixin private TrainingPluginOptions plugins;

  @ParentCommand private Main main;

  @Override
  public Integer call() {
    notes.check();
    try (Gradus gradus = plugins.open()) {
      Configuration configuration = config.read(gradus);
      try (OutputFolder folder =
          OutputFolder.take(output == null ? ConfigOptions.defaultOutput(config.name()) : output)) {
        configuration.training().start().ifPresent(start -> refuseOwn(start, folder.path()));
        try {
          keepEarlier(folder.path());
          return train(gradus, configuration, folder.path());
        } finally {
          earlier.finish(System.err);
        }
      }
    }
  }

  /**
   * Before hours are spent on what should take its place. A run that resumes from a checkpoint in
   * the folder is the one that has left what is there.
   */
  private void keepEarlier(Path folder) {
    Path checkpoints = folder.resolve(CHECKPOINTS);
    boolean own =
        resume
            .filter(
                file ->
                    file.equals(AttachedValue.NONE) || EarlierResults.isKeptWith(checkpoints, file))
            .isPresent();
    if (!own) {
      earlier.keep(
          folder,
          List.of(MODEL_FILE, History.FILE, REPORT_FILE, CHECKPOINTS),
          noReport
              ? Set.of(MODEL_FILE, History.FILE)
              : Set.of(MODEL_FILE, History.FILE, REPORT_FILE));
    }
  }

  /** A run that replaces what it has begun with could be neither resumed nor done again. */
  private static void refuseOwn(Path start, Path folder) {
    Path file = folder.resolve(MODEL_FILE);
    Path checkpoints = folder.resolve(CHECKPOINTS);
    if (Files.exists(start) && EarlierResults.isKeptWith(checkpoints, start)) {
      throw new GradusException(
          Problem.of(
              "training.start: the run would replace the checkpoints that it begins with one of (%s); name another folder with --output, or copy the start to another place"
                  .formatted(start)));
    }
    if (isSame(start, file)) {
      throw new GradusException(
          Problem.of(
              "training.start: the run would write its model to the file that it begins with (%s); name another folder with --output, or keep the start under another name"
                  .formatted(file)));
    }
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other);
    } catch (IOException e) {
      return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
    }
  }

  /**
   * Returns the exit status: a run that had to end before its time leaves its best model all the
   * same.
   */
  private int train(Gradus gradus, Configuration configuration, Path folder) {
    Progress progress = progressOptions.open(System.err, main.interrupt(), plugins.warnings());
    Optional<Study> study;
    Training training;
    try {
      Job job = job(gradus, configuration, folder).listener(progress);
      study = noReport ? Optional.empty() : Optional.of(job.study());
      training = study.map(Study::training).orElseGet(job::train);
    } catch (RuntimeException | Error e) {
      progress.ended();
      List<Problem> unwritten = new ArrayList<>();
      writeHistory(progress, folder, unwritten);
      unwritten.forEach(problem -> Main.error(problem.toString()));
      throw e;
    }
    // The model first; and whatever cannot be written, the others are tried.
    List<Problem> unwritten = new ArrayList<>();
    Path file = folder.resolve(MODEL_FILE);
    Model model = notes.on(training.model(), training.duration());
    attempt(() -> gradus.save(model, file), unwritten);
    writeHistory(progress, folder, unwritten);
    Path page = folder.resolve(REPORT_FILE);
    study.map(Report::of).ifPresent(report -> attempt(() -> report.write(page), unwritten));
    if (!unwritten.isEmpty()) {
      throw new OutputException(unwritten);
    }
    show(training, study, file, study.map(seen -> page));
    return training.failure().isPresent() ? Main.WRONG_INPUT : Main.DONE;
  }

  private static void writeHistory(Progress progress, Path folder, List<Problem> unwritten) {
    if (!progress.history().isEmpty()) {
      attempt(() -> History.write(progress.history(), folder), unwritten);
    }
  }

  private static void attempt(Runnable write, List<Problem> unwritten) {
    try {
      write.run();
    } catch (GradusException e) {
      unwritten.addAll(e.problems());
    }
  }

  private Job job(Gradus gradus, Configuration configuration, Path folder) {
    Job job = gradus.job(configuration);
    return checkpoints(configuration, folder).map(job::checkpoints).orElse(job);
  }

  /** Where the run is kept and goes on, if the configuration or the user wants that. */
  private Optional<Checkpoints> checkpoints(Configuration configuration, Path folder) {
    Checkpoints checkpoints = Checkpoints.in(folder.resolve(CHECKPOINTS));
    if (resume.isPresent()) {
      Path file = resume.get();
      return Optional.of(
          file.equals(AttachedValue.NONE) ? checkpoints.resume() : checkpoints.resume(file));
    }
    return configuration.training().checkpoint().map(spec -> checkpoints);
  }

  private void show(Training training, Optional<Study> study, Path file, Optional<Path> page) {
    if (json) {
      Map<String, Object> object = asMap(training, file, page);
      study
          .map(Study::sharpness)
          .ifPresent(sharpness -> object.put("sharpness", SharpnessMap.of(sharpness)));
      System.out.println(Visible.json(plugins.warnings().with(object)));
      return;
    }
    if (training.metrics().isEmpty()) {
      System.err.println("the model was not measured; gradus evaluate measures it");
    } else {
      System.out.println(MetricTable.of(training.metrics(), training.model().lossUnit()));
      LinearLine.of(training.linear()).ifPresent(System.out::println);
    }
    System.out.println("model: " + file);
    page.ifPresent(written -> System.out.println("report: " + written));
  }

  private static Map<String, Object> asMap(Training training, Path file, Optional<Path> page) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("model", file.toString());
    page.ifPresent(written -> object.put("report", written.toString()));
    object.put("epochs", training.history().size());
    training.failure().ifPresent(why -> object.put("failure", String.valueOf(why.getMessage())));
    object.put("seconds", training.duration().toNanos() / 1e9);
    object.put("parameters", training.model().parameters());
    training.model().start().ifPresent(start -> object.put("start", start));
    training.model().bits().ifPresent(bits -> object.put("bits", bits));
    object.put("metrics", training.metrics());
    MetricTable.putUnit(object, training.model().lossUnit());
    object.putAll(LinearLine.asMap(training.linear()));
    object.put("history", training.history().stream().map(History::asMap).toList());
    return object;
  }
}
