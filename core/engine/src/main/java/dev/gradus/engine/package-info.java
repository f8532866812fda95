/**
 * Using Gradus in an application.
 *
 * <h2>Open</h2>
 *
 * <p>A {@link dev.gradus.engine.Gradus} knows the plugins: those on the module path or the class
 * path, and those that its {@link dev.gradus.engine.GradusBuilder builder} adds. One instance is
 * enough for an application; several are independent, and there is no global state.
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
 * <p>The network and its training are described by a YAML file, or by a {@link
 * dev.gradus.engine.config.Configuration} that is built in Java; {@link
 * dev.gradus.engine.Gradus#read} turns the first into the second, and {@code toBuilder()} creates a
 * variant.
 *
 * <pre>{@code
 * Configuration configuration =
 *     Configuration.builder()
 *         .data(DataSpec.of("species").column("id", new IgnoredSpec()).split(0.2))
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
 * <p>A {@link dev.gradus.engine.Job} sets the data, and does the work: {@code train}, {@code
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
 * <p>A {@link dev.gradus.engine.event.TrainingListener} sees every step on the training thread.
 * {@link dev.gradus.engine.Job#start} trains in a new thread, and a {@link
 * dev.gradus.engine.Running} reports its progress, stops it, or is a {@code CompletableFuture}. An
 * interrupted thread returns what it has learned so far. {@link dev.gradus.engine.Checkpoints} save
 * a run, so that it can be resumed after a crash with exactly the same result.
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
 * saved} atomically, or a stream of bytes. Loading it needs the plugins of its layers and
 * activations, and of a loss that decodes the outputs, such as corn, quantiles or cox; other
 * plugins that it was trained with may be missing. It records {@link
 * dev.gradus.engine.model.Model#about where it comes from}, and the application's own {@link
 * dev.gradus.engine.model.Model#withMetadata metadata}. {@link
 * dev.gradus.engine.model.Model#evaluation} evaluates it on other data.
 *
 * <p>Its {@link dev.gradus.engine.model.Predictor} is shared by threads, and predicts from maps,
 * records, beans, arrays, matrices and tables, from streams of them, and from {@link
 * dev.gradus.engine.Gradus#readParts files of any length}. A {@link dev.gradus.runtime.Prediction}
 * has the class, probabilities, values and labels by name, and notes on missing or unknown cells.
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
 * <h2>Continue from a model</h2>
 *
 * <p>{@link dev.gradus.engine.Job#from} starts from the weights of a model, and keeps its
 * preparation of the inputs; {@code training} sets which layers are frozen, which are reset,
 * perhaps for another target, and which have their own learning rate. A {@link
 * dev.gradus.engine.Learner} is trained on one table after the other, and returns a model at any
 * time; it warns about settings that only apply to a whole run, such as epochs and a validation
 * split.
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
 * <p>{@code Gradus.builder().plugins(folder)} adds the jars of a folder, and {@code
 * plugin(MyLoss.class)} a class of the application. They run with all its rights; {@link
 * dev.gradus.engine.Gradus#lock} locks a folder to its current jars. {@code
 * gradus.plugin(Loss.class, "huber", Map.of("delta", 0.5))} creates a plugin by its name, and
 * {@link dev.gradus.engine.Gradus#catalogue} lists them.
 *
 * <h2>Threads</h2>
 *
 * <p>Everything here is thread-safe, except builders, and calls listeners on the thread that called
 * it. Training and evaluation use worker threads, as many as the configuration says; they end with
 * it, and the results are the same with any number of them.
 *
 * <h2>Errors and warnings</h2>
 *
 * <p>An error in a configuration, data, a plugin or a file is a {@link
 * dev.gradus.runtime.problem.GradusException}: its message can be shown to users, and its {@link
 * dev.gradus.runtime.problem.GradusException#problems problems} have a place each. A null argument
 * is a {@link NullPointerException} that names it. A problem that does not stop the work is a
 * {@link dev.gradus.runtime.problem.Warning}: results contain the warnings, and each is passed to
 * {@link dev.gradus.engine.GradusBuilder#onWarning}, or else to the {@link System.Logger} {@code
 * dev.gradus}. Nothing is printed.
 *
 * <h2>Guice</h2>
 *
 * <p>An application that uses Guice installs {@link dev.gradus.engine.wiring.GradusModule}; its
 * injector then has one {@code Gradus}.
 */
package dev.gradus.engine;
