package dev.gradus.runtime.network;

import dev.gradus.runtime.column.InputColumns;
import dev.gradus.spi.Activation;
import dev.gradus.spi.EnsembleLayer;
import dev.gradus.spi.Initializer;
import dev.gradus.spi.Interval;
import dev.gradus.spi.Layer;
import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.LayerFunction.Direction;
import dev.gradus.spi.LayerSite;
import dev.gradus.spi.OutputLayer;
import dev.gradus.spi.Reshape;
import dev.gradus.spi.Schedule;
import dev.gradus.spi.Shape;
import dev.gradus.spi.Target;
import dev.gradus.spi.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Assembles layers in sequence, each built for the output shape of the one before. */
public final class Assembly {

  private final Space space;
  private final Initialization initialization;
  private final String name;
  private final String place;
  private final List<Assembled.Part> parts = new ArrayList<>();
  private final List<String> objections;

  /** The shape after the last layer so far, of a single member. */
  private Shape shape;

  /** The inputs that are numbers of the data. */
  private List<Integer> numbers;

  private Optional<EnsembleLayer> ensemble;

  /** Whether the last layer so far is the ensemble. */
  private boolean beginsMembers;

  /** Whether the layers are within another one, which computes the rows of all members. */
  private final boolean isInner;

  /**
   * Starts an empty assembly.
   *
   * @param space allocates the parameters
   * @param name the prefix of all tensor names, such as {@code layers.}
   * @param place the place of the list of layers in the configuration, for messages
   * @param objections receives reasons why the layers cannot be trained
   * @param shape of the input
   * @param numbers the inputs that are numbers of the data
   * @param ensemble around another layer that these are within, if there is one
   * @param isInner whether they are within another layer
   */
  private Assembly(
      Space space,
      Initialization initialization,
      String name,
      String place,
      List<String> objections,
      Shape shape,
      List<Integer> numbers,
      Optional<EnsembleLayer> ensemble,
      boolean isInner) {
    this.space = space;
    this.initialization = initialization;
    this.name = name;
    this.place = place;
    this.objections = objections;
    this.shape = shape;
    this.numbers = numbers;
    this.ensemble = ensemble;
    this.isInner = isInner;
  }

  /**
   * Assembles a whole network.
   *
   * @param inputs the input columns
   * @param target what is predicted, for messages
   * @param outputs the number of units of the last layer
   * @param space allocates its tensors
   * @throws NetworkException with a sentence, if the layers do not fit the data or each other
   */
  public static Assembled network(
      List<Layer> specs,
      InputColumns inputs,
      Target target,
      int outputs,
      Space space,
      Initialization initialization) {
    Shape input = Shape.line(inputs.width());
    Assembly assembly =
        new Assembly(
            space,
            initialization,
            "layers.",
            "network",
            new ArrayList<>(),
            input,
            inputs.numbers(),
            Optional.empty(),
            false);
    int last = specs.size() - 1;
    for (int i = 0; i < last; i++) {
      assembly.add(specs.get(i), i, i == 0 ? inputs.categories() : List.of(), Optional.empty());
    }
    if (!(specs.get(last) instanceof OutputLayer output)) {
      throw new NetworkException(
          "network[%s]: the last layer must be dense, with a unit for each output; add one after this layer"
              .formatted(last));
    }
    assembly.addLast(output, last, last == 0 ? inputs.categories() : List.of(), target, outputs);
    assembly.ensemble.ifPresent(each -> assembly.addMean(each, last, outputs));
    int members = assembly.ensemble.map(EnsembleLayer::members).orElse(1);
    return new Assembled(inputs.width(), assembly.parts, assembly.objections, members);
  }

  private void addLast(
      OutputLayer spec, int index, List<Integer> categories, Target target, int needed) {
    int given = spec.units().orElse(needed);
    if (given != needed) {
      throw new NetworkException(
          "%s.units: the last layer has %s units, but the %s target needs %s (%s); remove 'units', which follows from the target"
              .formatted(
                  place(index, spec),
                  given,
                  target.kind(),
                  needed,
                  String.join(", ", target.outputs())));
    }
    add(spec, index, categories, Optional.of(needed));
    if (shape.columns() != needed) {
      throw new NetworkException(
          "%s: outputs %s, but the %s target needs %s (%s); this is a bug in the layer"
              .formatted(
                  place(index, spec),
                  shape,
                  target.kind(),
                  needed,
                  String.join(", ", target.outputs())));
    }
  }

  private String place(int index, Layer spec) {
    return "%s[%s].%s".formatted(place, index, PluginName.of(spec));
  }

  private void add(Layer spec, int index, List<Integer> categories, Optional<Integer> outputs) {
    Site site = new Site(spec, name + index + ".", place(index, spec), categories, outputs);
    site.checkEnsemble();
    LayerFunction member = site.build();
    LayerFunction function = isInner ? member : ofMembers(member);
    List<LayerFunction> layers = new ArrayList<>();
    if (!(member instanceof Reshape) || spec.activation().isPresent()) {
      layers.add(function);
    }
    spec.activation()
        .ifPresent(
            f -> {
              site.check(f, function.activationShape().channels());
              layers.add(ActivationLayer.behind(function, f, site));
            });
    if (!layers.isEmpty()) {
      parts.add(new Assembled.Part(index, spec, layers));
    }
    beginsMembers = spec instanceof EnsembleLayer;
    if (spec instanceof EnsembleLayer begun) {
      ensemble = Optional.of(begun);
    } else {
      shape = member.output();
      numbers = spec.activation().isPresent() ? List.of() : member.numbers();
    }
  }

  private LayerFunction ofMembers(LayerFunction member) {
    return ensemble
        .<LayerFunction>map(each -> new EachMember(member, each.members()))
        .orElse(member);
  }

  /** Appends the mean of the members to the functions of the last layer. */
  private void addMean(EnsembleLayer of, int index, int outputs) {
    LayerFunction mean = of.mean(outputs);
    Assembled.Part last = parts.remove(parts.size() - 1);
    List<LayerFunction> layers = new ArrayList<>(last.layers());
    layers.add(mean);
    parts.add(new Assembled.Part(index, last.spec(), layers));
  }

  /** The place where one layer is built. */
  private final class Site implements LayerSite {

    private final Layer spec;
    private final String ownName;
    private final String ownPlace;
    private final List<Integer> categories;
    private final Optional<Integer> outputs;

    Site(
        Layer spec,
        String ownName,
        String ownPlace,
        List<Integer> categories,
        Optional<Integer> outputs) {
      this.spec = spec;
      this.ownName = ownName;
      this.ownPlace = ownPlace;
      this.categories = categories;
      this.outputs = outputs;
    }

    LayerFunction build() {
      try {
        LayerFunction function = answer("build", spec.build(this));
        answer("activation", spec.activation());
        check(function);
        return function;
      } catch (IllegalArgumentException e) {
        String sentence = String.valueOf(e.getMessage());
        throw e.getMessage() == null || sentence.isBlank()
            ? fault("build", "rejects its position without a reason (" + e + ")")
            : new NetworkException(ownPlace + ": " + sentence, e);
      }
    }

    /** An ensemble begins once, in the list of the network. */
    void checkEnsemble() {
      if (spec instanceof EnsembleLayer) {
        if (isInner) {
          throw new NetworkException(
              ownPlace
                  + ": an ensemble cannot begin within another layer; put it into the list of the network");
        }
        if (ensemble.isPresent()) {
          throw new NetworkException(
              ownPlace + ": the network has an ensemble already; remove one of the two");
        }
      }
    }

    /** Java takes milliseconds to make the first equals of a record, at run time. */
    private boolean isShape(Shape other) {
      return other.height() == shape.height()
          && other.width() == shape.width()
          && other.channels() == shape.channels()
          && other.isImage() == shape.isImage();
    }

    /** Checks a layer before anything is built on it. */
    private void check(LayerFunction function) {
      if (!isShape(answer("input", function.input()))) {
        throw fault("input", "returns %s, but its input is %s".formatted(function.input(), shape));
      }
      Shape output = answer("output", function.output());
      if (!isPossible(output)) {
        throw fault(
            "output",
            String.format(
                Locale.ROOT,
                "returns %s; each side must be at least 1, and a row holds at most %,d numbers",
                output,
                MOST_NUMBERS));
      }
      if (spec instanceof EnsembleLayer of
          && output.columns() != (long) of.members() * shape.columns()) {
        throw fault(
            "output",
            "returns %s, but %s members have inputs of %s".formatted(output, of.members(), shape));
      }
      ensemble.ifPresent(of -> checkMembers(of.members(), output));
      Shape units = answer("activationShape", function.activationShape());
      if (!isPossible(units) || units.columns() != output.columns()) {
        throw fault(
            "activationShape",
            "returns %s, but its output is %s; both must have the same number of values"
                .formatted(units, output));
      }
      answer("numbers", function.numbers());
      answer("parameters", function.parameters()).forEach(each -> answer("parameters", each));
      answer("statistics", function.statistics()).forEach(each -> answer("statistics", each));
      atLeast("leastRows", function.leastRows(), 1);
      atLeast("multiplications", function.multiplications(), 0);
      atLeast("threadBytes", function.threadBytes(), 0);
      for (int rows = 1; rows <= 2; rows++) {
        atLeast("largestArray", function.largestArray(rows), 0);
        for (Direction direction : Direction.values()) {
          atLeast("kernelBytes", function.kernelBytes(rows, direction), 0);
        }
      }
    }

    private void checkMembers(int members, Shape output) {
      if ((long) members * output.columns() > MOST_NUMBERS) {
        throw new NetworkException(
            String.format(
                Locale.ROOT,
                "%s: %,d members with %s each are too large: an array holds %,d numbers; use a smaller layer or fewer members",
                ownPlace,
                members,
                output,
                MOST_NUMBERS));
      }
    }

    private static boolean isPossible(Shape of) {
      return Math.min(of.height(), Math.min(of.width(), of.channels())) >= 1
          && (double) of.height() * of.width() * of.channels() <= MOST_NUMBERS;
    }

    private void atLeast(String method, long returned, long least) {
      if (returned < least) {
        throw fault(method, "returns %s; it must be at least %s".formatted(returned, least));
      }
    }

    @SuppressWarnings("ConstantValue") // The compiler does not hold a plugin to non-null results.
    private <T> T answer(String method, T returned) {
      if (returned == null) {
        throw fault(method, "returns null");
      }
      return returned;
    }

    private NetworkException fault(String method, String what) {
      return new NetworkException(
          "%s: its method %s %s; this is a bug in the layer".formatted(ownPlace, method, what));
    }

    void check(Activation activation, int units) {
      if (units == 1 && !activation.isPointwise()) {
        objection(
            "%s needs more than one unit, because it relates units to each other; for two classes use sigmoid, or remove 'units'"
                .formatted(PluginName.of(activation)));
      }
    }

    @Override
    public Shape input() {
      return shape;
    }

    @Override
    public Optional<Integer> outputs() {
      return outputs;
    }

    @Override
    public List<Integer> categories() {
      return categories;
    }

    @Override
    public List<Integer> numbers() {
      return numbers;
    }

    @Override
    public Optional<EnsembleLayer> ensemble() {
      return ensemble;
    }

    @Override
    public boolean isFirstOfMembers() {
      return beginsMembers;
    }

    @Override
    public long seed() {
      return initialization.seed(ownName);
    }

    @Override
    public Schedule scheduled(String option, Schedule schedule, Interval range) {
      return initialization.scheduled(ownPlace + "." + option, schedule, range);
    }

    @Override
    public Tensor weights(
        String tensor, int rows, int columns, int fanOut, Optional<Initializer> given) {
      Tensor weights = tensor(tensor, Tensor.Role.WEIGHT, rows, columns);
      Initializer initializer =
          given.orElseGet(
              () ->
                  initialization.named(
                      spec.activation().map(Activation::initializer).orElse("glorot-uniform")));
      initialization.fill(weights, fanOut, ownPlace + ".weights", initializer);
      return weights;
    }

    @Override
    public Tensor biases(String tensor, int columns, Optional<Initializer> given) {
      Tensor biases = tensor(tensor, Tensor.Role.BIAS, 1, columns);
      given.ifPresent(
          initializer -> initialization.fill(biases, columns, ownPlace + ".biases", initializer));
      return biases;
    }

    @Override
    public Tensor constant(String tensor, Tensor.Role role, int columns, double value) {
      Tensor constant = tensor(tensor, role, 1, columns);
      Arrays.fill(constant.values(), (float) value);
      return constant;
    }

    private Tensor tensor(String tensor, Tensor.Role role, int rows, int columns) {
      if (rows < 1 || columns < 1 || (long) rows * columns > MOST_NUMBERS) {
        throw new NetworkException(
            String.format(
                Locale.ROOT,
                "%s: its tensor '%s' would be %,d by %,d; each side must be at least 1, and an array holds %,d numbers",
                ownPlace,
                tensor,
                rows,
                columns,
                MOST_NUMBERS));
      }
      return space.tensor(ownName + tensor, role, rows, columns);
    }

    @Override
    public Initializer initializer(String initializer) {
      return initialization.named(initializer);
    }

    @Override
    public LayerFunction inner(String option, List<Layer> layers) {
      Assembly block =
          new Assembly(
              space,
              initialization,
              ownName + option.replace("[", ".").replace("]", "") + ".",
              ownPlace + "." + option,
              objections,
              shape,
              numbers,
              ensemble,
              true);
      for (int i = 0; i < layers.size(); i++) {
        block.add(layers.get(i), i, List.of(), Optional.empty());
      }
      List<LayerFunction> functions = Assembled.layersOf(block.parts);
      return functions.isEmpty()
          ? new Reshape(shape, block.shape)
          : new InnerLayers(functions, shape, block.shape);
    }

    @Override
    public RuntimeException refusal(String option, String sentence) {
      return new NetworkException("%s.%s: %s".formatted(ownPlace, option, sentence));
    }

    @Override
    public RuntimeException tooLarge(String option, int found, int most, String why) {
      return new NetworkException(
          String.format(
              Locale.ROOT,
              "%s: must be at most %,d, but is %,d: %s, and an array holds %,d numbers",
              option.isEmpty() ? ownPlace : ownPlace + "." + option,
              most,
              found,
              why,
              MOST_NUMBERS));
    }

    @Override
    public void objection(String sentence) {
      objections.add(ownPlace + ": " + sentence);
    }
  }
}
