package dev.gradus.engine.studies;

import dev.gradus.engine.examples.Examples;
import dev.gradus.engine.study.ExampleGradient;
import dev.gradus.engine.study.ImageExamples;
import dev.gradus.engine.study.Outcome;
import dev.gradus.engine.training.Experiment;
import dev.gradus.engine.training.Sample;
import dev.gradus.runtime.column.Preparation;
import dev.gradus.spi.Shape;
import dev.gradus.spi.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Converts examples back to images, if the inputs of a network are pixels. */
final class ImageSampler {

  private static final int MOST_MISTAKES = 24;

  /** Larger images would make the report too large. */
  private static final int MOST_NUMBERS = 4096;

  /** The minimum number of columns with pixel names that are taken for an image. */
  private static final int LEAST_SIDE = 5;

  private static final int COLOURS = 3;
  private static final int LARGEST_BYTE = 255;

  /** The column names of IDX files and of most CSV files of images. */
  private static final Pattern PIXEL = Pattern.compile("(?:p|px|pix|pixel)[-_. ]?\\d+");

  private final Shape shape;
  private final List<DoubleUnaryOperator> inUnit;

  private ImageSampler(Shape shape, List<DoubleUnaryOperator> inUnit) {
    this.shape = shape;
    this.inUnit = inUnit;
  }

  /**
   * The images of the hardest examples and of the mistakes.
   *
   * @param hardest of the training examples
   * @return empty if the inputs are not pixels, or the images cannot be shown
   */
  static Optional<ImageExamples> of(
      Experiment experiment, List<ExampleGradient> hardest, Outcome outcome) {
    Preparation preparation = experiment.preparation();
    List<DoubleUnaryOperator> inUnit =
        preparation.inputs().stream().flatMap(column -> column.quantity().stream()).toList();
    boolean isPlain =
        preparation.whitening().isEmpty() && inUnit.size() == preparation.inputWidth();
    return shape(experiment)
        .filter(shape -> isPlain && shape.columns() == inUnit.size())
        .filter(shape -> shape.columns() <= MOST_NUMBERS)
        .filter(shape -> shape.channels() == 1 || shape.channels() == COLOURS)
        .map(shape -> new ImageSampler(shape, inUnit).images(experiment, hardest, outcome));
  }

  /**
   * The size of an image: that of the first layer's input, or a square if the column names are
   * those of pixels.
   */
  private static Optional<Shape> shape(Experiment experiment) {
    Shape seen = experiment.network().layers().get(0).input();
    if (seen.isImage()) {
      return Optional.of(seen);
    }
    int columns = experiment.preparation().inputs().size();
    int side = (int) Math.round(Math.sqrt(columns));
    return side >= LEAST_SIDE
            && side * side == columns
            && experiment.preparation().inputs().stream()
                .allMatch(column -> PIXEL.matcher(column.name()).matches())
        ? Optional.of(Shape.image(side, side, 1))
        : Optional.empty();
  }

  private ImageExamples images(
      Experiment experiment, List<ExampleGradient> hardest, Outcome outcome) {
    Map<Integer, Integer> rowOfLine = new HashMap<>();
    for (int row = 0; row < experiment.training().rows(); row++) {
      rowOfLine.put(experiment.trainingLines().of(row), row);
    }
    Examples judged = experiment.validation().orElse(experiment.training());
    int[] rows = Sample.rows(judged.rows(), outcome.lines().size());
    List<Integer> mistakes = mistakes(experiment.preparation().target(), outcome);
    List<double[]> numbers = new ArrayList<>();
    hardest.forEach(
        example ->
            numbers.add(
                numbers(
                    experiment.training(),
                    Optional.ofNullable(rowOfLine.get(example.line())).orElseThrow())));
    mistakes.forEach(i -> numbers.add(numbers(judged, rows[i])));
    double least = numbers.stream().flatMapToDouble(Arrays::stream).min().orElse(0);
    double largest = numbers.stream().flatMapToDouble(Arrays::stream).max().orElse(0);
    List<List<Integer>> pixels =
        numbers.stream().map(image -> pixels(image, least, largest)).toList();
    Map<Integer, List<Integer>> wrong = new LinkedHashMap<>();
    for (int k = 0; k < mistakes.size(); k++) {
      wrong.put(mistakes.get(k), pixels.get(hardest.size() + k));
    }
    return new ImageExamples(shape, pixels.subList(0, hardest.size()), wrong);
  }

  /** The misclassified examples, the most confident mistakes first. */
  private static List<Integer> mistakes(Target target, Outcome outcome) {
    if (target.kind() != Target.Kind.CLASSES) {
      return List.of();
    }
    return IntStream.range(0, outcome.predictions().size())
        .filter(i -> best(outcome.predictions().get(i)) != best(outcome.targets().get(i)))
        .boxed()
        .sorted(
            Comparator.comparingDouble(
                (Integer i) -> -Collections.max(outcome.predictions().get(i))))
        .limit(MOST_MISTAKES)
        .toList();
  }

  private static int best(List<Double> outputs) {
    return outputs.indexOf(Collections.max(outputs));
  }

  private double[] numbers(Examples examples, int row) {
    int columns = inUnit.size();
    return IntStream.range(0, columns)
        .mapToDouble(k -> inUnit.get(k).applyAsDouble(examples.inputs().at(row, k)))
        .toArray();
  }

  private static List<Integer> pixels(double[] numbers, double least, double largest) {
    double range = largest > least ? largest - least : 1;
    return Arrays.stream(numbers)
        .mapToObj(number -> (int) Math.round(LARGEST_BYTE * (number - least) / range))
        .toList();
  }
}
