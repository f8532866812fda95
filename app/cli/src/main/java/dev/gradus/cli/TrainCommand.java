package dev.gradus.cli;

import dev.gradus.cli.progress.Progress;
import dev.gradus.cli.text.History;
import dev.gradus.cli.text.LinearLine;
import dev.gradus.cli.text.MetricTable;
import dev.gradus.cli.text.SharpnessMap;
import dev.gradus.cli.text.TrustLines;
import dev.gradus.cli.text.Visible;
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

/** Trains a network and saves its model. */
@Command(
    description = "Trains the network that a YAML file describes, and saves its model.",
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {

  static final String MODEL_FILE = "model.safetensors";

  static final String REPORT_FILE = "report.html";

  /** The folder of the checkpoints, in the folder of the results. */
  static final String CHECKPOINTS = "checkpoints";

  @Mixin private ConfigOptions config;

  @Option(
      names = {"-o", "--output"},
      converter = OutputArgument.class,
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

  @Option(
      names = "--importance",
      description =
          "Adds to report.html which columns the network uses: how much worse the first metric becomes if a column is permuted, and what each column contributes to three predictions, for at most 2,000 validation rows, or training rows if there are no others.")
  private boolean importance;

  @Mixin private EarlierResults earlier;

  @Mixin private ModelNotes notes;

  @Mixin private ProgressOptions progressOptions;

  @Mixin private TrainingPluginOptions plugins;

  @ParentCommand private Main main;

  @Override
  public Integer call() {
    notes.check();
    if (importance && noReport) {
      throw new GradusException(
          Problem.of(
              "--importance adds to the report that --no-report leaves out; give one of the two"));
    }
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
   * Keeps the earlier results, before training that may take hours. A run that resumes from a
   * checkpoint in the folder wrote these results itself, so they are not kept.
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

  /**
   * Refuses a run that replaces the model it starts from, because it could not be resumed or
   * repeated.
   */
  private static void refuseOwn(Path start, Path folder) {
    Path file = folder.resolve(MODEL_FILE);
    Path checkpoints = folder.resolve(CHECKPOINTS);
    if (Files.exists(start) && EarlierResults.isKeptWith(checkpoints, start)) {
      throw new GradusException(
          Problem.of(
              "training.start: the run would replace the checkpoint that it starts from (%s); name another folder with --output, or copy the checkpoint to another place"
                  .formatted(start)));
    }
    if (isSame(start, file)) {
      throw new GradusException(
          Problem.of(
              "training.start: the run would replace the model that it starts from (%s); name another folder with --output, or rename that model"
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

  /** Returns the exit status. A run that was stopped early still saves its best model. */
  private int train(Gradus gradus, Configuration configuration, Path folder) {
    Progress progress = progressOptions.open(System.err, main.interrupt(), plugins.warnings());
    Optional<Study> study;
    Training training;
    Job job = job(gradus, configuration, folder).listener(progress);
    try {
      study = noReport ? Optional.empty() : Optional.of(job.study());
      training = study.map(Study::training).orElseGet(job::train);
    } catch (RuntimeException | Error e) {
      progress.ended();
      List<Problem> unwritten = new ArrayList<>();
      writeHistory(progress, folder, unwritten);
      unwritten.forEach(problem -> Main.error(problem.toString()));
      throw e;
    }
    // Write the model first. If a file cannot be written, still try the others.
    List<Problem> unwritten = new ArrayList<>();
    Path file = folder.resolve(MODEL_FILE);
    Model model = notes.on(training.model(), training.duration());
    attempt(() -> gradus.save(model, file), unwritten);
    writeHistory(progress, folder, unwritten);
    Path page = folder.resolve(REPORT_FILE);
    Optional<RunImportance> measured =
        importance && !main.interrupt().isWanted()
            ? RunImportance.of(gradus, job, model)
            : Optional.empty();
    study
        .map(seen -> measured.map(each -> each.report(seen)).orElseGet(() -> Report.of(seen)))
        .ifPresent(report -> attempt(() -> report.write(page), unwritten));
    if (!unwritten.isEmpty()) {
      throw new OutputException(unwritten);
    }
    show(training, study, measured, file, study.map(seen -> page));
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

  /** Sets up checkpoints, and resumes the run, if the configuration or the user asks for it. */
  private Optional<Checkpoints> checkpoints(Configuration configuration, Path folder) {
    Checkpoints checkpoints = Checkpoints.in(folder.resolve(CHECKPOINTS));
    if (resume.isPresent()) {
      Path file = resume.get();
      return Optional.of(
          file.equals(AttachedValue.NONE) ? checkpoints.resume() : checkpoints.resume(file));
    }
    return configuration.training().checkpoint().map(spec -> checkpoints);
  }

  private void show(
      Training training,
      Optional<Study> study,
      Optional<RunImportance> measured,
      Path file,
      Optional<Path> page) {
    if (json) {
      Map<String, Object> object = asMap(training, file, page);
      study
          .map(Study::sharpness)
          .ifPresent(sharpness -> object.put("sharpness", SharpnessMap.of(sharpness)));
      measured.ifPresent(each -> object.put("importance", each.asMap()));
      System.out.println(Visible.json(plugins.warnings().with(object)));
      return;
    }
    if (training.metrics().isEmpty()) {
      System.err.println("the model was not evaluated; run gradus evaluate to do so");
    } else {
      System.out.println(MetricTable.of(training.metrics(), training.model().lossUnit()));
      LinearLine.of(training.linear()).ifPresent(System.out::println);
      LinearLine.ofConstant(training.linear(), training.model().preparation().target().kind())
          .ifPresent(System.out::println);
    }
    TrustLines.of(training.model()).forEach(System.out::println);
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
    object.putAll(TrustLines.asMap(training.model()));
    object.put("history", training.history().stream().map(History::asMap).toList());
    return object;
  }
}
