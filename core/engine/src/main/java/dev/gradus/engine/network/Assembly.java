package dev.gradus.engine.network;

import dev.gradus.engine.config.AlphaDropout;
import dev.gradus.engine.config.AveragePool;
import dev.gradus.engine.config.BatchNorm;
import dev.gradus.engine.config.Conv2d;
import dev.gradus.engine.config.Dense;
import dev.gradus.engine.config.Dropout;
import dev.gradus.engine.config.Embedding;
import dev.gradus.engine.config.Flatten;
import dev.gradus.engine.config.GaussianNoise;
import dev.gradus.engine.config.GlobalAveragePool;
import dev.gradus.engine.config.Image;
import dev.gradus.engine.config.LayerNorm;
import dev.gradus.engine.config.LayerSpec;
import dev.gradus.engine.config.MaxPool;
import dev.gradus.engine.config.Residual;
import dev.gradus.engine.config.RmsNorm;
import dev.gradus.engine.data.InputColumns;
import dev.gradus.engine.data.Randomness;
import dev.gradus.engine.network.Parameter.Role;
import dev.gradus.engine.plugin.PluginType;
import dev.gradus.spi.Activation;
import dev.gradus.spi.Initializer;
import dev.gradus.spi.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Puts layers behind each other, each made for what the one before gives. */
final class Assembly {

  /** Arrays cannot be quite as long as their length could say. */
  private static final int MOST_NUMBERS = Integer.MAX_VALUE - 8;

  /** Of an embedding, unless they are given. */
  private static final int MOST_DIMENSIONS = 50;

  private final Space space;
  private final Initialization initialization;
  private final long seed;
  private final String name;
  private final String place;
  private final List<Layer> layers = new ArrayList<>();
  private final List<String> objections = new ArrayList<>();
  private Shape shape;

  /**
   * Begins with nothing.
   *
   * @param space where the numbers lie
   * @param seed what the randomness of layers follows from
   * @param name what the names of all parameters begin with, such as {@code layers.}
   * @param place of the list of layers in the configuration, for messages
   * @param shape of the input
   */
  private Assembly(
      Space space,
      Initialization initialization,
      long seed,
      String name,
      String place,
      Shape shape) {
    this.space = space;
    this.initialization = initialization;
    this.seed = seed;
    this.name = name;
    this.place = place;
    this.shape = shape;
  }

  /**
   * A whole network.
   *
   * @param inputs the columns of the input
   * @param target its width is the number of units of the last layer
   * @param perTarget or that many times as many
   * @param space where its numbers lie
   * @throws NetworkException with a sentence, if the layers do not fit the data or each other
   */
  static Network network(
      List<LayerSpec> specs,
      InputColumns inputs,
      Target target,
      int perTarget,
      Space space,
      Initialization initialization,
      long seed) {
    Assembly assembly =
        new Assembly(space, initialization, seed, "layers.", "network", Shape.line(inputs.width()));
    int last = specs.size() - 1;
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < last; i++) {
      if (i == 0 && specs.get(0) instanceof Embedding embedding) {
        assembly.embedding(embedding, inputs);
      } else {
        assembly.add(specs.get(i), i);
      }
      assembly.takeTo(blocks, i, specs.get(i));
    }
    if (!(specs.get(last) instanceof Dense dense)) {
      throw new NetworkException(
          "network[%s]: the last layer must be dense, with a unit for each output; put one behind this layer"
              .formatted(last));
    }
    assembly.dense(dense, last, unitsOfLast(dense, assembly.place(last, dense), target, perTarget));
    assembly.takeTo(blocks, last, dense);
    return new Network(inputs.width(), blocks, assembly.objections);
  }

  /** Makes a block of the layers that an entry has added, if it has. */
  private void takeTo(List<Block> blocks, int index, LayerSpec spec) {
    if (!layers.isEmpty()) {
      blocks.add(new Block(index, spec, layers));
      layers.clear();
    }
  }

  private static int unitsOfLast(Dense spec, String place, Target target, int perTarget) {
    int needed = target.width() * perTarget;
    int given = spec.units().orElse(needed);
    if (given != needed) {
      throw new NetworkException(
          "%s.units: the last layer has %s units, but the %s target needs %s (%s); leave 'units' out, it follows from the target"
              .formatted(place, given, target.kind(), needed, String.join(", ", target.outputs())));
    }
    return needed;
  }

  private String name(int index) {
    return name + index + ".";
  }

  private String place(int index, LayerSpec spec) {
    return "%s[%s].%s".formatted(place, index, PluginType.nameOf(spec));
  }

  private void add(LayerSpec spec, int index) {
    if (spec instanceof Dense dense) {
      dense(dense, index, units(dense, place(index, spec)));
    } else if (spec instanceof Image image) {
      image(image, place(index, spec));
    } else if (spec instanceof Flatten) {
      shape = Shape.line(image(index, spec).columns());
    } else if (spec instanceof Conv2d convolution) {
      convolution(convolution, index);
    } else if (spec instanceof MaxPool pool) {
      int stride = pool.stride().orElse(pool.size());
      pool(square(spec, index, "size", pool.size(), stride), PoolLayer.Kind.LARGEST);
    } else if (spec instanceof AveragePool pool) {
      int stride = pool.stride().orElse(pool.size());
      pool(square(spec, index, "size", pool.size(), stride), PoolLayer.Kind.MEAN);
    } else if (spec instanceof GlobalAveragePool) {
      Shape image = image(index, spec);
      pool(Windows.inside(image, image.height(), image.width(), 1), PoolLayer.Kind.MEAN);
      shape = Shape.line(shape.columns());
    } else if (spec instanceof Residual residual) {
      residual(residual, index);
    } else if (spec instanceof BatchNorm norm) {
      check(norm.activation(), shape.channels(), place(index, spec));
      layers.add(new BatchNormLayer(name(index), shape, norm.momentum(), norm.epsilon(), space));
      activate(norm.activation(), index);
    } else if (spec instanceof LayerNorm norm) {
      rowNorm(spec, index, true, norm.epsilon(), norm.activation());
    } else if (spec instanceof RmsNorm norm) {
      rowNorm(spec, index, false, norm.epsilon(), norm.activation());
    } else if (spec instanceof Embedding) {
      throw new NetworkException(
          place(index, spec) + ": takes the columns of the data, so it must be the first layer");
    } else {
      long ownSeed = Randomness.of(seed, name(index), 0).nextLong();
      layers.add(new NoiseLayer(shape.columns(), noise(spec), ownSeed));
    }
  }

  private void embedding(Embedding spec, InputColumns inputs) {
    String place = place(0, spec);
    if (!inputs.hasCodes()) {
      throw new NetworkException(
          place
              + ": no input is categorical; leave the layer out, or declare a column categorical");
    }
    List<Optional<Parameter>> tables = new ArrayList<>();
    checkDimensions(spec, inputs, place);
    for (int i = 0; i < inputs.width(); i++) {
      int categories = inputs.categories().get(i);
      if (categories == 0) {
        tables.add(Optional.empty());
      } else {
        int dimensions = spec.dimensions().orElse(Math.min(MOST_DIMENSIONS, (categories + 1) / 2));
        Parameter table = weight(name(0) + i + ".", categories, dimensions);
        initialization.fill(
            table,
            place + ".weights",
            spec.weights().orElseGet(() -> initialization.named("normal")));
        tables.add(Optional.of(table));
      }
    }
    EmbeddingLayer layer = new EmbeddingLayer(tables);
    layers.add(layer);
    shape = Shape.line(layer.outputs());
  }

  /** Refuses dimensions that give a column, or all columns together, more than an array holds. */
  private static void checkDimensions(Embedding spec, InputColumns inputs, String place) {
    int given = spec.dimensions().orElse(1);
    List<Integer> categories = inputs.categories().stream().filter(count -> count > 0).toList();
    int numbers = inputs.width() - categories.size();
    int most =
        categories.stream()
            .mapToInt(count -> MOST_NUMBERS / count)
            .reduce((MOST_NUMBERS - numbers) / categories.size(), Math::min);
    if (given > most) {
      throw tooLarge(
          place + ".dimensions",
          given,
          most,
          "each gives a number for every categorical column, and has one for every category");
    }
  }

  private static NoiseLayer.Noise noise(LayerSpec spec) {
    if (spec instanceof Dropout dropout) {
      return new NoiseLayer.Dropping(dropout.rate());
    }
    if (spec instanceof AlphaDropout dropout) {
      return new NoiseLayer.AlphaDropping(dropout.rate());
    }
    if (spec instanceof GaussianNoise gaussian) {
      return new NoiseLayer.Adding(gaussian.deviation());
    }
    throw new IllegalArgumentException("there is no layer for " + spec);
  }

  private static int units(Dense spec, String place) {
    return spec.units()
        .orElseThrow(
            () ->
                new NetworkException(
                    place
                        + ": the number of units is missing; only the last layer may leave it out,"
                        + " e.g. dense: {units: 16}"));
  }

  private void dense(Dense spec, int index, int units) {
    String place = place(index, spec);
    if (shape.isImage()) {
      throw new NetworkException(
          "%s: takes numbers in a line, but gets %s; put flatten or global-average-pool before it"
              .formatted(place, shape));
    }
    check(spec.activation(), units, place);
    int most = MOST_NUMBERS / shape.columns();
    if (units > most) {
      throw tooLarge(
          spec.units().map(given -> place + ".units").orElse(place),
          units,
          most,
          String.format(Locale.ROOT, "each unit has %,d weights", shape.columns()));
    }
    Parameter weight = weight(name(index), shape.columns(), units);
    Optional<Parameter> bias = bias(name(index), spec.bias(), units);
    fill(weight, units, spec.weights(), bias, spec.biases(), spec.activation(), place);
    layers.add(new DenseLayer(weight, bias));
    shape = Shape.line(units);
    activate(spec.activation(), index);
  }

  /**
   * Refuses a size that no array can hold.
   *
   * @param path of the option in the configuration
   * @param why it cannot be larger, in words
   */
  private static NetworkException tooLarge(String path, int found, int most, String why) {
    return new NetworkException(
        String.format(
            Locale.ROOT,
            "%s: must be at most %,d, but is %,d: %s, and an array holds %,d numbers",
            path,
            most,
            found,
            why,
            MOST_NUMBERS));
  }

  private Parameter weight(String name, int rows, int columns) {
    return new Parameter(name + "weight", Role.WEIGHT, space.matrix(rows, columns));
  }

  private Optional<Parameter> bias(String name, boolean wanted, int columns) {
    return wanted
        ? Optional.of(new Parameter(name + "bias", Role.BIAS, space.matrix(1, columns)))
        : Optional.empty();
  }

  private void fill(
      Parameter weight,
      int fanOut,
      Optional<Initializer> weights,
      Optional<Parameter> bias,
      Optional<Initializer> biases,
      Optional<Activation> activation,
      String place) {
    initialization.fill(
        weight,
        fanOut,
        place + ".weights",
        weights.orElseGet(() -> initialization.named(nameFor(activation))));
    if (bias.isPresent() && biases.isPresent()) {
      initialization.fill(bias.get(), place + ".biases", biases.get());
    }
  }

  private static String nameFor(Optional<Activation> activation) {
    return activation.map(Activation::initializer).orElse("glorot-uniform");
  }

  private void activate(Optional<Activation> activation, int index) {
    activate(activation, index, shape);
  }

  /** Puts an activation behind the layer that was added last. */
  private void activate(Optional<Activation> activation, int index, Shape of) {
    activation.ifPresent(f -> layers.add(new ActivationLayer(f, name(index), of, space)));
  }

  private void check(Optional<Activation> activation, int units, String place) {
    if (units == 1 && activation.isPresent() && !activation.get().isPointwise()) {
      objections.add(
          "%s: %s needs more than one unit, because it relates units to each other; for two classes use sigmoid, or leave out 'units'"
              .formatted(place, PluginType.nameOf(activation.get())));
    }
  }

  private void rowNorm(
      LayerSpec spec, int index, boolean centred, double epsilon, Optional<Activation> activation) {
    check(activation, shape.columns(), place(index, spec));
    if (shape.columns() == 1) {
      objections.add(
          "%s: standardises a single number, so its output is %s for every input, and nothing is learned through this layer; leave it out, or let the layer before give more numbers"
              .formatted(place(index, spec), centred ? "the same" : "1 or -1"));
    }
    layers.add(new RowNormLayer(name(index), shape.columns(), centred, epsilon, space));
    activate(activation, index, Shape.line(shape.columns()));
  }

  private void image(Image spec, String place) {
    Shape image = Shape.image(spec.height(), spec.width(), spec.channels());
    if (image.columns() != shape.columns()) {
      throw new NetworkException(
          "%s: %s is %s numbers, but there are %s; set height, width and channels to what the columns of the data are"
              .formatted(place, image, image.columns(), shape.columns()));
    }
    shape = image;
  }

  /** The shape, if it is an image. */
  private Shape image(int index, LayerSpec spec) {
    if (!shape.isImage()) {
      throw new NetworkException(
          "%s: takes an image, but gets %s; say before it how they make one, e.g. image: {height: 28, width: 28}"
              .formatted(place(index, spec), shape));
    }
    return shape;
  }

  /** The squares that lie in the image; the option of the configuration is their edge. */
  private Windows square(LayerSpec spec, int index, String option, int size, int stride) {
    Shape image = image(index, spec);
    int most = Math.min(image.height(), image.width());
    if (size > most) {
      throw new NetworkException(
          "%s.%s: must be at most %s, but is %s: a larger square does not fit into %s"
              .formatted(place(index, spec), option, most, size, image));
    }
    return Windows.inside(image, size, size, stride);
  }

  private void pool(Windows windows, PoolLayer.Kind kind) {
    layers.add(new PoolLayer(windows, kind));
    shape = Shape.image(windows.rows(), windows.columns(), windows.image().channels());
  }

  private void convolution(Conv2d spec, int index) {
    String place = place(index, spec);
    Windows windows =
        spec.padding() == Conv2d.Padding.SAME
            ? Windows.around(image(index, spec), spec.kernel(), spec.stride())
            : square(spec, index, "kernel", spec.kernel(), spec.stride());
    check(spec.activation(), spec.filters(), place);
    int channels = windows.image().channels();
    int mostKernel = (int) Math.sqrt((double) MOST_NUMBERS / channels);
    if (spec.kernel() > mostKernel) {
      throw tooLarge(
          place + ".kernel",
          spec.kernel(),
          mostKernel,
          "a filter has a weight for every pixel of a square and each of its channels");
    }
    int numbers = windows.numbers();
    int mostFilters = MOST_NUMBERS / Math.max(numbers, windows.count());
    if (spec.filters() > mostFilters) {
      throw tooLarge(
          place + ".filters",
          spec.filters(),
          mostFilters,
          String.format(
              Locale.ROOT,
              "each filter has %,d weights and gives %,d numbers for each example",
              numbers,
              windows.count()));
    }
    Parameter weight = weight(name(index), numbers, spec.filters());
    Optional<Parameter> bias = bias(name(index), spec.bias(), spec.filters());
    // A pixel lies in as many windows as the kernel has pixels.
    int fanOut =
        (int) Math.min(Integer.MAX_VALUE, (long) spec.kernel() * spec.kernel() * spec.filters());
    fill(weight, fanOut, spec.weights(), bias, spec.biases(), spec.activation(), place);
    layers.add(new ConvolutionLayer(windows, weight, bias));
    shape = Shape.image(windows.rows(), windows.columns(), spec.filters());
    activate(spec.activation(), index);
  }

  private void residual(Residual spec, int index) {
    String place = place(index, spec);
    Assembly block =
        new Assembly(
            space, initialization, seed, name(index) + "layers.", place + ".layers", shape);
    for (int i = 0; i < spec.layers().size(); i++) {
      block.add(spec.layers().get(i), i);
    }
    if (!block.shape.equals(shape)) {
      throw new NetworkException(
          "%s: what comes out of the block is added to what goes in, but %s goes in and %s comes out; let its last layer give as much as goes in"
              .formatted(place, shape, block.shape));
    }
    if (block.layers.isEmpty()) {
      throw new NetworkException(place + ".layers: no layer in it computes anything");
    }
    check(spec.activation(), shape.columns(), place);
    objections.addAll(block.objections);
    layers.add(new ResidualLayer(List.copyOf(block.layers)));
    activate(spec.activation(), index, Shape.line(shape.columns()));
  }
}
