/**
 * The interfaces that plugins implement.
 *
 * <h2>A loss in one class</h2>
 *
 * A plugin is a public record (or a public final class, if it has no options) that implements one
 * of the interfaces here. A loss that looks at one output at a time needs a value and a derivative:
 *
 * <pre>{@code
 * package com.example;
 *
 * import dev.gradus.spi.*;
 *
 * @Plugin(name = "cauchy", summary = "Grows with the logarithm of the error, so outliers have little influence.")
 * public record Cauchy(
 *         @Option(value = "error that slows the growth, as the network sees it", above = 0)
 *             double scale)
 *     implements PointwiseLoss {
 *
 *   public Cauchy() {
 *     this(1.0);
 *   }
 *
 *   public Cauchy {
 *     Options.check(Cauchy.class, scale);
 *   }
 *
 *   @Override
 *   public double value(double prediction, double target) {
 *     double e = (prediction - target) / scale;
 *     return StrictMath.log1p(e * e);
 *   }
 *
 *   @Override
 *   public double derivative(double prediction, double target) {
 *     double e = (prediction - target) / scale;
 *     return 2 * e / (1 + e * e) / scale;
 *   }
 * }
 * }</pre>
 *
 * <p>Add a file {@code META-INF/services/dev.gradus.spi.Loss} that holds the line {@code
 * com.example.Cauchy}, put both into a jar, put the jar into a folder, and train with it:
 *
 * <pre>{@code
 * loss: {cauchy: {scale: 0.5}}
 * }</pre>
 *
 * <pre>{@code
 * gradus train network.yaml --plugins folder
 * }</pre>
 *
 * <h2>In Kotlin</h2>
 *
 * The record is a data class with {@code @JvmRecord}; default values of its properties are the
 * defaults of the options:
 *
 * <pre>{@code
 * @JvmRecord
 * @Plugin(name = "cauchy", summary = "Grows with the logarithm of the error, so outliers have little influence.")
 * data class Cauchy(
 *     @Option(value = "error at which the growth slows down", above = 0.0) val scale: Double = 1.0,
 * ) : PointwiseLoss {
 *   init {
 *     Options.check(Cauchy::class.java, scale)
 *   }
 *
 *   override fun value(prediction: Double, target: Double): Double {
 *     val e = (prediction - target) / scale
 *     return StrictMath.log1p(e * e)
 *   }
 *
 *   override fun derivative(prediction: Double, target: Double): Double {
 *     val e = (prediction - target) / scale
 *     return 2 * e / (1 + e * e) / scale
 *   }
 * }
 * }</pre>
 *
 * <p>Compile it for JVM 17 or later. Put the plugin's jar and {@code kotlin-stdlib} together into a
 * subfolder of the plugin folder.
 *
 * <h2>Rules for every kind</h2>
 *
 * <ul>
 *   <li><b>The name.</b> {@link dev.gradus.spi.Plugin @Plugin} gives it, in kebab case ({@code
 *       mean-squared-error}), with aliases if several names are common.
 *   <li><b>The options.</b> The components of the record are the options of the YAML, their
 *       camel-case names in kebab case ({@code labelSmoothing} is written {@code label-smoothing}).
 *       A component is a {@code double}, {@code int}, {@code long}, {@code boolean}, {@code
 *       String}, an enum, a {@link java.nio.file.Path}, another plugin, a public record of these,
 *       or a {@code List}, a {@code Map<String, …>} or an {@code Optional} of them. Other types are
 *       refused when the plugin is loaded, because they could not be saved with a model.
 *   <li><b>The defaults.</b> The constructor without arguments holds them. There is always one.
 *   <li><b>The bounds.</b> {@link dev.gradus.spi.Option @Option} states them next to the
 *       documentation, and the compact constructor enforces them through {@link
 *       dev.gradus.spi.Options#check}. A constructor rejects any other bad value with an {@link
 *       java.lang.IllegalArgumentException} whose message is a sentence for the user.
 *   <li><b>The unit.</b> A network, and therefore a loss, sees a numeric target scaled, by default
 *       standardised. A loss that has an option in the unit of the data, or that needs the original
 *       values, adapts to the target in {@link dev.gradus.spi.Loss#forTarget}.
 *   <li><b>Auxiliary columns.</b> A loss or metric that needs more than the target of an example,
 *       such as its group or whether an event was observed, names columns of the data in {@link
 *       dev.gradus.spi.Loss#columns} or {@link dev.gradus.spi.Metric#columns}, usually with an
 *       option. Their values follow those of the target, unscaled:
 *       <pre>{@code
 * @Plugin(name = "squared-rate-error", summary = "The squared error of a rate, counted over an exposure.")
 * public record SquaredRateError(@Option("the column with the exposure") String exposure)
 *     implements Loss {
 *
 *   public SquaredRateError() {
 *     this("exposure");
 *   }
 *
 *   @Override
 *   public List<AuxiliaryColumn> columns() {
 *     return List.of(AuxiliaryColumn.number(exposure, Interval.above(0)));
 *   }
 *
 *   @Override
 *   public Loss forTarget(Target target) {
 *     return target.onData(this); // a rate times an exposure is a number of the data, not a scaled one
 *   }
 *
 *   @Override
 *   public double evaluate(double[] prediction, double[] target, double[] gradient) {
 *     int last = prediction.length; // the exposure follows the values to predict
 *     double sum = 0;
 *     for (int k = 0; k < last; k++) {
 *       double error = target[last] * prediction[k] - target[k];
 *       sum += error * error / 2;
 *       gradient[k] = target[last] * error;
 *     }
 *     return sum;
 *   }
 * }
 *
 * }</pre>
 *   <li><b>Outputs that are not predictions.</b> A loss gives the number of network outputs for a
 *       target in {@link dev.gradus.spi.Loss#outputCount}, and what they mean in {@link
 *       dev.gradus.spi.Loss#decoder}: for example, K - 1 logits decode to the probabilities of K
 *       classes. Predictions and metrics see the decoded values.
 *   <li><b>The line of numpy.</b> A loss may also state its derivative as an expression of numpy,
 *       and so may an activation; {@code gradus explain} shows the line that one would write in
 *       handwritten training code:
 *       <pre>{@code
 * @Override
 * public NumpyExpression derivativeInNumpy() {
 *   return NumpyExpression.of("2 * (a - y) / scale**2 / (1 + ((a - y) / scale)**2)").where("scale", scale);
 * }
 * }</pre>
 *       {@link dev.gradus.spi.NumpyExpression} defines what it may contain. {@code gradus plugin
 *       verify} evaluates it, and a line that is not the derivative is a broken claim.
 *   <li><b>No state.</b> A plugin is immutable and is called from several threads at once. State
 *       that must survive between calls, such as an optimizer's velocity, is passed in.
 *   <li><b>Tensors.</b> An optimizer finds the name, layer, role and shape of the tensor it updates
 *       in {@link dev.gradus.spi.Optimizer.Step#tensor}; a {@link dev.gradus.spi.MatrixRegularizer}
 *       receives the tensor itself, and chooses in {@link dev.gradus.spi.Regularizer#actsOn} which
 *       tensors it penalises.
 *   <li><b>Ranges.</b> A learned parameter of an activation or a layer may be limited to a range
 *       ({@link dev.gradus.spi.LearnedActivation.Coefficient}, {@link
 *       dev.gradus.spi.Tensor#within}); the engine enforces it.
 *   <li><b>No nulls.</b> No parameter and no result here is ever null.
 *   <li><b>No allocation</b> where it can be avoided in methods called for every example or step:
 *       the arrays are passed in.
 *   <li><b>The same bits.</b> Equal arguments give equal results, to the bit, with any number of
 *       threads. If that is true on every machine as well, mark the plugin with {@link
 *       dev.gradus.spi.SameBits @SameBits}, which states the conditions: {@link
 *       java.lang.StrictMath}, {@link dev.gradus.spi.FloatMath} and {@link
 *       dev.gradus.spi.DoubleMath} where {@link java.lang.Math} has {@code exp}, {@code log} and
 *       similar functions. A model file records whether all of its plugins are marked.
 *   <li><b>A jar that is a module</b> also says {@code provides dev.gradus.spi.Loss with
 *       com.example.Cauchy} and exports the plugin's package, so that the engine can read the
 *       options.
 * </ul>
 *
 * <h2>The kinds</h2>
 *
 * <table>
 *   <caption>The kinds of plugins</caption> <tr><th>Kind<th>Interface<th>Defines
 *   <tr><td>loss<td>{@link dev.gradus.spi.PointwiseLoss}, {@link dev.gradus.spi.Loss}, {@link dev.gradus.spi.BatchLoss}
 *       <td>how wrong predictions are, and the gradient that improves them
 *   <tr><td>activation<td>{@link dev.gradus.spi.PointwiseActivation}, {@link dev.gradus.spi.RowActivation},
 *       {@link dev.gradus.spi.LearnedActivation}, {@link dev.gradus.spi.Activation}<td>the non-linearity applied to a unit's pre-activation
 *   <tr><td>layer<td>{@link dev.gradus.spi.RowLayer}, {@link dev.gradus.spi.Layer},
 *       {@link dev.gradus.spi.OutputLayer}<td>a differentiable function of a row, and its gradient
 *   <tr><td>optimizer<td>{@link dev.gradus.spi.ElementwiseOptimizer}, {@link dev.gradus.spi.Optimizer},
 *       {@link dev.gradus.spi.JointOptimizer}<td>how weights are updated, given their gradient
 *   <tr><td>schedule<td>{@link dev.gradus.spi.Schedule}<td>how the learning rate changes from step to step
 *   <tr><td>initializer<td>{@link dev.gradus.spi.Initializer}<td>the initial weights
 *   <tr><td>regularizer<td>{@link dev.gradus.spi.Regularizer}, {@link dev.gradus.spi.MatrixRegularizer}
 *       <td>a penalty on large weights
 *   <tr><td>metric<td>{@link dev.gradus.spi.Metric}<td>how good predictions are, without influencing training; one number, and further named ones if it has {@link dev.gradus.spi.Metric#values}
 *   <tr><td>data-source<td>{@link dev.gradus.spi.DataSource}<td>where a table comes from, and how to recognise its files
 * </table>
 *
 * <h2>Versions</h2>
 *
 * The manifest of a jar states which version of these interfaces it was built for, {@code
 * Gradus-SPI: 1.2}; {@link dev.gradus.spi.SpiVersion} defines which versions are compatible.
 *
 * <h2>How plugins are tested</h2>
 *
 * The module {@code dev.gradus.testkit} holds one test per kind; every plugin that ships with
 * Gradus passes it, and yours can too. It compares the gradient with finite differences, tries
 * extreme inputs, and checks that the options, their defaults and their bounds agree.
 */
package dev.gradus.spi;
