package dev.gradus.playground;

import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.linear.Matrix;
import dev.gradus.engine.network.Network;
import dev.gradus.engine.network.Parameter;
import dev.gradus.engine.training.SingleSteps;
import dev.gradus.formula.typed.Derivative;
import dev.gradus.formula.typed.FormulaException;
import dev.gradus.formula.typed.Term;
import dev.gradus.formula.typed.TermParser;
import dev.gradus.runtime.file.JsonWriter;
import dev.gradus.runtime.problem.GradusException;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.teavm.jso.JSExport;
import org.teavm.jso.typedarrays.Float32Array;
import org.teavm.jso.typedarrays.Float64Array;
import org.teavm.jso.typedarrays.Int32Array;

/**
 * What a page calls. The script {@code engine.js} makes objects of it.
 *
 * <p>A method that fails returns {@code null}, NaN or -1, and {@link #problem} says why.
 */
@SuppressWarnings("NullAway") // the null of JavaScript
public final class Playground {

  private static final Object NOTHING = new Object();

  private static final List<Optional<Run>> RUNS = new ArrayList<>();
  private static final List<List<Matrix>> PREPARED = new ArrayList<>();

  /** What went wrong last. */
  private static final StringBuilder PROBLEM = new StringBuilder();

  private Playground() {}

  /** Where the compiled program would begin; the page calls the methods below. */
  public static void main(String[] arguments) {}

  private static <T> Optional<T> tried(Supplier<T> work) {
    try {
      return Optional.of(work.get());
    } catch (SettingsException e) {
      problem(String.valueOf(e.getMessage()), e.field(), e.column());
    } catch (GradusException e) {
      problem(e.problems().get(0).toString(), "", 0);
    } catch (RuntimeException e) {
      String message = e.getMessage();
      problem(message == null ? "the page has a fault" : message, "", 0);
    }
    return Optional.empty();
  }

  private static void problem(String message, String field, int column) {
    JsonWriter json = new JsonWriter();
    json.open('{');
    json.key("message").value(message);
    json.key("field").value(field);
    json.key("column").value(column);
    PROBLEM.setLength(0);
    PROBLEM.append(json.close('}').toString());
  }

  private static Run run(int run) {
    return RUNS.get(run).orElseThrow(() -> new IllegalStateException("this run was freed"));
  }

  /** What went wrong last, as JSON. */
  @JSExport
  public static String problem() {
    return PROBLEM.toString();
  }

  /** The derivatives of a formula of p, y, z and named constants; null if it is wrong. */
  @JSExport
  public static String derivative(String formula, String names) {
    return tried(
            () -> {
              List<String> known = new ArrayList<>(List.of("p", "y", "z"));
              Tree.of(names).elements().forEach(name -> known.add(name.text()));
              try {
                Term term = TermParser.parse(formula, known);
                return List.of("p", "z").stream()
                    .filter(term::has)
                    .map(name -> "dL/d" + name + " = " + Derivative.of(term, name))
                    .collect(Collectors.joining(", "));
              } catch (FormulaException e) {
                throw new SettingsException("formula", String.valueOf(e.getMessage()), e.column());
              }
            })
        .orElse(null);
  }

  /** Starts a run, and returns its number. */
  @JSExport
  public static int create(String settings) {
    return tried(() -> Run.of(settings))
        .map(
            run -> {
              RUNS.add(Optional.of(run));
              PREPARED.add(new ArrayList<>());
              return RUNS.size() - 1;
            })
        .orElse(-1);
  }

  /** Forgets a run. */
  @JSExport
  public static void free(int run) {
    RUNS.set(run, Optional.empty());
    PREPARED.get(run).clear();
  }

  /** What does not change in a run, as JSON. */
  @JSExport
  public static String about(int run) {
    Run of = run(run);
    JsonWriter json = new JsonWriter();
    json.open('{');
    json.key("rows").value(of.data().rows());
    json.key("training").value(of.training().rows());
    json.key("heldOut").value(of.heldOut().map(Examples::rows).orElse(0));
    json.key("batchesPerEpoch").value(of.first().steps().batchesPerEpoch());
    json.key("target").value(of.data().target());
    json.key("task").value(of.data().classes() ? "class" : "number");
    texts(json.key("inputs"), of.data().inputs().stream().map(each -> each.name()).toList());
    texts(json.key("classes"), classes(of));
    json.key("networks").open('[');
    for (Trainee trainee : of.trainees()) {
      json.open('{');
      json.key("outputs").value(trainee.network().outputs());
      json.key("parameters").value(trainee.network().size());
      texts(json.key("notes"), trainee.notes());
      texts(json.key("layers"), trainee.network().layerNames());
      json.close('}');
    }
    return json.close(']').close('}').toString();
  }

  private static List<String> classes(Run run) {
    return run.first().experiment().preparation().targets()
            instanceof dev.gradus.runtime.column.ClassTarget target
        ? target.classes()
        : List.of();
  }

  private static void texts(JsonWriter json, List<String> texts) {
    json.open('[');
    texts.forEach((String each) -> json.value(each));
    json.close(']');
  }

  /** The inputs of all examples, in the unit of the data. */
  @JSExport
  public static Float32Array inputs(int run) {
    return Float32Array.copyFromJavaArray(run(run).inputs());
  }

  /** The targets of all examples: numbers, or places of classes. */
  @JSExport
  public static Float32Array targets(int run) {
    Run of = run(run);
    List<String> classes = classes(of);
    float[] targets = new float[of.data().rows()];
    for (int i = 0; i < targets.length; i++) {
      targets[i] =
          of.data().classes()
              ? classes.indexOf(of.data().labels()[i])
              : (float) of.data().numbers()[i];
    }
    return Float32Array.copyFromJavaArray(targets);
  }

  /** For each example 1 if it is held out, 2 if it is odd, 3 if both. */
  @JSExport
  public static Int32Array marks(int run) {
    Run of = run(run);
    boolean[] heldOut = of.isHeldOut();
    int[] marks = new int[heldOut.length];
    for (int i = 0; i < marks.length; i++) {
      marks[i] = (heldOut[i] ? 1 : 0) + (of.data().odd()[i] ? 2 : 0);
    }
    return Int32Array.copyFromJavaArray(marks);
  }

  /** Trains on batches, and returns the losses of the last one; null if a network diverged. */
  @JSExport
  public static Float64Array step(int run, int batches) {
    return tried(() -> Float64Array.copyFromJavaArray(run(run).step(batches))).orElse(null);
  }

  /** The number of batches so far. */
  @JSExport
  public static int done(int run) {
    return (int) run(run).first().steps().done();
  }

  /** The epoch of the next batch. */
  @JSExport
  public static int epoch(int run) {
    return run(run).first().steps().epoch();
  }

  /** The examples of the last batch, as rows of the data. */
  @JSExport
  public static Int32Array lastBatch(int run) {
    return Int32Array.copyFromJavaArray(run(run).lastDataRows());
  }

  /** Keeps inputs for {@link #kept}, and returns their number. */
  @JSExport
  public static int keep(int run, Float32Array inputs, int rows) {
    Optional<Matrix> prepared =
        tried(() -> run(run).first().prepared(inputs.copyToJavaArray(), rows));
    prepared.ifPresent(matrix -> PREPARED.get(run).add(matrix));
    return prepared.isPresent() ? PREPARED.get(run).size() - 1 : -1;
  }

  /** The outputs of a network for kept inputs. */
  @JSExport
  public static Float32Array kept(int run, int network, int number) {
    Trainee trainee = run(run).trainees().get(network);
    return Float32Array.copyFromJavaArray(trainee.outputs(PREPARED.get(run).get(number)));
  }

  /** The outputs of a network for inputs in the unit of the data. */
  @JSExport
  public static Float32Array outputs(int run, int network, Float32Array inputs, int rows) {
    return tried(
            () -> {
              Trainee trainee = run(run).trainees().get(network);
              Matrix prepared = trainee.prepared(inputs.copyToJavaArray(), rows);
              return Float32Array.copyFromJavaArray(trainee.outputs(prepared));
            })
        .orElse(null);
  }

  /** The parameters of a network, in the order of its layers: weights, then biases, then others. */
  @JSExport
  public static Float32Array parameters(int run, int network) {
    List<Parameter> all = run(run).trainees().get(network).network().parameters();
    float[] values = new float[all.stream().mapToInt(each -> each.matrix().size()).sum()];
    int next = 0;
    for (Parameter each : all) {
      System.arraycopy(each.matrix().values(), 0, values, next, each.matrix().size());
      next += each.matrix().size();
    }
    return Float32Array.copyFromJavaArray(values);
  }

  /** The shapes of the parameters of a network, as JSON. */
  @JSExport
  public static String shapes(int run, int network) {
    Network of = run(run).trainees().get(network).network();
    JsonWriter json = new JsonWriter();
    json.open('[');
    List<List<Parameter>> layers = of.parametersByLayer();
    for (int l = 0; l < layers.size(); l++) {
      json.open('{');
      json.key("name").value(of.layerNames().get(l));
      json.key("parameters").open('[');
      for (Parameter each : layers.get(l)) {
        json.open('{');
        json.key("role").value(role(each.role()));
        json.key("rows").value(each.matrix().rows());
        json.key("columns").value(each.matrix().columns());
        json.close('}');
      }
      json.close(']').close('}');
    }
    return json.close(']').toString();
  }

  private static String role(Tensor.Role role) {
    return role.name().toLowerCase(java.util.Locale.ROOT);
  }

  /**
   * What the last batch does to a network: the loss, then for each example its outputs, its errors
   * and dL/dz, then for each layer the norm of its gradient, and the share of the examples in which
   * each unit is saturated.
   */
  @JSExport
  public static Float64Array look(int run, int network) {
    Run of = run(run);
    return tried(() -> Float64Array.copyFromJavaArray(looked(of, network, of.lastRows())))
        .orElse(null);
  }

  private static double[] looked(Run run, int network, int[] rows) {
    Trainee trainee = run.trainees().get(network);
    Trainee.Look look = trainee.look(rows);
    List<Double> numbers = new ArrayList<>();
    numbers.add(look.loss());
    Matrix outputs = look.pass().outputs();
    for (int i = 0; i < outputs.size(); i++) {
      numbers.add((double) outputs.values()[i]);
    }
    Matrix targets = look.batch().targets().inMemory();
    for (int i = 0; i < outputs.size(); i++) {
      int column = i % outputs.columns();
      double target =
          column < targets.columns() ? targets.get(i / outputs.columns(), column) : Double.NaN;
      numbers.add(outputs.values()[i] - target);
    }
    for (float gradient : look.gradients()) {
      numbers.add((double) gradient);
    }
    for (double norm : trainee.gradientNorms(look)) {
      numbers.add(norm);
    }
    int layers = trainee.network().indexes().size();
    for (int l = 0; l < layers; l++) {
      Matrix slopes = look.pass().slopes(l);
      double flat = trainee.flatSlope(l);
      for (int unit = 0; unit < slopes.columns(); unit++) {
        int saturated = 0;
        for (int row = 0; row < slopes.rows(); row++) {
          saturated += Math.abs(slopes.get(row, unit)) < flat ? 1 : 0;
        }
        numbers.add((double) saturated / slopes.rows());
      }
    }
    return numbers.stream().mapToDouble(each -> each).toArray();
  }

  /** The units of each layer whose derivative is 0 for every training example: 1 for each. */
  @JSExport
  public static Int32Array dead(int run, int network) {
    Run of = run(run);
    Trainee trainee = of.trainees().get(network);
    int[] all = new int[of.training().rows()];
    for (int i = 0; i < all.length; i++) {
      all[i] = i;
    }
    Trainee.Look look = trainee.look(all);
    List<Integer> dead = new ArrayList<>();
    for (int l = 0; l < trainee.network().indexes().size(); l++) {
      Matrix slopes = look.pass().slopes(l);
      for (int unit = 0; unit < slopes.columns(); unit++) {
        int is = 1;
        for (int row = 0; row < slopes.rows(); row++) {
          is = slopes.get(row, unit) == 0 ? is : 0;
        }
        dead.add(is);
      }
    }
    return Int32Array.copyFromJavaArray(dead.stream().mapToInt(each -> each).toArray());
  }

  /**
   * The losses of the settings, and then the accuracy, each of every network on the training
   * examples and on those that are held out.
   */
  @JSExport
  public static Float64Array losses(int run) {
    Run of = run(run);
    return tried(
            () -> measured(of, of.settings().losses().stream().map(Choice::plugin).toList(), true))
        .orElse(null);
  }

  /** Any loss, of every network on the training examples and on those that are held out. */
  @JSExport
  public static Float64Array evaluate(int run, String loss) {
    Run of = run(run);
    return tried(() -> measured(of, List.of(Settings.loss(Tree.of(loss)).plugin()), false))
        .orElse(null);
  }

  private static Float64Array measured(Run run, List<Loss> losses, boolean withAccuracy) {
    List<double[]> columns = new ArrayList<>();
    for (Trainee trainee : run.trainees()) {
      columns.add(trainee.measured(losses, trainee.training()));
      columns.add(
          trainee
              .heldOut()
              .map(part -> trainee.measured(losses, part))
              .orElseGet(() -> nothing(losses.size() + 1)));
    }
    List<Double> values = new ArrayList<>();
    for (int row = 0; row < losses.size() + (withAccuracy ? 1 : 0); row++) {
      for (double[] column : columns) {
        values.add(column[row]);
      }
    }
    return numbers(values);
  }

  private static double[] nothing(int length) {
    double[] nothing = new double[length];
    Arrays.fill(nothing, Double.NaN);
    return nothing;
  }

  private static Float64Array numbers(List<Double> values) {
    return Float64Array.copyFromJavaArray(values.stream().mapToDouble(each -> each).toArray());
  }

  /** The curve of dL/dz over the error: see {@link Trainee#curve}. */
  @JSExport
  public static Float64Array curve(
      int run, int network, String loss, boolean wanted, double from, double to, int points) {
    return tried(
            () ->
                Float64Array.copyFromJavaArray(
                    run(run)
                        .trainees()
                        .get(network)
                        .curve(Settings.loss(Tree.of(loss)).plugin(), wanted, from, to, points)))
        .orElse(null);
  }

  /** Whether a loss can be used with the data of a run, perhaps after another output activation. */
  @JSExport
  public static boolean fits(int run, String loss) {
    return tried(() -> run(run).fits(Settings.loss(Tree.of(loss)).plugin())).orElse(false);
  }

  /** The numbers of a snapshot. */
  @JSExport
  public static Float32Array snapshot(int run) {
    List<SingleSteps.State> states = run(run).states();
    float[] all = new float[states.stream().mapToInt(each -> each.numbers().length).sum()];
    int next = 0;
    for (SingleSteps.State each : states) {
      System.arraycopy(each.numbers(), 0, all, next, each.numbers().length);
      next += each.numbers().length;
    }
    return Float32Array.copyFromJavaArray(all);
  }

  /** The position of a snapshot. */
  @JSExport
  public static Float64Array position(int run) {
    List<Double> position = new ArrayList<>();
    for (SingleSteps.State each : run(run).states()) {
      for (long number : each.position()) {
        position.add((double) number);
      }
    }
    for (int row : run(run).lastRows()) {
      position.add((double) row);
    }
    return numbers(position);
  }

  /** Goes to a snapshot. */
  @JSExport
  public static boolean restore(int run, Float32Array snapshot, Float64Array position) {
    return tried(
            () -> {
              run(run).restore(snapshot.copyToJavaArray(), position.copyToJavaArray());
              return NOTHING;
            })
        .isPresent();
  }

  /** The SHA-256 of the weights of a network. */
  @JSExport
  public static String digest(int run, int network) {
    return run(run).digest(network);
  }

  /** The configuration with which the command makes as many steps. */
  @JSExport
  public static String yaml(int run, String file) {
    Run of = run(run);
    return Yaml.of(of.settings(), of.data(), file, of.first().steps().done());
  }

  /** The examples as a file. */
  @JSExport
  public static String csv(int run) {
    return run(run).data().csv();
  }

  /** The losses in YAML, as JSON. */
  @JSExport
  public static String lossesInYaml(int run) {
    JsonWriter json = new JsonWriter();
    texts(json, run(run).settings().losses().stream().map(Choice::yaml).toList());
    return json.toString();
  }

  /** The command that makes the same comparison with the configuration in a file. */
  @JSExport
  public static String command(int run, String file) {
    List<Choice<Loss>> losses = run(run).settings().losses();
    if (losses.size() == 1) {
      return "gradus train " + file;
    }
    String names = String.join(",", losses.stream().map(Choice::yaml).toList());
    return "gradus compare %s --losses %s"
        .formatted(file, names.matches("[a-z0-9,-]+") ? names : '"' + names + '"');
  }
}
