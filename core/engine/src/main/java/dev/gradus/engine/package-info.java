/**
 * Gradus in an application, from top to bottom.
 *
 * <h2>Open</h2>
 *
 * <p>A {@link dev.gradus.engine.Gradus} knows the plugins: those that lie beside it on the module
 * path or the class path, and what its {@link dev.gradus.engine.GradusBuilder builder} adds. One is
 * enough for an application; several do not know of each other, and there is no global state.
 *
 * <pre>{@code
 * try (Gradus gradus = Gradus.create()) {
 *   Model model = gradus.job(Path.of("iris.yaml")).train().model();
 *   String species = model.predictor().classify(5.1, 3.5, 1.4, 0.2);
 * }
 * }</pre>
 *
 * <h2>Configure</h2>
 *
 * <p>What is trained is a YAML file, or a {@link dev.gradus.engine.config.Configuration} that is
 * built in Java; {@link dev.gradus.engine.Gradus#read} makes the one of the other, and {@code
 * toBuilder()} a variant.
 *
 * <pre>{@code
 * Configuration configuration =
 *     Configuration.builder()
 *         .data(DataSpec.of("species").column("id", new Ignore()).split(0.2))
 *         .layer(Dense.of(16, new Tanh()))
 *         .layer(Dense.output(new Softmax()))
 *         .loss(new CrossEntropy())
 *         .optimizer(new Adam(0.01))
 *         .training(t -> t.epochs(100).earlyStopping(new EarlyStopping().patience(5)))
 *         .build();
 * }</pre>
 *
 * <h2>Train</h2>
 *
 * <p>A {@link dev.gradus.engine.Job} says on which data, and does the work: {@code train}, {@code
 * study}, {@code check}, {@code crossValidate}, {@code tune}, {@code compare}, {@code explainer},
 * {@code learner}. The data are those that the configuration names, or a {@link
 * dev.gradus.engine.table.Table} of the application: of arrays, matrices, records, beans, or maps.
 *
 * <pre>{@code
 * Table table = Table.ofObjects(flowers);                            // records or beans
 * Training training = gradus.job(configuration).on(table).train();
 * training.metrics().get("validation").get("loss");
 * CrossValidation scores = gradus.job(configuration).on(table).crossValidate(5);
 * }</pre>
 *
 * <h2>Follow and stop</h2>
 *
 * <p>A {@link dev.gradus.engine.event.TrainingListener} sees every step on the thread that trains.
 * {@link dev.gradus.engine.Job#start} trains in a thread of its own, and a {@link
 * dev.gradus.engine.Running} says how far it has come, stops it, or is a {@code CompletableFuture}.
 * An interrupted thread keeps what it has learned until then. {@link dev.gradus.engine.Checkpoints}
 * keep a run, so that it goes on to the same bits after a crash.
 *
 * <pre>{@code
 * Running running =
 *     gradus.job(configuration).on(table).checkpoints(Checkpoints.in(folder).resumeIfAny()).start();
 * running.progress().share();
 * running.stop();
 * Model model = running.result().model();
 * }</pre>
 *
 * <h2>Save, load and predict</h2>
 *
 * <p>A {@link dev.gradus.engine.model.Model} is one file, {@link dev.gradus.engine.Gradus#save
 * saved} at once or not at all, or the bytes of a stream. To load it takes the plugins of its
 * layers and activations, and of a loss that makes predictions of the outputs, such as corn,
 * quantiles or cox; the others that it was trained with may be missing. It says {@link
 * dev.gradus.engine.model.Model#about where it comes from}, and holds the application's own {@link
 * dev.gradus.engine.model.Model#withMetadata metadata}. {@link
 * dev.gradus.engine.model.Model#evaluation} measures it on other data.
 *
 * <p>Its {@link dev.gradus.engine.model.Predictor} is shared by threads, and predicts from maps,
 * records, beans, arrays, matrices and tables. A {@link dev.gradus.runtime.Prediction} has the
 * class, probabilities, values and labels by name, and says what was missing or unknown.
 *
 * <pre>{@code
 * gradus.save(model.withMetadata(Map.of("team", "flowers")), file);
 * Predictor predictor = gradus.load(file).predictor();
 * Prediction prediction = predictor.predict(flower);                  // a map, or a record
 * prediction.className();
 * prediction.probabilities();
 * prediction.notes();
 * double[] probabilities = predictor.predict(5.1, 3.5, 1.4, 0.2);
 * }</pre>
 *
 * <p>A service that only predicts needs no engine: {@link dev.gradus.runtime.SavedModel} of the
 * artifact {@code gradus-runtime} reads the same file, and its predictions have the same bits.
 *
 * <h2>Go on from a model</h2>
 *
 * <p>{@link dev.gradus.engine.Job#from} begins with the weights of a model, whose preparation of
 * the inputs it keeps; {@code training} says which layers stay as they are, which begin afresh,
 * perhaps for another target, and which have a learning rate of their own. A {@link
 * dev.gradus.engine.Learner} is given one table after the other, and gives a model at any time; it
 * warns of what only a whole run can have, such as epochs and a validation part.
 *
 * <pre>{@code
 * Configuration gentle =
 *     configuration.toBuilder().training(t -> t.epochs(5).freeze("network.0")).build();
 * Model tuned = gradus.job(gentle).on(newTable).from(model).train().model();
 *
 * Learner learner = gradus.job(gentle).from(model).learner();
 * learner.fit(todaysTable);
 * Model current = learner.model();
 * }</pre>
 *
 * <h2>Plugins</h2>
 *
 * <p>{@code Gradus.builder().plugins(folder)} brings the jars of a folder, and {@code
 * plugin(MyLoss.class)} a class of the application. They run with all its rights; {@link
 * dev.gradus.engine.Gradus#lock} trusts the jars of a folder as they are. {@code
 * gradus.plugin(Loss.class, "huber", Map.of("delta", 0.5))} makes a plugin by its name, and {@link
 * dev.gradus.engine.Gradus#catalogue} lists them.
 *
 * <h2>Threads</h2>
 *
 * <p>Everything here may be used by several threads at once, except builders, and tells what it
 * does on the thread that called it. Training shares its work with threads of its own, as many as
 * the configuration says; they end with the run, and the network is the same with any number of
 * them.
 *
 * <h2>Errors and warnings</h2>
 *
 * <p>Whatever is wrong with a configuration, data, a plugin or a file is a {@link
 * dev.gradus.runtime.problem.GradusException}: its message can be shown to people, and its {@link
 * dev.gradus.runtime.problem.GradusException#problems problems} say the place of each. A null
 * argument is a {@link NullPointerException} that names it. What is done all the same, but must be
 * known, is a {@link dev.gradus.runtime.problem.Warning}: results hold them, and each goes to
 * {@link dev.gradus.engine.GradusBuilder#onWarning}, or else to the {@link System.Logger} {@code
 * dev.gradus}. Nothing is printed.
 *
 * <h2>Guice</h2>
 *
 * <p>An application that uses Guice installs {@link dev.gradus.engine.wiring.GradusModule}; its
 * injector then has one {@code Gradus}.
 */
package dev.gradus.engine;
