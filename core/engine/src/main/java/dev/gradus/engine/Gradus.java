package dev.gradus.engine;

import dev.gradus.check.LayerInput;
import dev.gradus.engine.binding.ConfigurationSchema;
import dev.gradus.engine.binding.Setting;
import dev.gradus.engine.config.Checkpoint;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.config.DataSpec;
import dev.gradus.engine.data.Examples;
import dev.gradus.engine.event.TrainingListener;
import dev.gradus.engine.event.TrainingPlan;
import dev.gradus.engine.explain.Explainer;
import dev.gradus.engine.file.AtomicFile;
import dev.gradus.engine.file.FolderLock;
import dev.gradus.engine.model.CheckpointFolder;
import dev.gradus.engine.model.Model;
import dev.gradus.engine.model.ModelFiles;
import dev.gradus.engine.network.NetworkBuilder;
import dev.gradus.engine.plugin.Catalogue;
import dev.gradus.engine.plugin.PluginException;
import dev.gradus.engine.plugin.PluginFolder;
import dev.gradus.engine.plugin.PluginKind;
import dev.gradus.engine.plugin.PluginLock;
import dev.gradus.engine.plugin.PluginReport;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.plugin.Recogniser;
import dev.gradus.engine.plugin.Verifier;
import dev.gradus.engine.problem.CancelledException;
import dev.gradus.engine.problem.ConfigurationException;
import dev.gradus.engine.problem.GradusException;
import dev.gradus.engine.problem.Problem;
import dev.gradus.engine.problem.Warning;
import dev.gradus.engine.problem.Warnings;
import dev.gradus.engine.study.Comparison;
import dev.gradus.engine.study.Contest;
import dev.gradus.engine.study.Study;
import dev.gradus.engine.table.CsvFormat;
import dev.gradus.engine.table.CsvReader;
import dev.gradus.engine.table.SourceReader;
import dev.gradus.engine.table.Table;
import dev.gradus.engine.training.Baseline;
import dev.gradus.engine.training.ConfiguredData;
import dev.gradus.engine.training.Evaluator;
import dev.gradus.engine.training.Experiment;
import dev.gradus.engine.training.ExperimentBuilder;
import dev.gradus.engine.training.Fold;
import dev.gradus.engine.training.Keeper;
import dev.gradus.engine.training.OnlineLearner;
import dev.gradus.engine.training.Starts;
import dev.gradus.engine.training.Trained;
import dev.gradus.engine.tuning.Tuner;
import dev.gradus.engine.tuning.Tuning;
import dev.gradus.engine.tuning.TuningListener;
import dev.gradus.engine.wiring.EngineParts;
import dev.gradus.engine.wiring.GradusModule;
import dev.gradus.spi.DataSource;
import dev.gradus.spi.Recognised;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.LongStream;

/**
 * The way into Gradus: trains networks, and reads what was trained.
 *
 * <p>Instances do not know of each other, leave nothing behind, and may be used by several threads.
 * Whatever is wrong with the input of the user is reported as a {@link
 * dev.gradus.engine.problem.GradusException}, whose message can be shown as it is.
 *
 * <p>A thread that is interrupted, by {@link Thread#interrupt} or by {@code Future.cancel(true)},
 * ends within about a second what it does here: training stops and keeps what was learned until
 * then, as if a listener had asked for it, and the best of it if the configuration says so; what
 * takes long after training, the metrics of the finished model among it, is left out;
 * cross-validation, comparison and search return what was finished. Whoever has nothing to return,
 * because a table was still being read, prepared, measured or predicted, throws a {@link
 * CancelledException}. The thread stays interrupted; a model can be saved all the same. A source
 * that hangs is not woken.
 */
public final class Gradus implements AutoCloseable {

  private static final String SEED = "training.seed";

  /** The most runs that are compared: all of them are remembered. */
  private static final int MOST_RUNS = 10_000;

  private final EngineParts parts;
  private final List<PluginFolder> folders = new ArrayList<>();
  private final List<PluginReport> reports = new ArrayList<>();
  private boolean verifies = true;
  private boolean connects = true;
  private boolean fitsLinearModels;

  @Inject
  Gradus(EngineParts parts) {
    this.parts = parts;
  }

  /**
   * Gradus with the plugins that lie beside it on the module path or the class path.
   *
   * @throws PluginException if one of them does not keep to the rules
   */
  public static Gradus create() {
    return builder().build();
  }

  /** Gradus with more plugins than those that lie beside it. */
  public static Builder builder() {
    return new Builder();
  }

  /** Says which plugins there are. */
  public static final class Builder {

    private final List<Path> folders = new ArrayList<>();
    private final List<PluginType> plugins = new ArrayList<>();
    private boolean strict;
    private boolean connects = true;
    private boolean verifies = true;
    private boolean fitsLinearModels;
    private Consumer<Warning> outlet = GradusModule::log;

    private Builder() {}

    /**
     * Adds the jars of a folder. They run with all the rights of the application.
     *
     * @throws PluginException from {@link #build} if the folder cannot be read; a broken jar is no
     *     error unless {@link #strict}, see {@link Gradus#plugins}
     */
    public Builder plugins(Path folder) {
      folders.add(folder);
      return this;
    }

    /**
     * Adds a plugin of the application, so that a YAML can name it and a model that used it can be
     * loaded.
     *
     * @throws PluginException if the class does not keep to the rules
     */
    public Builder plugin(Class<?> type) {
      plugins.add(PluginType.of(type, PluginType.originOf(type)));
      return this;
    }

    /** Makes a broken jar an error. */
    public Builder strict() {
      strict = true;
      return this;
    }

    /**
     * Leaves out what is otherwise done before training: comparing the gradients of plugins that
     * are not built in with their values.
     */
    public Builder withoutVerification() {
      verifies = false;
      return this;
    }

    /**
     * Also fits a linear model to the examples of each network that {@link Gradus#train} trains,
     * when it is trained, so that {@link Training#linear} and every later {@link Model#evaluation}
     * say what the network is worth. That takes a second or so where there are many examples and
     * inputs. {@link Gradus#study} does it anyway.
     */
    public Builder withLinearModels() {
      fitsLinearModels = true;
      return this;
    }

    /**
     * Says where warnings go: what was done all the same, but must be known, such as categories
     * that a model has not learned. Results hold them as well. Without this they are logged, to the
     * {@link System.Logger} {@code dev.gradus.engine}.
     *
     * @param outlet is given each as it arises, on the thread that works
     */
    public Builder onWarning(Consumer<Warning> outlet) {
      this.outlet = outlet;
      return this;
    }

    /**
     * Refuses data sources that reach out to another program, such as a database: for
     * configurations that come from others.
     */
    public Builder withoutConnections() {
      connects = false;
      return this;
    }

    /**
     * Makes it.
     *
     * @throws PluginException if a folder cannot be read, two plugins of the application have one
     *     name, or, if strict, a jar is broken
     */
    public Gradus build() {
      List<PluginType> residents = new ArrayList<>(Catalogue.installed());
      residents.addAll(plugins);
      List<PluginFolder> opened = new ArrayList<>();
      try {
        List<PluginReport> arrived = new ArrayList<>();
        for (Path path : folders) {
          PluginFolder folder = PluginFolder.open(path);
          opened.add(folder);
          arrived.addAll(folder.reports());
        }
        Catalogue catalogue = Catalogue.of(residents, arrived);
        if (strict) {
          catalogue.requireAllUsable();
        }
        Gradus gradus = new Gradus(GradusModule.parts(catalogue, outlet));
        gradus.folders.addAll(opened);
        gradus.verifies = verifies;
        gradus.connects = connects;
        gradus.fitsLinearModels = fitsLinearModels;
        gradus.reports.addAll(Catalogue.reports(residents, arrived));
        return gradus;
      } catch (PluginException e) {
        opened.forEach(PluginFolder::close);
        throw e;
      }
    }
  }

  /**
   * Trusts the jars of a plugin folder as they are now: writes {@link PluginLock#FILE} into it, and
   * from then on no other jar in it is loaded. Loads nothing.
   *
   * @throws dev.gradus.engine.problem.GradusException if the folder or a jar cannot be read, or the
   *     file not be written
   */
  public static PluginLock lock(Path folder) {
    PluginLock lock = PluginFolder.hashesOf(folder);
    byte[] text = lock.text().getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(folder.resolve(PluginLock.FILE), out -> out.write(text));
    return lock;
  }

  /** What was found in the plugin folders, broken jars included. */
  public List<PluginReport> plugins() {
    return List.copyOf(reports);
  }

  /** The plugins that this instance knows. */
  public Catalogue catalogue() {
    return parts.catalogue();
  }

  /**
   * A plugin by its name, with its defaults: {@code plugin(Loss.class, "huber")}.
   *
   * @param kind the interface of the plugin
   * @throws PluginException if there is none; the message lists those that there are
   */
  public <T> T plugin(Class<T> kind, String name) {
    return plugin(kind, name, Map.of());
  }

  /**
   * A plugin by its name: {@code plugin(Loss.class, "huber", Map.of("delta", 0.5))}.
   *
   * @param kind the interface of the plugin
   * @param options by their names in the YAML, each of the type of its record component
   * @throws PluginException if there is none; the message lists those that there are
   * @throws IllegalArgumentException if it refuses an option
   */
  public <T> T plugin(Class<T> kind, String name, Map<String, Object> options) {
    PluginKind known =
        PluginKind.of(kind).orElseThrow(() -> new PluginException(kind + " is no kind of plugin"));
    return parts
        .catalogue()
        .find(known, name)
        .map(type -> kind.cast(type.create(options)))
        .orElseThrow(() -> new PluginException(parts.catalogue().missing(known, name)));
  }

  /**
   * The form of a configuration as a JSON Schema (draft 2020-12), with the plugins of this
   * instance, for editors.
   */
  public String schema() {
    return ConfigurationSchema.of(parts.catalogue());
  }

  /**
   * Reads and checks a configuration.
   *
   * @param settings values that override those of the file
   * @throws dev.gradus.engine.problem.ConfigurationException with everything that is wrong with it
   */
  public Configuration read(Path file, Setting... settings) {
    return parts.configurations().read(file, List.of(settings));
  }

  /**
   * Reads a CSV file.
   *
   * @throws dev.gradus.engine.problem.DataException naming the line, if something is wrong with it
   */
  public Table readTable(Path csv) {
    return CsvReader.read(csv);
  }

  /**
   * Reads a stream of CSV in the format of the data that a model was trained on, to its end.
   *
   * @param origin what to call it in messages, such as {@code standard input}
   * @throws dev.gradus.engine.problem.DataException naming the line, if something is wrong with it
   */
  public Table readTable(InputStream in, String origin, Model model) {
    return CsvReader.read(in, origin, formatOf(model));
  }

  private static CsvFormat formatOf(Model model) {
    return model.configuration().data().map(DataSpec::format).orElseGet(CsvFormat::new);
  }

  /**
   * Reads a file as the data were read that a model was trained on: by their data source, on this
   * file instead of its own; or as CSV, in their format. A file called {@code .csv} or {@code .tsv}
   * is CSV, unless the data source has read a file called so.
   *
   * <p>A model that was loaded knows its data source if that is a plugin that reads a file, opens
   * no connection, and was given no secret. If the plugin is not here, the file is read as CSV,
   * with a warning.
   *
   * @throws dev.gradus.engine.problem.DataException naming the line, if something is wrong with it
   */
  public Table readTable(Path file, Model model) {
    String name = String.valueOf(file.getFileName());
    return parts
        .models()
        .sourceOn(file, model)
        .map(source -> readTable(source, name))
        .orElseGet(() -> CsvReader.read(file, formatOf(model)));
  }

  /**
   * Recognises a file by its content or its name, if it is in the format of a data source.
   *
   * @return empty if it is not, and so CSV or nothing
   * @throws PluginException if it is in the format of several
   */
  public Optional<Recognised> recognise(Path file) {
    return new Recogniser(parts.catalogue(), parts.outlet()).recognise(file);
  }

  /**
   * Reads what a data source gives.
   *
   * @param origin what to call it in messages, such as the name of its file
   * @throws dev.gradus.engine.problem.DataException if something is wrong with it
   */
  public Table readTable(DataSource source, String origin) {
    refuseConnection(source);
    return Verifier.naming(
        source, "while it read the data", () -> SourceReader.read(source, origin));
  }

  /**
   * Reads a file that was {@link #recognise recognised}, for a model; as {@link #readTable(Path,
   * Model)} does if it cannot be what was recognised, because the format has no such columns.
   *
   * @throws dev.gradus.engine.problem.DataException naming the line, if something is wrong with it
   */
  public Table readTable(Path file, Recognised recognised, Model model) {
    return parts
        .models()
        .sourceOn(file, recognised, model)
        .map(source -> readTable(source, String.valueOf(file.getFileName())))
        .orElseGet(() -> readTable(file, model));
  }

  /** Trains what a YAML file describes, on the data that it names. */
  public Training train(Path file, Setting... settings) {
    return train(read(file, settings), TrainingListener.NONE);
  }

  /** Trains on the data that the configuration names. */
  public Training train(Configuration configuration, TrainingListener listener) {
    return train(experiment(configuration), listener);
  }

  /**
   * Trains on the data that the configuration names, and keeps the run in checkpoints, or goes on
   * with one that was interrupted.
   *
   * @throws dev.gradus.engine.event.TrainingException if there is no run to go on with, or its
   *     configuration or data were others; the message names what differs
   * @throws dev.gradus.engine.problem.DataException if another run has the folder, or a checkpoint
   *     cannot be written
   */
  public Training train(
      Configuration configuration, TrainingListener listener, Checkpoints checkpoints) {
    Experiment experiment =
        experiments(checkpoints)
            .build(configuration, tableOf(configuration), validationOf(configuration));
    return train(experiment, listener, checkpoints);
  }

  /** Makes experiments of a run that is kept, for which a checkpoint may stand for its start. */
  private ExperimentBuilder experiments(Checkpoints checkpoints) {
    return parts
        .experiments()
        .beginning(
            CheckpointFolder.starts(
                parts.models(), checkpoints.folder(), checkpoints.resumption()));
  }

  /** Trains on data of the application, with checkpoints likewise. */
  public Training train(
      Configuration configuration,
      Table table,
      TrainingListener listener,
      Checkpoints checkpoints) {
    return train(experiments(checkpoints).build(configuration, table), listener, checkpoints);
  }

  /** Trains on data of the application. */
  public Training train(Configuration configuration, Table table) {
    return train(configuration, table, TrainingListener.NONE);
  }

  /**
   * Trains on data of the application.
   *
   * @param configuration what to train; its data section says which columns are the target
   * @param table the data; not modified
   * @param listener sees every step, on this thread
   */
  public Training train(Configuration configuration, Table table, TrainingListener listener) {
    return train(parts.experiments().build(configuration, table), listener);
  }

  /** Trains on data of the application, beginning with a model. */
  public Training train(
      Configuration configuration, Table table, Model from, TrainingListener listener) {
    return train(
        parts
            .experiments()
            .beginning(Starts.with(ModelFiles.startOf(from)))
            .build(configuration, table),
        listener);
  }

  /** A learner that begins with a model. */
  public Learner learner(Configuration configuration, Model from) {
    return learner(
        parts.experiments().beginning(Starts.with(ModelFiles.startOf(from))),
        configuration,
        Optional.empty());
  }

  /** A learner that knows its columns from a first table. */
  public Learner learner(Configuration configuration, Table first) {
    return learner(parts.experiments(), configuration, Optional.of(first));
  }

  private Learner learner(
      ExperimentBuilder experiments, Configuration configuration, Optional<Table> first) {
    Experiment experiment = experiments.withoutExamples(configuration, first);
    verify(experiment);
    parts.models().check(experiment);
    return new Learner(new OnlineLearner(experiments, experiment), parts.outlet());
  }

  /** The table that was read is not in memory any more while the network is trained. */
  private Experiment experiment(Configuration configuration) {
    return parts
        .experiments()
        .build(configuration, tableOf(configuration), validationOf(configuration));
  }

  /**
   * Trains on the data that the configuration names, and looks closely: what it has learned is the
   * same as with {@link #train}, and there is more to be seen.
   */
  public Study study(Configuration configuration, TrainingListener listener) {
    return study(experiment(configuration), listener, Keeper.NONE);
  }

  /** Looks closely at a run that is kept in checkpoints, or goes on with one. */
  public Study study(
      Configuration configuration, TrainingListener listener, Checkpoints checkpoints) {
    Experiment experiment =
        experiments(checkpoints)
            .build(configuration, tableOf(configuration), validationOf(configuration));
    return kept(experiment, checkpoints, keeper -> study(experiment, listener, keeper));
  }

  /** Trains on data of the application, and looks closely. */
  public Study study(Configuration configuration, Table table, TrainingListener listener) {
    return study(parts.experiments().build(configuration, table), listener, Keeper.NONE);
  }

  private Study study(Experiment experiment, TrainingListener listener, Keeper keeper) {
    verify(experiment);
    parts.models().check(experiment);
    return parts.studies().of(experiment, listener, keeper, this::baseline);
  }

  private Baseline baseline(Experiment experiment) {
    Map<String, Examples> each = new LinkedHashMap<>();
    each.put(Training.TRAINING_PART, experiment.training());
    experiment.validation().ifPresent(part -> each.put(Training.VALIDATION_PART, part));
    return Baseline.of(new NetworkBuilder(parts.catalogue()), experiment, each);
  }

  /**
   * Trains a network in several ways that differ in one value of its configuration, each with the
   * same seeds, so from the same weights and on the same batches.
   *
   * @param file the configuration
   * @param path what differs, such as {@code loss} or {@code optimizer.adam.learning-rate}
   * @param values the values of it, at least one, each as YAML
   * @param seeds how many runs each makes: with the seed of the configuration and those that follow
   *     it
   * @param audience who watches
   * @param settings values that override those of the file, the same for all
   * @throws dev.gradus.engine.problem.GradusException if a value is not one that the configuration
   *     could have, or nobody could be trained; who alone cannot be trained is left out, with the
   *     reason
   */
  public Comparison compare(
      Path file,
      String path,
      List<String> values,
      int seeds,
      Contest.Audience audience,
      Setting... settings) {
    if (path.equals(SEED)) {
      throw new GradusException(
          Problem.of(
              "training.seed cannot be compared: all take the same seeds, so that nothing but what is compared differs; for several runs of each, ask for several seeds (--seeds 3)"));
    }
    if ((long) seeds * values.size() > MOST_RUNS) {
      throw new GradusException(
          Problem.of(
              String.format(
                  Locale.ROOT,
                  "%,d seeds for each of %s values of %s are more than %,d runs; take fewer seeds",
                  seeds,
                  values.size(),
                  path,
                  MOST_RUNS)));
    }
    if (new HashSet<>(values).size() < values.size()) {
      throw new GradusException(
          Problem.of(
              "%s is given the same value twice: %s; name each once"
                  .formatted(path, String.join(", ", values))));
    }
    long first = read(file, settings).training().seed();
    List<Long> numbers = LongStream.range(first, first + seeds).boxed().toList();
    List<Contest.Entrant> entrants = new ArrayList<>();
    for (String value : values) {
      List<Configuration> configurations = new ArrayList<>();
      for (long seed : numbers) {
        List<Setting> all = new ArrayList<>(List.of(settings));
        all.add(new Setting(path, value));
        all.add(new Setting(SEED, Long.toString(seed)));
        configurations.add(read(file, all.toArray(Setting[]::new)));
      }
      configurations.forEach(this::verify);
      entrants.add(new Contest.Entrant(value.strip(), configurations));
    }
    return parts
        .comparisons()
        .hold(new Contest(path, entrants, numbers), configuredData(), audience);
  }

  private Training train(
      Experiment experiment, TrainingListener listener, Checkpoints checkpoints) {
    return kept(experiment, checkpoints, keeper -> train(experiment, listener, keeper));
  }

  /** A run that has a folder of checkpoints to itself. */
  private <T> T kept(Experiment experiment, Checkpoints checkpoints, Function<Keeper, T> run) {
    Checkpoint spec = experiment.configuration().training().checkpoint().orElseGet(Checkpoint::new);
    FolderLock lock = FolderLock.of(checkpoints.folder());
    try {
      return run.apply(
          new CheckpointFolder(
              parts.models(), checkpoints.folder(), spec, checkpoints.resumption()));
    } finally {
      lock.close();
    }
  }

  private Training train(Experiment experiment, TrainingListener listener) {
    return train(experiment, listener, Keeper.NONE);
  }

  private Training train(Experiment experiment, TrainingListener listener, Keeper keeper) {
    verify(experiment);
    parts.models().check(experiment);
    long start = System.nanoTime();
    Trained trained = parts.trainer().trainOrKeepBest(experiment, listener, keeper);
    Duration duration = Duration.ofNanos(System.nanoTime() - start);
    Map<String, Map<String, Double>> metrics = parts.studies().metrics(experiment);
    Baseline baseline = fitsLinearModels ? baseline(experiment) : Baseline.NONE;
    return new Training(
        new Model(experiment, parts.outlet(), baseline.model()),
        trained.history(),
        metrics,
        duration,
        experiment.warnings().list(),
        trained.failure(),
        baseline.numbers());
  }

  /**
   * Does everything that training does before its first step.
   *
   * @return what would be trained
   * @throws dev.gradus.engine.problem.GradusException if training could not begin
   */
  public TrainingPlan check(Configuration configuration) {
    verify(configuration);
    Experiment experiment = experiment(configuration);
    TrainingPlan plan = parts.trainer().plan(experiment);
    plan.warnings().forEach(experiment.warnings());
    parts.models().check(experiment);
    return plan;
  }

  /**
   * Makes sure that a model file could hold a configuration, and compares the gradients of its
   * plugins with their values, as {@link #check} and training do it; reads no data.
   *
   * @throws dev.gradus.engine.problem.GradusException if one is wrong
   */
  public void verify(Configuration configuration) {
    parts.models().checkStorable(configuration);
    if (verifies) {
      parts.verifier().verify(configuration, plugin -> List.of());
    }
  }

  private void verify(Experiment experiment) {
    parts.models().checkStorable(experiment.configuration());
    if (verifies) {
      parts.verifier().verify(experiment.configuration(), plugin -> placesOf(plugin, experiment));
    }
  }

  /** The inputs that a layer has in a network. */
  private static List<LayerInput> placesOf(Object plugin, Experiment experiment) {
    return experiment.network().computing().stream()
        .filter(part -> part.layer() == plugin)
        .map(
            part ->
                new LayerInput(
                    part.function().input(),
                    part.layer().takesCodes()
                        ? experiment.preparation().inputColumns().categories()
                        : List.of()))
        .toList();
  }

  /**
   * What shows how the loss of a configuration teaches its network, with the weights that it starts
   * with. Trains nothing, and does not verify plugins first: it shows what they do.
   */
  public Explainer explainer(Configuration configuration) {
    return explainer(configuration, tableOf(configuration));
  }

  /** The same on data of the application. */
  public Explainer explainer(Configuration configuration, Table table) {
    return Explainer.of(parts.catalogue(), parts.experiments().build(configuration, table), table);
  }

  /** The same with the weights of a trained model, on the data of the configuration. */
  public Explainer explainer(Configuration configuration, Model model) {
    return Explainer.of(
        parts.catalogue(), configuration, model, tableOf(configuration), parts.outlet());
  }

  /**
   * Trains as many networks as there are folds, each on all rows but those of its fold, and
   * measures it on those. What the configuration sets apart for validation is taken from the rows
   * that are left, so that early stopping does not see the fold either.
   *
   * @param folds at least 2
   * @param listener sees every step of each network in turn; if it wants to stop, the folds that
   *     were finished count
   */
  public CrossValidation crossValidate(
      Configuration configuration, int folds, TrainingListener listener) {
    verify(configuration);
    Table table = tableOf(configuration);
    List<Map<String, Double>> scores = new ArrayList<>();
    Warnings warnings = new Warnings(parts.outlet());
    Iterable<Fold> cut =
        parts
            .experiments()
            .warning(warnings)
            .folds(configuration, table, validationOf(configuration), folds);
    try {
      measure(cut, listener, scores);
    } catch (CancelledException e) {
      // The folds that were finished count.
      return new CrossValidation(scores, warnings.list());
    }
    return new CrossValidation(scores, warnings.list());
  }

  private void measure(
      Iterable<Fold> folds, TrainingListener listener, List<Map<String, Double>> scores) {
    for (Fold fold : folds) {
      Experiment experiment = fold.experiment();
      parts.trainer().trainOrKeepBest(experiment, listener, Keeper.NONE);
      if (listener.wantsToStop() || CancelledException.isWanted()) {
        break;
      }
      scores.add(Evaluator.evaluate(experiment, fold.test()));
    }
  }

  /**
   * Tries what the section {@code tune} of a YAML file says, by cross-validation as {@link
   * #crossValidate} does it, on the same folds for every trial.
   *
   * @param listener sees every trial, and can stop the search
   * @throws dev.gradus.engine.problem.GradusException if the file is wrong, has no such section, or
   *     its data cannot be read; a trial that cannot be trained is no error
   */
  public Tuning tune(Path file, TuningListener listener, Setting... settings) {
    return new Tuner(parts.experiments(), parts.trainer(), this::verify)
        .tune(
            parts.configurations().readVariations(file, List.of(settings)),
            configuredData(),
            listener);
  }

  private ConfiguredData configuredData() {
    return new ConfiguredData(this::tableOf, Gradus::validationOf);
  }

  private void refuseConnection(DataSource source) {
    if (!connects && source.reachesOut()) {
      throw new ConfigurationException(
          Problem.of(
              "data.source: %s opens a connection to another program, which is not allowed here; if you trust the configuration, allow it (leave out --no-connect, or withoutConnections() in Java), or name a file with data.csv"
                  .formatted(PluginType.nameOf(source))));
    }
  }

  private Table tableOf(Configuration configuration) {
    Optional<DataSource> source = configuration.data().flatMap(DataSpec::source);
    if (source.isPresent()) {
      return readTable(source.get(), PluginType.nameOf(source.get()));
    }
    DataSpec data =
        configuration
            .data()
            .filter(spec -> spec.csv().isPresent())
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        Problem.of(
                            "data.csv is missing: the configuration does not say which data to train on")));
    return CsvReader.read(data.csv().orElseThrow(), data.format());
  }

  private static Optional<Table> validationOf(Configuration configuration) {
    return configuration
        .data()
        .flatMap(data -> data.validation().map(file -> CsvReader.read(file, data.format())));
  }

  /**
   * Writes a model to one safetensors file; whatever was there is replaced at once, or not at all.
   *
   * @throws dev.gradus.engine.model.ModelFileException if it cannot be written
   */
  public void save(Model model, Path file) {
    parts.models().write(model, file);
  }

  /**
   * Reads a model.
   *
   * @throws dev.gradus.engine.model.ModelFileException if it is corrupt, of another version, or
   *     needs plugins that are not there
   */
  public Model load(Path file) {
    return parts.models().read(file);
  }

  /** Lets go of the plugin folders; models that use their plugins must not be used any more. */
  @Override
  public void close() {
    folders.forEach(PluginFolder::close);
  }
}
